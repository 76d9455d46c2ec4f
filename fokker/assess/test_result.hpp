// What a test of two samples, or of a sample and a law, gives, and what those that draw lots need.
//
// The p-values are for independent points. Draws of a Markov chain must be thinned first, to about their effective
// number (the Stein discrepancy has an option for them).
#pragma once

#include <cstddef>
#include <cstdint>

namespace fokker::assess {

struct TestResult {
    double statistic;
    // How often chance alone makes the statistic at least as large.
    double p_value;
};

// Permutations have addresses (fokker/random/address.hpp): the same seed and stream give the same p-value anywhere. The
// p-value is (1 + permutations as large) / (1 + permutations), so that a false alarm is never more frequent than the
// level (Phipson and Smyth 2010).
struct Permutations {
    std::size_t count = 499;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
};

}  // namespace fokker::assess
