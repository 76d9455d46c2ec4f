// Where losses that scatter are going.
#pragma once

#include <cstddef>
#include <span>

namespace fokker {

// The mean of the last n losses less than that of the n before: fall - and its standard error, as they scatter within
// each. There must be 2 n.
struct WindowFall {
    double fall = 0, error = 0;

    // By more than chance (4.5 standard errors) and than anyone would mind (1e-3).
    bool falls() const { return fall > kPractical && fall > kErrors * error; }
    bool rises() const { return -fall > kPractical && -fall > kErrors * error; }

    static constexpr double kErrors = 4.5, kPractical = 1e-3;
};

WindowFall window_fall(std::span<const double> losses, std::size_t n);

}  // namespace fokker
