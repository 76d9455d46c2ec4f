#include "fokker/sample/second_opinion.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

using assess::mean;
using assess::rounded;

constexpr int kRuns = 16, kParticles = 250, kMoves = 4, kLeapfrogs = 4;
constexpr std::size_t kMostComponents = 10;
// For the forecast of what it costs: temperatures that it has about, and how much less a gradient takes where all lanes
// are at work and no tree is kept than NUTS with its four chains takes. Measured: 9 to 11.
constexpr double kTemperatures = 15, kCheaper = 10, kMostSeconds = 1;
constexpr double kWide = 5;
constexpr double kLevel = 0.002;
constexpr std::uint32_t kStream = 0x40000000U;

// Of one quantity: what the draws say, what the runs say.
struct Estimates {
    double mine = 0, my_error = 0, theirs = 0, their_error = 0;

    // Two-sided, by Student's t with the runs' degrees of freedom, which the draws' error can only lift.
    double p_value() const {
        const double error = std::sqrt(my_error * my_error + their_error * their_error);
        const double t = (mine - theirs) / error, freedom = kRuns - 1;
        return assess::incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t));
    }
};

// f of every draw of one component.
template <class F>
std::vector<double> series(std::span<const double> values, std::size_t dim, std::size_t j, const F& f) {
    std::vector<double> result;
    for (std::size_t n = j; n < values.size(); n += dim) result.push_back(f(values[n]));
    return result;
}

Estimates compare(const std::vector<double>& mine, std::size_t chains, const std::vector<double>& theirs) {
    const std::size_t each = theirs.size() / kRuns;
    std::vector<double> runs;
    for (std::size_t r = 0; r < kRuns; ++r) runs.push_back(mean(std::span(theirs).subspan(r * each, each)));
    Estimates e{.mine = mean(mine), .theirs = mean(runs)};
    e.their_error = std::sqrt(assess::variance(runs) / kRuns);
    e.my_error = assess::mcse_mean(assess::draws_of(mine, chains));
    return e;
}

}  // namespace

SecondOpinion second_opinion(const Density& density, const SampleOptions& options, const SampleRun& run) {
    SecondOpinion opinion;
    const std::size_t dim = run.trace.dim();
    const std::span<const double> where = run.trace.where();
    const auto decline = [&](const std::string& why) {
        opinion.why_not = why;
        return opinion;
    };
    if (dim > kMostComponents) return decline("more than " + std::to_string(kMostComponents) + " components");
    if (!std::ranges::all_of(where, [](double v) { return std::isfinite(v); })) return decline("draws are not finite");
    const double gradients = kRuns * kParticles * kMoves * kLeapfrogs * kTemperatures;
    if (run.gradients > 0 && gradients * run.seconds / static_cast<double>(run.gradients) / kCheaper > kMostSeconds)
        return decline("gradients take too long");

    // In the unbounded coordinates, where a Gaussian is at home.
    const Target target = make_target(density, options.bounds);
    Density unbounded = from_log_density(target.log_density, target.dim);
    std::vector<double> centre;
    Matrix covariance{target.dim, target.dim, std::vector<double>(dim * dim, 0.0)};
    for (std::size_t j = 0; j < dim; ++j) {
        const auto x = series(where, dim, j, [](double v) { return v; });
        const double m = mean(x);
        const double variance = mean(series(where, dim, j, [m](double v) { return (v - m) * (v - m); }));
        if (!(variance > 0)) return decline(run.trace.names[j] + " is the same in every draw");
        centre.push_back(m);
        covariance(static_cast<int>(j), static_cast<int>(j)) = kWide * kWide * variance;
    }
    SampleRun other;
    try {
        other = sample(unbounded, {.sampler = Smc{.moves = kMoves, .n_leapfrog = kLeapfrogs},
                                   .chains = kRuns,
                                   .draws = kParticles,
                                   .start = Density(Gaussian{centre, covariance}),
                                   .seed = options.seed,
                                   .stream = options.stream ^ kStream,
                                   .threads = options.threads,
                                   .isa = options.isa,
                                   .progress = options.progress});
    } catch (const Error& e) {
        return decline(e.what());
    }
    if (other.stopped) return decline("it was stopped");
    opinion.gradients = other.gradients;
    opinion.seconds = other.seconds;

    Estimates worst;
    std::string quantity;
    std::size_t disagreements = 0;
    double smallest = 1;
    for (std::size_t j = 0; j < dim; ++j) {
        const std::string& name = run.trace.names[j];
        const std::string of = target.bounds[j].bounded() ? "the unbounded " + name : name;
        const double m = centre[j];
        const auto judge = [&](const std::string& what, const auto& f) {
            const Estimates e =
                compare(series(where, dim, j, f), run.trace.chains, series(other.trace.values, dim, j, f));
            const double p = e.p_value() * 2 * static_cast<double>(dim);
            opinion.asked = opinion.asked || !std::isnan(p);
            if (!(p < kLevel)) return;
            ++disagreements;
            if (p >= smallest && disagreements > 1) return;
            smallest = p;
            worst = e;
            quantity = what;
        };
        judge("the mean of " + of, [](double v) { return v; });
        judge("the mean of (" + of + (m < 0 ? " + " : " - ") + rounded(std::fabs(m)) + ")^2",
              [m](double v) { return (v - m) * (v - m); });
    }
    if (!opinion.asked) return decline("no error of the draws is known");
    if (disagreements == 0) return opinion;
    opinion.findings.push_back(
        {.kind = "second-opinion",
         .level = assess::Level::doubtful,
         .sentence = "A second opinion disagrees: " + quantity + " is " + rounded(worst.theirs) + " +- " +
                     rounded(worst.their_error, 2) + " by " + std::to_string(kRuns) +
                     " runs of smc from a wide start, and " + rounded(worst.mine) + " +- " +
                     rounded(worst.my_error, 2) + " by these draws" +
                     (disagreements == 1 ? "."
                                         : "; " + std::to_string(disagreements - 1) + " of " +
                                               std::to_string(2 * dim - 1) + " other quantities differ too."),
         .advice = "One of them is wrong: most often chains miss a region or a tail. Try the sampler \"tempering\", or "
                   "\"smc\" with more particles, and compare."});
    return opinion;
}

}  // namespace fokker
