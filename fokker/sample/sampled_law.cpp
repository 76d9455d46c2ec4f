#include "fokker/sample/sampled_law.hpp"

#include "fokker/density/cholesky.hpp"
#include "fokker/density/gaussian_log_density.hpp"
#include "fokker/expr/functions.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker {
namespace {

double last_of(const Schedule& schedule) {
    return schedule.shape == Schedule::Shape::constant ? schedule.from : schedule.to;
}

// Reflection cuts the law: of what is left nothing is known.
Density without_moments(Density law) {
    law.mean.reset();
    law.covariance.reset();
    return law;
}

// The matrix A of a score that is b - A x, [dim, dim] row by row: of a Gaussian.
std::optional<std::vector<double>> precision_of(const Density& target) {
    const Expr score = bind_parameters(target.score(), target.parameters);
    std::vector<double> precision;
    for (const Expr& row : jacobian(score, state(target.dim))) {
        const Expr slope = simplify(row);
        if (!slope.is_constant()) return std::nullopt;
        for (const double value : evaluate(slope)) precision.push_back(-value);
    }
    // A score that steps, as that of |x|, has slope 0 on either side.
    for (std::size_t k = 0; k < precision.size(); k += static_cast<std::size_t>(target.dim) + 1) {
        if (!(precision[k] > 0)) return std::nullopt;
    }
    return precision;
}

}  // namespace

std::optional<Density> sampled_law(const Density& target, const Sampler& sampler) {
    const auto* ula = std::get_if<Ula>(&sampler);
    if (ula == nullptr) return target;
    const double noise = last_of(ula->noise_scale), temperature = noise * noise;
    if (noise == 0 || ula->noise_scale.shape == Schedule::Shape::steps) return std::nullopt;
    if (temperature == 1 && ula->decay == 0) return ula->reflect ? without_moments(target) : target;
    const Expr x = state(target.dim);
    Density law = from_log_density((target.log_density - 0.5 * ula->decay * dot(x, x)) / temperature, target.dim,
                                   target.parameters);
    if (ula->decay == 0 && !ula->reflect && target.mean && target.covariance && precision_of(target)) {
        law.mean = target.mean;
        law.covariance = target.covariance;
        for (double& c : law.covariance->values) c *= temperature;
        const std::vector<double> peak = evaluate(bind_parameters(law.log_density, law.parameters), *law.mean);
        law.log_normaliser = peak[0] - gaussian_log_peak(factorise(*law.covariance, law.dim, "covariance"));
    }
    return law;
}

std::optional<Gaussian> law_after(const Density& target, const Ula& ula, const std::vector<double>& start,
                                  std::size_t steps) {
    const bool steady = ula.step_size.shape == Schedule::Shape::constant &&
                        ula.noise_scale.shape == Schedule::Shape::constant && !ula.reflect;
    const double h = ula.step_size.from, noise = ula.noise_scale.from;
    const std::optional<std::vector<double>> precision = precision_of(target);
    if (!steady || noise == 0 || steps == 0 || !precision) return std::nullopt;
    const auto n = static_cast<std::size_t>(target.dim);
    const std::vector<double> origin(n, 0.0),
        pull = evaluate(bind_parameters(target.score(), target.parameters), origin);
    std::vector<double> a = *precision;  // I - h (P + decay)
    for (std::size_t k = 0; k < a.size(); ++k) a[k] = -h * a[k];
    for (std::size_t i = 0; i < n; ++i) a[i * n + i] += 1 - h * ula.decay;
    const auto times_a = [&](const std::vector<double>& m) {  // m a, where a is symmetric
        std::vector<double> product(n * n, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < n; ++k) {
                for (std::size_t j = 0; j < n; ++j) product[i * n + j] += m[i * n + k] * a[k * n + j];
            }
        }
        return product;
    };
    std::vector<double> mean = start, covariance(n * n, 0.0);
    for (std::size_t step = 0; step < steps; ++step) {
        std::vector<double> next(n);
        for (std::size_t i = 0; i < n; ++i) {
            next[i] = h * pull[i];
            for (std::size_t j = 0; j < n; ++j) next[i] += a[i * n + j] * mean[j];
        }
        mean = std::move(next);
        // C is symmetric, and so is a: (C a)' = a C.
        std::vector<double> turned = times_a(covariance), left(n * n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) left[j * n + i] = turned[i * n + j];
        }
        covariance = times_a(left);
        for (std::size_t i = 0; i < n; ++i) covariance[i * n + i] += 2 * h * noise * noise;
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j) covariance[j * n + i] = covariance[i * n + j];  // but for rounding
    }
    return Gaussian{mean, {target.dim, target.dim, covariance}};
}

}  // namespace fokker
