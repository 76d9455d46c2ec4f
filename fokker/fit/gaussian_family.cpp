// Gaussians and affine flows: x = mean + L y.
#include <numbers>

#include "fokker/density/as_gaussian.hpp"
#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/pushforward.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/fit/family.hpp"
#include "fokker/fit/triangular.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// The standard normal density of y, as a logarithm.
Expr log_standard_normal(const Expr& y) {
    static const double log_2pi = host::elementary::log(2 * std::numbers::pi);
    return -0.5 * y.size() * log_2pi - 0.5 * dot(y, y);
}

// x = mean + K z, of a Gaussian base.
std::optional<Expr> gaussian_draw(const Density& base) {
    const auto gaussian = as_gaussian(base);
    if (!gaussian) return std::nullopt;
    const Factor factor = factorise(gaussian->covariance, base.dim, "the covariance of the base");
    return constant(gaussian->mean) + matvec(factor.lower, standard_normal(base.dim));
}

// mean + L y, y by the sampler of the base.
Density with_moved_draws(Density density, const Density& base, std::vector<double> mean, Matrix lower) {
    density.sampler = [draw = base.sampler, mean = std::move(mean), lower = std::move(lower)](
                          const SampleAddress& address, Points& points) {
        draw(address, points);
        const std::size_t dim = mean.size();
        for (std::size_t first = 0; first < points.values.size(); first += dim) {
            for (std::size_t i = dim; i-- > 0;) {  // from below, so that what is needed is still y
                double x = mean[i];
                for (std::size_t j = 0; j <= i; ++j)
                    x += lower(static_cast<int>(i), static_cast<int>(j)) * points.values[first + j];
                points.values[first + i] = x;
            }
        }
    };
    return density;
}

}  // namespace

GaussianFamily::operator Family() const {
    check_family_options(dim, floor, spread, scale);
    const Triangular l = triangular_parameters(dim, floor);
    const Expr mean = parameter("mean", dim);
    Family family;
    family.name = "Gaussian";
    family.dim = dim;
    family.any_covariance = true;
    family.log_density = log_standard_normal(solve(l, state(dim) - mean)) - log_determinant(l);
    family.parameters = location_and_scale(dim, spread, scale);
    family.draw = mean + times(l, standard_normal(dim));
    family.strata = {{1.0, 0.0, *family.draw}};
    family.density = [n = dim, least = floor](const Parameters& p) -> Density {
        const double* below = n > 1 ? p.at("lower").data() : nullptr;
        return Gaussian{p.at("mean"), covariance_of(triangular_matrix(n, least, p.at("log_diagonal").data(), below))};
    };
    return family;
}

MeanFieldGaussianFamily::operator Family() const {
    check_family_options(dim, floor, spread, scale);
    const Expr mean = parameter("mean", dim), sd = floor + exp(parameter("log_sd", dim));
    const std::vector<double> zeros(static_cast<std::size_t>(dim), 0.0);
    Family family;
    family.name = "mean-field Gaussian";
    family.dim = dim;
    family.log_density = log_standard_normal((state(dim) - mean) * (1.0 / sd)) - sum(log(sd));
    family.parameters = {
        {.name = "mean", .start = zeros, .spread = spread, .units = Units::location, .components = each_component(dim)},
        {.name = "log_sd",
         .start = std::vector<double>(static_cast<std::size_t>(dim), host::elementary::log(scale)),
         .units = Units::log_length,
         .components = each_component(dim)}};
    family.draw = mean + sd * standard_normal(dim);
    family.strata = {{1.0, 0.0, *family.draw}};
    family.density = [n = dim, least = floor](const Parameters& p) -> Density {
        const std::vector<double> none(static_cast<std::size_t>(n * (n - 1) / 2), 0.0);
        return Gaussian{p.at("mean"), covariance_of(triangular_matrix(n, least, p.at("log_sd").data(), none.data()))};
    };
    return family;
}

AffineFlowFamily::operator Family() const {
    check_family_options(base.dim, floor, spread, scale);
    if (!base.log_normaliser)
        throw Error("the base of a flow must be normalised, and the normaliser of " + base.name + " is not known");
    const int dim = base.dim;
    const Triangular l = triangular_parameters(dim, floor);
    const Expr mean = parameter("mean", dim);
    const Expr log_base = bind_parameters(base.log_density, base.parameters) - *base.log_normaliser;
    Family family;
    family.name = "affine flow of " + base.name;
    family.dim = dim;
    family.any_covariance = true;
    family.log_density = substitute(log_base, {{state(dim), solve(l, state(dim) - mean)}}) - log_determinant(l);
    family.parameters = location_and_scale(dim, spread, scale);
    const std::optional<Expr> of_base = base_draw ? base_draw : gaussian_draw(base);
    if (of_base) {
        const Expr spread_out = broadcast(*of_base, dim);
        family.draw = mean + times(l, spread_out);
        family.strata = {{1.0, 0.0, *family.draw}};
    }
    family.density = [log_density = family.log_density, draw = family.draw, name = family.name, dim, base = base,
                      least = floor](const Parameters& p) {
        Density density = from_log_density(bind_parameters(log_density, p), dim);
        density.name = name;
        density.log_normaliser = 0.0;
        if (draw) {
            density.sampler = pushforward(bind_parameters(*draw, p), dim).sampler;
            return density;
        }
        if (!base.can_sample()) return density;
        const double* below = dim > 1 ? p.at("lower").data() : nullptr;
        return with_moved_draws(std::move(density), base, p.at("mean"),
                                triangular_matrix(dim, least, p.at("log_diagonal").data(), below));
    };
    return family;
}

}  // namespace fokker
