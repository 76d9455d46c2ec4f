#include "fokker/sample/tempered.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/sample/kernels/leapfrog.hpp"

namespace fokker {
namespace {

// beta a + (1 - beta) b; b alone at beta = 0, where a may be infinite.
Expr between(const Expr& beta, const Expr& a, const Expr& b) {
    return select(greater(beta, 0), beta * a + (1 - beta) * b, b);
}

}  // namespace

MarkovKernel tempered_hmc(const Target& target, const Reference& reference, int n_leapfrog, double jitter) {
    if (n_leapfrog < 1) throw Error("n_leapfrog: 1 or more; got " + std::to_string(n_leapfrog));
    const Here from = here(target.dim);
    const Expr reference_score = simplify(differentiate(reference.log_density, state(target.dim)));
    const auto reference_at = [&](const Expr& e, const Expr& x) { return substitute(e, {{state(target.dim), x}}); };
    const auto score_at = [&](const Expr& x, const Expr& score) {
        return between(from.beta, score, reference_at(reference_score, x));
    };
    Random random;
    const Expr v0 = random.normals(target.dim), s = from.scale;
    const Expr h = jittered(from.step_size, jitter, random);
    Expr x = from.x, score = from.score;
    Expr v = v0 + 0.5 * h * s * score_at(x, score);
    for (int k = 1; k <= n_leapfrog; ++k) {
        x = x + h * s * v;
        score = target.score_at(x);
        v = v + (k < n_leapfrog ? h : 0.5 * h) * s * score_at(x, score);
    }
    const Expr log_density = target.log_density_at(x);
    const auto energy = [&](const Expr& log_p, const Expr& at, const Expr& velocity) {
        return hamiltonian(between(from.beta, log_p, reference_at(reference.log_density, at)), velocity);
    };
    const Expr before = energy(from.log_density, from.x, v0), after = energy(log_density, x, v);
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score, .energy = before};
    const Next go{.x = x, .log_density = log_density, .score = score, .energy = after};
    return {.next = accept_or_stay(stay, go, before - after, random), .gradients = n_leapfrog};
}

Population::Population(const KernelProgram& program, const Plan& plan, const Reference& reference, std::uint32_t first,
                       std::span<const double> x)
    : plan_(&plan),
      reference_(&reference),
      count_(x.size() / plan.dim()),
      dim_(plan.dim()),
      lanes_(std::min(count_, static_cast<std::size_t>(program.lanes()))) {
    const auto log_density = evaluate(plan.target.log_density, x, count_, 0.0, plan.options.isa);
    const auto score = evaluate(plan.target.score, x, count_, 0.0, plan.options.isa);
    for (std::size_t from = 0; from < count_; from += lanes_)
        blocks_.emplace_back(program, StepNoise::Of{.seed = plan.options.seed,
                                                    .stream = plan.options.stream,
                                                    .first_particle = first + static_cast<std::uint32_t>(from),
                                                    .lanes = static_cast<int>(std::min(lanes_, count_ - from)),
                                                    .steps = std::numeric_limits<std::size_t>::max(),
                                                    .isa = plan.options.isa});
    for (std::size_t i = 0; i < count_; ++i) {
        at(&KernelRows::log_density, 0, i) = log_density[i];
        at(&KernelRows::step_size, 0, i) = 0;
        at(&KernelRows::beta, 0, i) = 0;
        for (std::size_t j = 0; j < dim_; ++j) {
            at(&KernelRows::x, j, i) = x[i * dim_ + j];
            at(&KernelRows::score, j, i) = score[i * dim_ + j];
            at(&KernelRows::scale, j, i) = 1;
        }
    }
}

double& Population::at(int KernelRows::* what, std::size_t j, std::size_t i) const {
    KernelBlock& block = blocks_[i / lanes_];
    return block.carried(what)[j * static_cast<std::size_t>(block.lanes()) + i % lanes_];
}

double Population::given(int KernelRows::* what, std::size_t i) const {
    return blocks_[i / lanes_].given(what)[i % lanes_];
}

void Population::step(std::size_t step) {
    for (KernelBlock& block : blocks_) block.step(step);
}

void Population::copy_x(std::size_t i, std::span<double> x) const {
    for (std::size_t j = 0; j < dim_; ++j) x[j] = at(&KernelRows::x, j, i);
}
void Population::copy_score(std::size_t i, std::span<double> score) const {
    for (std::size_t j = 0; j < dim_; ++j) score[j] = at(&KernelRows::score, j, i);
}
double Population::log_density(std::size_t i) const {
    return at(&KernelRows::log_density, 0, i);
}
double Population::log_ratio(std::size_t i) const {
    return given(&KernelRows::log_ratio, i);
}
double Population::energy(std::size_t i) const {
    return given(&KernelRows::energy, i);
}
void Population::set_beta(std::size_t i, double beta) {
    at(&KernelRows::beta, 0, i) = beta;
}
void Population::set_step_size(std::size_t i, double step_size) {
    at(&KernelRows::step_size, 0, i) = step_size;
}
void Population::set_scale(std::size_t i, std::span<const double> scale) {
    for (std::size_t j = 0; j < dim_; ++j) at(&KernelRows::scale, j, i) = scale[j];
}

std::vector<double> Population::log_weights() const {
    std::vector<double> x(count_ * dim_);
    for (std::size_t i = 0; i < count_; ++i) copy_x(i, std::span(x).subspan(i * dim_, dim_));
    std::vector<double> weights = evaluate(reference_->log_density, x, count_, 0.0, plan_->options.isa);
    for (std::size_t i = 0; i < count_; ++i) weights[i] = log_density(i) - weights[i];
    return weights;
}

void Population::select(std::span<const std::size_t> from) {
    const std::size_t each = 2 * dim_ + 1;
    std::vector<double> all(count_ * each);
    for (std::size_t i = 0; i < count_; ++i) {
        copy_x(i, std::span(all).subspan(i * each, dim_));
        copy_score(i, std::span(all).subspan(i * each + dim_, dim_));
        all[i * each + 2 * dim_] = log_density(i);
    }
    for (std::size_t i = 0; i < count_; ++i) {
        const double* one = &all[from[i] * each];
        for (std::size_t j = 0; j < dim_; ++j) {
            at(&KernelRows::x, j, i) = one[j];
            at(&KernelRows::score, j, i) = one[dim_ + j];
        }
        at(&KernelRows::log_density, 0, i) = one[2 * dim_];
    }
}

void Population::swap(std::size_t i, std::size_t j) {
    for (std::size_t k = 0; k < dim_; ++k) {
        std::swap(at(&KernelRows::x, k, i), at(&KernelRows::x, k, j));
        std::swap(at(&KernelRows::score, k, i), at(&KernelRows::score, k, j));
    }
    std::swap(at(&KernelRows::log_density, 0, i), at(&KernelRows::log_density, 0, j));
}

double acceptance_of(double log_ratio) {
    if (!(log_ratio < std::numeric_limits<double>::infinity())) return 0;
    return host::elementary::exp(std::min(log_ratio, 0.0));
}

}  // namespace fokker
