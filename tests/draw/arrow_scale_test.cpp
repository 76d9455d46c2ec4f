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
    EXPECT_EQ(scale.shade(291), 1);
    EXPECT_GT(scale.shade(291) - scale.shade(40), 0.25);
}

}  // namespace
}  // namespace fokker::draw
