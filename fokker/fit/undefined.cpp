#include "fokker/fit/undefined.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

constexpr std::size_t kDraws = 10'000;

// The points at which an iteration looks: rows, draws of the target or of the family at its start.
Points looked_at(const FitTarget& target, const Objective& objective, const Density& q, const FitOptions& o) {
    if (const auto* data = std::get_if<Points>(&target)) return *data;
    const bool under_target = std::holds_alternative<MaximumLikelihood>(objective) ||
                              std::holds_alternative<ForwardKl>(objective) ||
                              std::holds_alternative<ScoreMatching>(objective);
    const Density& from = under_target ? std::get<Density>(target) : q;
    if (!from.can_sample()) return {.dim = q.dim, .values = {}};
    return sample(from, kDraws, {.seed = o.seed, .stream = o.stream, .purpose = Purpose::assess, .isa = o.isa});
}

std::string first_not_finite(const Density& density, const std::string& whose, const Points& points, bool rows,
                             Isa isa) {
    const std::vector<double> log =
        evaluate(bind_parameters(density.log_density, density.parameters), points.values, points.count(), 0.0, isa);
    const auto bad = std::ranges::find_if_not(log, [](double v) { return std::isfinite(v); });
    if (bad == log.end()) return "";
    const auto i = static_cast<std::size_t>(bad - log.begin());
    return "the log density of the " + whose + " is " + number(*bad) + " at " +
           (rows ? "row " + std::to_string(i + 1) + " of the data, " : "") + "x = " + point(points[i]);
}

}  // namespace

std::string undefined_at(const FitTarget& target, const Family& family, const Objective& objective,
                         std::span<const double> theta, const FitOptions& options) {
    std::optional<Density> member;
    try {
        member = family.density(family.named({theta.begin(), theta.end()}));
    } catch (const Error&) {
        return "";  // a covariance that overflows, say: no member of the family
    }
    const Density& q = *member;
    const Points points = looked_at(target, objective, q, options);
    if (points.count() == 0) return "";
    const bool rows = std::holds_alternative<Points>(target);
    if (const auto* p = std::get_if<Density>(&target)) {
        std::string of_target = first_not_finite(*p, "target", points, rows, options.isa);
        if (!of_target.empty()) return of_target;
    }
    return first_not_finite(q, "family", points, rows, options.isa);
}

}  // namespace fokker
