#include "fokker/fit/eigen_floor.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fokker {
namespace {

TEST(EigenFloor, LeavesAMatrixAloneThatStandsAboveIt) {
    Matrix c{2, 2, {2, 0.5, 0.5, 1}};
    const auto before = c.values;
    EXPECT_FALSE(raise_eigenvalues(c, 0.1));
    EXPECT_EQ(c.values, before);
}

// Eigenvalues 3 and 1e-9, turned by 30 degrees: 3 and 0.25 along the same axes are left.
TEST(EigenFloor, RaisesTheSmallEigenvalueAndKeepsTheAxes) {
    const double s = 0.5, k = std::sqrt(3) / 2;
    const auto turned = [&](double a, double b) {
        return std::vector<double>{k * k * a + s * s * b, s * k * (a - b), s * k * (a - b), s * s * a + k * k * b};
    };
    Matrix c{2, 2, turned(3, 1e-9)};
    EXPECT_TRUE(raise_eigenvalues(c, 0.25));
    const auto expected = turned(3, 0.25);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(c.values[i], expected[i], 1e-14);
}

// a a' has rank one: the largest eigenvalue |a|^2 stays, the others stand on the floor, so the trace is known.
TEST(EigenFloor, MakesASingularMatrixPositiveDefinite) {
    const double a[4] = {1, -2, 0.5, 3};
    Matrix c{4, 4, std::vector<double>(16)};
    for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) c(i, j) = a[i] * a[j];
    }
    EXPECT_TRUE(raise_eigenvalues(c, 0.01));
    double trace = 0, along = 0;
    for (int i = 0; i < 4; ++i) {
        trace += c(i, i);
        for (int j = 0; j < 4; ++j) along += a[i] * c(i, j) * a[j];
    }
    EXPECT_NEAR(trace, 14.25 + 3 * 0.01, 1e-13);
    EXPECT_NEAR(along, 14.25 * 14.25, 1e-11);
}

}  // namespace
}  // namespace fokker
