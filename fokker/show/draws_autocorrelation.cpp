#include <algorithm>
#include <cmath>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 9;
constexpr std::size_t kMostLags = 100;

// By the sum over pairs, at most kMostLags of them: no transform is needed for so few. Empty for draws that are all the
// same, whose mean need not round to their value, or not all finite.
std::vector<double> autocorrelations(const std::vector<double>& values, std::size_t lags) {
    const std::size_t n = values.size();
    const auto [low, high] = std::ranges::minmax(values);
    const bool finite = std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
    if (!finite || low == high) return {};
    double mean = 0;
    for (const double v : values) mean += v / static_cast<double>(n);
    std::vector<double> result;
    double variance = 0;
    for (std::size_t lag = 0; lag <= lags; ++lag) {
        double sum = 0;
        for (std::size_t d = 0; d + lag < n; ++d) sum += (values[d] - mean) * (values[d + lag] - mean);
        if (lag == 0) variance = sum;
        result.push_back(sum / variance);
    }
    return result;
}

}  // namespace

draw::Figure autocorrelation(const assess::Trace& trace, const DrawsOptions& options) {
    const std::vector<std::size_t> components = chosen_components(trace, options, kMostComponents);
    const std::vector<std::size_t> chains = chosen_chains(trace);
    draw::Figure figure = small_multiples(trace, options, "Autocorrelation", components.size(), chains.size());
    const std::size_t lags = std::min(kMostLags, trace.draws / 2);
    const double noise = 1.96 / std::sqrt(static_cast<double>(trace.draws));
    for (std::size_t p = 0; p < components.size(); ++p) {
        draw::Panel panel{.title = math_name(trace.names[components[p]]),
                          .x = {.label = "lag, draws",
                                .limits = draw::Limits{0, static_cast<double>(std::max<std::size_t>(lags, 1))}},
                          .y = {.label = "autocorrelation"},
                          .aspect = 0.6};
        panel.marks.push_back(draw::Span{.range = {-noise, noise}, .label = p == 0 ? "95 % of independent draws" : ""});
        double lowest = -2 * noise;
        for (std::size_t k = 0; k < chains.size(); ++k) {
            draw::Lines line{
                .ink = chain_ink(k, chains.size(), options.theme), .width = 1.4, .label = chain_label(chains[k], p)};
            const std::vector<double> rho = autocorrelations(chain_values(trace, chains[k], components[p]), lags);
            if (rho.empty()) continue;
            for (std::size_t lag = 0; lag < rho.size(); ++lag) {
                line.x.push_back(static_cast<double>(lag));
                line.y.push_back(rho[lag]);
                lowest = std::min(lowest, rho[lag]);
            }
            panel.marks.push_back(std::move(line));
        }
        if (panel.marks.size() == 1) {
            panel.marks.clear();
            panel.empty_because = "every draw is the same, or some are not finite";
        }
        panel.y.limits = draw::Limits{lowest - 0.05, 1.05};
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

}  // namespace fokker::show
