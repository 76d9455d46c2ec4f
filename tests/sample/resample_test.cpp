#include "fokker/sample/resample.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace fokker {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Resample, LogMeanExpIsWhatItSaysFarFromZero) {
    EXPECT_NEAR(log_mean_exp(std::vector{1000.0, 1000 + std::log(3)}), 1000 + std::log(2), 1e-12);
    EXPECT_NEAR(log_mean_exp(std::vector{-kInfinity, 0.0}), -std::log(2), 1e-15);
    EXPECT_EQ(log_mean_exp(std::vector{-kInfinity, -kInfinity}), -kInfinity);
}

TEST(Resample, EffectiveSizeCountsEqualWeightsWhole) {
    EXPECT_NEAR(effective_size(std::vector(7, -500.0)), 7, 1e-12);
    EXPECT_NEAR(effective_size(std::vector{0.0, std::log(0.5), -kInfinity}), 2.25 / 1.25, 1e-12);
}

TEST(Resample, EachParticleComesAsOftenAsItsWeightSaysUpToOne) {
    const std::vector<double> weights{0.1, 0.25, 0, 0.65};
    std::vector<double> logs;
    for (const double w : weights) logs.push_back(std::log(w));
    for (const double u : {0.001, 0.3, 0.999}) {
        std::vector<double> counts(4, 0.0);
        for (const std::size_t i : systematic(logs, 1000, u)) ++counts[i];
        for (std::size_t i = 0; i < 4; ++i) EXPECT_LE(std::fabs(counts[i] - 1000 * weights[i]), 1);
        EXPECT_EQ(counts[2], 0);
    }
}

TEST(Resample, KeepsTheOrder) {
    const auto from = systematic(std::vector{0.0, 1.0, 2.0, 0.5}, 50, 0.4);
    EXPECT_TRUE(std::is_sorted(from.begin(), from.end()));
}

}  // namespace
}  // namespace fokker
