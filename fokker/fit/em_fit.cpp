#include "fokker/fit/em_fit.hpp"

#include <chrono>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/em.hpp"
#include "fokker/fit/estimates.hpp"

namespace fokker {
namespace {

// Points that are fitted are of a stream that no estimate uses.
constexpr std::uint32_t kOfPoints = 0x20000000;

Points drawn(const Density& target, int count, std::uint32_t stream, const EmFitOptions& o) {
    return sample(target, static_cast<std::size_t>(count),
                  {.seed = o.seed, .stream = o.stream + stream, .purpose = Purpose::assess, .isa = o.isa});
}

Points points_of(const Density& target, const EmFitOptions& o) {
    if (!target.can_sample())
        throw Error("em needs draws from the target, and " + target.name +
                    " has no exact sampler: draw from it first (`fokker sample`) and fit the draws");
    return drawn(target, o.samples, kOfPoints, o);
}

// -E_p log p on the points, which turns a likelihood into a divergence.
double entropy_of(const Density& target, const Points& points, const EmFitOptions& o) {
    return negative_log_likelihood(target, points, o.isa).value;
}

std::vector<double> theta_of(const MixtureFamily& family, const Family& as_family, const GaussianMixture& mixture) {
    return as_family.flat(family.parameters_of({mixture.weights, mixture.means, mixture.covariances, 1.0}));
}

// Parts that are empty have no logarithm of their weight: a mixture with a weight of 1e-300 is the same to every digit.
GaussianMixture with_positive_weights(GaussianMixture mixture) {
    for (double& w : mixture.weights) w = std::max(w, 1e-300);
    return mixture;
}

// By draws that were not fitted, or on all the data.
Estimate final_loss(const Density* target, const Points& data, const Density& q, bool divergence,
                    const EmFitOptions& o) {
    if (target == nullptr) return negative_log_likelihood(q, data, o.isa);
    if (!divergence) return negative_log_likelihood(q, drawn(*target, o.evaluation_samples, 0, o), o.isa);
    return kl_divergence(
        *target, q,
        {.draws = static_cast<std::size_t>(o.evaluation_samples), .seed = o.seed, .stream = o.stream, .isa = o.isa});
}

}  // namespace

Fit fit_em(const FitTarget& target, const Objective& objective, const EmFitOptions& o) {
    const auto before = std::chrono::steady_clock::now();
    const auto* density = std::get_if<Density>(&target);
    const bool divergence = std::holds_alternative<ForwardKl>(objective);
    if (!divergence && !std::holds_alternative<MaximumLikelihood>(objective))
        throw Error("em makes likelihoods large; the objective " + std::string(name(objective)) + " needs a gradient");
    if (divergence && density == nullptr)
        throw Error("forward-kl needs the density of the target, and the target is data: use maximum-likelihood");
    if (divergence && !density->log_normaliser)
        throw Error("forward-kl needs a normalised target, and the normaliser of the " + density->name +
                    " is not known" +
                    (density->can_sample() ? ": use maximum-likelihood"
                                           : ", and em needs draws, which it has not: use adam and reverse-kl"));
    if (o.restarts < 1) throw Error("restarts: at least one, got " + std::to_string(o.restarts));

    const Points points = density != nullptr ? points_of(*density, o) : std::get<Points>(target);
    const double shift = divergence ? entropy_of(*density, points, o) : 0;
    const MixtureFamily mixture{.components = o.components, .dim = points.dim, .floor = 0};
    Fit fit;
    fit.family = mixture;
    fit.objective = name(objective);
    fit.optimiser = "em";
    fit.samples = static_cast<int>(points.count());
    fit.isa = o.isa;
    for (int r = 0; r < o.restarts && !fit.stopped; ++r) {
        const auto keep_going = [&](int, double) {
            if (o.progress == nullptr) return true;
            o.progress->done.fetch_add(1, std::memory_order_relaxed);
            return !o.progress->stop.load(std::memory_order_relaxed);
        };
        const Em found = em(points, {.components = o.components,
                                     .iterations = o.iterations,
                                     .tolerance = o.tolerance,
                                     .floor = o.floor,
                                     .seed = o.seed,
                                     .stream = o.stream * 4096 + static_cast<std::uint32_t>(r),
                                     .threads = o.threads,
                                     .isa = o.isa,
                                     .keep_going = keep_going});
        FitRestart restart;
        restart.theta = theta_of(mixture, fit.family, with_positive_weights(found.mixture));
        restart.iterations = found.iterations();
        restart.end = found.stopped ? FitEnd::stopped : found.converged ? FitEnd::tolerance : FitEnd::iterations;
        for (const double log : found.log_likelihood) restart.losses.push_back(-log - shift);
        restart.still_falling = restart.end == FitEnd::iterations && still_falling(restart.losses, 1);
        const Estimate loss = final_loss(density, points, found.mixture, divergence, o);
        restart.loss = loss.value;
        restart.loss_error = loss.error;
        fit.stopped = found.stopped;
        fit.restarts.push_back(std::move(restart));
        if (fit.restarts.back().loss < fit.restarts[fit.best].loss) fit.best = fit.restarts.size() - 1;
    }
    fit.threads = o.threads;
    fit.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return fit;
}

}  // namespace fokker
