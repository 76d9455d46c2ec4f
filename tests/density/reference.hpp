// Gaussians by the textbook, in long double and without a Cholesky factor: what densities are held against.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"

namespace fokker::test {

using Real = long double;

// C^-1 and det C by Gauss-Jordan elimination with row pivots.
struct Inverse {
    int n;
    std::vector<Real> values;
    Real determinant = 1;

    explicit Inverse(const Matrix& c) : n(c.rows), values(static_cast<std::size_t>(n * n)) {
        std::vector<std::vector<Real>> a(static_cast<std::size_t>(n),
                                         std::vector<Real>(static_cast<std::size_t>(2 * n)));
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) at(a, i, j) = c(i, j);
            at(a, i, n + i) = 1;
        }
        for (int p = 0; p < n; ++p) {
            int best = p;
            for (int i = p + 1; i < n; ++i) {
                if (std::fabs(at(a, i, p)) > std::fabs(at(a, best, p))) best = i;
            }
            if (best != p) determinant = -determinant;
            std::swap(a[static_cast<std::size_t>(p)], a[static_cast<std::size_t>(best)]);
            const Real pivot = at(a, p, p);
            determinant *= pivot;
            for (int j = 0; j < 2 * n; ++j) at(a, p, j) /= pivot;
            for (int i = 0; i < n; ++i) {
                const Real factor = at(a, i, p);
                for (int j = 0; j < 2 * n && i != p; ++j) at(a, i, j) -= factor * at(a, p, j);
            }
        }
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) values[static_cast<std::size_t>(i * n + j)] = at(a, i, n + j);
        }
    }

    Real operator()(int i, int j) const { return values[static_cast<std::size_t>(i * n + j)]; }

private:
    static Real& at(std::vector<std::vector<Real>>& a, int i, int j) {
        return a[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
};

struct Truth {
    Real log_density = 0;
    std::vector<Real> score;
    Real score_terms = 0;  // the largest component of the sum of the parts' scores, each taken as positive
};

// Of sum_k w_k N(m_k, C_k), relative to the largest part.
inline Truth truth(const GaussianMixture& mixture, std::span<const double> x) {
    const int n = static_cast<int>(x.size());
    std::vector<Real> logs;
    std::vector<std::vector<Real>> scores;
    Real total_weight = 0;
    for (const double w : mixture.weights) total_weight += w;
    for (std::size_t k = 0; k < mixture.means.size(); ++k) {
        const Inverse inverse(mixture.covariances[k]);
        std::vector<Real> score(x.size(), 0);
        Real quadratic = 0;
        for (int i = 0; i < n; ++i) {
            const auto a = static_cast<std::size_t>(i);
            for (int j = 0; j < n; ++j) {
                const auto b = static_cast<std::size_t>(j);
                score[a] -= inverse(i, j) * (static_cast<Real>(x[b]) - mixture.means[k][b]);
            }
            quadratic -= (static_cast<Real>(x[a]) - mixture.means[k][a]) * score[a];
        }
        logs.push_back(std::log(static_cast<Real>(mixture.weights[k]) / total_weight) -
                       (quadratic + n * std::log(2 * std::numbers::pi_v<Real>) + std::log(inverse.determinant)) / 2);
        scores.push_back(score);
    }
    const Real largest = *std::ranges::max_element(logs);
    Truth result{0, std::vector<Real>(x.size(), 0), 0};
    std::vector<Real> terms(x.size(), 0);
    Real total = 0;
    for (std::size_t k = 0; k < logs.size(); ++k) {
        const Real share = std::exp(logs[k] - largest);
        total += share;
        for (std::size_t i = 0; i < x.size(); ++i) {
            result.score[i] += share * scores[k][i];
            terms[i] += share * std::fabs(scores[k][i]);
        }
    }
    for (Real& s : result.score) s /= total;
    result.score_terms = *std::max_element(terms.begin(), terms.end()) / total;
    result.log_density = largest + std::log(total);
    return result;
}

inline Truth truth(const Gaussian& gaussian, std::span<const double> x) {
    return truth(GaussianMixture{{1.0}, {gaussian.mean}, {gaussian.covariance}}, x);
}

// A A' / n + I / 4 with entries of A in (-1, 1) from a small generator: symmetric, its condition number below 100.
inline Matrix some_covariance(int n, unsigned seed) {
    unsigned word = seed * 2654435761U + 12345U;
    const auto next = [&] {
        word = word * 1664525U + 1013904223U;
        return static_cast<double>(word >> 8) * 0x1p-23 - 1.0;
    };
    std::vector<double> a(static_cast<std::size_t>(n * n));
    for (double& v : a) v = next();
    Matrix c{n, n, std::vector<double>(a.size(), 0.0)};
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            for (int k = 0; k < n; ++k)
                c(i, j) += a[static_cast<std::size_t>(i * n + k)] * a[static_cast<std::size_t>(j * n + k)] / n;
        }
        c(i, i) += 0.25;
    }
    return c;
}

inline std::vector<double> some_point(int n, unsigned seed, double scale) {
    std::vector<double> x;
    for (int i = 0; i < n; ++i) x.push_back(scale * std::sin(1.0 + 7.3 * i + 2.1 * seed));
    return x;
}

inline Matrix diagonal(std::vector<double> values) {
    const int n = static_cast<int>(values.size());
    Matrix m{n, n, std::vector<double>(values.size() * values.size(), 0.0)};
    for (int i = 0; i < n; ++i) m(i, i) = values[static_cast<std::size_t>(i)];
    return m;
}

}  // namespace fokker::test
