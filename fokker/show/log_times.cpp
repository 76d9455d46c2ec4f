#include "fokker/show/log_times.hpp"

#include <algorithm>

#include "fokker/program/elementary.hpp"

namespace fokker::show {

std::vector<double> log_times(const std::vector<double>& times, std::size_t count) {
    const double first = times[1] - times[0], last = times.back() - times[0];
    std::vector<double> spread;
    for (std::size_t k = 0; k + 1 < count; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(count - 1);
        const double time = times[0] + first * host::elementary::pow(last / first, share);
        spread.push_back(std::clamp(time, times[1], times.back()));
    }
    if (count > 0) spread.push_back(times.back());
    return spread;
}

std::vector<std::size_t> log_spread_times(const std::vector<double>& times, std::size_t most) {
    std::vector<std::size_t> chosen;
    if (times.size() < 2) return chosen;
    for (const double wanted : log_times(times, most))
        chosen.push_back(static_cast<std::size_t>(std::ranges::upper_bound(times, wanted) - times.begin() - 1));
    chosen.erase(std::ranges::unique(chosen).begin(), chosen.end());
    return chosen;
}

}  // namespace fokker::show
