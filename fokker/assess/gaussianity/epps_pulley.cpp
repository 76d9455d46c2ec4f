#include "fokker/assess/gaussianity/epps_pulley.hpp"

#include <cmath>
#include <string>

#include "fokker/assess/checks.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

double normal_weight(double t) {
    return host::elementary::exp(-0.5 * t * t);
}

// What is left at each knot: Re phi_n(t) - exp(-t^2 / 2) and Im phi_n(t).
struct Misfit {
    std::vector<double> re, im;
};

Misfit misfit(std::span<const double> x, const EppsPulleyGrid& grid) {
    check_sample(x, "the sample");
    check_grid(grid);
    const auto n = static_cast<double>(x.size());
    Misfit m;
    for (const double t : grid.knots) {
        double cosines = 0, sines = 0;
        for (const double v : x) {
            const auto [sine, cosine] = host::elementary::sincos(t * v);
            cosines += cosine;
            sines += sine;
        }
        m.re.push_back(cosines / n - normal_weight(t));
        m.im.push_back(sines / n);
    }
    return m;
}

double value_of(const Misfit& m, std::size_t n, const EppsPulleyGrid& grid) {
    double sum = 0;
    for (std::size_t k = 0; k < grid.knots.size(); ++k)
        sum += grid.weights[k] * (m.re[k] * m.re[k] + m.im[k] * m.im[k]);
    return static_cast<double>(n) * sum;
}

}  // namespace

void check_grid(const EppsPulleyGrid& grid) {
    if (grid.knots.size() != grid.weights.size()) {
        throw Error("there are " + counted(grid.weights.size(), "weight") + " for " +
                    counted(grid.knots.size(), "knot") + " of the characteristic function: each needs one");
    }
    if (grid.knots.empty()) throw Error("a characteristic function needs at least one knot to be compared at");
}

EppsPulleyGrid trapezoid_grid(double from, double to, std::size_t count, const std::function<double(double)>& weight) {
    if (count < 2) throw Error("the trapezoidal rule needs at least two knots: got " + std::to_string(count));
    if (!(from < to) || !std::isfinite(to - from))
        throw Error("knots must run from a smaller to a larger number: got " + number(from) + " to " + number(to));
    const double step = (to - from) / static_cast<double>(count - 1);
    EppsPulleyGrid grid;
    for (std::size_t k = 0; k < count; ++k) {
        const double t = k + 1 == count ? to : from + step * static_cast<double>(k), w = weight(t);
        if (!(w >= 0 && std::isfinite(w)))
            throw Error("the weight at t = " + number(t) + " must be finite and not negative: got " + number(w));
        grid.knots.push_back(t);
        grid.weights.push_back((k == 0 || k + 1 == count ? 0.5 : 1.0) * step * w);
    }
    return grid;
}

EppsPulleyGrid symmetric_grid() {
    return trapezoid_grid(-5, 5, 17, normal_weight);
}

EppsPulleyGrid lejepa_grid() {
    return trapezoid_grid(0, 3, 17, [](double t) { return 2 * normal_weight(t); });
}

double epps_pulley(std::span<const double> x, const EppsPulleyGrid& grid) {
    return value_of(misfit(x, grid), x.size(), grid);
}

EppsPulley epps_pulley_with_gradient(std::span<const double> x, const EppsPulleyGrid& grid) {
    const Misfit m = misfit(x, grid);
    EppsPulley result{value_of(m, x.size(), grid), {}};
    result.gradient.reserve(x.size());
    for (const double v : x) {
        double sum = 0;
        for (std::size_t k = 0; k < grid.knots.size(); ++k) {
            const double t = grid.knots[k];
            const auto [sine, cosine] = host::elementary::sincos(t * v);
            sum += grid.weights[k] * t * (m.im[k] * cosine - m.re[k] * sine);
        }
        result.gradient.push_back(2 * sum);
    }
    return result;
}

}  // namespace fokker::assess
