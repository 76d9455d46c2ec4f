#include "fokker/cli/report_draws.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

// As many decimals as the Monte Carlo error has two digits of.
std::string to_error(double value, double error) {
    if (!std::isfinite(value)) return number(value);
    if (!std::isfinite(error) || !(error > 0)) return number(value, 4);
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(error))), 0, 12);
    if (std::fabs(value) >= 1e7 || decimals == 12) return number(value, 5);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    const bool zero = std::string_view(text).find_first_not_of("-0.") == std::string_view::npos;
    return zero && text[0] == '-' ? text + 1 : text;
}

std::string fixed(double value, int decimals) {
    if (!std::isfinite(value)) return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

// Which components, in order: all, or the worst.
std::vector<std::size_t> shown(std::span<const assess::ComponentSummary> summary, std::size_t most) {
    std::vector<std::size_t> order(summary.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (summary.size() <= most) return order;
    const auto badness = [&](std::size_t j) { return std::isfinite(summary[j].rhat) ? summary[j].rhat : 1e300; };
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return badness(a) != badness(b) ? badness(a) > badness(b) : a < b;
    });
    order.resize(most);
    std::ranges::sort(order);
    return order;
}

const char* word(assess::Level level) {
    return level == assess::Level::good ? "good" : level == assess::Level::doubtful ? "doubtful" : "bad";
}

}  // namespace

std::string draws_table(const assess::Trace& trace, std::span<const assess::ComponentSummary> summary,
                        const ExactMoments& exact, std::size_t most) {
    std::vector<std::string> head{"", "mean", "+-"};
    if (!exact.mean.empty()) head.emplace_back("exact");
    head.insert(head.end(), {"sd", "+-"});
    if (!exact.sd.empty()) head.emplace_back("exact");
    head.insert(head.end(), {"5 %", "50 %", "95 %", "R-hat", "ESS bulk", "ESS tail"});
    std::vector<std::vector<std::string>> rows{head};
    const std::vector<std::size_t> chosen = shown(summary, most);
    for (const std::size_t j : chosen) {
        const assess::ComponentSummary& s = summary[j];
        // Where moments alone were kept nothing is known of quantiles.
        const auto quantile = [&](double q) {
            return std::isnan(q) && s.non_finite == 0 ? "-" : to_error(q, s.mcse_mean);
        };
        std::vector<std::string> row{trace.names[j], to_error(s.mean, s.mcse_mean), number(s.mcse_mean, 2)};
        if (!exact.mean.empty()) row.push_back(to_error(exact.mean[j], s.mcse_mean));
        row.insert(row.end(), {to_error(s.sd, s.mcse_sd), number(s.mcse_sd, 2)});
        if (!exact.sd.empty()) row.push_back(to_error(exact.sd[j], s.mcse_sd));
        row.insert(row.end(),
                   {quantile(s.q05), quantile(s.median), quantile(s.q95), s.rhat > 1000 ? "> 1000" : fixed(s.rhat, 3),
                    fixed(s.ess_bulk, 0), fixed(s.ess_tail, 0)});
        rows.push_back(std::move(row));
    }
    std::string text = table(rows);
    if (chosen.size() < summary.size())
        text += "  the " + std::to_string(most) + " with the largest R-hat of " + counted(summary.size(), "component") +
                "; all are in summary.json\n";
    return text;
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t columns) {
    std::string result, line;
    std::size_t from = 0;
    const auto room = [&] { return columns - (result.empty() ? 0 : indent); };
    while (from < text.size()) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        const std::string one = text.substr(from, to - from);
        if (!line.empty() && line.size() + 1 + one.size() > room()) {
            result += (result.empty() ? "" : "\n" + std::string(indent, ' ')) + line;
            line.clear();
        }
        line += (line.empty() ? "" : " ") + one;
        from = to + 1;
    }
    return result + (result.empty() ? "" : "\n" + std::string(indent, ' ')) + line;
}

std::string to_text(const assess::Verdict& verdict) {
    std::string text = wrapped(verdict.headline, 2) + "\n";
    for (const assess::Finding& f : verdict.findings) {
        text += "  - " + wrapped(f.sentence, 4) + "\n";
        if (!f.advice.empty()) text += "    " + wrapped(f.advice, 4) + "\n";
    }
    return text;
}

Json to_json(const assess::Trace& trace, std::span<const assess::ComponentSummary> summary, const ExactMoments& exact) {
    Json all = Json::Array{};
    for (std::size_t j = 0; j < summary.size(); ++j) {
        const assess::ComponentSummary& s = summary[j];
        Json one;
        one["name"] = trace.names[j];
        one["mean"] = s.mean;
        one["mcse_mean"] = s.mcse_mean;
        if (!exact.mean.empty()) one["exact_mean"] = exact.mean[j];
        one["sd"] = s.sd;
        one["mcse_sd"] = s.mcse_sd;
        if (!exact.sd.empty()) one["exact_sd"] = exact.sd[j];
        one["q05"] = s.q05;
        one["median"] = s.median;
        one["q95"] = s.q95;
        one["r_hat"] = s.rhat;
        one["ess_bulk"] = s.ess_bulk;
        one["ess_tail"] = s.ess_tail;
        one["non_finite"] = static_cast<std::uint64_t>(s.non_finite);
        all.push_back(std::move(one));
    }
    return all;
}

Json to_json(const assess::Verdict& verdict) {
    Json json;
    json["level"] = word(verdict.level);
    json["headline"] = verdict.headline;
    Json findings = Json::Array{};
    for (const assess::Finding& f : verdict.findings) {
        Json one;
        one["kind"] = f.kind;
        one["level"] = word(f.level);
        one["sentence"] = f.sentence;
        one["advice"] = f.advice;
        findings.push_back(std::move(one));
    }
    json["findings"] = std::move(findings);
    if (verdict.regions.separate()) {
        Json regions = Json::Array{};
        for (const assess::Region& r : verdict.regions.regions) {
            Json one;
            one["centre"] = Json::list(r.centre);
            one["weight"] = r.weight;
            one["draws"] = Json::list(std::vector<double>(r.draws.begin(), r.draws.end()));
            regions.push_back(std::move(one));
        }
        json["regions"] = std::move(regions);
    }
    if (verdict.stein) {
        Json stein;
        stein["p_value"] = verdict.stein->p_value;
        stein["temperature"] = verdict.stein->temperature;
        stein["temperature_error"] = verdict.stein->temperature_error;
        stein["tests"] = static_cast<std::uint64_t>(verdict.stein->tests.size());
        stein["not_judged"] = static_cast<std::uint64_t>(verdict.stein->too_heavy);
        if (!verdict.stein->tests.empty()) {
            const assess::SteinIdentity& t = verdict.stein->tests.front();
            Json worst;
            worst["name"] = t.name;
            worst["value"] = t.value;
            worst["expected"] = t.expected;
            worst["error"] = t.error;
            stein["worst"] = std::move(worst);
        }
        json["stein"] = std::move(stein);
    }
    return json;
}

}  // namespace fokker::cli
