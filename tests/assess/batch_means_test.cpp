#include "fokker/assess/batch_means.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/assess/known_laws.hpp"

namespace fokker::assess {
namespace {

// The variance of the mean of n draws of an AR(1) is (1 + r) / (1 - r) / n: with 40 batches its root is known to 11 %.
TEST(BatchMeans, KnowTheErrorOfAutocorrelatedDraws) {
    const double r = 0.9, time = (1 + r) / (1 - r);
    double squares = 0, mean_squares = 0;
    constexpr int kSeeds = 200;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const BatchMeans means = batch_means(autoregressive_normals(4, 2000, 1, r, seed), 4, time);
        ASSERT_TRUE(means.known());
        squares += means.error * means.error / kSeeds;
        mean_squares += means.mean * means.mean / kSeeds;
    }
    const double exact = time / 8000;
    EXPECT_NEAR(squares / exact, 1, 0.15);       // batches of five times are a little short: a bias of a tenth
    EXPECT_NEAR(mean_squares / exact, 1, 0.45);  // 4.5 standard errors, sqrt(2 / 200)
}

// 1000 p-values at a level of 5 %: 50 +- 6.9.
TEST(BatchMeans, HavePValuesThatAreUniformEvenForSkewedDraws) {
    int below = 0;
    for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
        std::vector<double> series = autoregressive_normals(4, 500, 1, 0.5, seed);
        for (double& x : series) x *= x;
        below += batch_means(series, 4, 3).p_value(1) < 0.05 ? 1 : 0;
    }
    EXPECT_NEAR(below, 50, 4.5 * 6.9);
}

TEST(BatchMeans, OfManyChainsAreTheChains) {
    const BatchMeans means = batch_means(autoregressive_normals(50, 4, 1, 0.999, 1), 50, std::nan(""));
    EXPECT_EQ(means.batches, 50U);
    EXPECT_NEAR(means.error, 1 / std::sqrt(50.0), 4.5 / std::sqrt(50.0) / std::sqrt(98.0));
}

TEST(BatchMeans, KnowNoErrorWhereThereAreTooFew) {
    EXPECT_FALSE(batch_means(autoregressive_normals(4, 100, 1, 0.9, 1), 4, 19).known());
    EXPECT_FALSE(batch_means(autoregressive_normals(4, 1000, 1, 0.9, 1), 4, std::nan("")).known());
    std::vector<double> series(4000, 0.0);
    series[7] = 1;  // all of the sum of squares
    EXPECT_FALSE(batch_means(series, 4, 1).known());
}

}  // namespace
}  // namespace fokker::assess
