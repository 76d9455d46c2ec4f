#include "fokker/assess/gaussianity/mardia.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

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

// The mean of the cubes of y_i'y_j is the sum of the squared third moments, whichever is cheaper.
TEST(Mardia, HasTheSameSkewnessByPairsOfRowsAsByThirdMoments) {
    for (const auto& [n, d, pairs] : {std::tuple{50, 1, false},
                                      {200, 3, false},
                                      {50, 7, false},
                                      {50, 8, true},
                                      {7, 5, true},
                                      {300, 19, false},
                                      {300, 20, true}}) {
        const Points y = whitened(normals(static_cast<std::size_t>(n), d, 3));
        const double by_moments = mardia_skewness_by_moments(y), by_pairs = mardia_skewness_by_pairs(y);
        EXPECT_GT(by_moments, 0);
        EXPECT_NEAR(by_pairs, by_moments, 1e-10 * by_moments) << n << " " << d;
        EXPECT_EQ(mardia_by_pairs(static_cast<std::size_t>(n), d), pairs) << n << " " << d;
        EXPECT_EQ(mardia(y).skewness, pairs ? by_pairs : by_moments) << n << " " << d;
    }
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
