#include "fokker/fit/trend.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/fit/fit.hpp"

namespace fokker {

WindowFall window_fall(std::span<const double> losses, std::size_t n) {
    // The mean and the square of its standard error.
    const auto moments = [](std::span<const double> v) {
        double sum = 0, square = 0;
        for (const double x : v) sum += x;
        const double mean = sum / static_cast<double>(v.size());
        for (const double x : v) square += (x - mean) * (x - mean);
        return std::pair(mean, square / static_cast<double>(v.size()) / static_cast<double>(v.size()));
    };
    const auto last = moments(losses.last(n)), before = moments(losses.last(2 * n).first(n));
    return {.fall = before.first - last.first, .error = std::sqrt(last.second + before.second)};
}

bool still_falling(std::span<const double> losses, int window) {
    const auto n = std::max(static_cast<std::size_t>(window), losses.size() / 20);
    if (losses.size() < 2 * n) return false;
    // The last window may be where it came to rest.
    return window_fall(losses, n).falls() && window_fall(losses, std::max<std::size_t>(n / 2, 1)).falls();
}

}  // namespace fokker
