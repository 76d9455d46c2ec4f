#include "fokker/density/gaussian_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian_log_density.hpp"
#include "fokker/density/sampler.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

using Parts = std::vector<GaussianPart>;

// Up to here a mixture is written by components, each a vector over the parts, so that one instruction serves all
// parts; the d (d + 1) / 2 products with their Cholesky factors then cost less than a matrix product for each part.
constexpr int kLargestDimByComponents = 8;

// ---- checks --------------------------------------------------------------------------------------------------

std::string part_name(std::size_t k) {
    return "part " + std::to_string(k + 1) + " of a mixture";
}

double checked_total(const std::vector<double>& weights) {
    double total = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (!std::isfinite(weights[k]) || weights[k] < 0)
            throw Error("the weight of " + part_name(k) + " must be finite and not negative: got " +
                        number(weights[k]));
        total += weights[k];
    }
    if (!(total > 0)) throw Error("the weights of a mixture are all zero: at least one must be positive");
    if (!std::isfinite(total)) throw Error("the sum of the weights of a mixture is not finite");
    return total;
}

// The parts that have a weight, scaled to sum 1.
Parts checked_parts(const GaussianMixture& mixture) {
    const std::size_t parts = mixture.means.size();
    if (parts == 0) throw Error("a mixture needs at least one part");
    if (mixture.weights.size() != parts || mixture.covariances.size() != parts)
        throw Error("a mixture needs as many weights as means and covariances: got " +
                    counted(mixture.weights.size(), "weight") + ", " + counted(parts, "mean") + " and " +
                    counted(mixture.covariances.size(), "covariance"));
    const double total = checked_total(mixture.weights);
    const std::size_t dim = mixture.means[0].size();
    Parts checked;
    for (std::size_t k = 0; k < parts; ++k) {
        const std::vector<double>& mean = mixture.means[k];
        check_mean(mean, "the mean of " + part_name(k));
        if (mean.size() != dim)
            throw Error("the mean of " + part_name(k) + " has " + counted(mean.size(), "component") +
                        ", that of part 1 " + std::to_string(dim));
        Factor factor = factorise(mixture.covariances[k], static_cast<int>(dim), "the covariance of " + part_name(k));
        const double weight = mixture.weights[k] / total;
        if (weight > 0) checked.push_back({.weight = weight, .mean = mean, .factor = std::move(factor)});
    }
    return checked;
}

// ---- the log density -----------------------------------------------------------------------------------------

double log_peak(const GaussianPart& part) {
    return host::elementary::log(part.weight) + gaussian_log_peak(part.factor);
}

// One number for each part; a scalar where it is the same for all.
template <class Value>
Expr by_part(const Parts& parts, Value value) {
    std::vector<double> values;
    for (const GaussianPart& part : parts) values.push_back(value(part));
    if (std::ranges::all_of(values, [&](double v) { return v == values[0]; })) return values[0];
    return constant(std::move(values));
}

// The sum of terms, of which those that are the constant zero are left out.
Expr total(const std::vector<Expr>& terms) {
    Expr result = 0.0;
    for (const Expr& term : terms) result = result.is_constant(0.0) ? term : result + term;
    return result;
}

// (x - mean)' C^-1 (x - mean) / 2 = sum_i z_i^2 / 2 with z = L^-1 (x - mean), for every part.
Expr half_distances(const Parts& parts, int dim) {
    const Expr x = state(dim);
    std::vector<Expr> from_mean;
    for (int i = 0; i < dim; ++i) {
        const Expr mean = by_part(parts, [i](const GaussianPart& p) { return p.mean[static_cast<std::size_t>(i)]; });
        from_mean.push_back(mean.is_constant(0.0) ? index(x, i) : index(x, i) - mean);
    }
    std::vector<Expr> squares;
    if (std::ranges::all_of(parts, [](const GaussianPart& p) { return p.factor.isotropic; })) {
        for (const Expr& d : from_mean) squares.push_back(square(d));
        return by_part(parts, [](const GaussianPart& p) { return 0.5 / p.factor.covariance(0, 0); }) * total(squares);
    }
    for (int i = 0; i < dim; ++i) {
        std::vector<Expr> terms;
        for (int j = 0; j <= i; ++j) {
            const Expr u = by_part(parts, [i, j](const GaussianPart& p) { return p.factor.inverse(i, j); });
            if (!u.is_constant(0.0)) terms.push_back(u * from_mean[static_cast<std::size_t>(j)]);
        }
        squares.push_back(square(total(terms)));
    }
    return 0.5 * total(squares);
}

// log (weight_k N(x; mean_k, C_k)) for each part k.
Expr log_parts(const Parts& parts, int dim) {
    if (dim > kLargestDimByComponents) {
        std::vector<Expr> values;
        for (const GaussianPart& part : parts)
            values.push_back(gaussian_log_density(part.mean, part.factor, log_peak(part)));
        return concat(values);
    }
    // Where all parts are alike there is no vector to carry their number.
    return broadcast(by_part(parts, log_peak) - half_distances(parts, dim), static_cast<int>(parts.size()));
}

// ---- exact facts ---------------------------------------------------------------------------------------------

std::vector<double> mean_of(const Parts& parts) {
    std::vector<double> mean(parts[0].mean.size(), 0.0);
    for (const GaussianPart& part : parts) {
        for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += part.weight * part.mean[i];
    }
    return mean;
}

// The law of total covariance: within the parts, and between their means.
Matrix covariance_of(const Parts& parts, const std::vector<double>& mean) {
    Matrix total = scaled_identity(static_cast<int>(mean.size()), 0.0);
    for (const GaussianPart& part : parts) {
        for (int i = 0; i < total.rows; ++i) {
            for (int j = 0; j < total.cols; ++j) {
                const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
                total(i, j) +=
                    part.weight * (part.factor.covariance(i, j) + (part.mean[a] - mean[a]) * (part.mean[b] - mean[b]));
            }
        }
    }
    return total;
}

// ---- the two that have names ---------------------------------------------------------------------------------

void check_positive(const char* what, double value) {
    if (!(value > 0) || !std::isfinite(value))
        throw Error(std::string("a mixture needs a ") + what + " that is positive and finite: got " + number(value));
}

void check_modes(int modes) {
    if (modes < 1) throw Error("a mixture needs at least one mode: got modes = " + std::to_string(modes));
}

GaussianMixture alike(std::vector<std::vector<double>> means, double std) {
    const std::size_t parts = means.size();
    return {.weights = std::vector<double>(parts, 1.0 / static_cast<double>(parts)),
            .means = std::move(means),
            .covariances = std::vector<Matrix>(parts, scaled_identity(2, std * std))};
}

}  // namespace

GaussianMixture GaussianMixture::random_2d(const RandomMixture2d& options) {
    check_modes(options.modes);
    check_positive("std", options.std);
    check_positive("scale", options.scale);
    // torch.manual_seed(seed); (torch.rand(modes, 2) - 0.5) * scale, in float32 as there.
    std::mt19937 generator(options.seed);
    const auto coordinate = [&] {
        const float uniform = static_cast<float>(generator() & 0xffffffU) * 0x1p-24F;
        return static_cast<double>((uniform - 0.5F) * static_cast<float>(options.scale));
    };
    std::vector<std::vector<double>> means;
    for (int k = 0; k < options.modes; ++k) {
        const double x = coordinate(), y = coordinate();
        means.push_back({x, y});
    }
    return alike(std::move(means), options.std);
}

GaussianMixture GaussianMixture::symmetric_2d(const SymmetricMixture2d& options) {
    check_modes(options.modes);
    check_positive("std", options.std);
    check_positive("radius", options.radius);
    std::vector<std::vector<double>> means;
    for (int k = 0; k < options.modes; ++k) {
        const double angle = 2 * std::numbers::pi * k / options.modes;
        means.push_back({options.radius * host::elementary::cos(angle), options.radius * host::elementary::sin(angle)});
    }
    return alike(std::move(means), options.std);
}

GaussianMixture::operator Density() const {
    Parts parts = checked_parts(*this);
    const auto dim = static_cast<int>(means[0].size());
    const auto modes = static_cast<int>(parts.size());

    Density density;
    density.name = "Gaussian mixture with " + counted(modes, "mode");
    density.dim = dim;
    density.log_normaliser = 0.0;
    density.mean = mean_of(parts);
    density.covariance = covariance_of(parts, *density.mean);
    density.modes = Modes{{}, {}, {}, 1.0};
    for (const GaussianPart& part : parts) {
        density.modes->weights.push_back(part.weight);
        density.modes->means.push_back(part.mean);
        density.modes->covariances.push_back(part.factor.covariance);
    }
    if (modes == 1) {
        density.log_density = gaussian_log_density(parts[0].mean, parts[0].factor, gaussian_log_peak(parts[0].factor));
    } else {
        const Expr logs = log_parts(parts, dim);
        density.log_density = logsumexp(logs);
        density.modes->responsibilities = softmax(logs);
    }
    density.sampler = sampler(std::move(parts));
    return density;
}

}  // namespace fokker
