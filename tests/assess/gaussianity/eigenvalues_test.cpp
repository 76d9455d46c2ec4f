#include "fokker/assess/gaussianity/eigenvalues.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace fokker::assess {
namespace {

// 2 on the diagonal, -1 beside it: 2 - 2 cos(k pi / (n + 1)).
TEST(SymmetricEigenvalues, OfTheSecondDifferenceAreKnown) {
    constexpr int n = 40;
    Matrix m{n, n, std::vector<double>(n * n, 0.0)};
    for (int i = 0; i < n; ++i) {
        m(i, i) = 2;
        if (i > 0) m(i, i - 1) = -1;  // the lower triangle counts
    }
    const std::vector<double> found = symmetric_eigenvalues(m);
    for (int k = 0; k < n; ++k)
        EXPECT_NEAR(found[static_cast<std::size_t>(k)], 2 - 2 * std::cos((n - k) * std::numbers::pi / (n + 1)), 1e-14);
}

TEST(SymmetricEigenvalues, OfARankOneMatrixAreItsTraceAndZeros) {
    const std::vector<double> found = symmetric_eigenvalues({3, 3, {1, 2, 3, 2, 4, 6, 3, 6, 9}});
    EXPECT_NEAR(found[0], 14, 1e-14);
    EXPECT_NEAR(found[1], 0, 1e-14);
    EXPECT_NEAR(found[2], 0, 1e-14);
}

}  // namespace
}  // namespace fokker::assess
