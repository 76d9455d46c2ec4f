#include "fokker/assess/gaussianity/epps_pulley.hpp"

#include <cmath>
#include <string>

#include "fokker/assess/checks.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/elementary_kernels.hpp"

namespace fokker::assess {
namespace {

double normal_weight(double t) {
    return host::elementary::exp(-0.5 * t * t);
}

// What is left at each knot: Re phi_n(t) - exp(-t^2 / 2) and Im phi_n(t).
struct Misfit {
    std::vector<double> re, im;
};

// cos(t x_i) and sin(t x_i).
struct Waves {
    std::vector<double> cosine, sine;
};

void set_waves(std::span<const double> x, double t, Waves& waves) {
    waves.cosine.resize(x.size());
    waves.sine.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) waves.sine[i] = t * x[i];
    elementary_kernels(active_isa())
        .sincos(waves.sine.data(), waves.sine.data(), waves.cosine.data(), static_cast<int>(x.size()));
}

Misfit misfit(std::span<const double> x, const EppsPulleyGrid& grid) {
    check_sample(x, "the sample");
    check_grid(grid);
    const auto n = static_cast<double>(x.size());
    Misfit m;
    Waves waves;
    for (const double t : grid.knots) {
        set_waves(x, t, waves);
        double cosines = 0, sines = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            cosines += waves.cosine[i];
            sines += waves.sine[i];
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
    EppsPulley result{value_of(m, x.size(), grid), std::vector<double>(x.size(), 0.0)};
    Waves waves;
    for (std::size_t k = 0; k < grid.knots.size(); ++k) {
        set_waves(x, grid.knots[k], waves);
        const double scale = 2 * grid.weights[k] * grid.knots[k];
        for (std::size_t i = 0; i < x.size(); ++i)
            result.gradient[i] += scale * (m.im[k] * waves.cosine[i] - m.re[k] * waves.sine[i]);
    }
    return result;
}

}  // namespace fokker::assess
