#include "fokker/fit/em_fit.hpp"

#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/em.hpp"
#include "fokker/fit/estimates.hpp"
#include "fokker/fit/standard_columns.hpp"
#include "fokker/fit/trend.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// Points that are fitted, and those by which starts are compared, are of streams that no estimate uses.
constexpr std::uint32_t kOfPoints = 0x20000000, kOfComparison = 0x10000000;
constexpr int kDraws = 100'000;

void check(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& o) {
    const auto* density = std::get_if<Density>(&target);
    const bool divergence = std::holds_alternative<ForwardKl>(objective);
    if (!family.mixture)
        throw Error("family: em fits mixtures of Gaussians, and this is a " + family.name +
                    "; a mixture of one component is a Gaussian");
    if (family.mixture->start == MixtureStart::random && o.starts.empty())
        throw Error("start: em begins at the clusters of k-means++; a random start is for gradients");
    if (!divergence && !std::holds_alternative<MaximumLikelihood>(objective))
        throw Error("em makes likelihoods large; the objective " + std::string(name(objective)) + " needs a gradient");
    if (divergence && density == nullptr)
        throw Error("forward-kl needs the density of the target, and the target is data: use maximum-likelihood");
    if (divergence && !density->log_normaliser)
        throw Error("forward-kl needs a normalised target, and the normaliser of the " + density->name +
                    " is not known" +
                    (density->can_sample() ? ": use maximum-likelihood"
                                           : ", and em needs draws, which it has not: use adam and reverse-kl"));
    if (density != nullptr && !density->can_sample())
        throw Error("em needs draws from the target, and " + density->name +
                    " has no exact sampler: draw from it first (`fokker sample`) and fit the draws");
    const auto refuse = [](bool given, const char* option, const char* why) {
        if (given) throw Error(std::string(option) + ": " + why);
    };
    refuse(density == nullptr && o.samples > 0, "samples", "em takes all rows of the data; leave it out");
    refuse(o.noise_every > 0, "noise_every", "is for gradients; em has none of them");
    refuse(o.clip > 0, "clip", "is for gradients; em has none of them");
    refuse(o.common_draws, "common_draws", "is for gradients; em draws once");
    refuse(o.tolerance > 0, "tolerance", "em has its own, of the log likelihood");
}

Points drawn(const Density& target, int count, std::uint32_t stream, const FitOptions& o) {
    return sample(target, static_cast<std::size_t>(count),
                  {.seed = o.seed, .stream = o.stream + stream, .purpose = Purpose::assess, .isa = o.isa});
}

// Parts that are empty have no logarithm of their weight: a mixture with a weight of 1e-300 is the same to every digit.
GaussianMixture with_positive_weights(GaussianMixture mixture) {
    for (double& w : mixture.weights) w = std::max(w, 1e-300);
    return mixture;
}

// Will the loss fall by more than anyone would mind? Near its end em gains a constant share of what is left at each
// iteration (Dempster, Laird and Rubin 1977), so that what is left is a geometric series.
bool has_more_to_gain(const std::vector<double>& losses) {
    constexpr double kRounding = 1e-12;
    if (losses.size() < 3) return true;
    const auto last = losses.rbegin();
    const double fall = last[1] - last[0], before = last[2] - last[1];
    if (!(fall > kRounding * std::max(1.0, std::fabs(last[0])))) return false;
    return fall >= before || fall * fall / (before - fall) > WindowFall::kPractical;
}

class EmFit {
public:
    EmFit(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options,
          const ExpectationMaximisation& em)
        : target_(std::get_if<Density>(&target)),
          divergence_(std::holds_alternative<ForwardKl>(objective)),
          options_(options),
          em_(em),
          points_(target_ != nullptr
                      ? drawn(*target_, options.samples > 0 ? options.samples : kDraws, kOfPoints, options)
                      : std::get<Points>(target)),
          columns_(standard_columns(points_)),
          standard_(standardised(points_, columns_)),
          given_(family),
          mixture_(*family.mixture) {
        mixture_.floor = 0;
        family_ = mixture_;
        for (const double sd : columns_.sd) shift_ += host::elementary::log(sd);
        if (divergence_) shift_ -= negative_log_likelihood(*target_, points_, options.isa).value;
    }

    FitRestart run(std::size_t restart) {
        FitRestart result;
        const auto keep_going = [&](const EmState& state) {
            result.losses.push_back(shift_ - state.log_likelihood);
            const bool kept = options_.keep_every > 0 && state.iteration % options_.keep_every == 0;
            if (state.iteration == 0) result.start = theta_of(state.mixture);
            if (kept) keep(state.iteration, theta_of(state.mixture), result);
            return options_.progress == nullptr || !options_.progress->stop.load(std::memory_order_relaxed);
        };
        const Em found = em_of(restart, keep_going);
        result.theta = theta_of(found.mixture);
        result.iterations = found.iterations();
        if (options_.keep_every > 0 && result.kept_iterations.back() != result.iterations)
            keep(result.iterations, result.theta, result);
        result.floored = found.floored;
        result.emptied = found.emptied;
        result.end = found.stopped ? FitEnd::stopped : found.converged ? FitEnd::tolerance : FitEnd::iterations;
        result.still_falling = result.end == FitEnd::iterations && has_more_to_gain(result.losses);
        const Estimate loss = final_loss(in_units_of(columns_, found.mixture));
        result.loss = loss.value;
        result.loss_error = loss.error;
        if (options_.progress != nullptr) options_.progress->done.fetch_add(1, std::memory_order_relaxed);
        return result;
    }

    const Family& family() const { return family_; }
    std::size_t samples() const { return points_.count(); }

private:
    Em em_of(std::size_t restart, std::function<bool(const EmState&)> keep_going) const {
        const EmOptions options{.components = mixture_.components,
                                .iterations = options_.iterations,
                                .tolerance = em_.tolerance,
                                .floor = em_.floor,
                                .seed = options_.seed,
                                .stream = options_.stream,
                                .restart = restart,
                                .threads = options_.threads,
                                .isa = options_.isa,
                                .keep_going = std::move(keep_going)};
        if (options_.starts.empty()) return em(standard_, options);
        const Density start = given_.density(given_.named(given_.flat(options_.starts[restart])));
        return em(standard_, in_standard_units({start.modes->weights, start.modes->means, start.modes->covariances}),
                  options);
    }

    GaussianMixture in_standard_units(GaussianMixture mixture) const {
        StandardColumns back;
        for (std::size_t c = 0; c < columns_.sd.size(); ++c) {
            back.mean.push_back(-columns_.mean[c] / columns_.sd[c]);
            back.sd.push_back(1 / columns_.sd[c]);
        }
        return in_units_of(back, std::move(mixture));
    }

    std::vector<double> theta_of(const GaussianMixture& standard) const {
        const GaussianMixture own = with_positive_weights(in_units_of(columns_, standard));
        return family_.flat(mixture_.parameters_of({own.weights, own.means, own.covariances, 1.0}));
    }

    static void keep(int iteration, const std::vector<double>& theta, FitRestart& result) {
        result.kept_iterations.push_back(iteration);
        result.kept.insert(result.kept.end(), theta.begin(), theta.end());
    }

    // By draws that were not fitted, or on all the data.
    Estimate final_loss(const Density& q) const {
        if (target_ == nullptr) return negative_log_likelihood(q, points_, options_.isa);
        if (!divergence_)
            return negative_log_likelihood(q, drawn(*target_, options_.evaluation_samples, kOfComparison, options_),
                                           options_.isa);
        return kl_divergence(*target_, q,
                             {.draws = static_cast<std::size_t>(options_.evaluation_samples),
                              .seed = options_.seed,
                              .stream = options_.stream + kOfComparison,
                              .isa = options_.isa});
    }

    const Density* target_;  // nullptr: data
    bool divergence_;
    const FitOptions& options_;
    const ExpectationMaximisation& em_;
    Points points_;
    StandardColumns columns_;
    Points standard_;
    const Family& given_;
    MixtureFamily mixture_;  // without a floor
    Family family_;
    double shift_ =
        0;  // of the loss of standardised points to the objective: sum log sd, and -E_p log p of a divergence
};

}  // namespace

Fit fit_by_em(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options,
              const ExpectationMaximisation& em) {
    const auto before = std::chrono::steady_clock::now();
    check(target, family, objective, options);
    EmFit restarts(target, family, objective, options, em);
    Fit fit;
    fit.family = restarts.family();
    fit.objective = name(objective);
    fit.optimiser = "em";
    fit.noisy = false;
    fit.samples = static_cast<int>(restarts.samples());
    fit.isa = options.isa;
    const auto count = static_cast<std::size_t>(number_of_starts(target, family, options));
    for (std::size_t r = 0; r < count && !fit.stopped; ++r) {
        fit.restarts.push_back(restarts.run(r));
        fit.stopped = fit.restarts.back().end == FitEnd::stopped;
        if (fit.restarts.back().loss < fit.restarts[fit.best].loss) fit.best = r;
    }
    fit.threads = options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
    fit.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return fit;
}

}  // namespace fokker
