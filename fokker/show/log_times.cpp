#include "fokker/show/log_times.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::show {

std::vector<std::size_t> log_spread_times(const std::vector<double>& times, std::size_t most) {
    std::vector<std::size_t> chosen;
    if (times.size() < 2 || most == 0) return chosen;
    const double first = times[1] - times[0], last = times.back() - times[0];
    for (std::size_t k = 0; k + 1 < most; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(most - 1);
        const double wanted = times[0] + first * std::pow(last / first, share);
        // The nearest from below, but never the start itself.
        const auto after = std::ranges::upper_bound(times, wanted);
        const auto index = std::max<std::ptrdiff_t>(1, after - times.begin() - 1);
        chosen.push_back(static_cast<std::size_t>(index));
    }
    chosen.push_back(times.size() - 1);
    chosen.erase(std::ranges::unique(chosen).begin(), chosen.end());
    return chosen;
}

}  // namespace fokker::show
