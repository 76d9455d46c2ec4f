#include "fokker/density/standard.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_log_density.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/quadrature.hpp"
#include "fokker/density/sampler.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

using std::numbers::pi;

const std::vector<StandardDensity>& all() {
    constexpr std::string_view kExact = "exact moments, normaliser and draws";
    constexpr std::string_view kQuadrature = "moments and normaliser by quadrature";
    static const std::vector<StandardDensity> densities{
        {.name = "harmonic",
         .energy = "stiffness*dot(x, x)/2",
         .facts = kExact,
         .dim = 0,
         .parameters = {{"stiffness", {1}}}},
        {.name = "correlated-gaussian",
         .energy = "(x1^2 - 2*rho*x1*x2 + x2^2)/(2*(1 - rho^2))",
         .facts = kExact,
         .parameters = {{"rho", {0.9}}}},
        {.name = "ill-conditioned-gaussian",
         .energy =
             "sum(x^2/variances)/2",  // from 1 / sqrt(condition) to sqrt(condition), evenly on a logarithmic scale
         .facts = kExact,
         .dim = 0,
         .least = 2,
         .parameters = {{"condition", {1e4}}}},
        {.name = "student-t",
         .energy = "(freedom + dim)/2*log(1 + dot(x, x)/freedom)",
         .facts = "exact moments and normaliser; draws for whole freedom up to 100",
         .dim = 0,
         .parameters = {{"freedom", {5}}}},
        {.name = "double-well",
         .energy = "height*sum((x^2/width^2 - 1)^2)",
         .facts = kQuadrature,
         .dim = 0,
         .parameters = {{"height", {2}}, {"width", {1}}}},
        {.name = "banana",
         .energy = "x1^2/2 + stiffness*(x2 - x1^2)^2",
         .facts = kExact,
         .parameters = {{"stiffness", {2}}}},
        {.name = "rosenbrock",
         .energy = "(a - x1)^2 + b*(x2 - x1^2)^2",
         .facts = kExact,
         .parameters = {{"a", {1}}, {"b", {100}}}},
        {.name = "funnel",
         .energy = "x1^2/(2*width^2) + (dim - 1)*x1/2 + dot(x[1:], x[1:])*exp(-x1)/2",
         .facts = kExact,
         .dim = 0,
         .least = 2,
         .parameters = {{"width", {3}}}},
        {.name = "ring",
         .energy = "(norm(x) - radius)^2/(2*width^2)",
         .facts = kQuadrature,
         .parameters = {{"radius", {3}}, {"width", {0.2}}}},
        {.name = "two-rings",
         .energy = "-logsumexp([-(norm(x) - inner_radius)^2, -(norm(x) - outer_radius)^2]/(2*width^2))",
         .facts = kQuadrature,
         .parameters = {{"inner_radius", {1.5}}, {"outer_radius", {4}}, {"width", {0.2}}}},
        {.name = "two-moons",
         .energy = "(norm(x) - 2)^2/0.08 - logsumexp([-(x1 - 2)^2, -(x1 + 2)^2]/0.72)",
         .facts = kQuadrature},
        {.name = "eight-gaussians",
         .energy = "-logsumexp of 8 parts of equal weight on a circle",
         .facts = kExact,
         .parameters = {{"radius", {4}}, {"std", {0.5}}}},
        {.name = "himmelblau", .energy = "(x1^2 + x2 - 11)^2 + (x1 + x2^2 - 7)^2", .facts = kQuadrature},
        {.name = "booth", .energy = "(x1 + 2*x2 - 7)^2 + (2*x1 + x2 - 5)^2", .facts = kExact},
        {.name = "rastrigin", .energy = "sum(10 + x^2 - 10*cos(2*pi*x))", .facts = kQuadrature, .dim = 0},
        {.name = "styblinski-tang", .energy = "sum(x^4 - 16*x^2 + 5*x)/2", .facts = kQuadrature, .dim = 0},
        {.name = "ackley",
         .energy = "20 + e - 20*exp(-0.2*sqrt(dot(x, x)/2)) - exp(sum(cos(2*pi*x))/2)",
         .facts = "levels off far out: exp(-E) has no finite integral and is no density"},
    };
    return densities;
}

// ---- facts ---------------------------------------------------------------------------------------------------

double value(const Parameters& p, const std::string& name) {
    return p.at(name).front();
}

void positive(const Parameters& p, const std::string& density, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const double v = value(p, name);
        if (!(v > 0) || !std::isfinite(v))
            throw Error(density + ": " + name + " must be positive and finite, got " + number(v));
    }
}

Matrix diagonal(const std::vector<double>& values) {
    const auto dim = static_cast<int>(values.size());
    Matrix m = scaled_identity(dim, 1);
    for (int j = 0; j < dim; ++j) m(j, j) = values[static_cast<std::size_t>(j)];
    return m;
}

// The energy is that of a Gaussian, 0 at its mean.
void take_gaussian(Density& density, const std::vector<double>& mean, const Matrix& covariance) {
    const Density exact = Gaussian{mean, covariance};
    density.mean = exact.mean;
    density.covariance = exact.covariance;
    density.sampler = exact.sampler;
    const Factor factor = factorise(covariance, density.dim, "covariance");
    density.log_normaliser = 0.5 * density.dim * std::log(2 * pi) + factor.log_diagonal;
}

void take(Density& density, const Moments& moments) {
    density.log_normaliser = moments.log_normaliser;
    density.mean = moments.mean;
    density.covariance = moments.covariance;
}

// All components are independent and alike: the facts of one.
void take_independent(Density& density, const Moments& one) {
    const auto dim = static_cast<std::size_t>(density.dim);
    density.log_normaliser = density.dim * one.log_normaliser;
    density.mean = std::vector<double>(dim, one.mean[0]);
    density.covariance = scaled_identity(density.dim, one.covariance(0, 0));
}

// x1 ~ N(mean, variance), x2 ~ N(x1^2, 1 / (2 stiffness))
void take_bent(Density& density, double mean, double variance, double stiffness) {
    const double noise = 1 / (2 * stiffness);
    density.mean = {{mean, mean * mean + variance}};
    const double cross = 2 * mean * variance;
    density.covariance =
        Matrix{2, 2, {variance, cross, cross, 2 * variance * variance + 4 * mean * mean * variance + noise}};
    density.log_normaliser = std::log(2 * pi * std::sqrt(variance * noise));
    density.sampler = sampler_of_normals(2, [=](const double* z, std::size_t pitch, double* x) {
        x[0] = mean + std::sqrt(variance) * z[0];
        x[1] = x[0] * x[0] + std::sqrt(noise) * z[pitch];
    });
}

void take_funnel(Density& density, double width) {
    const auto dim = static_cast<std::size_t>(density.dim);
    std::vector<double> variances(dim, std::exp(width * width / 2));
    variances[0] = width * width;
    density.mean = std::vector<double>(dim, 0.0);
    density.covariance = diagonal(variances);
    density.log_normaliser = 0.5 * density.dim * std::log(2 * pi) + std::log(width);
    density.sampler = sampler_of_normals(density.dim, [=](const double* z, std::size_t pitch, double* x) {
        x[0] = width * z[0];
        for (std::size_t j = 1; j < dim; ++j) x[j] = host::elementary::exp(x[0] / 2) * z[j * pitch];
    });
}

void take_student(Density& density, double freedom) {
    const double d = density.dim;
    const auto dim = static_cast<std::size_t>(density.dim);
    if (freedom > 1) density.mean = std::vector<double>(dim, 0.0);
    if (freedom > 2) density.covariance = scaled_identity(density.dim, freedom / (freedom - 2));
    density.log_normaliser = std::lgamma(freedom / 2) - std::lgamma((freedom + d) / 2) + d / 2 * std::log(freedom * pi);
    constexpr double kMostFreedom = 100;
    if (freedom != std::floor(freedom) || freedom > kMostFreedom) return;
    const auto squares = static_cast<std::size_t>(freedom);
    density.sampler =
        sampler_of_normals(density.dim + static_cast<int>(squares), [=](const double* z, std::size_t pitch, double* x) {
            double chi = 0;
            for (std::size_t k = dim; k < dim + squares; ++k) chi += z[k * pitch] * z[k * pitch];
            for (std::size_t j = 0; j < dim; ++j) x[j] = z[j * pitch] / std::sqrt(chi / freedom);
        });
}

std::vector<double> variances(int dim, double condition) {
    std::vector<double> v;
    for (int j = 0; j < dim; ++j)
        v.push_back(host::elementary::pow(condition, static_cast<double>(j) / (dim - 1) - 0.5));
    return v;
}

constexpr double kMostPoints = 4e6;  // of a quadrature

Moments of_one_component(const StandardDensity& standard, const Parameters& p, double end, double step) {
    if (2 * end / step > kMostPoints) throw Error(std::string(standard.name) + ": too narrow for its size");
    return moments_by_quadrature(from_energy(standard.energy, 1, p), {{-end, end}}, step);
}

Moments in_the_plane(const Density& density, double end, double step) {
    if (4 * end * end / (step * step) > kMostPoints) throw Error(density.name + ": too narrow for its size");
    return moments_by_quadrature(density, {{-end, end}, {-end, end}}, step);
}

void take_facts(const StandardDensity& standard, const Parameters& p, Density& density) {
    const std::string_view name = standard.name;
    const std::vector<double> origin(static_cast<std::size_t>(density.dim), 0.0);
    constexpr double kStepsAWidth = 4;  // the error is exp(-2 pi^2 4^2) then
    if (name == "harmonic") take_gaussian(density, origin, scaled_identity(density.dim, 1 / value(p, "stiffness")));
    if (name == "correlated-gaussian") take_gaussian(density, origin, {2, 2, {1, value(p, "rho"), value(p, "rho"), 1}});
    if (name == "ill-conditioned-gaussian")
        take_gaussian(density, origin, diagonal(variances(density.dim, value(p, "condition"))));
    if (name == "student-t") take_student(density, value(p, "freedom"));
    if (name == "banana") take_bent(density, 0, 1, value(p, "stiffness"));
    if (name == "rosenbrock") take_bent(density, value(p, "a"), 0.5, value(p, "b"));
    if (name == "funnel") take_funnel(density, value(p, "width"));
    if (name == "booth") take_gaussian(density, {1, 3}, {2, 2, {10.0 / 36, -8.0 / 36, -8.0 / 36, 10.0 / 36}});
    if (name == "double-well") {
        // Beyond `end` the energy is above 40 and the curvature at the bottom is 8 height / width^2.
        const double height = value(p, "height"), width = value(p, "width");
        const double end = width * std::sqrt(1 + std::sqrt(40 / height));
        take_independent(density, of_one_component(standard, p, end, width / std::sqrt(8 * std::max(height, 0.2)) / 8));
    }
    if (name == "rastrigin") take_independent(density, of_one_component(standard, p, 7, 0.005));
    if (name == "styblinski-tang") take_independent(density, of_one_component(standard, p, 5, 0.005));
    if (name == "himmelblau") take(density, in_the_plane(density, 5.5, 0.02));
    if (name == "two-moons") take(density, in_the_plane(density, 4, 0.2 / kStepsAWidth));
    if (name == "ring" || name == "two-rings") {
        const double width = value(p, "width"), radius = value(p, name == "ring" ? "radius" : "outer_radius");
        take(density, in_the_plane(density, radius + 8 * width, width / kStepsAWidth));
    }
}

void check(const StandardDensity& standard, const Parameters& p) {
    const std::string name(standard.name);
    for (const auto& [parameter, values] : p) {
        if (values.size() != 1) throw Error(name + ": " + parameter + " must be one number");
        if (parameter != "rho" && parameter != "a") positive(p, name, {parameter.c_str()});
    }
    if (name == "correlated-gaussian" && !(std::fabs(value(p, "rho")) < 1))
        throw Error(name + ": rho must lie between -1 and 1, got " + number(value(p, "rho")));
    if (name == "rosenbrock" && !std::isfinite(value(p, "a"))) throw Error(name + ": a must be finite");
    if (name == "two-rings" && !(value(p, "inner_radius") < value(p, "outer_radius")))
        throw Error(name + ": inner_radius, " + number(value(p, "inner_radius")) + ", must be below outer_radius, " +
                    number(value(p, "outer_radius")));
}

Parameters with_defaults(const StandardDensity& standard, const Parameters& given) {
    Parameters p = standard.parameters;
    for (const auto& [name, values] : given) {
        if (!p.contains(name)) {
            std::string known;
            for (const auto& [one, unused] : p) known += (known.empty() ? "" : ", ") + one;
            throw Error(std::string(standard.name) + " has no parameter \"" + name + "\"" +
                        (known.empty() ? ": it has none" : "; it has " + known));
        }
        p[name] = values;
    }
    return p;
}

// What the formula needs besides: the dimension, and variances in place of their condition.
Density made(const StandardDensity& standard, int dim, Parameters p) {
    if (standard.name == "eight-gaussians")
        return GaussianMixture::symmetric_2d({.modes = 8, .std = value(p, "std"), .radius = value(p, "radius")});
    if (standard.name == "ill-conditioned-gaussian") p = {{"variances", variances(dim, value(p, "condition"))}};
    if (standard.energy.find("dim") != std::string_view::npos) p["dim"] = {static_cast<double>(dim)};
    return from_energy(standard.energy, dim, std::move(p));
}

}  // namespace

std::span<const StandardDensity> standard_densities() {
    return all();
}

Density standard_density(std::string_view name, int dim, const Parameters& parameters) {
    const auto found = std::ranges::find(all(), name, &StandardDensity::name);
    if (found == all().end()) throw Error("no density is called \"" + std::string(name) + "\"");
    const StandardDensity& standard = *found;
    if (dim == 0) dim = standard.dim > 0 ? standard.dim : 2;
    if (standard.dim > 0 && dim != standard.dim)
        throw Error(std::string(name) + " has " + counted(standard.dim, "component") + ", not " + std::to_string(dim));
    if (dim < standard.least)
        throw Error(std::string(name) + " needs " + counted(standard.least, "component") + " at least, got " +
                    std::to_string(dim));
    const Parameters p = with_defaults(standard, parameters);
    check(standard, p);
    Density density = made(standard, dim, p);
    density.name = name;
    for (const auto& [parameter, values] : p) density.name += ", " + parameter + " = " + number(values.front());
    if (standard.name != "eight-gaussians") take_facts(standard, p, density);
    return density;
}

}  // namespace fokker
