#include "fokker/draw/bins.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

std::vector<double> normals(std::size_t n) {
    std::mt19937_64 random(9);
    std::normal_distribution<double> normal;
    std::vector<double> samples(n);
    for (double& x : samples) x = normal(random);
    return samples;
}

double area(const Bins& bins) {
    return std::accumulate(bins.density.begin(), bins.density.end(), 0.0) * (bins.range.high - bins.range.low) /
           static_cast<double>(bins.density.size());
}

TEST(Bins, HaveTheWidthOfFreedmanAndDiaconis) {
    const Bins bins = bin_samples(normals(10'000), 0, std::nullopt);
    // The interquartile range of a normal is 1.349.
    const double width = (bins.range.high - bins.range.low) / static_cast<double>(bins.density.size());
    EXPECT_NEAR(width, 2 * 1.349 / std::cbrt(1e4), 0.06 * width);
    EXPECT_NEAR(area(bins), 1, 1e-12);
}

TEST(Bins, AreaIsTheShareInsideAndTheRestIsCounted) {
    auto samples = normals(2000);
    samples[0] = std::numeric_limits<double>::quiet_NaN();
    samples[1] = std::numeric_limits<double>::infinity();
    samples[2] = 50;
    const Bins bins = bin_samples(samples, 20, Limits{-10, 10});
    EXPECT_EQ(bins.finite, 1998U);
    EXPECT_EQ(bins.outside, 1U);
    EXPECT_EQ(bins.density.size(), 20U);
    EXPECT_NEAR(area(bins), 1997.0 / 1998, 1e-12);
}

TEST(Bins, AStrayDoesNotStretchTheRange) {
    auto samples = normals(2000);
    samples[7] = 1e9;
    const Bins bins = bin_samples(samples, 0, std::nullopt);
    EXPECT_LT(bins.range.high, 20);
    EXPECT_EQ(bins.outside, 1U);
    EXPECT_LE(bins.density.size(), 400U);
}

TEST(Bins, EqualSamplesGetOneNarrowBin) {
    const Bins bins = bin_samples(std::vector<double>(1000, 2.5), 0, std::nullopt);
    ASSERT_EQ(bins.density.size(), 1U);
    EXPECT_LT(bins.range.low, 2.5);
    EXPECT_GT(bins.range.high, 2.5);
    EXPECT_NEAR(area(bins), 1, 1e-12);
    EXPECT_EQ(bin_samples({}, 0, std::nullopt).finite, 0U);
}

TEST(Bins, OfARangeThatIsEmptyOrNotFiniteAreAnError) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const Limits& range :
         {Limits{1, 1}, Limits{2, 1}, Limits{0, infinity}, Limits{-1.7e308, 1.7e308}, Limits{std::nan(""), 1}}) {
        EXPECT_THROW(bin_samples({0, 1, 2}, 0, range), Error);
    }
}

}  // namespace
}  // namespace fokker::draw
