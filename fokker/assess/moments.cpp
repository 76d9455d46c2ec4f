#include "fokker/assess/moments.hpp"

#include <cstddef>

namespace fokker::assess {
namespace {

// f of each value, in eight partial sums, the j-th over elements j, j + 8, ...: the order of all sums of Fokker.
template <class F>
double sum(std::span<const double> values, F f) {
    double parts[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= values.size(); i += 8) {
        for (std::size_t j = 0; j < 8; ++j) parts[j] += f(values[i + j]);
    }
    for (std::size_t j = 0; i + j < values.size(); ++j) parts[j] += f(values[i + j]);
    return ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]));
}

}  // namespace

double mean(std::span<const double> values) {
    return sum(values, [](double v) { return v; }) / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
    const double m = mean(values);
    return sum(values, [m](double v) { return (v - m) * (v - m); }) / (static_cast<double>(values.size()) - 1);
}

}  // namespace fokker::assess
