#include "fokker/draw/arrow_scale.hpp"

#include <gtest/gtest.h>

namespace fokker::draw {
namespace {

TEST(ArrowScale, LengthAndShadeRiseWithTheMagnitudeAndStayBounded) {
    const ArrowScale scale{.typical = 2, .largest = 291};
    double length = 0, shade = -1;
    for (const double magnitude : {1e-9, 0.1, 1.0, 2.0, 5.0, 40.0, 291.0}) {
        EXPECT_GT(scale.length(magnitude), length);
        EXPECT_GT(scale.shade(magnitude), shade);
        length = scale.length(magnitude);
        shade = scale.shade(magnitude);
        EXPECT_LE(length, 1);
    }
    EXPECT_EQ(scale.length(0), 0);
    EXPECT_GE(scale.length(1e-300), 0.3);
    EXPECT_DOUBLE_EQ((ArrowScale{.typical = 2, .largest = 291, .shortest = 0.1}).length(2e-9), 0.1 + 0.9e-9);
    EXPECT_EQ(scale.shade(291), 1);
    EXPECT_GT(scale.shade(291) - scale.shade(40), 0.25);
}

TEST(ArrowScale, SamplesAreRoundNumbers) {
    Arrows arrows{.x = {0, 1, 2}, .y = {0, 0, 0}, .dx = {0.7, 4.1, 235}, .dy = {0, 0, 0}};
    EXPECT_EQ(sample_magnitudes(arrows), (std::vector<double>{1, 5, 200}));
    arrows.dx = {3.81, 3.81, 3.81};
    EXPECT_EQ(sample_magnitudes(arrows), (std::vector<double>{1, 3}));
    arrows.largest = 0.3;  // not 0.2 by rounding
    arrows.typical = 10;
    ASSERT_EQ(sample_magnitudes(arrows).size(), 1U);
    EXPECT_DOUBLE_EQ(sample_magnitudes(arrows)[0], 0.3);
}

}  // namespace
}  // namespace fokker::draw
