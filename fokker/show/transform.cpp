#include "fokker/show/transform.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/special_functions.hpp"
#include "fokker/density/characteristic_function.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kCurvePoints = 241;
constexpr double kBand = 0.95;

std::vector<double> grid(draw::Limits range) {
    std::vector<double> t(kCurvePoints);
    for (std::size_t k = 0; k < kCurvePoints; ++k)
        t[k] = range.low + (range.high - range.low) * static_cast<double>(k) / (kCurvePoints - 1);
    return t;
}

double root(double variance) {
    return std::sqrt(std::max(variance, 0.0));
}

// The share of |t| > 0 at which a curve is inside the band: what a band for each t means. At 0 every curve is.
std::string share_inside(const std::vector<double>& t, const std::vector<double>& values,
                         const std::vector<double>& low, const std::vector<double>& high) {
    std::size_t inside = 0, all = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (t[k] == 0) continue;
        ++all;
        inside += values[k] >= low[k] && values[k] <= high[k] ? 1 : 0;
    }
    return draw::plain_number(100.0 * static_cast<double>(inside) / static_cast<double>(all), 3) +
           " % of the curve in the band";
}

}  // namespace

LawTransform normal_transform(draw::Limits range, assess::NullLaw null) {
    LawTransform law{.t = grid(range), .re = {}, .im = {}, .re_sd = {}, .im_sd = {}, .label = "$\\exp(-t^2/2)$"};
    for (const double t : law.t) {
        law.re.push_back(std::exp(-0.5 * t * t));
        law.im.push_back(0);
        law.re_sd.push_back(root(assess::real_covariance(t, t, null)));
        law.im_sd.push_back(root(assess::imaginary_covariance(t, t, null)));
    }
    return law;
}

LawTransform law_transform(const Density& density, draw::Limits range) {
    LawTransform law{.t = grid(range), .re = {}, .im = {}, .re_sd = {}, .im_sd = {}, .label = "the law"};
    std::vector<double> twice;
    for (const double t : law.t) twice.push_back(2 * t);
    const auto once = characteristic_function(density, law.t).values,
               doubled = characteristic_function(density, twice).values;
    for (std::size_t k = 0; k < law.t.size(); ++k) {
        const double re = once[k].real(), im = once[k].imag();
        law.re.push_back(re);
        law.im.push_back(im);
        law.re_sd.push_back(root(0.5 * (1 + doubled[k].real()) - re * re));
        law.im_sd.push_back(root(0.5 * (1 - doubled[k].real()) - im * im));
    }
    return law;
}

draw::Panel transform_panel(const std::vector<double>& x, TransformPart part, const LawTransform& law) {
    const bool real = part == TransformPart::real;
    const assess::EmpiricalTransform phi = assess::empirical_characteristic_function(x, law.t);
    const double reach = assess::normal_quantile(0.5 + kBand / 2) / std::sqrt(static_cast<double>(x.size()));
    const std::vector<double>&center = real ? law.re : law.im, &sd = real ? law.re_sd : law.im_sd,
          &found = real ? phi.re : phi.im;
    std::vector<double> low, high;
    for (std::size_t k = 0; k < law.t.size(); ++k) {
        low.push_back(center[k] - reach * sd[k]);
        high.push_back(center[k] + reach * sd[k]);
    }
    draw::Panel panel{.subtitle = share_inside(law.t, found, low, high),
                      .x = {.label = "$t$", .limits = draw::Limits{law.t.front(), law.t.back()}},
                      .y = {.label = real ? "real part" : "imaginary part"}};
    panel.marks.push_back(draw::Area{.x = law.t,
                                     .low = std::move(low),
                                     .high = std::move(high),
                                     .alpha = 0.22,
                                     .label = "where 95 % of samples of the law are, at each $t$"});
    panel.marks.push_back(draw::Lines{
        .x = law.t, .y = center, .ink = draw::Role::exact, .inks = {}, .dash = draw::Dash::dashed, .label = law.label});
    panel.marks.push_back(draw::Lines{
        .x = law.t, .y = found, .ink = draw::Role::contrast, .inks = {}, .width = 2, .label = "the sample"});
    return panel;
}

draw::Figure characteristic_functions(const Density& density, const TransformOptions& options) {
    if (density.dim != 1) {
        throw Error("a picture of a characteristic function is of a density of 1 component; this one has " +
                    std::to_string(density.dim));
    }
    if (options.draws.empty()) throw Error("a picture of a characteristic function needs a number of draws");
    const LawTransform law = law_transform(density, options.t);
    const std::size_t most = std::ranges::max(options.draws);
    const std::vector<double> all = sample(density, most, {.seed = options.seed, .purpose = Purpose::data}).values;
    draw::Figure figure{.title = options.title,
                        .rows = 2,
                        .columns = options.draws.size(),
                        .share_x = draw::Share::aligned,
                        .share_y = draw::Share::aligned,
                        .common_legend = true,
                        .width = options.width,
                        .theme = options.theme};
    for (const std::size_t n : options.draws) figure.column_titles.push_back("$n$ = " + std::to_string(n));
    for (const TransformPart part : {TransformPart::real, TransformPart::imaginary}) {
        for (const std::size_t n : options.draws) {
            const std::vector<double> first(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
            figure.panels.push_back(transform_panel(first, part, law));
        }
    }
    return figure;
}

}  // namespace fokker::show
