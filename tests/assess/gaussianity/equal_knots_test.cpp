#include "fokker/assess/gaussianity/equal_knots.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

TEST(EqualKnots, OfASymmetricGridAreItsPositiveHalfWithTwiceTheWeights) {
    const EqualKnots knots = equal_knots(symmetric_grid());
    EXPECT_EQ(knots.step, 0.625);
    ASSERT_EQ(knots.weights.size(), 8u);
    for (std::size_t k = 1; k <= 8; ++k) {
        const double t = 0.625 * static_cast<double>(k);
        EXPECT_NEAR(knots.weights[k - 1], (k == 8 ? 1 : 2) * 0.625 * std::exp(-t * t / 2), 1e-15);
    }
}

TEST(EqualKnots, OfLeJepasGridAreAllButTheOneAtZero) {
    const EqualKnots knots = equal_knots(lejepa_grid());
    EXPECT_EQ(knots.step, 0.1875);
    ASSERT_EQ(knots.weights.size(), 16u);
    for (std::size_t k = 1; k <= 16; ++k) {
        const double t = 0.1875 * static_cast<double>(k);
        EXPECT_NEAR(knots.weights[k - 1], (k == 16 ? 1 : 2) * 0.1875 * std::exp(-t * t / 2), 1e-15);
    }
}

TEST(EqualKnots, MayLeaveGapsAndTakeRoundingForZero) {
    const EqualKnots knots = equal_knots({.knots = {-0.3, 1e-17, 0.1, 0.1 + 0.2}, .weights = {1, 9, 2, 4}});
    EXPECT_DOUBLE_EQ(knots.step, 0.1);
    EXPECT_EQ(knots.weights, (std::vector<double>{2, 0, 5}));
}

TEST(EqualKnots, OfAGridWithoutACommonStepAreAnError) {
    EXPECT_THROW(equal_knots({.knots = {1, 1.5}, .weights = {1, 1}}), Error);
    EXPECT_THROW(equal_knots({.knots = {1, 2000}, .weights = {1, 1}}), Error);
    EXPECT_THROW(equal_knots({.knots = {0}, .weights = {1}}), Error);
    EXPECT_THROW(equal_knots({.knots = {1, 2}, .weights = {1}}), Error);
    EXPECT_THROW(equal_knots({.knots = {1, std::nan("")}, .weights = {1, 1}}), Error);
}

// Times the largest projection that is let through, a step above 1024 is no number.
TEST(EqualKnots, OfAStepThatIsTooLargeAreAnError) {
    EXPECT_EQ(equal_knots({.knots = {1024, 2048}, .weights = {1, 1}}).step, 1024);
    EXPECT_THROW(equal_knots({.knots = {1025, 2050}, .weights = {1, 1}}), Error);
    EXPECT_THROW(equal_knots({.knots = {1e300}, .weights = {1}}), Error);
}

}  // namespace
}  // namespace fokker::assess
