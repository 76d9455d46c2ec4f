#include "fokker/show/gaussianity.hpp"

#include "fokker/draw/histogram.hpp"
#include "fokker/show/transform.hpp"

namespace fokker::show {

draw::Figure gaussianity(const assess::LeastGaussian& data, const GaussianityOptions& options) {
    draw::Figure figure{.title = options.title,
                        .subtitle = options.subtitle,
                        .columns = 3,
                        .common_legend = true,
                        .width = options.width,
                        .theme = options.theme};
    const LawTransform law = normal_transform({0, 5}, options.null);
    for (const TransformPart part : {TransformPart::real, TransformPart::imaginary}) {
        draw::Panel panel = transform_panel(data.projection, part, law);
        panel.title = part == TransformPart::real ? "Real part: symmetric departures" : "Imaginary part: skewness";
        figure.panels.push_back(std::move(panel));
    }
    figure.panels.push_back(draw::histogram_panel(
        {.title = data.direction.size() == 1 ? "The data" : "Along this direction",
         .samples = data.projection,
         .label = "data",
         .exact = std::nullopt,
         .gaussian = draw::GaussianReference{.mean = 0, .sd = 1, .label = "$N(0, 1)$"},
         .moments = {},
         .notes = {},
         .x_label = options.null == assess::NullLaw::estimated ? "standard deviations from the mean" : "value",
         .x_limits = std::nullopt}));
    return figure;
}

}  // namespace fokker::show
