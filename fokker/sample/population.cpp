#include "fokker/sample/population.hpp"

#include <cmath>
#include <limits>

#include "fokker/density/describe.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/sample/resample.hpp"

namespace fokker {
namespace {

// Z is the mean of the runs' estimates. Those of annealed importance sampling are unbiased; those of sequential Monte
// Carlo, whose temperatures and steps follow its particles, are so up to a bias that falls as 1 over their number
// (Beskos, Jasra, Kantas and Thiery 2016). The error of log Z is that of Z over Z (delta method).
LogNormaliser over_runs(std::vector<double> runs) {
    const double value = log_mean_exp(runs);
    double squares = 0;
    for (const double run : runs) {
        const double ratio = host::elementary::exp(run - value) - 1;
        squares += ratio * ratio;
    }
    const double n = static_cast<double>(runs.size());
    const double error = n > 1 ? std::sqrt(squares / (n - 1) / n) : std::numeric_limits<double>::quiet_NaN();
    return {.value = value, .error = error, .runs = std::move(runs)};
}

}  // namespace

std::size_t particles_of(int particles, const Plan& plan) {
    if (particles == 0) return plan.draws();
    if (particles < plan.options.draws)
        throw Error("particles: " + std::to_string(particles) + " are fewer than the " +
                    counted(plan.options.draws, "draw") + " that are to be taken from them");
    return static_cast<std::size_t>(particles);
}

std::vector<double> sound_weights(const Population& particles, Recording& recording) {
    std::vector<double> weights = particles.log_weights();
    bool any = false;
    for (double& w : weights) {
        if (std::isnan(w) || w == std::numeric_limits<double>::infinity()) {
            ++recording.non_finite;
            w = -std::numeric_limits<double>::infinity();
        }
        any = any || std::isfinite(w);
    }
    if (!any)
        throw Error(
            "of " + counted(weights.size(), "particle") +
            " from the law where temperatures begin none is where the target is above 0; give a width or a start "
            "that covers it");
    return weights;
}

void record(const Population& particles, std::span<const std::size_t> from, std::size_t chain, const Plan& plan,
            Recording& recording) {
    assess::Trace& trace = recording.trace;
    const std::size_t dim = plan.dim();
    for (std::size_t d = 0; d < plan.draws(); ++d) {
        const std::size_t i = from[d * from.size() / plan.draws()], at = recording.at(chain, d);
        particles.copy_x(i, std::span(trace.positions).subspan(at * dim, dim));
        particles.copy_score(i, std::span(trace.scores).subspan(at * dim, dim));
        trace.log_density[at] = particles.log_density(i);
    }
    recording.complete[chain] = plan.options.draws;
}

void run_populations(const Plan& plan, Recording& recording, const std::function<double(std::size_t chain)>& work) {
    if (std::holds_alternative<Points>(plan.options.start))
        throw Error("start: particles begin at draws from a law, not at points; give a density, or a point and width");
    recording.room_for_scores();
    recording.room(recording.trace.log_density);
    std::vector<double> runs(plan.chains());
    std::atomic<std::size_t> next{0};
    run_workers(plan.options.threads, [&](int) {
        for (std::size_t chain = next.fetch_add(1); chain < runs.size(); chain = next.fetch_add(1)) {
            if (plan.stop_asked()) return;
            runs[chain] = work(chain);
        }
    });
    std::vector<double> complete;
    for (std::size_t chain = 0; chain < runs.size(); ++chain) {
        if (recording.complete[chain] > 0) complete.push_back(runs[chain]);
    }
    if (!complete.empty()) recording.log_normaliser = over_runs(std::move(complete));
}

}  // namespace fokker
