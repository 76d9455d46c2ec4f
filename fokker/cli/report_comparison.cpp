#include "fokker/cli/report_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/cli/report_draws.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kMostRows = 30;
constexpr std::size_t kFewPoints = 20;  // fewer see only what nobody would ask about

std::string p_text(double p) {
    return p < 1e-300 ? "< 1e-300" : number(p, 2);
}

// "4 chains of 1,000 draws, worth 812 independent ones (x2 is the slowest): every 5th is kept, 800; 3,200 are thrown
// away"
std::string sample_text(const assess::Trace& trace, const assess::IndependentDraws& kept) {
    const std::size_t count = kept.points.count();
    std::string text = counted(trace.chains, "chain") + " of " + counted(trace.draws, "draw");
    if (std::isfinite(kept.effective_size))
        text += ", worth " + grouped(static_cast<std::uint64_t>(kept.effective_size)) + " independent ones (" +
                kept.slowest + " is the slowest)";
    else
        text += ", whose effective number is not known";
    if (count == kept.of) return text + ": all are kept";
    const bool last = kept.stride == trace.draws;
    text += last ? ": the last of each chain is kept, " : ": one in " + std::to_string(kept.stride) + " is kept, ";
    return text + grouped(count) + "; " + grouped(kept.of - count) + " are thrown away";
}

std::string permuted_text(const assess::Comparison& c) {
    if (c.first_permuted == c.first.points.count() && c.second_permuted == c.second.points.count()) return "";
    return "Permutations take " + grouped(c.first_permuted) + " draws of A and " + grouped(c.second_permuted) +
           " of B, evenly chosen; Kolmogorov-Smirnov takes all that are kept.";
}

// Smallest distance of distribution functions that a test at `level` calls one, by Smirnov's limit exp(-2 t^2).
double visible_distance(const assess::Comparison& c) {
    const auto n = static_cast<double>(c.first.points.count()), m = static_cast<double>(c.second.points.count());
    const double level = assess::kComparisonLevel / (4 * static_cast<double>(c.components.size()));
    return std::min(1.0, std::sqrt(-std::log(level / 2) / 2 * (n + m) / (n * m)));
}

const assess::ComponentComparison& named(const assess::Comparison& c, const std::string& name) {
    return *std::ranges::find(c.components, name, &assess::ComponentComparison::name);
}

// The component that a test of the joint law leaves open.
const assess::ComponentComparison& least_alike(const assess::Comparison& c) {
    return *std::ranges::min_element(c.components, {}, [](const auto& one) { return one.p_value(); });
}

std::string too_few(std::size_t points, const char* sample, const std::string& p) {
    return "Cannot tell: only " + counted(points, "independent draw") + " of " + sample + " to compare (" + p + ").";
}

std::vector<std::size_t> rows_of(const assess::Comparison& c) {
    std::vector<std::size_t> order(c.components.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.size() <= kMostRows) return order;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const double pa = c.components[a].p_value(), pb = c.components[b].p_value();
        return pa != pb ? pa < pb : a < b;
    });
    order.resize(kMostRows);
    std::ranges::sort(order);
    return order;
}

std::string component_table(const assess::Comparison& c) {
    std::vector<std::vector<std::string>> rows{
        {"", "mean A", "mean B", "sd A", "sd B", "KS", "p", "ES", "p", "W1", "p"}};
    const std::vector<std::size_t> shown = rows_of(c);
    for (const std::size_t j : shown) {
        const assess::ComponentComparison& one = c.components[j];
        const assess::ComponentSummary &a = c.first.summary[j], &b = c.second.summary[j];
        rows.push_back({one.name, number(a.mean, 3), number(b.mean, 3), number(a.sd, 3), number(b.sd, 3),
                        number(one.kolmogorov_smirnov.statistic, 3), p_text(one.kolmogorov_smirnov.p_value),
                        number(one.epps_singleton.statistic, 3), p_text(one.epps_singleton.p_value),
                        number(one.wasserstein.statistic, 3), p_text(one.wasserstein.p_value)});
    }
    std::string text = table(rows);
    if (shown.size() < c.components.size())
        text += "  the " + std::to_string(shown.size()) + " least alike of " +
                counted(c.components.size(), "component") + "; all are in the JSON\n";
    return text;
}

std::string joint_table(const assess::Comparison& c) {
    const assess::SlicedResult& s = c.sliced_wasserstein;
    return table({{"", "distance", "p"},
                  {"energy distance", number(c.energy_distance.statistic, 3), p_text(c.energy_distance.p_value)},
                  {"MMD squared", number(c.mmd.statistic, 3), p_text(c.mmd.p_value)},
                  {"sliced W1", with_error(s.statistic, s.error), p_text(s.p_value)}});
}

std::string head_text(const Compared& what) {
    std::string text = "A  " + what.first + "\nB  " + what.second + "\n";
    for (const std::string& note : what.notes) text += "   " + wrapped(note, 3) + "\n";
    return text;
}

Json sample_json(const std::string& file, const assess::Trace& trace, const assess::IndependentDraws& kept) {
    Json json;
    json["file"] = file;
    json["chains"] = static_cast<std::uint64_t>(trace.chains);
    json["draws"] = static_cast<std::uint64_t>(trace.draws);
    json["effective_size"] = kept.effective_size;
    json["slowest"] = kept.slowest;
    json["stride"] = static_cast<std::uint64_t>(kept.stride);
    json["kept"] = static_cast<std::uint64_t>(kept.points.count());
    json["thrown_away"] = static_cast<std::uint64_t>(kept.of - kept.points.count());
    return json;
}

Json to_json(double statistic, double p_value) {
    Json json;
    json["statistic"] = statistic;
    json["p_value"] = p_value;
    return json;
}

Json to_json(const assess::TestResult& result) {
    return to_json(result.statistic, result.p_value);
}

Json notes_of(const Compared& what) {
    return Json::Array(what.notes.begin(), what.notes.end());
}

}  // namespace

std::string headline(const assess::Comparison& c) {
    const std::string p = "p = " + p_text(c.p_value) + ", corrected for " + std::to_string(c.tests()) + " tests";
    if (c.differ()) {
        const bool joint = c.least_likely_component.empty();
        const assess::ComponentComparison& one = joint ? least_alike(c) : named(c, c.least_likely_component);
        return "A and B differ: " + c.least_likely_test + (joint ? "" : " of " + one.name) + ", " + p + "; " +
               (joint && c.components.size() > 1 ? one.name + " is least alike, " : "") + "W1 " +
               number(one.wasserstein.statistic, 3) + ".";
    }
    const std::size_t fewest = std::min(c.first.points.count(), c.second.points.count());
    if (fewest < kFewPoints) return too_few(fewest, c.first.points.count() == fewest ? "A" : "B", p);
    return "No difference found: " + p + "; KS distances under " + number(visible_distance(c), 2) + " would not show.";
}

std::string headline(const assess::LawComparison& c) {
    const std::string p = "p = " + p_text(c.stein.p_value);
    if (c.differ()) return "A is not from the law of the formula: Stein discrepancy, " + p + ".";
    if (c.used < kFewPoints) return too_few(c.used, "A", p);
    return "No difference found: " + p + "; a region that no draw has visited would not show.";
}

std::string to_text(const Compared& what, const assess::Comparison& c) {
    std::string text = head_text(what);
    text += "\n  A: " + wrapped(sample_text(what.a, c.first), 5) +
            "\n  B: " + wrapped(sample_text(what.b, c.second), 5) + "\n";
    const std::string permuted = permuted_text(c);
    if (!permuted.empty()) text += "  " + wrapped(permuted, 2) + "\n";
    return text + "\n" + joint_table(c) + "\n" + component_table(c) + "\n" + wrapped(headline(c), 2) + "\n";
}

std::string to_text(const Compared& what, const assess::LawComparison& c) {
    std::string text = head_text(what);
    text += "\n  A: " + wrapped(sample_text(what.a, c.draws), 5) + "\n";
    if (c.used < c.draws.points.count()) text += "  The test takes " + grouped(c.used) + " of them, evenly chosen.\n";
    return text + "\n" +
           table({{"", "distance", "p"},
                  {"Stein discrepancy squared", number(c.stein.statistic, 3), p_text(c.stein.p_value)}}) +
           "\n" + wrapped(headline(c), 2) + "\n";
}

Json to_json(const Compared& what, const assess::Comparison& c) {
    Json json;
    json["a"] = sample_json(what.first, what.a, c.first);
    json["b"] = sample_json(what.second, what.b, c.second);
    json["notes"] = notes_of(what);
    json["a"]["permuted"] = static_cast<std::uint64_t>(c.first_permuted);
    json["b"]["permuted"] = static_cast<std::uint64_t>(c.second_permuted);
    json["energy_distance"] = to_json(c.energy_distance);
    json["mmd_squared"] = to_json(c.mmd);
    json["sliced_wasserstein"] = to_json(c.sliced_wasserstein.statistic, c.sliced_wasserstein.p_value);
    json["sliced_wasserstein"]["error"] = c.sliced_wasserstein.error;
    Json components = Json::Array{};
    for (std::size_t j = 0; j < c.components.size(); ++j) {
        const assess::ComponentComparison& component = c.components[j];
        Json one;
        one["name"] = component.name;
        one["mean_a"] = c.first.summary[j].mean;
        one["mean_b"] = c.second.summary[j].mean;
        one["sd_a"] = c.first.summary[j].sd;
        one["sd_b"] = c.second.summary[j].sd;
        one["kolmogorov_smirnov"] = to_json(component.kolmogorov_smirnov);
        one["epps_singleton"] = to_json(component.epps_singleton);
        one["wasserstein"] = to_json(component.wasserstein);
        one["scale"] = component.scale;
        components.push_back(std::move(one));
    }
    json["components"] = std::move(components);
    json["tests"] = static_cast<std::uint64_t>(c.tests());
    json["p_value"] = c.p_value;
    json["level"] = assess::kComparisonLevel;
    json["differ"] = c.differ();
    json["headline"] = headline(c);
    return json;
}

Json to_json(const Compared& what, const assess::LawComparison& c) {
    Json json;
    json["a"] = sample_json(what.first, what.a, c.draws);
    json["law"] = what.second;
    json["notes"] = notes_of(what);
    json["stein_discrepancy_squared"] = to_json(c.stein);
    json["used"] = static_cast<std::uint64_t>(c.used);
    json["scales"] = Json::list(c.scales);
    json["p_value"] = c.stein.p_value;
    json["level"] = assess::kComparisonLevel;
    json["differ"] = c.differ();
    json["headline"] = headline(c);
    return json;
}

}  // namespace fokker::cli
