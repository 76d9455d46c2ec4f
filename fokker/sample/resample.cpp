#include "fokker/sample/resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

double largest(std::span<const double> a) {
    return a.empty() ? -std::numeric_limits<double>::infinity() : *std::ranges::max_element(a);
}

}  // namespace

double log_mean_exp(std::span<const double> a) {
    const double top = largest(a);
    if (!std::isfinite(top)) return top;
    double total = 0;
    for (const double v : a) total += host::elementary::exp(v - top);
    return top + host::elementary::log(total / static_cast<double>(a.size()));
}

double effective_size(std::span<const double> log_weights) {
    const double top = largest(log_weights);
    if (!std::isfinite(top)) return 0;
    double total = 0, squares = 0;
    for (const double v : log_weights) {
        const double w = host::elementary::exp(v - top);
        total += w;
        squares += w * w;
    }
    return total * total / squares;
}

std::vector<std::size_t> systematic(std::span<const double> log_weights, std::size_t count, double u) {
    const double top = largest(log_weights);
    double total = 0;
    for (const double v : log_weights) total += host::elementary::exp(v - top);
    std::vector<std::size_t> from(count);
    const double each = total / static_cast<double>(count);
    double until = host::elementary::exp(log_weights[0] - top);
    std::size_t i = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double here = (static_cast<double>(k) + u) * each;
        while (until < here && i + 1 < log_weights.size()) until += host::elementary::exp(log_weights[++i] - top);
        from[k] = i;
    }
    return from;
}

}  // namespace fokker
