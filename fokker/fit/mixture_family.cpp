// Mixtures of Gaussians, written by components of x: each is a vector over the parts, so that one instruction serves
// all parts.
#include <numbers>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/family.hpp"
#include "fokker/fit/triangular.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// Scale matrices of all parts: lower[i][j], j <= i, is L_ij of each part, [components].
using Scales = std::vector<std::vector<Expr>>;

// L L' = A A' + floor^2 I (Cholesky-Banachiewicz).
Scales scales_by_product(int components, int dim, double floor) {
    const Expr a = parameter("a", components * dim * dim);
    const auto at = [&](int i, int j) { return slice(a, i * dim + j, components, dim * dim); };
    Scales l(static_cast<std::size_t>(dim));
    for (int i = 0; i < dim; ++i) {
        auto& row = l[static_cast<std::size_t>(i)];
        for (int j = 0; j <= i; ++j) {
            Expr rest = at(i, 0) * at(j, 0);
            for (int k = 1; k < dim; ++k) rest = rest + at(i, k) * at(j, k);
            if (i == j) rest = rest + floor * floor;
            const auto& other = i == j ? row : l[static_cast<std::size_t>(j)];
            for (int k = 0; k < j; ++k)
                rest = rest - row[static_cast<std::size_t>(k)] * other[static_cast<std::size_t>(k)];
            row.push_back(i == j ? sqrt(rest) : rest / other[static_cast<std::size_t>(j)]);
        }
    }
    return l;
}

Scales scales_by_cholesky(int components, int dim, double floor) {
    const int below = dim * (dim - 1) / 2;
    const Expr log_diagonal = parameter("log_diagonal", components * dim);
    Scales l(static_cast<std::size_t>(dim));
    int next = 0;
    for (int j = 0; j < dim; ++j) {
        l[static_cast<std::size_t>(j)].push_back(floor + exp(slice(log_diagonal, j, components, dim)));
        for (int i = j + 1; i < dim; ++i)
            l[static_cast<std::size_t>(i)].push_back(
                slice(parameter("lower", components * below), next++, components, below));
    }
    return l;
}

struct Parts {
    Expr log_weights{0.0}, weights{1.0};  // [components]
    std::vector<Expr> means;              // [dim] of [components]
    Scales scales;
};

Parts parts_of(const MixtureFamily& family) {
    const int components = family.components, dim = family.dim;
    const Expr logits = parameter("logits", components), means = parameter("means", components * dim);
    Parts parts{.log_weights = logits - logsumexp(logits), .weights = softmax(logits), .means = {}, .scales = {}};
    for (int i = 0; i < dim; ++i) parts.means.push_back(slice(means, i, components, dim));
    parts.scales = family.covariance == MixtureCovariance::product ? scales_by_product(components, dim, family.floor)
                                                                   : scales_by_cholesky(components, dim, family.floor);
    return parts;
}

// logsumexp over the parts of log_weight - log det L - |y|^2 / 2 - dim / 2 log(2 pi), y = L^-1 (x - mean).
Expr log_density_of(const Parts& parts) {
    static const double log_2pi = host::elementary::log(2 * std::numbers::pi);
    const auto dim = static_cast<int>(parts.means.size());
    const Expr x = state(dim);
    std::vector<Expr> y;
    Expr peak = parts.log_weights - 0.5 * dim * log_2pi, distance = 0.0;
    for (int i = 0; i < dim; ++i) {
        const auto& row = parts.scales[static_cast<std::size_t>(i)];
        Expr rest = index(x, i) - parts.means[static_cast<std::size_t>(i)];
        for (std::size_t j = 0; j < y.size(); ++j) rest = rest - row[j] * y[j];
        y.push_back(rest * (1.0 / row.back()));
        distance = i == 0 ? square(y.back()) : distance + square(y.back());
        peak = peak - log(row.back());
    }
    return logsumexp(peak - 0.5 * distance);
}

// mean + L z of the part that `pick` takes out of a vector over parts.
template <class Pick>
Expr draw_of(const Parts& parts, const Pick& pick) {
    const auto dim = static_cast<int>(parts.means.size());
    const Expr z = standard_normal(dim);
    std::vector<Expr> x;
    for (int i = 0; i < dim; ++i) {
        Expr value = pick(parts.means[static_cast<std::size_t>(i)]);
        for (int j = 0; j <= i; ++j)
            value = value + pick(parts.scales[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]) * index(z, j);
        x.push_back(value);
    }
    return concat(x);
}

// 1 for the part that a uniform chooses by the cumulated weights, 0 for the others, [components].
Expr chosen_part(const Parts& parts) {
    const int components = parts.weights.size();
    if (components == 1) return 1.0;
    std::vector<Expr> cumulated{index(parts.weights, 0)};
    for (int k = 1; k + 1 < components; ++k) cumulated.push_back(cumulated.back() + index(parts.weights, k));
    cumulated.push_back(2.0);  // the last part, whatever rounding made of the sum
    const Expr below = less(standard_uniform(1), concat(cumulated));
    return concat({index(below, 0), slice(below, 1, components - 1) - slice(below, 0, components - 1)});
}

std::vector<FamilyParameter> parameters_with_starts(const MixtureFamily& family) {
    const auto zeros = [](int n) { return std::vector<double>(static_cast<std::size_t>(n), 0.0); };
    const int components = family.components, dim = family.dim, below = dim * (dim - 1) / 2;
    std::vector<FamilyParameter> parameters{{.name = "logits", .start = zeros(components)},
                                            {.name = "means",
                                             .start = zeros(components * dim),
                                             .spread = family.spread,
                                             .units = Units::location,
                                             .components = each_component(dim, components)}};
    if (family.covariance == MixtureCovariance::product) {
        std::vector<double> identities = zeros(components * dim * dim);
        for (int k = 0; k < components * dim; ++k)
            identities[static_cast<std::size_t>(k * dim + k % dim)] = family.scale;
        std::vector<int> rows;
        for (int k = 0; k < components * dim * dim; ++k) rows.push_back(k / dim % dim);
        parameters.push_back(
            {.name = "a", .start = std::move(identities), .units = Units::length, .components = std::move(rows)});
    } else {
        parameters.push_back({.name = "log_diagonal",
                              .start = std::vector<double>(static_cast<std::size_t>(components * dim),
                                                           host::elementary::log(family.scale)),
                              .units = Units::log_length,
                              .components = each_component(dim, components)});
        if (dim > 1)
            parameters.push_back({.name = "lower",
                                  .start = zeros(components * below),
                                  .units = Units::length,
                                  .components = rows_below(dim, components)});
    }
    return parameters;
}

GaussianMixture mixture_at(const MixtureFamily& family, const Parameters& p) {
    const auto components = static_cast<std::size_t>(family.components), dim = static_cast<std::size_t>(family.dim);
    const std::vector<double>&logits = p.at("logits"), &means = p.at("means");
    double largest = logits[0];
    for (const double l : logits) largest = l > largest ? l : largest;
    GaussianMixture mixture;
    for (std::size_t k = 0; k < components; ++k) {
        mixture.weights.push_back(host::elementary::exp(logits[k] - largest));
        mixture.means.emplace_back(&means[k * dim], &means[k * dim] + dim);
        if (family.covariance == MixtureCovariance::product) {
            const double* a = &p.at("a")[k * dim * dim];
            Matrix covariance = covariance_of({family.dim, family.dim, std::vector<double>(a, a + dim * dim)});
            for (int i = 0; i < family.dim; ++i) covariance(i, i) += family.floor * family.floor;
            mixture.covariances.push_back(std::move(covariance));
        } else {
            const double* below = dim > 1 ? &p.at("lower")[k * dim * (dim - 1) / 2] : nullptr;
            mixture.covariances.push_back(
                covariance_of(triangular_matrix(family.dim, family.floor, &p.at("log_diagonal")[k * dim], below)));
        }
    }
    return mixture;
}

void check(const MixtureFamily& family) {
    check_family_options(family.dim, family.floor, family.spread, family.scale);
    if (family.components < 1)
        throw Error("a mixture needs at least one component: got components = " + std::to_string(family.components));
}

}  // namespace

MixtureFamily::operator Family() const {
    check(*this);
    const Parts parts = parts_of(*this);
    Family family;
    family.name = "mixture of " + counted(components, "Gaussian");
    family.dim = dim;
    family.log_density = log_density_of(parts);
    family.parameters = parameters_with_starts(*this);
    const Expr chosen = chosen_part(parts);
    family.draw = draw_of(parts, [&](const Expr& v) { return components == 1 ? v : dot(chosen, v); });
    for (int k = 0; k < components; ++k) {
        const auto pick = [k](const Expr& v) { return index(v, k); };
        family.strata.push_back({pick(parts.weights), pick(parts.log_weights), draw_of(parts, pick)});
    }
    family.density = [self = *this](const Parameters& p) -> Density { return mixture_at(self, p); };
    family.mixture = std::make_shared<const MixtureFamily>(*this);
    family.any_covariance = true;
    return family;
}

Parameters MixtureFamily::parameters_of(const Modes& mixture) const {
    check(*this);
    const auto wanted = static_cast<std::size_t>(components);
    if (mixture.weights.size() != wanted || mixture.means.size() != wanted || mixture.covariances.size() != wanted)
        throw Error("the family has " + counted(components, "component") + ", the mixture " +
                    std::to_string(mixture.weights.size()) + " (parts of weight 0 are left out)");
    Parameters p;
    for (std::size_t k = 0; k < wanted; ++k) {
        const std::string what = "component " + std::to_string(k + 1) + " of the mixture";
        if (mixture.means[k].size() != static_cast<std::size_t>(dim))
            throw Error("the mean of " + what + " has " + counted(mixture.means[k].size(), "number") +
                        " for dim = " + std::to_string(dim));
        p["logits"].push_back(host::elementary::log(mixture.weights[k]));
        p["means"].insert(p["means"].end(), mixture.means[k].begin(), mixture.means[k].end());
        Matrix c = mixture.covariances[k];
        if (covariance == MixtureCovariance::product) {
            for (int i = 0; i < dim; ++i) c(i, i) -= floor * floor;
            const Factor factor = factorise(c, dim, "the covariance of " + what + " above the floor");
            p["a"].insert(p["a"].end(), factor.lower.values.begin(), factor.lower.values.end());
        } else {
            const Factor factor = factorise(c, dim, "the covariance of " + what);
            std::vector<double> below;
            append_parameters(factor.lower, floor, what, p["log_diagonal"], below);
            if (dim > 1) p["lower"].insert(p["lower"].end(), below.begin(), below.end());
        }
    }
    return p;
}

}  // namespace fokker
