// Are two samples from one law, or one sample from a law whose score is known? Every test of this room that applies,
// on draws that may come from Markov chains, and one p-value for all of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "fokker/assess/independent_draws.hpp"
#include "fokker/assess/test_result.hpp"
#include "fokker/assess/wasserstein.hpp"

namespace fokker::assess {

// Below this p-value, corrected for the number of tests, laws are said to differ: the rate of false alarms.
inline constexpr double kComparisonLevel = 0.01;

// One component of both samples.
struct ComponentComparison {
    std::string name;
    TestResult kolmogorov_smirnov{};  // all independent draws
    TestResult epps_singleton{};      // of characteristic functions; all independent draws
    TestResult wasserstein{};         // W_1, in the unit of the component, of the draws for permutations
    double scale = 1;                 // of this component in the tests of the joint law

    // The smaller one of the two tests that decide.
    double p_value() const { return std::min(kolmogorov_smirnov.p_value, epps_singleton.p_value); }
};

struct Comparison {
    IndependentDraws first, second;
    std::size_t first_permuted = 0, second_permuted = 0;  // points of each in the tests by permutation

    // Of the joint law, each component in units of `scale`.
    TestResult energy_distance{}, mmd{};
    SlicedResult sliced_wasserstein{};  // W_1
    std::vector<ComponentComparison> components;

    // How often chance alone makes some test as unlikely as the least likely one is: Bonferroni's correction, in which
    // half of the level is shared by the three tests of the joint law and half by the Kolmogorov-Smirnov and
    // Epps-Singleton tests of the components. (W_1 of a component measures; the sliced one, which is its mean over
    // directions, is the test.)
    double p_value = 1;
    std::size_t tests() const { return 3 + 2 * components.size(); }
    bool differ() const { return p_value < kComparisonLevel; }

    std::string least_likely_test;       // "energy distance", "Kolmogorov-Smirnov"
    std::string least_likely_component;  // empty: a test of the joint law
};

struct ComparisonOptions {
    std::uint64_t seed = 0;
    std::string first = "the first sample", second = "the second sample";  // in errors
};

// Components are compared one to one, by their place. Draws are made independent first (independent_draws.hpp); tests
// by permutation, 999 of them, take at most kMostPermuted points of each sample, evenly chosen. The scale of a
// component is the pooled interquartile range over that of a standard normal, or where that is 0 the standard
// deviation, or 1 where all draws are equal. The MMD's bandwidth is sqrt(2 dim) such units, the root mean square
// distance of independent components. Throws fokker::Error where the dimensions differ, a draw is not finite, fewer
// than four independent draws of a sample are left, or one lies so far out that squares of distances overflow.
Comparison compare(const Trace& first, const Trace& second, const ComparisonOptions& options = {});

inline constexpr std::size_t kMostPermuted = 1000;

// The gradient of a log density at points, [point, dim].
using ScoreFunction = std::function<std::vector<double>(const Points&)>;

struct LawComparison {
    IndependentDraws draws;
    std::size_t used = 0;  // points in the test
    TestResult stein;      // the squared kernelised Stein discrepancy, components in units of `scales`
    std::vector<double> scales;
    bool differ() const { return stein.p_value < kComparisonLevel; }
};

// With 999 bootstraps and the kernel's scale sqrt(2 dim); otherwise as above. Throws fokker::Error too where a score is
// not finite, with the place.
LawComparison compare(const Trace& draws, const ScoreFunction& score, const ComparisonOptions& options = {});

}  // namespace fokker::assess
