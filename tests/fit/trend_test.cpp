#include "fokker/fit/trend.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fokker {
namespace {

TEST(WindowFall, IsTheDifferenceOfTheMeansOfTheLastWindows) {
    const std::vector<double> losses{100, 5, 7, 1, 3};
    const WindowFall last = window_fall(losses, 2);
    EXPECT_EQ(last.fall, 4);
    EXPECT_DOUBLE_EQ(last.error, 1);  // each mean has the squared error 1 / 2
}

TEST(WindowFall, FallsOrRisesByMoreThanChanceAndThanAnyoneWouldMind) {
    EXPECT_TRUE((WindowFall{.fall = 1, .error = 0.2}).falls());
    EXPECT_FALSE((WindowFall{.fall = 1, .error = 0.3}).falls());
    EXPECT_FALSE((WindowFall{.fall = 5e-4, .error = 0}).falls());
    EXPECT_TRUE((WindowFall{.fall = -1, .error = 0.2}).rises());
    EXPECT_FALSE((WindowFall{.fall = 1, .error = 0.2}).rises());
    EXPECT_FALSE((WindowFall{.fall = std::nan(""), .error = 0}).falls());
}

}  // namespace
}  // namespace fokker
