#include "fokker/draw/ticks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace fokker::draw {
namespace {

// Text as wide as seven px a byte: an upper bound for 12 px type.
double seven_px_a_byte(const std::string& text) {
    return 7.0 * static_cast<double>(text.size());
}

bool is_round(double value, double step) {
    return std::abs(value / step - std::round(value / step)) < 1e-6;
}

TEST(Ticks, AreMultiplesOfOneTwoOrFiveTimesAPowerOfTenAndEvenlySpaced) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (int trial = 0; trial < 2000; ++trial) {
        const double size = std::pow(10.0, 12 * uniform(random)), low = size * uniform(random),
                     width = size * (0.001 + std::abs(uniform(random)));
        const Ticks ticks = choose_ticks({low, low + width}, Scale::linear, 600, 40, 8, seven_px_a_byte);
        ASSERT_GE(ticks.at.size(), 1U) << low << " + " << width;
        if (ticks.at.size() < 2) continue;
        const double step = ticks.at[1] - ticks.at[0];
        const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-6));
        EXPECT_TRUE(std::abs(mantissa - 1) < 1e-4 || std::abs(mantissa - 2) < 1e-4 || std::abs(mantissa - 5) < 1e-4)
            << step;
        for (const double at : ticks.at) {
            EXPECT_TRUE(at >= low && at <= low + width);
            EXPECT_TRUE(is_round(at, step)) << at << " step " << step;
        }
        // They cover the axis: no room for another at either end.
        EXPECT_LT(ticks.at.front() - low, step * 1.0001);
        EXPECT_LT(low + width - ticks.at.back(), step * 1.0001);
    }
}

TEST(Ticks, LabelsNeverOverlapHoweverShortTheAxis) {
    for (const double length : {20.0, 45.0, 90.0, 300.0, 2000.0}) {
        for (const Limits& limits : {Limits{0, 1}, Limits{-1234.5, 987.6}, Limits{1000.0001, 1000.0002},
                                     Limits{-3e-9, 2e-9}, Limits{0, 7e37}}) {
            const Ticks ticks = choose_ticks(limits, Scale::linear, length, 10, 6, seven_px_a_byte);
            for (std::size_t i = 1; i < ticks.at.size(); ++i) {
                const double apart = (ticks.at[i] - ticks.at[i - 1]) / (limits.high - limits.low) * length;
                EXPECT_GE(apart,
                          (seven_px_a_byte(ticks.labels[i - 1]) + seven_px_a_byte(ticks.labels[i])) / 2 + 6 - 1e-6);
            }
        }
    }
}

TEST(Ticks, AreThreeWhereThreeLabelsFit) {
    // A step that keeps the spacing has one multiple inside; so has the middle of a range that holds no round number.
    EXPECT_EQ(choose_ticks({-0.4, 0.4}, Scale::linear, 100, 34, 4, [](const std::string&) { return 12.0; }).at.size(),
              5U);
    std::mt19937 random(2);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (int trial = 0; trial < 2000; ++trial) {
        const double low = 5 * uniform(random), high = low + 0.01 + std::abs(uniform(random));
        const Ticks ticks =
            choose_ticks({low, high}, Scale::linear, 120, 40, 4, [](const std::string&) { return 12.0; });
        ASSERT_GE(ticks.at.size(), 3U) << low << " to " << high;
    }
}

TEST(Ticks, EndWhereDoublesDoNotResolveThem) {
    const Ticks ticks = choose_ticks({1e18, 1e18 + 256}, Scale::linear, 4000, 10, 1, seven_px_a_byte);
    for (std::size_t i = 1; i < ticks.at.size(); ++i) EXPECT_LT(ticks.at[i - 1], ticks.at[i]);
}

TEST(Ticks, LabelsSayTheNumbersWithARealMinusSign) {
    const Ticks ticks = choose_ticks({-1, 1}, Scale::linear, 200, 40, 4, seven_px_a_byte);
    EXPECT_EQ(ticks.labels, (std::vector<std::string>{"−1.0", "−0.5", "0.0", "0.5", "1.0"}));
    EXPECT_EQ(ticks.factor, "");
}

TEST(Ticks, LargeNumbersShareAPowerOfTen) {
    const Ticks ticks = choose_ticks({0, 4e7}, Scale::linear, 400, 90, 4, seven_px_a_byte);
    EXPECT_EQ(ticks.labels, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
    EXPECT_EQ(ticks.factor, "$\\times 10^{7}$");
}

TEST(Ticks, ALogAxisHasPowersOfTen) {
    const Ticks ticks = choose_ticks({1e-8, 1}, Scale::log10, 300, 40, 4, [](const std::string&) { return 30.0; });
    ASSERT_GE(ticks.at.size(), 3U);
    for (const double at : ticks.at) EXPECT_NEAR(std::log10(at), std::round(std::log10(at)), 1e-9);
    EXPECT_EQ(ticks.labels.front(), "$10^{-8}$");
}

TEST(Ticks, ASymlogAxisHasZeroAndPowersOfTenOnBothSides) {
    const auto narrow = [](const std::string&) { return 12.0; };
    const Ticks ticks = choose_ticks({-500, 500}, {Scale::symlog, 1}, 260, 34, 4, narrow);
    EXPECT_EQ(ticks.at, (std::vector<double>{-100, -10, -1, 0, 1, 10, 100}));
    EXPECT_EQ(ticks.labels.front(), "−100");
    // Between them 2 and 5, but nothing inside the linear part.
    EXPECT_NE(std::find(ticks.minor.begin(), ticks.minor.end(), -50), ticks.minor.end());
    EXPECT_EQ(choose_ticks({-2e6, 2e6}, {Scale::symlog, 1}, 900, 34, 4, narrow).labels.front(), "$-10^{6}$");
    // On a short axis zero pushes its neighbours out first.
    EXPECT_EQ(choose_ticks({-500, 500}, {Scale::symlog, 1}, 150, 34, 4, narrow).at,
              (std::vector<double>{-100, -10, 0, 10, 100}));
    // With few powers 5 is named too: how far the axis goes can be read.
    EXPECT_EQ(choose_ticks({-60, 60}, {Scale::symlog, 1}, 110, 34, 4, narrow).at,
              (std::vector<double>{-50, -10, 0, 10, 50}));
    // One-sided, and inside the linear part.
    EXPECT_EQ(choose_ticks({0, 500}, {Scale::symlog, 1}, 130, 34, 4, narrow).at, (std::vector<double>{0, 1, 10, 100}));
    EXPECT_EQ(choose_ticks({-0.2, 0.2}, {Scale::symlog, 1}, 200, 34, 4, narrow).at,
              (std::vector<double>{-0.2, -0.1, 0, 0.1, 0.2}));
}

TEST(PlainNumber, IsShortAndKeepsItsSign) {
    EXPECT_EQ(plain_number(0.05), "0.05");
    EXPECT_EQ(plain_number(-2), "−2");
    EXPECT_EQ(plain_number(1.98765), "1.99");
    EXPECT_EQ(plain_number(99.99, 3), "100");
    EXPECT_EQ(plain_number(0.005), "0.005");
    EXPECT_EQ(plain_number(3.2e-7), "$3.2\\times 10^{-7}$");
    EXPECT_EQ(plain_number(-1e9), "$-10^{9}$");
    EXPECT_EQ(plain_count(10000), "10,000");
    EXPECT_EQ(plain_count(999), "999");
    EXPECT_EQ(plain_count(1234567), "1,234,567");
}

}  // namespace
}  // namespace fokker::draw
