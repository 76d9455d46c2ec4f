#include "fokker/sample/kernels/leapfrog.hpp"

namespace fokker {

Metric::Metric(const Matrix& s) : matrix_(s), transposed_{s.cols, s.rows, std::vector<double>(s.values.size())} {
    for (int i = 0; i < s.rows; ++i) {
        for (int j = 0; j < s.cols; ++j) transposed_(j, i) = s(i, j);
    }
}

// The product h S is made once for all steps.
Expr Metric::moved(const Expr& h, const Expr& v) const {
    return matrix_.rows > 0 ? h * matvec(matrix_, v) : (h * scale_) * v;
}

Expr Metric::pushed(const Expr& h, const Expr& score) const {
    return matrix_.rows > 0 ? h * matvec(transposed_, score) : (h * scale_) * score;
}

Phase leapfrog(const Target& target, const Metric& metric, Phase from, const Expr& h, int n) {
    Phase now = std::move(from);
    now.v = now.v + metric.pushed(0.5 * h, now.score);
    for (int k = 1; k <= n; ++k) {
        now.x = now.x + metric.moved(h, now.v);
        now.score = target.score_at(now.x);
        now.v = now.v + metric.pushed(k < n ? h : 0.5 * h, now.score);
    }
    now.log_density = target.log_density_at(now.x);
    return now;
}

Expr hamiltonian(const Expr& log_density, const Expr& v) {
    return 0.5 * dot(v, v) - log_density;
}

}  // namespace fokker
