#include "fokker/draw/figure.hpp"

#include <optional>
#include <variant>

#include "fokker/draw/marker_words.hpp"
#include "fokker/draw/occupancy.hpp"
#include "fokker/draw/plan.hpp"

namespace fokker::draw {

AxisScale scale_of(const Axis& axis) {
    return {axis.scale, axis.linear_within};
}

double natural_width(std::size_t columns) {
    return columns <= 1 ? 720 : columns == 2 ? 1000 : 1280;
}

double natural_width(const Figure& figure) {
    return natural_width(figure.columns);
}

namespace {

std::vector<Box> words_of(const PlannedPanel& planned, double unit) {
    std::vector<Box> boxes;
    if (planned.panel == nullptr || planned.empty) return boxes;
    std::optional<Occupancy> curves;
    for (const Mark& mark : planned.panel->marks) {
        const auto* markers = std::get_if<Markers>(&mark);
        if (markers == nullptr || markers->labels.empty()) continue;
        if (!curves) curves = curves_of(*planned.panel, planned.frame.x, planned.frame.y);
        for (const MarkerWord& word : place_words(*markers, planned.frame, unit, *curves)) boxes.push_back(word.box);
    }
    return boxes;
}

}  // namespace

Layout layout_of(const Figure& figure) {
    const Plan plan = plan_of(figure);
    Layout layout{.width = plan.width, .height = plan.height, .frames = {}, .texts = {}, .words = {}};
    for (const auto& planned : plan.panels) layout.frames.push_back(planned.frame.box);
    for (const auto& planned : plan.panels) layout.words.push_back(words_of(planned, plan.unit));
    for (const auto& text : plan.texts) layout.texts.push_back({text.box(), text.text});
    return layout;
}

}  // namespace fokker::draw
