#include "fokker/assess/gaussianity/mardia.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

// Double sums over all pairs of flowers, by NumPy.
TEST(Mardia, OfIrisSetosaIsTheDefinition) {
    const MardiaMoments m = mardia(whitened(iris_setosa()));
    EXPECT_NEAR(m.skewness, 3.079721342355577, 1e-12);
    EXPECT_NEAR(m.kurtosis, 26.537656161439724, 1e-12);
}

// Mean and variance of b_2 and the mean of b_1 are exact for any n: 20,000 samples of 8 rows in two dimensions.
TEST(Mardia, HasTheExactMomentsOfKurtosis) {
    constexpr std::uint32_t kSets = 20'000;
    double sum = 0, squares = 0;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const double z = mardia_kurtosis_score(mardia(whitened(normals(8, 2, set))).kurtosis, 8, 2);
        sum += z / kSets;
        squares += z * z / kSets;
    }
    EXPECT_NEAR(sum, 0, 4.5 / std::sqrt(kSets));
    // Kurtosis of b_2 itself is about 10: the error of a variance is sqrt(9 / kSets).
    EXPECT_NEAR(squares - sum * sum, 1, 4.5 * std::sqrt(9.0 / kSets));
}

// The kurtosis of three numbers is 3/2, whatever they are.
TEST(Mardia, OfThreeRowsIsAnError) {
    EXPECT_NEAR(mardia(whitened(normals(3, 1, 1))).kurtosis, 1.5, 1e-14);
    EXPECT_THROW(mardia_kurtosis_score(1.5, 3, 1), Error);
    EXPECT_TRUE(std::isfinite(mardia_kurtosis_score(mardia(whitened(normals(4, 1, 1))).kurtosis, 4, 1)));
}

TEST(Mardia, OfSymmetricPointsHasNoSkewness) {
    const Points cross{2, {1, 0, -1, 0, 0, 1, 0, -1}};
    EXPECT_EQ(mardia(cross).skewness, 0);
    EXPECT_EQ(mardia(cross).kurtosis, 1);
    EXPECT_EQ(mardia_skewness_tail(0, 50, 2), 1);
}

}  // namespace
}  // namespace fokker::assess
