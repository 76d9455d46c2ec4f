#include "fokker/assess/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/rhat.hpp"

namespace fokker::assess {
namespace {

std::string number(double value, const char* format = "%.3g") {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string counted(std::size_t n, const std::string& noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string percent(double share) {
    return number(100 * share, share < 0.1 ? "%.2g" : "%.3g") + " %";
}

// "1, 2 and 5", at most so many.
std::string listed(const std::vector<std::string>& items) {
    constexpr std::size_t kMost = 5;
    std::string text;
    const std::size_t shown = std::min(items.size(), kMost);
    for (std::size_t k = 0; k < shown; ++k) {
        const bool last = k + 1 == shown && shown == items.size();
        text += (k == 0 ? "" : last ? " and " : ", ") + items[k];
    }
    return items.size() > shown ? text + " and " + std::to_string(items.size() - shown) + " more" : text;
}

class Judge {
public:
    Judge(const Trace& trace, std::span<const ComponentSummary> summary) : trace_(trace), summary_(summary) {}

    Verdict run() {
        non_finite();
        stuck_chains();
        constant_components();
        verdict_.regions = find_regions(trace_);
        regions();
        rhat();
        effective_size();
        divergences();
        tree_depth();
        bfmi();
        stein();
        headline();
        return std::move(verdict_);
    }

private:
    void say(std::string kind, Level level, std::string sentence, std::string advice = "") {
        const Finding finding{std::move(kind), level, std::move(sentence), std::move(advice)};
        verdict_.add({&finding, 1});
    }
    const std::string& name(std::size_t j) const { return trace_.names[j]; }
    std::size_t count() const { return trace_.chains * trace_.draws; }

    void non_finite() {
        std::vector<std::string> chains;
        std::size_t draws = 0;
        for (std::size_t c = 0; c < trace_.chains; ++c) {
            std::size_t here = 0;
            for (std::size_t d = 0; d < trace_.draws; ++d) {
                const double* x = &trace_.values[(c * trace_.draws + d) * trace_.dim()];
                here += std::all_of(x, x + trace_.dim(), [](double v) { return std::isfinite(v); }) ? 0 : 1;
            }
            if (here > 0) chains.push_back(std::to_string(c + 1));
            draws += here;
        }
        if (draws == 0) return;
        say("non-finite", Level::bad,
            counted(draws, "draw") + " of " + std::to_string(count()) + " are not finite, of chain " + listed(chains) +
                ".",
            "The steps are too long for the slopes that chains met, or the density is not finite where they went: take "
            "smaller steps, or a sampler that refuses such moves.");
    }

    void stuck_chains() {
        if (trace_.draws < 2) return;
        std::vector<std::string> stuck;
        for (std::size_t c = 0; c < trace_.chains; ++c) {
            const double* first = &trace_.values[c * trace_.draws * trace_.dim()];
            bool moves = false;
            for (std::size_t k = trace_.dim(); k < trace_.draws * trace_.dim() && !moves; ++k)
                moves = first[k] != first[k % trace_.dim()];
            if (!moves) stuck.push_back(std::to_string(c + 1));
        }
        if (stuck.empty()) return;
        say("stuck", Level::bad,
            (stuck.size() == 1 ? "Chain " + stuck[0] + " never moves." : "Chains " + listed(stuck) + " never move."),
            "Every proposal was refused: take smaller steps, a longer warm-up or another start.");
    }

    void constant_components() {
        std::vector<std::string> constant;
        for (std::size_t j = 0; j < trace_.dim(); ++j) {
            const double first = trace_.values[j];
            bool same = std::isfinite(first);
            for (std::size_t n = 1; n < count() && same; ++n) same = trace_.values[n * trace_.dim() + j] == first;
            if (same && count() > 1) constant.push_back(name(j));
        }
        if (constant.empty() || has("stuck")) return;
        say("constant", Level::doubtful, listed(constant) + " is the same in every draw: nothing can be said of it.");
    }

    bool has(const std::string& kind) const {
        return std::ranges::any_of(verdict_.findings, [&](const Finding& f) { return f.kind == kind; });
    }

    // "near (1.2, -3.4) (25 %)"
    std::string region_text(const Region& region) const {
        constexpr std::size_t kMost = 3;
        std::string text = "near (";
        for (std::size_t j = 0; j < std::min(region.centre.size(), kMost); ++j)
            text += (j > 0 ? ", " : "") + number(region.centre[j]);
        return text + (region.centre.size() > kMost ? ", ...) " : ") ") + percent(region.weight) + " of the draws";
    }

    void regions() {
        const Regions& found = verdict_.regions;
        if (!found.separate()) return;
        std::vector<std::string> where;
        for (const Region& r : found.regions) where.push_back(region_text(r));
        std::string text = "Multimodal: the draws lie in " + std::to_string(found.regions.size()) + " regions, " +
                           listed(where) + ", and chains crossed " +
                           (found.crossings == 0 ? "never" : counted(found.crossings, "time")) + " between them (" +
                           number(found.expected, "%.0f") + " times if draws were independent).";
        say("multimodal", Level::bad, text,
            "The weights of the regions are not known from such chains, nor whether there are more: try the sampler "
            "\"tempering\" or \"smc\" from a wide start.");
    }

    // Each of many short chains is too short to have a mean of its own, so their R-hat never comes near 1. Groups of
    // them have: neighbours make up superchains, of M chains each.
    std::size_t superchains() const {
        constexpr std::size_t kFewest = 8, kMost = 32;
        for (std::size_t k = kMost; k >= kFewest && trace_.chains >= kManyChains; --k) {
            if (trace_.chains % k == 0) return k;
        }
        return 0;
    }

    void rhat() {
        const std::size_t groups = superchains();
        const double limit =
            groups == 0 ? kRhatLimit
                        : kRhatLimit * std::sqrt(1 + static_cast<double>(groups) / static_cast<double>(trace_.chains));
        std::size_t worst = trace_.dim(), above = 0;
        for (std::size_t j = 0; j < trace_.dim(); ++j) {
            const double value = groups == 0 ? summary_[j].rhat : nested_rhat(trace_.component(j), groups);
            if (!std::isfinite(value)) continue;
            if (worst == trace_.dim() || value > largest_rhat_) {
                worst = j;
                largest_rhat_ = value;
            }
            above += value > limit ? 1 : 0;
        }
        const std::string what =
            groups == 0 ? "R-hat" : "nested R-hat, of " + std::to_string(groups) + " groups of chains,";
        rhat_text_ = (groups == 0 ? "largest R-hat " : "largest nested R-hat ") + number(largest_rhat_, "%.3f");
        if (worst == trace_.dim() || !(largest_rhat_ > limit)) return;
        say("rhat", largest_rhat_ > limit + (kRhatBad - kRhatLimit) ? Level::bad : Level::doubtful,
            "Chains disagree: " + what + " is " + number(largest_rhat_, "%.3f") + " for " + name(worst) + " (limit " +
                number(limit, "%.3f") + ")" +
                (above > 1 ? ", above the limit for " + counted(above, "component") : "") + ".",
            "Run longer, with a longer warm-up; where that does not help, the density has parts that chains do not "
            "leave, or a scale that steps do not suit.");
    }

    void effective_size() {
        const double limit = kEssAChain * static_cast<double>(std::min(trace_.chains, kChainsThatCount));
        std::size_t worst = trace_.dim();
        bool tail = false;
        double least = limit;
        for (std::size_t j = 0; j < trace_.dim(); ++j) {
            for (const bool of_tail : {false, true}) {
                const double ess = of_tail ? summary_[j].ess_tail : summary_[j].ess_bulk;
                if (!(ess < least)) continue;
                least = ess;
                worst = j;
                tail = of_tail;
            }
        }
        if (worst == trace_.dim()) return;
        say("ess", least < limit / 4 ? Level::bad : Level::doubtful,
            "Too few draws count: the " + std::string(tail ? "tail" : "bulk") + " effective sample size of " +
                name(worst) + " is " + number(least, "%.0f") + " of " + counted(count(), "draw") + " (limit " +
                number(limit, "%.0f") + ").",
            "Run " + number(std::ceil(limit / std::max(least, 1.0)), "%.0f") +
                " times as long, or try a sampler that moves further a step.");
    }

    static double sum(const std::vector<double>& values) {
        double total = 0;
        for (const double v : values) total += v;
        return total;
    }

    void divergences() {
        if (trace_.diverging.empty()) return;
        const auto n = static_cast<std::size_t>(sum(trace_.diverging));
        if (n == 0) return;
        const double share = static_cast<double>(n) / static_cast<double>(count());
        say("divergences",
            share > 0.01              ? Level::bad
            : share > kFewDivergences ? Level::doubtful
                                      : Level::good,
            std::to_string(n) + (n == 1 ? " trajectory of " : " trajectories of ") + std::to_string(count()) + " (" +
                percent(share) + ") diverged: steps are too long somewhere, and draws avoid that place.",
            "Raise target_accept towards 0.99, or write the density in other variables; draws near divergences (see "
            "the "
            "pairs picture) show where.");
    }

    void tree_depth() {
        if (trace_.reached_max.empty()) return;
        const double share = sum(trace_.reached_max) / static_cast<double>(count());
        if (share == 0) return;
        say("tree-depth", share > 0.1 ? Level::doubtful : Level::good,
            percent(share) + " of the trajectories reached the largest tree depth before they turned.",
            "That costs time, not truth: raise max_tree_depth, or scale the variables alike.");
    }

    void bfmi() {
        if (trace_.energy.empty()) return;
        constexpr std::size_t kFewest = 100;  // draws that a chain's own needs
        if (trace_.draws < kFewest) return;
        const std::vector<double> by_chain = e_bfmi(draws_of(trace_.energy, trace_.chains));
        std::vector<std::string> low;
        double least = kBfmiLimit;
        for (std::size_t c = 0; c < by_chain.size(); ++c) {
            if (!(by_chain[c] < kBfmiLimit)) continue;
            low.push_back(std::to_string(c + 1));
            least = std::min(least, by_chain[c]);
        }
        if (low.empty()) return;
        say("e-bfmi", Level::doubtful,
            "E-BFMI is " + number(least, "%.2f") + " (limit 0.3) in chain " + listed(low) +
                ": a new velocity changes the energy too little for the tails to be reached.",
            "Write the density in other variables, so that its tails are lighter, or run much longer.");
    }

    void stein() {
        verdict_.stein = stein_check(trace_);
        if (!verdict_.stein || !verdict_.stein->alarm()) return;
        const SteinCheck& check = *verdict_.stein;
        const SteinIdentity& t = check.tests.front();
        std::string text = "These are not draws from the density asked for: " + t.name + " is " + number(t.value) +
                           " +- " + number(t.error, "%.2g") + " where it must be " + number(t.expected) + " (" +
                           number(std::fabs(t.z()), "%.1f") + " errors off).";
        const double off = check.temperature - 1;
        if (std::isfinite(off) && std::fabs(off) > 4 * check.temperature_error)
            text += " It looks like temperature " + number(check.temperature) + " +- " +
                    number(check.temperature_error, "%.1g") + ", not 1.";
        say("stein", Level::bad, text,
            "Either chains are still on the way from their start (run longer), or the sampler has a bias (take shorter "
            "steps or one that accepts and refuses, as mala or nuts), or it runs at another temperature.");
    }

    void headline() {
        double least = static_cast<double>(count()) * 10;
        for (const ComponentSummary& s : summary_) {
            for (const double ess : {s.ess_bulk, s.ess_tail}) {
                if (std::isfinite(ess)) least = std::min(least, ess);
            }
        }
        const std::string numbers = largest_rhat_ > 0 ? rhat_text_ + ", smallest effective sample size " +
                                                            number(least, "%.0f") + " of " + counted(count(), "draw")
                                                      : "nothing could be estimated";
        switch (verdict_.level) {
            case Level::good:
                verdict_.headline = largest_rhat_ > 0 ? "Converged: " + numbers + "." : "No verdict: " + numbers + ".";
                if (largest_rhat_ == 0) verdict_.level = Level::doubtful;
                break;
            case Level::doubtful:
                verdict_.headline = "Doubtful: " + numbers + ".";
                break;
            case Level::bad:
                verdict_.headline = "Not to be trusted: " + numbers + ".";
                break;
        }
    }

    const Trace& trace_;
    std::span<const ComponentSummary> summary_;
    Verdict verdict_;
    double largest_rhat_ = 0;
    std::string rhat_text_;
};

}  // namespace

void Verdict::add(std::span<const Finding> more) {
    for (const Finding& f : more)
        findings.insert(std::ranges::upper_bound(findings, f.level, std::greater<>(), &Finding::level), f);
    const Level before = level;
    for (const Finding& f : more) level = std::max(level, f.level);
    // The headline's first words say the level.
    const std::size_t words = headline.find(':');
    if (level != before && words != std::string::npos)
        headline = (level == Level::bad ? "Not to be trusted" : "Doubtful") + headline.substr(words);
}

Verdict judge(const Trace& trace, std::span<const ComponentSummary> summary) {
    return Judge(trace, summary).run();
}

}  // namespace fokker::assess
