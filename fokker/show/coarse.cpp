#include "fokker/show/coarse.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker::show {
namespace {

constexpr double kMatters = 0.02, kVisible = 0.05;  // of the variance
constexpr double kApart = 2;                        // standard deviations of each

// A symmetric 2 x 2 matrix as values along its axes: f of it is f of the values along the same axes.
struct Axes {
    double first = 0, second = 0;  // eigenvalues, first >= second
    double cosine = 1, sine = 0;   // of the first axis

    template <class F>
    Matrix map(F f) const {
        const double a = f(first), b = f(second), mixed = (a - b) * cosine * sine;
        return {2, 2, {a * cosine * cosine + b * sine * sine, mixed, mixed, a * sine * sine + b * cosine * cosine}};
    }
};

Axes axes_of(double xx, double xy, double yy) {
    const double middle = (xx + yy) / 2, half = std::hypot((xx - yy) / 2, xy);
    const double angle = std::atan2(2 * xy, xx - yy) / 2;
    return {middle + half, middle - half, std::cos(angle), std::sin(angle)};
}

}  // namespace

std::vector<CoarseMode> coarse_modes(const Density& target, double sigma, double step_size) {
    if (target.dim != 2)
        throw Error("what a step makes of modes is known for 2 components; the target has " +
                    std::to_string(target.dim));
    if (!(sigma > 0 && step_size > 0 && std::isfinite(sigma * step_size)))
        throw Error("sigma and the step size must be positive, got " + number(sigma) + " and " + number(step_size));
    std::vector<std::vector<double>> centres;
    if (target.modes) {
        centres = target.modes->means;
    } else if (target.mean) {
        centres = {*target.mean};
    }
    const auto curvature = jacobian(bind_parameters(target.score(), target.parameters), state(2));
    std::vector<CoarseMode> modes;
    for (const auto& centre : centres) {
        const auto top = evaluate(curvature[0], centre), bottom = evaluate(curvature[1], centre);
        const Axes hessian = axes_of(-top[0], -(top[1] + bottom[0]) / 2, -bottom[1]);
        if (!(hessian.second > 0 && std::isfinite(hessian.first))) continue;
        CoarseMode mode{.x = centre[0],
                        .y = centre[1],
                        .covariance = hessian.map([](double l) { return 1 / l; }),
                        .reached = std::nullopt,
                        .variance = 1 / hessian.first,
                        .coarseness = sigma * sigma * step_size * hessian.first / 4};
        if (mode.coarseness < 1) {
            mode.reached = hessian.map([&](double l) { return 1 / (l * (1 - sigma * sigma * step_size * l / 4)); });
        }
        modes.push_back(std::move(mode));
    }
    return modes;
}

std::vector<CoarseMode> visibly_widened(const std::vector<CoarseMode>& modes) {
    const auto reach = [](const CoarseMode& mode) {
        const Matrix& c = mode.reached ? *mode.reached : mode.covariance;
        return kApart * std::sqrt(axes_of(c(0, 0), c(0, 1), c(1, 1)).first);
    };
    std::vector<CoarseMode> widened;
    for (const CoarseMode& mode : modes) {
        const bool alone = std::ranges::all_of(modes, [&](const CoarseMode& other) {
            return &other == &mode || std::hypot(other.x - mode.x, other.y - mode.y) > reach(mode) + reach(other);
        });
        if (mode.reached && 1 / (1 - mode.coarseness) > 1 + kVisible && alone) widened.push_back(mode);
    }
    return widened;
}

std::string coarse_note(const std::vector<CoarseMode>& modes) {
    const auto worst = std::ranges::max_element(modes, {}, &CoarseMode::coarseness);
    if (worst == modes.end()) return "";
    if (!worst->reached) {
        return "unstable: $\\sigma^2 h / 2$ = " + draw::plain_number(2 * worst->variance * worst->coarseness) +
               "; a mode of variance " + draw::plain_number(worst->variance) + " needs less than " +
               draw::plain_number(2 * worst->variance);
    }
    const double factor = 1 / (1 - worst->coarseness);
    return factor < 1 + kMatters ? "" : "coarse step: variance × " + draw::plain_number(factor);
}

}  // namespace fokker::show
