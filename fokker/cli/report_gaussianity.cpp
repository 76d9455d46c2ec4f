#include "fokker/cli/report_gaussianity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/assess/words.hpp"
#include "fokker/cli/report_draws.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kMostRows = 30;
constexpr std::size_t kFewRows = 20;  // fewer see only what nobody would ask about

std::string p_text(double p, double error) {
    if (error > 0) return with_error(p, error);
    return p < 1e-300 ? "< 1e-300" : number(p, 4);
}

// "= 0.284 ± 0.014"; a bound where none of the simulated samples was as extreme.
std::string whole_p_text(const assess::Normality& r) {
    constexpr double kRounding = 1e-9;
    if (r.simulations > 0 && r.p_value <= r.least_p_value * (1 + kRounding)) return "≤ " + number(r.p_value, 2);
    const std::string text = p_text(r.p_value, r.p_error);
    return text.starts_with("<") ? text : "= " + text;
}

std::string law_text(const assess::Normality& r) {
    return r.simulations == 0 ? r.law : grouped(r.simulations) + " simulated " + r.law;
}

// Rows of the table: all parts, or the least likely ones.
std::vector<std::size_t> shown_parts(const assess::Normality& r) {
    std::vector<std::size_t> order(r.parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.size() <= kMostRows) return order;
    std::ranges::sort(order, {}, [&](std::size_t k) { return std::pair{r.parts[k].p_value, k}; });
    order.resize(kMostRows);
    std::ranges::sort(order);
    return order;
}

enum class Answer { departs, no_departure, too_few_rows, too_few_simulations };

// At the level itself too: of 999 simulated samples p is 10 / 1000 as often as any other of its values.
bool rejects(double p) {
    constexpr double kRounding = 1e-9;
    return p <= assess::kNormalityLevel * (1 + kRounding);
}

Answer answer(const TestedData& data, const assess::Normality& r) {
    if (rejects(r.p_value)) return Answer::departs;
    if (data.rows < kFewRows) return Answer::too_few_rows;
    return rejects(r.least_p_value) ? Answer::no_departure : Answer::too_few_simulations;
}

std::string against(const TestedData& data) {
    return data.null == assess::NullLaw::standard ? "N(0, I)" : "a Gaussian";
}

}  // namespace

std::string headline(const TestedData& data, const assess::Normality& r) {
    const std::string p = "p " + whole_p_text(r);
    const std::string level = " at the " + number(100 * assess::kNormalityLevel) + " % level";
    const bool corrected = r.parts.size() > 1 && !r.joint;
    std::string of;
    if (r.parts.size() > 1)
        of = (r.joint ? ", of " + std::to_string(r.parts.size()) + " statistics together; "
                      : ", corrected for " + std::to_string(r.parts.size()) + " statistics; ") +
             r.parts[r.least_likely].name + " is least likely";
    switch (answer(data, r)) {
        case Answer::departs:
            return "Not from " + against(data) + level + ": " + p + of + ".";
        case Answer::too_few_rows:
            return "Cannot tell" + level + ": only " + counted(data.rows, "row") + " (" + p + of + ").";
        case Answer::too_few_simulations:
            return "Cannot tell" + level + ": no p from " + counted(r.simulations, "simulated sample") +
                   (corrected ? " of " + std::to_string(r.parts.size()) + " statistics" : "") + " is below " +
                   number(r.least_p_value, 2) + " (" + p + "); ask for --simulations " +
                   std::to_string(assess::enough_simulations(corrected ? r.parts.size() : 1)) + ".";
        case Answer::no_departure:
            break;
    }
    return "No departure from " + against(data) + " found" + level + ": " + p + of + ".";
}

std::string direction_text(const TestedData& data, const assess::LeastGaussian& least) {
    std::vector<std::size_t> order(least.correlation.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t j) { return std::pair{-std::fabs(least.correlation[j]), j}; });
    order.resize(std::min<std::size_t>(order.size(), 3));
    std::vector<std::string> most;
    for (const std::size_t j : order) most.push_back(data.names[j] + " (" + number(least.correlation[j], 2) + ")");
    return "Of " + counted(least.slices, "direction") + " the least Gaussian one; it correlates with " +
           assess::listed(most);
}

std::string to_text(const TestedData& data, const assess::Normality& r, const assess::LeastGaussian& least) {
    std::string text = data.file + ": " + counted(data.rows, "row") + " of " + counted(data.names.size(), "component") +
                       " (" + assess::listed(data.names) + ")\nheld against " +
                       (data.null == assess::NullLaw::standard ? "N(0, I), as they are"
                                                               : "every Gaussian: mean and covariance from the data") +
                       "\n\n";
    std::vector<std::vector<std::string>> rows{{std::string(assess::title(r.test, data.null)), "statistic", "p"}};
    const bool beside = r.simulations > 0 && !std::isnan(r.parts.front().formula_p_value);
    if (beside) rows.front().emplace_back("by the formula");
    const std::vector<std::size_t> shown = shown_parts(r);
    for (const std::size_t k : shown) {
        const assess::NormalityPart& part = r.parts[k];
        rows.push_back({part.name, number(part.statistic, 5), p_text(part.p_value, part.p_error)});
        if (beside) rows.back().push_back(p_text(part.formula_p_value, 0));
    }
    text += table(rows);
    if (shown.size() < r.parts.size())
        text += "  the " + std::to_string(shown.size()) + " least likely of " + counted(r.parts.size(), "statistic") +
                "; all are in the JSON\n";
    text += "  p from: " + wrapped(law_text(r), 10) + "\n\n";
    if (least.slices > 1)
        text += "  " + wrapped(direction_text(data, least) + "; Epps-Pulley " + number(least.statistic, 3) + ".", 2) +
                "\n\n";
    return text + wrapped(headline(data, r), 2) + "\n";
}

Json to_json(const TestedData& data, const assess::Normality& r, const assess::LeastGaussian& least) {
    Json json;
    json["file"] = data.file;
    json["rows"] = static_cast<std::uint64_t>(data.rows);
    json["components"] = Json::Array(data.names.begin(), data.names.end());
    json["against"] = data.null == assess::NullLaw::standard ? "standard" : "estimated";
    json["test"] = std::string(assess::info(r.test).name);
    Json parts = Json::Array{};
    for (const assess::NormalityPart& part : r.parts) {
        Json one;
        one["name"] = part.name;
        one["statistic"] = part.statistic;
        one["p_value"] = part.p_value;
        one["p_error"] = part.p_error;
        one["formula_p_value"] = part.formula_p_value;
        parts.push_back(std::move(one));
    }
    json["statistics"] = std::move(parts);
    json["p_value"] = r.p_value;
    json["p_error"] = r.p_error;
    json["least_p_value"] = r.least_p_value;
    json["p_of"] = r.parts.size() == 1 ? "one statistic" : r.joint ? "statistics together" : "Bonferroni";
    json["p_from"] = law_text(r);
    json["simulations"] = static_cast<std::uint64_t>(r.simulations);
    Json direction;
    direction["of"] = static_cast<std::uint64_t>(least.slices);
    direction["direction"] = Json::list(least.direction);
    direction["correlation"] = Json::list(least.correlation);
    direction["epps_pulley"] = least.statistic;
    direction["epps_pulley_p_value_if_chosen_beforehand"] = least.limit_p_value;
    json["least_gaussian"] = std::move(direction);
    json["level"] = assess::kNormalityLevel;
    const Answer said = answer(data, r);
    if (said == Answer::departs || said == Answer::no_departure)
        json["departs"] = said == Answer::departs;
    else
        json["departs"] = Json{};
    json["headline"] = headline(data, r);
    return json;
}

}  // namespace fokker::cli
