#include "fokker/draw/bins.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

double quantile(std::vector<double>& values, double share) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace

Bins bin_samples(const std::vector<double>& samples, std::size_t bins, std::optional<Limits> range) {
    if (range && !(range->low < range->high && std::abs(range->low) <= 1e300 && std::abs(range->high) <= 1e300)) {
        throw Error("histogram: the range (" + ascii_number(range->low) + " to " + ascii_number(range->high) +
                    ") must be finite, at most 1e300 in size, with low < high");
    }
    std::vector<double> finite;
    finite.reserve(samples.size());
    for (const double x : samples) {
        if (std::isfinite(x)) finite.push_back(x);
    }
    Bins result{.range = range.value_or(Limits{0, 1}), .finite = finite.size()};
    if (finite.empty()) return result;

    const double median = quantile(finite, 0.5);
    const double iqr = quantile(finite, 0.75) - quantile(finite, 0.25);
    const auto [smallest, largest] = std::minmax_element(finite.begin(), finite.end());
    const double reach = iqr > 0 ? 12 * iqr : *largest - *smallest;
    const auto bounded = [](double at) { return std::clamp(at, -1e300, 1e300); };
    Limits own{bounded(std::max(*smallest, median - reach)), bounded(std::min(*largest, median + reach))};
    const double tiny = std::max(1e-12 * std::abs(median), range ? 1e-9 * (range->high - range->low) : 1e-300);
    const bool all_equal = own.high - own.low <= tiny;
    if (all_equal) {
        // A bar that can be seen: a hundredth of what is shown.
        const double width = 0.01 * (range ? range->high - range->low : std::max(1.0, std::abs(median)));
        own = {median - width / 2, median + width / 2};
        bins = 1;
        range.reset();
    }
    result.range = range.value_or(own);
    const double width = result.range.high - result.range.low;
    if (bins == 0) {
        const double wished = 2 * iqr / std::cbrt(static_cast<double>(finite.size()));
        const double count = wished > 0 ? width / wished : 30;
        bins = static_cast<std::size_t>(std::clamp(std::ceil(count), 8.0, 400.0));
    }
    std::vector<std::size_t> counts(bins, 0);
    for (const double x : finite) {
        if (x < result.range.low || x > result.range.high) {
            ++result.outside;
            continue;
        }
        const auto bin = static_cast<std::size_t>((x - result.range.low) / width * static_cast<double>(bins));
        ++counts[std::min(bin, bins - 1)];
    }
    for (const std::size_t count : counts) {
        result.density.push_back(static_cast<double>(count) / static_cast<double>(finite.size()) *
                                 static_cast<double>(bins) / width);
    }
    return result;
}

}  // namespace fokker::draw
