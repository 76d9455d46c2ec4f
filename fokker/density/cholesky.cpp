#include "fokker/density/cholesky.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// How far two mirrored elements may lie apart, in units of sqrt(c_ii c_jj): what is left of symmetry where a covariance
// was computed as A A'.
constexpr double kSymmetryTolerance = 1e-12;

Matrix zeros(int n) {
    return {n, n, std::vector<double>(static_cast<std::size_t>(n) * static_cast<std::size_t>(n), 0.0)};
}

// The first column of a row that is not zero: sums begin there, so that a sparse row costs what it holds.
int first_column(const Matrix& m, int row) {
    int j = 0;
    while (j < row && m(row, j) == 0) ++j;
    return j;
}

Matrix checked_symmetric(const Matrix& c, int dim, const std::string& what) {
    const auto size = static_cast<std::size_t>(dim);
    if (c.rows != dim || c.cols != dim || c.values.size() != size * size) {
        throw Error(what + " must be " + shape(dim, dim) + ", since the mean has " + counted(dim, "component") +
                    ": got " + shape(c.rows, c.cols) + " with " + counted(c.values.size(), "number"));
    }
    for (int i = 0; i < dim; ++i) {
        for (int j = 0; j < dim; ++j) {
            if (!std::isfinite(c(i, j)))
                throw Error(what + " is not finite: " + element(i, j) + " is " + number(c(i, j)));
        }
    }
    Matrix symmetric = c;
    for (int i = 0; i < dim; ++i) {
        for (int j = 0; j < i; ++j) {
            const double allowed = kSymmetryTolerance * std::sqrt(std::fabs(c(i, i))) * std::sqrt(std::fabs(c(j, j)));
            if (std::fabs(c(i, j) - c(j, i)) > allowed) {
                throw Error(what + " is not symmetric: " + element(i, j) + " is " + number(c(i, j)) + " but " +
                            element(j, i) + " is " + number(c(j, i)));
            }
            symmetric(j, i) = c(i, j);
        }
    }
    return symmetric;
}

// Row by row (Cholesky-Banachiewicz). The pivot of row i is the ratio of the leading minors of order i + 1 and i, so
// the first pivot that is not positive is the first leading minor that is not.
Matrix cholesky(const Matrix& c, const std::string& what) {
    const int n = c.rows;
    Matrix lower = zeros(n);
    for (int i = 0; i < n; ++i) {
        const int first = first_column(c, i);
        for (int j = first; j <= i; ++j) {
            double rest = c(i, j);
            for (int k = first; k < j; ++k) rest -= lower(i, k) * lower(j, k);
            if (j < i) {
                lower(i, j) = rest / lower(j, j);
            } else if (rest > 0 && std::isfinite(rest)) {
                lower(i, i) = std::sqrt(rest);
            } else {
                throw Error(what + " is not positive definite: its leading minor of order " + std::to_string(i + 1) +
                            " is not positive (pivot " + number(rest) + ")");
            }
        }
    }
    return lower;
}

// By forward substitution.
Matrix inverse_of_lower(const Matrix& lower) {
    const int n = lower.rows;
    Matrix inverse = zeros(n);
    for (int i = 0; i < n; ++i) {
        const int first = first_column(lower, i);
        for (int j = 0; j < i; ++j) {
            double rest = 0;
            for (int k = std::max(first, j); k < i; ++k) rest -= lower(i, k) * inverse(k, j);
            inverse(i, j) = rest / lower(i, i);
        }
        inverse(i, i) = 1.0 / lower(i, i);
    }
    return inverse;
}

bool is_diagonal(const Matrix& c) {
    for (int i = 0; i < c.rows; ++i) {
        if (first_column(c, i) != i) return false;
    }
    return true;
}

bool is_constant_on_diagonal(const Matrix& c) {
    for (int i = 1; i < c.rows; ++i) {
        if (c(i, i) != c(0, 0)) return false;
    }
    return true;
}

}  // namespace

Factor factorise(const Matrix& covariance, int dim, const std::string& what) {
    Factor f;
    f.covariance = checked_symmetric(covariance, dim, what);
    f.lower = cholesky(f.covariance, what);
    f.inverse = inverse_of_lower(f.lower);
    for (int i = 0; i < dim; ++i) f.log_diagonal += host::elementary::log(f.lower(i, i));
    f.diagonal = is_diagonal(f.covariance);
    f.isotropic = f.diagonal && is_constant_on_diagonal(f.covariance);
    return f;
}

Matrix precision(const Factor& factor) {
    const Matrix& u = factor.inverse;
    const int n = u.cols;
    Matrix product = zeros(n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) {
            double total = 0;
            for (int k = i; k < n; ++k) total += u(k, i) * u(k, j);
            product(i, j) = total;
            product(j, i) = total;
        }
    }
    return product;
}

}  // namespace fokker
