#include "fokker/assess/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "fokker/assess/chain_findings.hpp"
#include "fokker/assess/sampler_findings.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/describe.hpp"

namespace fokker::assess {
namespace {

std::optional<Finding> stein_finding(const std::optional<SteinCheck>& check) {
    if (!check || !check->alarm()) return std::nullopt;
    std::string text = "These are not draws from the density asked for: ";
    if (check->temperature_explains) {
        text += "they are as those of temperature " + rounded(check->temperature) + " +- " +
                rounded(check->temperature_error, 2) + " would be, not 1.";
    } else if (check->by_temperature()) {
        text += "E[(x - centre) . grad log p] is " + rounded(-check->temperature) + " +- " +
                rounded(check->temperature_error, 2) + " a component where it must be -1 (" +
                decimals(std::fabs(check->temperature - 1) / check->temperature_error, 1) + " errors off).";
    } else {
        const SteinIdentity& t = check->tests.front();
        text += t.name + " is " + rounded(t.value) + " +- " + rounded(t.error, 2) + " where it must be " +
                rounded(t.expected) + " (" + decimals(std::fabs(t.z()), 1) + " errors off).";
    }
    return Finding{"stein", Level::bad, text,
                   "Either chains are still on the way from their start (run longer), or the sampler has a bias (take "
                   "shorter steps or one that accepts and refuses, as mala or nuts), or it runs at another "
                   "temperature."};
}

std::string_view words(Level level) {
    return level == Level::good ? "Converged" : level == Level::doubtful ? "Doubtful" : "Not to be trusted";
}

}  // namespace

void Verdict::add(std::span<const Finding> more) {
    for (const Finding& f : more) {
        findings.insert(std::ranges::upper_bound(findings, f.level, std::greater<>(), &Finding::level), f);
        level = std::max(level, f.level);
    }
    if (few_divergences && level != Level::good) {
        findings.push_back(*few_divergences);
        few_divergences.reset();
    }
    headline = std::string(level == Level::good && numbers.empty() ? "No verdict" : words(level)) + ": " +
               (numbers.empty() ? "nothing could be estimated" : numbers) + ".";
}

Verdict judge(const Trace& trace, std::span<const ComponentSummary> summary) {
    Verdict verdict;
    verdict.regions = find_regions(trace);
    verdict.stein = stein_check(trace);
    const LargestRhat rhat = largest_rhat(trace, summary);
    const std::optional<Finding> start = start_finding(trace), drift = drift_finding(trace);
    // Where chains have not arrived, groups of them agree for want of time.
    const LargestRhat single = largest_single_rhat(summary);
    const bool blind = rhat.nested && (start || drift) && single.value > 0;
    verdict.numbers = numbers_of(blind ? single : rhat, summary, trace.chains * trace.draws);
    if (verdict.numbers.empty()) verdict.level = Level::doubtful;

    const bool holds = verdict.stein && !verdict.stein->tests.empty() && !verdict.stein->alarm();
    std::optional<Finding> divergences = divergence_finding(trace);
    if (holds && divergences && divergences->level == Level::good)
        verdict.few_divergences = std::exchange(divergences, std::nullopt);

    const std::optional<Finding> stuck = stuck_finding(trace);
    std::vector<Finding> found;
    for (const std::optional<Finding>& finding :
         {non_finite_finding(trace), twins_finding(trace), stuck, stuck ? std::nullopt : constant_finding(trace),
          regions_finding(trace, verdict.regions, rhat), rhat_finding(trace, rhat), start, drift,
          stein_finding(verdict.stein), ess_finding(trace, summary), divergences, tree_depth_finding(trace),
          bfmi_finding(trace), acceptance_finding(trace), one_chain_finding(trace)}) {
        if (finding) found.push_back(*finding);
    }
    verdict.add(found);
    return verdict;
}

}  // namespace fokker::assess
