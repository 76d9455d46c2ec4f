#include "fokker/assess/chain_moments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "fokker/assess/chain_findings.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/sampler_findings.hpp"
#include "fokker/assess/words.hpp"

namespace fokker::assess {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kBatchesInAll = 64;

// Draws of one component: their number, mean and sum of squares about it.
struct Part {
    double draws = 0, mean = 0, squares = 0;

    void add(const Part& more) {
        const double all = draws + more.draws, apart = more.mean - mean;
        mean += apart * more.draws / all;
        squares += more.squares + apart * apart * draws * more.draws / all;
        draws = all;
    }
    double variance() const { return squares / (draws - 1); }
};

Part batch(const ChainMoments& m, std::size_t c, std::size_t b, std::size_t j) {
    const std::size_t at = (c * m.batches + b) * m.dim() + j;
    const auto n = static_cast<double>(m.draws[b]);
    return {n, m.mean[at], n * m.square[at]};
}

// Each chain in so many parts of equally many batches: [chain * parts + part].
std::vector<Part> parts_of(const ChainMoments& m, std::size_t j, std::size_t parts) {
    std::vector<Part> all;
    for (std::size_t c = 0; c < m.chains; ++c) {
        for (std::size_t p = 0; p < parts; ++p) {
            Part part;
            for (std::size_t b = p * m.batches / parts; b < (p + 1) * m.batches / parts; ++b)
                part.add(batch(m, c, b, j));
            all.push_back(part);
        }
    }
    return all;
}

std::vector<double> means_of(std::span<const Part> parts) {
    std::vector<double> means;
    for (const Part& part : parts) means.push_back(part.mean);
    return means;
}

double mean_variance(std::span<const Part> parts) {
    double sum = 0;
    for (const Part& part : parts) sum += part.variance();
    return sum / static_cast<double>(parts.size());
}

double split_rhat(std::span<const Part> halves) {
    const double within = mean_variance(halves), n = halves.front().draws;
    return std::sqrt((n - 1) / n + variance(means_of(halves)) / within);
}

// nested_rhat of draws.hpp, from moments; chains left over by the groups are left out.
double grouped_rhat(std::span<const Part> chains) {
    const std::size_t members = chains.size() / kSuperchains;
    std::vector<double> means, within;
    for (std::size_t k = 0; k < kSuperchains; ++k) {
        const auto group = chains.subspan(k * members, members);
        const std::vector<double> of_chains = means_of(group);
        means.push_back(mean(of_chains));
        within.push_back((members > 1 ? variance(of_chains) : 0) + mean_variance(group));
    }
    return std::sqrt(1 + variance(means) / mean(within));
}

ComponentSummary row(const ChainMoments& m, std::size_t j) {
    ComponentSummary s{.mean = kNone,
                       .sd = kNone,
                       .mcse_mean = kNone,
                       .mcse_sd = kNone,
                       .q05 = kNone,
                       .median = kNone,
                       .q95 = kNone,
                       .rhat = kNone,
                       .ess_bulk = kNone,
                       .ess_tail = kNone,
                       .non_finite = 0};
    const std::vector<Part> batches = parts_of(m, j, m.batches);
    Part all;
    for (const Part& part : batches) {
        all.add(part);
        if (!std::isfinite(part.mean + part.squares)) s.non_finite += static_cast<std::size_t>(part.draws);
    }
    if (s.non_finite > 0) return s;
    s.mean = all.mean;
    s.sd = std::sqrt(all.variance());
    if (!(s.sd > 0)) return s;
    const double root = std::sqrt(static_cast<double>(batches.size()));
    s.mcse_mean = std::sqrt(variance(means_of(batches))) / root;
    std::vector<double> about_mean;
    for (const Part& part : batches)
        about_mean.push_back(part.squares / part.draws + (part.mean - all.mean) * (part.mean - all.mean));
    s.mcse_sd = std::sqrt(variance(about_mean)) / root / (2 * s.sd);
    s.ess_bulk = s.sd * s.sd / (s.mcse_mean * s.mcse_mean);
    s.rhat = m.chains >= kManyChains ? grouped_rhat(parts_of(m, j, 1)) : split_rhat(parts_of(m, j, 2));
    return s;
}

}  // namespace

std::size_t ChainMoments::total() const {
    return chains * std::accumulate(draws.begin(), draws.end(), std::size_t{0});
}

std::size_t batches_of(std::size_t chains, std::size_t draws) {
    const std::size_t each = std::max<std::size_t>((kBatchesInAll + chains - 1) / chains, 2);
    return std::min(each + each % 2, draws / 4 * 2);
}

std::vector<ComponentSummary> summarise(const ChainMoments& moments) {
    std::vector<ComponentSummary> table;
    for (std::size_t j = 0; j < moments.dim(); ++j) table.push_back(row(moments, j));
    return table;
}

Verdict judge(const ChainMoments& moments, std::span<const ComponentSummary> summary) {
    Trace shape;  // what findings need to know of the chains
    shape.names = moments.names;
    shape.chains = moments.chains;
    shape.draws = moments.total() / moments.chains;
    LargestRhat rhat(moments.chains);
    std::vector<Finding> found;
    std::vector<std::string> not_finite, constant;
    for (std::size_t j = 0; j < moments.dim(); ++j) {
        if (summary[j].non_finite > 0) not_finite.push_back(moments.names[j]);
        if (summary[j].sd == 0) constant.push_back(moments.names[j]);
        rhat.look_at(j, summary[j].rhat);
    }
    if (!not_finite.empty())
        found.push_back({"non-finite", Level::bad, "Draws of " + listed(not_finite) + " are not finite.",
                         "Take smaller steps, or a sampler that refuses such moves."});
    if (!constant.empty()) found.push_back(constant_finding(constant));
    if (auto finding = rhat_finding(shape, rhat)) found.push_back(*finding);
    if (auto finding = ess_finding(shape, summary)) found.push_back(*finding);
    shape.acceptance_rate.assign(moments.acceptance_rate.begin(), moments.acceptance_rate.end());
    shape.draws = moments.acceptance_rate.empty() ? shape.draws : 1;
    if (auto finding = acceptance_finding(shape)) found.push_back(*finding);
    found.push_back({"moments", Level::good,
                     "Only moments were kept: of separate regions, tails and Stein's identities nothing is known.",
                     "Keep draws, at least once in a while, to have these judged."});
    Verdict verdict;
    verdict.numbers = numbers_of(rhat, summary, moments.total());
    if (verdict.numbers.empty()) verdict.level = Level::doubtful;
    verdict.add(found);
    return verdict;
}

}  // namespace fokker::assess
