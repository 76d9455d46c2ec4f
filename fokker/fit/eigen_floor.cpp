#include "fokker/fit/eigen_floor.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

// Does c - floor I have a Cholesky factor?
bool above(const Matrix& c, double floor) {
    Matrix lower = c;
    for (int i = 0; i < c.rows; ++i) {
        for (int j = 0; j <= i; ++j) {
            double rest = c(i, j) - (i == j ? floor : 0);
            for (int k = 0; k < j; ++k) rest -= lower(i, k) * lower(j, k);
            if (i == j && !(rest > 0)) return false;
            lower(i, j) = i == j ? std::sqrt(rest) : rest / lower(j, j);
        }
    }
    return true;
}

// Turns rows and columns p and q so that a(p, q) becomes 0 (Jacobi 1846; Golub and Van Loan, section 8.5).
void rotate(Matrix& a, Matrix& v, int p, int q) {
    if (a(p, q) == 0) return;
    const double tau = (a(q, q) - a(p, p)) / (2 * a(p, q));
    const double t = (tau >= 0 ? 1 : -1) / (std::fabs(tau) + std::sqrt(1 + tau * tau));
    const double c = 1 / std::sqrt(1 + t * t), s = t * c;
    const auto turn = [c, s](double& x, double& y) {
        const double old = x;
        x = c * old - s * y;
        y = s * old + c * y;
    };
    for (int k = 0; k < a.rows; ++k) turn(a(k, p), a(k, q));
    for (int k = 0; k < a.rows; ++k) turn(a(p, k), a(q, k));
    for (int k = 0; k < a.rows; ++k) turn(v(k, p), v(k, q));
}

}  // namespace

bool raise_eigenvalues(Matrix& c, double floor) {
    if (above(c, floor)) return false;
    const int n = c.rows;
    Matrix a = c, v = c;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) v(i, j) = i == j ? 1 : 0;
    }
    constexpr int kSweeps = 30;  // convergence is quadratic: six or so do
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        for (int p = 0; p < n; ++p) {
            for (int q = p + 1; q < n; ++q) rotate(a, v, p, q);
        }
    }
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = 0;
            for (int k = 0; k < n; ++k) sum += v(i, k) * std::max(a(k, k), floor) * v(j, k);
            c(i, j) = sum;
            c(j, i) = sum;
        }
    }
    return true;
}

}  // namespace fokker
