#include "fokker/assess/valley.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "fokker/assess/moments.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr int kGrid = 128;

// Heights, up to a factor, over the range of the sorted values.
std::vector<double> heights(const std::vector<double>& sorted, double step) {
    const std::size_t n = sorted.size();
    const double quartiles = (sorted[3 * n / 4] - sorted[n / 4]) / 1.34, sd = std::sqrt(variance(sorted));
    const double spread = quartiles > 0 ? std::min(sd, quartiles) : sd;
    const double bandwidth = std::max(0.5 * 0.9 * spread / host::elementary::pow(static_cast<double>(n), 0.2), step);
    std::vector<double> counts(kGrid, 0.0), result(kGrid, 0.0), kernel;
    for (const double v : sorted) ++counts[static_cast<std::size_t>(std::lround((v - sorted.front()) / step))];
    const int reach = std::min(static_cast<int>(4 * bandwidth / step) + 1, kGrid);
    for (int k = 0; k <= reach; ++k) {
        const double u = k * step / bandwidth;
        kernel.push_back(host::elementary::exp(-0.5 * u * u));
    }
    for (int g = 0; g < kGrid; ++g) {
        const double count = counts[static_cast<std::size_t>(g)];
        if (count == 0) continue;
        for (int k = std::max(0, g - reach); k <= std::min(kGrid - 1, g + reach); ++k)
            result[static_cast<std::size_t>(k)] += count * kernel[static_cast<std::size_t>(std::abs(k - g))];
    }
    return result;
}

}  // namespace

std::optional<Valley> deepest_valley(std::vector<double> values, double least) {
    std::ranges::sort(values);
    const double step = (values.back() - values.front()) / (kGrid - 1);
    if (!(step > 0) || !std::isfinite(step)) return std::nullopt;
    const std::vector<double> f = heights(values, step);
    std::vector<double> left(f), right(f);
    for (std::size_t g = 1; g < f.size(); ++g) left[g] = std::max(left[g - 1], f[g]);
    for (std::size_t g = f.size() - 1; g > 0; --g) right[g - 1] = std::max(right[g], f[g - 1]);
    Valley best;
    for (std::size_t g = 1; g + 1 < f.size(); ++g) {
        const double depth = f[g] / std::min(left[g], right[g]);
        if (depth >= best.depth) continue;
        const double at = values.front() + static_cast<double>(g) * step;
        const auto below = static_cast<double>(std::ranges::lower_bound(values, at) - values.begin());
        const double share = below / static_cast<double>(values.size());
        if (share >= least && share <= 1 - least) best = {at, depth};
    }
    if (best.depth >= 1) return std::nullopt;
    return best;
}

}  // namespace fokker::assess
