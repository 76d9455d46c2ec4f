#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/sample/lanes.hpp"

namespace fokker {
namespace {

constexpr int kMostShrinks = 200;  // of the arc: after them nothing of it is left

// One chain. p(x) is N(x; m, C) exp(L(x)). From x, with y ~ N(m, C), the ellipse m + (x - m) cos a + (y - m) sin a is
// searched for a point whose L is above log u + L(x): a is drawn from an arc of a full turn that shrinks towards 0 with
// each refusal (Murray, Adams and MacKay 2010, figure 2).
class SliceChain {
public:
    SliceChain(const std::vector<double>& mean, const Factor& factor, const Plan& plan, Recording& recording,
               std::size_t chain)
        : mean_(mean),
          factor_(factor),
          plan_(plan),
          recording_(recording),
          chain_(chain),
          dim_(plan.dim()),
          here_(&plan.starts[chain * dim_], &plan.starts[(chain + 1) * dim_]),
          there_(here_),
          partner_(dim_),
          normals_(dim_) {}

    std::span<const double> request() const { return there_; }

    bool answer(double log_likelihood, const double*, std::size_t) {
        if (!started_) {
            started_ = true;
            level_ = log_likelihood_ = log_likelihood;
            begin();
            return true;
        }
        // NaN is below every level.
        if (log_likelihood > level_ && log_likelihood < std::numeric_limits<double>::infinity()) {
            here_ = there_;
            log_likelihood_ = log_likelihood;
            return end();
        }
        if (!std::isfinite(log_likelihood)) ++recording_.non_finite;
        (angle_ < 0 ? low_ : high_) = angle_;
        if (++shrinks_ == kMostShrinks) return end();  // the chain stays where it is
        turn(low_ + (high_ - low_) * uniform());
        return true;
    }

private:
    double uniform() {
        return fokker::uniform(plan_.options.seed, plan_.options.stream, Purpose::accept,
                               static_cast<std::uint32_t>(chain_), step_, static_cast<std::uint32_t>(slot_++));
    }

    void begin() {
        slot_ = shrinks_ = 0;
        const NormalBlock block{.seed = plan_.options.seed,
                                .stream = plan_.options.stream,
                                .first_particle = static_cast<std::uint32_t>(chain_),
                                .first_step = step_,
                                .slots = static_cast<int>(dim_)};
        fill_normals(block, normals_.data(), plan_.options.isa);
        for (std::size_t i = 0; i < dim_; ++i) {
            partner_[i] = 0;
            for (std::size_t j = 0; j <= i; ++j)
                partner_[i] += factor_.lower(static_cast<int>(i), static_cast<int>(j)) * normals_[j];
        }
        level_ = log_likelihood_ + host::elementary::log(uniform());
        const double first = 2 * std::numbers::pi * uniform();
        low_ = first - 2 * std::numbers::pi;
        high_ = first;
        turn(first);
    }

    void turn(double angle) {
        angle_ = angle;
        const double c = host::elementary::cos(angle), s = host::elementary::sin(angle);
        for (std::size_t j = 0; j < dim_; ++j) there_[j] = mean_[j] + (here_[j] - mean_[j]) * c + partner_[j] * s;
    }

    bool end() {
        const auto warmup = static_cast<std::size_t>(plan_.options.warmup);
        const auto thin = static_cast<std::size_t>(plan_.options.thin);
        plan_.count_steps(1);
        if (step_ >= warmup && (step_ - warmup + 1) % thin == 0) {
            const std::size_t draw = (step_ - warmup) / thin;
            std::ranges::copy(here_, recording_.trace.positions.begin() +
                                         static_cast<std::ptrdiff_t>(recording_.at(chain_, draw) * dim_));
            recording_.complete[chain_] = static_cast<int>(draw) + 1;
        }
        if (++step_ == plan_.steps()) return false;
        begin();
        return true;
    }

    const std::vector<double>& mean_;
    const Factor& factor_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t chain_, dim_;
    std::vector<double> here_, there_;
    std::vector<double> partner_;  // y - m
    std::vector<double> normals_;
    bool started_ = false;
    double log_likelihood_ = 0, level_ = 0;
    double angle_ = 0, low_ = 0, high_ = 0;  // the arc
    std::size_t step_ = 0;
    int slot_ = 0, shrinks_ = 0;
};

}  // namespace

void run(const EllipticalSlice& sampler, const Plan& plan, Recording& recording) {
    if (plan.target.constrained) throw Error("bounds: elliptical-slice has none; a Gaussian part reaches everywhere");
    std::vector<double> mean = sampler.mean;
    if (mean.empty()) mean = {0};
    if (mean.size() == 1) mean.resize(plan.dim(), mean[0]);
    if (mean.size() != plan.dim())
        throw Error("prior_mean: " + counted(mean.size(), "number") + " for " + counted(plan.target.dim, "component"));
    const Factor factor = factorise(sampler.covariance, plan.target.dim, "prior_covariance");
    const Density gaussian = Gaussian{mean, factor.covariance};
    const Expr log_likelihood =
        simplify(plan.target.log_density - bind_parameters(gaussian.log_density, gaussian.parameters));
    run_machines<SliceChain>({&log_likelihood, 1}, plan, [&](std::size_t chain) {
        return std::make_unique<SliceChain>(mean, factor, plan, recording, chain);
    });
}

}  // namespace fokker
