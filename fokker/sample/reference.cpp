#include "fokker/sample/reference.hpp"

#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

constexpr double kWide = 5;                     // times the radius
constexpr std::uint32_t kStream = 0x80000000U;  // apart from the draws that chains start from

Reference gaussian(const Plan& plan, double width) {
    if (!(width > 0) || !std::isfinite(width)) throw Error("width: above 0 and finite; got " + number(width));
    std::vector<double> mean(plan.dim(), 0.0);
    if (std::holds_alternative<AtPoint>(plan.options.start))
        mean.assign(plan.starts.begin(), plan.starts.begin() + static_cast<std::ptrdiff_t>(plan.dim()));
    Matrix covariance{plan.target.dim, plan.target.dim, std::vector<double>(plan.dim() * plan.dim(), 0.0)};
    for (int j = 0; j < plan.target.dim; ++j) covariance(j, j) = width * width;
    const Density law = Gaussian{mean, covariance};
    return {bind_parameters(law.log_density, law.parameters), law};
}

}  // namespace

std::vector<double> Reference::draws(const Plan& plan, std::uint32_t first, std::size_t count) const {
    Points points{law.dim, std::vector<double>(count * static_cast<std::size_t>(law.dim))};
    law.sampler({.seed = plan.options.seed,
                 .stream = plan.options.stream ^ kStream,
                 .first_particle = first,
                 .purpose = Purpose::start,
                 .isa = plan.options.isa},
                points);
    return points.values;
}

Reference make_reference(const Plan& plan, const std::optional<double>& width) {
    if (width) return gaussian(plan, *width);
    if (const auto* law = std::get_if<Density>(&plan.options.start)) {
        if (!plan.target.constrained && law->log_normaliser)
            return {simplify(bind_parameters(law->log_density, law->parameters) - *law->log_normaliser), *law};
        throw Error("width: give one; " + law->name +
                    (plan.target.constrained ? " is no law of the unbounded coordinates"
                                             : " has no known normaliser, so no path of temperatures begins at it"));
    }
    if (const auto* find = std::get_if<FindFinite>(&plan.options.start)) return gaussian(plan, kWide * find->radius);
    throw Error("width: give one, the standard deviation of the Gaussian around the start that temperatures begin at");
}

}  // namespace fokker
