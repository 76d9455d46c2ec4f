#include "fokker/draw/figure.hpp"

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

Layout layout_of(const Figure& figure) {
    const Plan plan = plan_of(figure);
    Layout layout{.width = plan.width, .height = plan.height, .frames = {}, .texts = {}};
    for (const auto& planned : plan.panels) layout.frames.push_back(planned.frame.box);
    for (const auto& text : plan.texts) layout.texts.push_back({text.box(), text.text});
    return layout;
}

}  // namespace fokker::draw
