#include "fokker/show/field.hpp"

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/field_layer.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostLevels = 200, kMostArrows = 60;

void check(const Density& density, const FieldOptions& options) {
    if (density.dim != 2)
        throw Error("field: a picture in the plane needs a density of 2 components; this one has " +
                    std::to_string(density.dim));
    check_limits(options.x_limits, "field, x");
    check_limits(options.y_limits, "field, y");
    if (!density.mean && !(options.x_limits && options.y_limits))
        throw Error("field: where this density is large is not known; give x and y limits");
    if (options.levels < 1 || options.levels > kMostLevels)
        throw Error("field: 1 to " + std::to_string(kMostLevels) + " levels, got " + std::to_string(options.levels));
}

std::string name_of(const FieldOptions& options) {
    if (options.score) return "score";
    switch (options.value) {
        case FieldValue::energy:
            return "energy";
        case FieldValue::log_density:
            return "log density";
        case FieldValue::density:
            break;
    }
    return "density";
}

}  // namespace

draw::Arrows score_arrows(const Density& density, const View& view, std::size_t across) {
    if (across < 2 || across > kMostArrows)
        throw Error("arrows: 2 to " + std::to_string(kMostArrows) + " across, got " + std::to_string(across));
    draw::Arrows arrows{.label = "score"};
    const auto middle = [across](const draw::Limits& side, std::size_t i) {
        return side.low + (side.high - side.low) * (static_cast<double>(i) + 0.5) / static_cast<double>(across);
    };
    std::vector<double> points;
    for (std::size_t k = 0; k < across * across; ++k) {
        arrows.x.push_back(middle(view.x, k % across));
        arrows.y.push_back(middle(view.y, k / across));
        points.insert(points.end(), {arrows.x.back(), arrows.y.back()});
    }
    const auto score = evaluate(bind_parameters(density.score(), density.parameters), points, across * across);
    for (std::size_t k = 0; k < across * across; ++k) {
        arrows.dx.push_back(score[2 * k]);
        arrows.dy.push_back(score[2 * k + 1]);
    }
    return arrows;
}

draw::Panel field_panel(const Density& density, const FieldOptions& options) {
    check(density, options);
    View view = density.mean ? view_of(density, {2, {}}) : View{};
    view = {options.x_limits.value_or(view.x), options.y_limits.value_or(view.y)};
    draw::Panel panel{.title = options.title.empty() ? name_of(options) : options.title,
                      .x = {.label = "$x_1$", .limits = view.x},
                      .y = {.label = "$x_2$", .limits = view.y},
                      .equal_aspect = true};
    const draw::ColorMap plain = options.value == FieldValue::density ? draw::kReds : draw::kBlues;
    FieldLayer layer = field_layer(density, view, options, options.score ? draw::kTargetBlues : plain);
    if (layer.marks.empty()) {
        panel.empty_because = "nothing to draw: the density is finite nowhere in these limits";
        return panel;
    }
    panel.marks = std::move(layer.marks);
    panel.color_bar = std::move(layer.color_bar);
    if (options.score) panel.marks.push_back(score_arrows(density, view, options.arrows_across));
    return panel;
}

draw::Figure field(const Density& density, const FieldOptions& options) {
    draw::Panel panel = field_panel(density, options);
    panel.title.clear();
    draw::Figure figure{.title = options.title, .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
