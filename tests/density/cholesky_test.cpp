#include "fokker/density/cholesky.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/density/checks.hpp"
#include "tests/density/reference.hpp"

namespace fokker {
namespace {

using test::expect_errors;

TEST(Factorise, AMatrixOfWholeNumbersHasItsFactorExactly) {
    const Factor f = factorise({3, 3, {4, 12, -16, 12, 37, -43, -16, -43, 98}}, 3, "C");
    EXPECT_EQ(f.lower, (Matrix{3, 3, {2, 0, 0, 6, 1, 0, -8, 5, 3}}));
    EXPECT_NEAR(f.log_diagonal, std::log(6.0), 1e-15);
    EXPECT_FALSE(f.diagonal);
    EXPECT_FALSE(f.isotropic);
}

TEST(Factorise, TheFactorAndItsInverseGiveTheCovarianceAndThePrecision) {
    for (const int n : {1, 2, 5, 40}) {
        const Matrix c = test::some_covariance(n, static_cast<unsigned>(n));
        const Factor f = factorise(c, n, "C");
        const test::Inverse inverse(c);
        const Matrix p = precision(f);
        test::Real largest = 0;
        for (const test::Real v : inverse.values) largest = std::max(largest, std::fabs(v));
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) {
                double product = 0;
                for (int k = 0; k < n; ++k) product += f.lower(i, k) * f.lower(j, k);
                EXPECT_NEAR(product, c(i, j), 1e-15 * n);
                EXPECT_NEAR(p(i, j), static_cast<double>(inverse(i, j)), 1e-14 * n * static_cast<double>(largest));
                EXPECT_EQ(p(i, j), p(j, i));
            }
        }
        EXPECT_NEAR(f.log_diagonal, static_cast<double>(std::log(inverse.determinant)) / 2, 1e-13 * n);
    }
}

TEST(Factorise, ZerosBeforeTheFirstElementOfARowCostNoAccuracy) {
    const Factor f = factorise({3, 3, {4, 0, 0, 0, 9, 3, 0, 3, 2}}, 3, "C");
    EXPECT_EQ(f.lower, (Matrix{3, 3, {2, 0, 0, 0, 3, 0, 0, 1, 1}}));
    EXPECT_EQ(f.inverse(2, 1), -1.0 / 3);
    EXPECT_EQ(f.inverse(2, 0), 0);
}

TEST(Factorise, KnowsDiagonalAndIsotropicCovariances) {
    EXPECT_TRUE(factorise(test::diagonal({2, 3}), 2, "C").diagonal);
    EXPECT_FALSE(factorise(test::diagonal({2, 3}), 2, "C").isotropic);
    EXPECT_TRUE(factorise(test::diagonal({2, 2}), 2, "C").isotropic);
    EXPECT_TRUE(factorise(test::diagonal({2}), 1, "C").isotropic);
}

TEST(Factorise, AnAsymmetryOfRoundingIsMendedByTheLowerTriangle) {
    const double above = std::nextafter(0.3, 1.0);
    EXPECT_EQ(factorise({2, 2, {1, above, 0.3, 1}}, 2, "C").covariance, (Matrix{2, 2, {1, 0.3, 0.3, 1}}));
}

TEST(Factorise, SaysWhichElementOrMinorIsWrong) {
    const auto factor = [](const Matrix& m, int dim) { return [m, dim] { factorise(m, dim, "the covariance"); }; };
    const double nan = std::nan("");
    expect_errors({
        {"the covariance must be 2 x 2, since the mean has 2 components: got 3 x 3 with 9 numbers",
         factor(test::diagonal({1, 1, 1}), 2)},
        {"the covariance must be 2 x 2, since the mean has 2 components: got 2 x 2 with 3 numbers",
         factor({2, 2, {1, 0, 1}}, 2)},
        {"the covariance must be 1 x 1, since the mean has 1 component: got 0 x 0 with 0 numbers", factor({}, 1)},
        {"the covariance is not finite: element (1, 2) is nan", factor({2, 2, {1, nan, 0, 1}}, 2)},
        {"the covariance is not finite: element (2, 2) is inf", factor({2, 2, {1, 0, 0, HUGE_VAL}}, 2)},
        {"the covariance is not symmetric: element (2, 1) is 0.5 but element (1, 2) is 0.25",
         factor({2, 2, {1, 0.25, 0.5, 1}}, 2)},
        {"the covariance is not symmetric: element (3, 1) is 1e-09 but element (1, 3) is 0",
         factor({3, 3, {1, 0, 0, 0, 1, 0, 1e-9, 0, 1}}, 3)},
        {"the covariance is not positive definite: its leading minor of order 1 is not positive (pivot -1)",
         factor({2, 2, {-1, 0, 0, 1}}, 2)},
        {"the covariance is not positive definite: its leading minor of order 1 is not positive (pivot 0)",
         factor({1, 1, {0}}, 1)},
        {"the covariance is not positive definite: its leading minor of order 2 is not positive (pivot -3)",
         factor({2, 2, {1, 2, 2, 1}}, 2)},
        {"the covariance is not positive definite: its leading minor of order 3 is not positive (pivot -1)",
         factor(test::diagonal({1, 2, -1, 3}), 4)},
        {"the covariance is not positive definite: its leading minor of order 2 is not positive (pivot 0)",
         factor({2, 2, {1, 1, 1, 1}}, 2)},
    });
}

}  // namespace
}  // namespace fokker
