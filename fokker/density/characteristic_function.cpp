#include "fokker/density/characteristic_function.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/density/as_gaussian.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

using host::elementary::exp;
using host::elementary::sincos;

constexpr double kRounding = 1e-15;

void check_t(std::span<const double> t, int dim) {
    if (t.size() % static_cast<std::size_t>(dim) != 0) {
        throw Error("a characteristic function of " + counted(dim, "component") + " needs " + std::to_string(dim) +
                    " numbers for each t: got " + counted(t.size(), "number"));
    }
    for (const double v : t) {
        if (!std::isfinite(v)) throw Error("t of a characteristic function must be finite: got " + number(v));
    }
}

// ---- closed form ---------------------------------------------------------------------------------------------

std::complex<double> gaussian_transform(const std::vector<double>& mean, const Matrix& covariance, const double* t) {
    double angle = 0, form = 0;
    for (int i = 0; i < covariance.rows; ++i) {
        angle += t[i] * mean[static_cast<std::size_t>(i)];
        double row = 0;
        for (int j = 0; j < covariance.cols; ++j) row += covariance(i, j) * t[j];
        form += t[i] * row;
    }
    const auto [sine, cosine] = sincos(angle);
    const double size = exp(-0.5 * form);
    return {size * cosine, size * sine};
}

// What rounding leaves of exp(i t'm): that of the angle, dim products and their sum.
double turn_rounding(std::span<const double> t, const std::vector<double>& mean) {
    double size = 0;
    for (std::size_t i = 0; i < mean.size(); ++i) size += std::fabs(t[i] * mean[i]);
    return std::numeric_limits<double>::epsilon() * static_cast<double>(mean.size()) * size;
}

CharacteristicFunction mixture_transform(const Modes& modes, std::span<const double> t) {
    const std::size_t dim = modes.means.front().size();
    CharacteristicFunction result{{}, 0};
    for (std::size_t at = 0; at < t.size(); at += dim) {
        std::complex<double> sum = 0;
        double rounding = kRounding;
        for (std::size_t k = 0; k < modes.weights.size(); ++k) {
            sum += modes.weights[k] * gaussian_transform(modes.means[k], modes.covariances[k], &t[at]);
            rounding += modes.weights[k] * turn_rounding(t.subspan(at, dim), modes.means[k]);
        }
        result.values.push_back(sum);
        result.error = std::max(result.error, rounding);
    }
    return result;
}

// ---- quadrature ----------------------------------------------------------------------------------------------

constexpr double kNegligible = 42;  // e^-42 = 6e-19
constexpr double kSettled = 1e-12;

// The density on a grid, relative to its largest value there.
struct Sampled {
    double from = 0, step = 0;
    std::vector<double> log;  // less the largest; -inf where the density is 0

    double at(std::size_t k) const { return from + step * static_cast<double>(k); }
};

std::vector<double> logs_at(const Expr& log_density, const std::vector<double>& points) {
    std::vector<double> logs = evaluate(log_density, points, points.size());
    for (std::size_t k = 0; k < logs.size(); ++k) {
        if (std::isnan(logs[k]) || logs[k] == std::numeric_limits<double>::infinity())
            throw Error("the log density is " + number(logs[k]) + " at x = " + number(points[k]) +
                        ": a characteristic function by quadrature needs it finite, or -inf");
    }
    const double peak = *std::ranges::max_element(logs);
    if (!std::isfinite(peak)) throw Error("the density is 0 wherever quadrature looked for it");
    for (double& l : logs) l -= peak;
    return logs;
}

Sampled sampled(const Expr& log_density, double from, double to, std::size_t count) {
    Sampled s{from, (to - from) / static_cast<double>(count - 1), {}};
    std::vector<double> points(count);
    for (std::size_t k = 0; k < count; ++k) points[k] = s.at(k);
    s.log = logs_at(log_density, points);
    return s;
}

// The first and the last index where the density counts, with a neighbour each where there is one.
std::pair<std::size_t, std::size_t> extent(const std::vector<double>& logs) {
    const auto counts = [](double l) { return l > -kNegligible; };
    const auto first = std::ranges::find_if(logs, counts) - logs.begin();
    const auto last = static_cast<std::ptrdiff_t>(logs.size()) - 1 -
                      (std::find_if(logs.rbegin(), logs.rend(), counts) - logs.rbegin());
    const auto end = static_cast<std::ptrdiff_t>(logs.size()) - 1;
    return {static_cast<std::size_t>(std::max<std::ptrdiff_t>(first - 1, 0)),
            static_cast<std::size_t>(std::min(last + 1, end))};
}

// Where the density is: from a grid that is even in log |x|, and finer and finer ones where it counts, until it counts
// on a quarter of the grid.
std::pair<double, double> support(const Expr& log_density) {
    constexpr int kEach = 1500;  // +-10^-4 to 10^11
    constexpr std::size_t kFine = 2049;
    std::vector<double> coarse{0.0};
    for (int k = 0; k < kEach; ++k) {
        const double x = 1e-4 * exp(k * (15 * 2.302585092994046 / kEach));
        coarse.push_back(x);
        coarse.insert(coarse.begin(), -x);
    }
    const auto [first, last] = extent(logs_at(log_density, coarse));
    double from = coarse[first], to = coarse[last];
    for (int pass = 0; pass < 20; ++pass) {
        const Sampled fine = sampled(log_density, from, to, kFine);
        const auto [a, b] = extent(fine.log);
        from = fine.at(a);
        to = fine.at(b);
        if (b - a > kFine / 4) break;
    }
    return {from, to};
}

struct Trapezoid {
    std::vector<std::complex<double>> values;
    double points = 0;  // that carry the mass: (sum of weights)^2 / sum of their squares
};

Trapezoid trapezoid(const Sampled& s, std::span<const double> t) {
    const double middle = 0.5 * static_cast<double>(s.log.size() - 1), center = s.from + middle * s.step;
    double total = 0, squares = 0;
    Trapezoid result{std::vector<std::complex<double>>(t.size(), 0), 0};
    for (std::size_t k = 0; k < s.log.size(); ++k) {
        const double weight = (k == 0 || k + 1 == s.log.size() ? 0.5 : 1) * exp(s.log[k]);
        if (weight == 0) continue;
        total += weight;
        squares += weight * weight;
        const double from_center = (static_cast<double>(k) - middle) * s.step;
        for (std::size_t j = 0; j < t.size(); ++j) {
            const auto [sine, cosine] = sincos(t[j] * from_center);
            result.values[j] += std::complex<double>(weight * cosine, weight * sine);
        }
    }
    for (std::size_t j = 0; j < t.size(); ++j) {
        const auto [sine, cosine] = sincos(t[j] * center);
        result.values[j] *= std::complex<double>(cosine, sine) / total;
    }
    result.points = total * total / squares;
    return result;
}

CharacteristicFunction by_quadrature(const Density& density, std::span<const double> t) {
    constexpr std::size_t kFirst = 256, kMost = std::size_t{1} << 17;  // intervals
    constexpr double kFewestPoints = 16, kPi = 3.141592653589793238463;
    const Expr log_density = bind_parameters(density.log_density, density.parameters);
    const auto [from, to] = support(log_density);
    // What the rounding of x leaves of a narrow density far out.
    const double enough = kSettled + kRounding * std::max(std::fabs(from), std::fabs(to)) / (to - from);
    double furthest = 0;
    for (const double v : t) furthest = std::max(furthest, std::fabs(v));
    // Steps above pi / |t| see a slower wave in place of exp(i t x), and two grids may see the same one.
    const double fewest = furthest / kPi * (to - from);
    if (!(fewest <= static_cast<double>(kMost) / 2)) {
        throw Error("the characteristic function of " + density.name + " at |t| = " + number(furthest) +
                    " is beyond quadrature: on [" + number(from) + ", " + number(to) + "] it takes |t| of at most " +
                    number(static_cast<double>(kMost) / 2 * kPi / (to - from)));
    }
    std::size_t first = kFirst;
    while (static_cast<double>(first) < fewest) first *= 2;
    const double turn = furthest * std::numeric_limits<double>::epsilon() * std::max(std::fabs(from), std::fabs(to));
    Trapezoid before;
    double change = 0;
    for (std::size_t intervals = first; intervals <= kMost; intervals *= 2) {
        Trapezoid now = trapezoid(sampled(log_density, from, to, intervals + 1), t);
        change = 0;
        for (std::size_t j = 0; j < before.values.size(); ++j) {
            change = std::max({change, std::fabs(now.values[j].real() - before.values[j].real()),
                               std::fabs(now.values[j].imag() - before.values[j].imag())});
        }
        if (!before.values.empty() && change < enough && now.points > kFewestPoints)
            return {std::move(now.values), std::max(change, kRounding) + turn};
        before = std::move(now);
    }
    throw Error("the characteristic function of " + density.name + " did not settle: on [" + number(from) + ", " +
                number(to) + "] with " + std::to_string(kMost) + " intervals, of which " + number(before.points) +
                " carry the mass, the last halving changed it by " + number(change) +
                "; quadrature knows it where the density is smooth and falls off exponentially and |t| is not too "
                "large");
}

}  // namespace

CharacteristicFunction characteristic_function(const Gaussian& gaussian, std::span<const double> t) {
    const Density density = gaussian;
    check_t(t, density.dim);
    return mixture_transform({{1.0}, {*density.mean}, {*density.covariance}, Expr(1.0)}, t);
}

CharacteristicFunction characteristic_function(const GaussianMixture& mixture, std::span<const double> t) {
    return characteristic_function(Density(mixture), t);
}

CharacteristicFunction characteristic_function(const Density& density, std::span<const double> t) {
    check_t(t, density.dim);
    if (density.modes) return mixture_transform(*density.modes, t);
    if (const auto gaussian = as_gaussian(density)) return characteristic_function(*gaussian, t);
    if (density.dim == 1) return by_quadrature(density, t);
    throw Error("the characteristic function of " + density.name + " with " + counted(density.dim, "component") +
                " is not known: only that of Gaussians, of mixtures of them, and of densities of one component is");
}

}  // namespace fokker
