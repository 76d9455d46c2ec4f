#include "fokker/assess/gaussianity/eigenvalues.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace fokker::assess {
namespace {

constexpr int kMostSweeps = 60;  // ten are enough; matrices that are not finite stop here

double off_diagonal(const Matrix& a) {
    double largest = 0;
    for (int i = 0; i < a.rows; ++i) {
        for (int j = 0; j < i; ++j) largest = std::max(largest, std::fabs(a(i, j)));
    }
    return largest;
}

// The rotation of rows and columns p and q after which a(p, q) = 0.
void rotate(Matrix& a, int p, int q) {
    if (a(p, q) == 0) return;
    const double half_difference = (a(q, q) - a(p, p)) / (2 * a(p, q));
    const double size = std::fabs(half_difference) + std::sqrt(half_difference * half_difference + 1);
    const double tangent = (half_difference >= 0 ? 1 : -1) / size;
    const double cosine = 1 / std::sqrt(tangent * tangent + 1), sine = tangent * cosine;
    const double pivot = a(p, q);
    for (int k = 0; k < a.rows; ++k) {
        if (k == p || k == q) continue;
        const double kp = a(k, p), kq = a(k, q);
        a(k, p) = a(p, k) = cosine * kp - sine * kq;
        a(k, q) = a(q, k) = sine * kp + cosine * kq;
    }
    a(p, p) -= tangent * pivot;
    a(q, q) += tangent * pivot;
    a(p, q) = a(q, p) = 0;
}

}  // namespace

std::vector<double> symmetric_eigenvalues(Matrix a) {
    for (int i = 0; i < a.rows; ++i) {
        for (int j = 0; j < i; ++j) a(j, i) = a(i, j);
    }
    double scale = 0;
    for (const double v : a.values) scale = std::max(scale, std::fabs(v));
    for (int sweep = 0; sweep < kMostSweeps && off_diagonal(a) > 1e-18 * scale; ++sweep) {
        for (int p = 0; p < a.rows; ++p) {
            for (int q = p + 1; q < a.rows; ++q) rotate(a, p, q);
        }
    }
    std::vector<double> values;
    for (int i = 0; i < a.rows; ++i) values.push_back(a(i, i));
    std::ranges::sort(values, std::greater{});
    return values;
}

}  // namespace fokker::assess
