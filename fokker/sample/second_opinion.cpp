#include "fokker/sample/second_opinion.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/program/program.hpp"

namespace fokker {
namespace {

using assess::mean;
using assess::rounded;

constexpr int kRuns = 16, kParticles = 250, kMoves = 4, kLeapfrogs = 4;
constexpr std::size_t kMostComponents = 10;
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

struct Comparison {
    std::string quantity;
    Estimates estimates;
};

// Numbers that the log density and its gradient compute for one particle.
std::size_t work_of(const Target& target) {
    const Expr outputs[] = {target.log_density, target.score};
    std::size_t numbers = 0;
    for (const Instruction& i : compile(outputs).lane.instructions)
        numbers += static_cast<std::size_t>(i.n) * static_cast<std::size_t>(i.m);
    return numbers;
}

// Centres of regions where the sampler moves, [region][dim].
std::vector<std::vector<double>> centres_of(const assess::Regions& regions, std::span<const double> where,
                                            std::size_t dim) {
    std::vector<std::vector<double>> centres(regions.regions.size(), std::vector<double>(dim, 0.0));
    std::vector<double> counts(centres.size(), 0.0);
    for (std::size_t n = 0; n < regions.label.size(); ++n) {
        const std::size_t k = regions.label[n];
        counts[k] += 1;
        for (std::size_t j = 0; j < dim; ++j) centres[k][j] += where[n * dim + j];
    }
    for (std::size_t k = 0; k < centres.size(); ++k) {
        for (double& c : centres[k]) c /= counts[k];
    }
    return centres;
}

// 1 for points whose nearest centre is the k-th, each component in its own unit, else 0.
std::vector<double> nearest_is(std::size_t k, std::span<const double> values,
                               const std::vector<std::vector<double>>& centres, const std::vector<double>& scales) {
    const std::size_t dim = scales.size();
    const auto distance = [&](const double* x, const std::vector<double>& centre) {
        double sum = 0;
        for (std::size_t j = 0; j < dim; ++j) sum += (x[j] - centre[j]) / scales[j] * ((x[j] - centre[j]) / scales[j]);
        return sum;
    };
    std::vector<double> result;
    for (std::size_t n = 0; n < values.size(); n += dim) {
        const double mine = distance(&values[n], centres[k]);
        const bool nearest = std::ranges::none_of(
            centres, [&](const std::vector<double>& other) { return distance(&values[n], other) < mine; });
        result.push_back(nearest ? 1.0 : 0.0);
    }
    return result;
}

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

SecondOpinion second_opinion(const Density& density, const SampleOptions& options, const SampleRun& run,
                             const assess::Regions& regions) {
    SecondOpinion opinion;
    const std::size_t dim = run.trace.dim();
    const std::span<const double> where = run.trace.where();
    const auto decline = [&](const std::string& why) {
        opinion.why_not = why;
        return opinion;
    };
    if (dim > kMostComponents) return decline("more than " + std::to_string(kMostComponents) + " components");
    if (!std::ranges::all_of(where, [](double v) { return std::isfinite(v); })) return decline("draws are not finite");
    if (has_walls(options.sampler))
        return decline(
            "draws are reflected at walls, of which neither smc nor Stein's identities know; halve step_size "
            "and see what changes");
    if (const auto* ula = std::get_if<Ula>(&options.sampler);
        ula != nullptr && ula->noise_scale.from == 0 && ula->noise_scale.shape == Schedule::Shape::constant)
        return decline("without noise there is no law to compare");

    // In the unbounded coordinates, where a Gaussian is at home.
    const Target target = make_target(density, options.bounds);
    const std::size_t work = work_of(target);
    if (work > kMostWork)
        return decline("a gradient takes " + std::to_string(work) + " numbers, and a million of these too long");
    Density unbounded = from_log_density(target.log_density, target.dim);
    std::vector<double> centre, scales;
    Matrix covariance{target.dim, target.dim, std::vector<double>(dim * dim, 0.0)};
    for (std::size_t j = 0; j < dim; ++j) {
        const auto x = series(where, dim, j, [](double v) { return v; });
        const double m = mean(x);
        const double variance = mean(series(where, dim, j, [m](double v) { return (v - m) * (v - m); }));
        if (!(variance > 0)) return decline(run.trace.names[j] + " is the same in every draw");
        centre.push_back(m);
        scales.push_back(std::sqrt(variance));
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

    std::vector<Comparison> all;
    for (std::size_t j = 0; j < dim; ++j) {
        const std::string& name = run.trace.names[j];
        const std::string of = target.bounds[j].bounded() ? "the unbounded " + name : name;
        const double m = centre[j];
        const auto add = [&](const std::string& what, const auto& f) {
            all.push_back(
                {what, compare(series(where, dim, j, f), run.trace.chains, series(other.trace.values, dim, j, f))});
        };
        add("the mean of " + of, [](double v) { return v; });
        add("the mean of (" + of + (m < 0 ? " + " : " - ") + rounded(std::fabs(m)) + ")^2",
            [m](double v) { return (v - m) * (v - m); });
    }
    const std::vector<std::vector<double>> centres = centres_of(regions, where, dim);
    for (std::size_t k = 0; regions.separate() && k < centres.size(); ++k) {
        const Estimates e = compare(nearest_is(k, where, centres, scales), run.trace.chains,
                                    nearest_is(k, other.trace.values, centres, scales));
        if (!std::isnan(e.p_value()))
            all.push_back({"the weight of the region near " + assess::place(regions.regions[k].centre), e});
    }
    if (std::ranges::any_of(all, [](const Comparison& c) { return std::isnan(c.estimates.p_value()); }))
        return decline("no error of the draws is known");
    opinion.asked = true;
    const Comparison& worst =
        *std::ranges::min_element(all, {}, [](const Comparison& c) { return c.estimates.p_value(); });
    const auto disagree = static_cast<std::size_t>(std::ranges::count_if(
        all, [&](const Comparison& c) { return c.estimates.p_value() * static_cast<double>(all.size()) < kLevel; }));
    if (disagree == 0) return opinion;
    const Estimates& e = worst.estimates;
    opinion.findings.push_back(
        {.kind = "second-opinion",
         .level = assess::Level::doubtful,
         .sentence = "A second opinion disagrees: " + worst.quantity + " is " + rounded(e.theirs) + " +- " +
                     rounded(e.their_error, 2) + " by " + std::to_string(kRuns) +
                     " runs of smc from a wide start, and " + rounded(e.mine) + " +- " + rounded(e.my_error, 2) +
                     " by these draws" +
                     (disagree == 1   ? "."
                      : disagree == 2 ? "; one more quantity differs."
                                      : "; " + std::to_string(disagree - 1) + " more quantities differ."),
         .advice = "One of them is wrong: most often chains miss a region or a tail. Try the sampler \"tempering\", or "
                   "\"smc\" with more particles, and compare."});
    return opinion;
}

}  // namespace fokker
