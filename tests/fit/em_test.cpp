#include "fokker/fit/em.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

Points draws(std::size_t count, std::uint64_t seed = 5) {
    return sample(test::published_mixture(), count, {.seed = seed, .purpose = Purpose::data});
}

double mean_log_density(const Density& q, const Points& points) {
    double sum = 0;
    for (const double log : evaluate(q.log_density, points.values, points.count())) sum += log;
    return sum / static_cast<double>(points.count());
}

std::string message(const Points& data, const EmOptions& options) {
    try {
        em(data, options);
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(Em, OfOnePartIsTheMeanAndTheCovarianceOfTheData) {
    const Points x = draws(1003);
    const Em fit = em(x, {.components = 1});
    double mean[2] = {0, 0}, c[2][2] = {{0, 0}, {0, 0}};
    const auto n = static_cast<double>(x.count());
    for (std::size_t i = 0; i < x.count(); ++i) {
        for (std::size_t j = 0; j < 2; ++j) mean[j] += x[i][j] / n;
    }
    for (std::size_t i = 0; i < x.count(); ++i) {
        for (std::size_t j = 0; j < 2; ++j) {
            for (std::size_t k = 0; k < 2; ++k) c[j][k] += (x[i][j] - mean[j]) * (x[i][k] - mean[k]) / n;
        }
    }
    EXPECT_TRUE(fit.converged);
    for (int j = 0; j < 2; ++j) {
        EXPECT_NEAR(fit.mixture.means[0][static_cast<std::size_t>(j)], mean[j], 1e-13);
        for (int k = 0; k < 2; ++k) EXPECT_NEAR(fit.mixture.covariances[0](j, k), c[j][k], 1e-12);
    }
}

TEST(Em, NeverLowersTheLikelihood) {
    for (std::uint32_t stream = 0; stream < 20; ++stream) {
        for (const int components : {2, 3, 4, 7}) {
            const Em fit = em(draws(2000), {.components = components, .tolerance = 0, .stream = stream});
            for (std::size_t k = 1; k < fit.log_likelihood.size(); ++k)
                ASSERT_GE(fit.log_likelihood[k], fit.log_likelihood[k - 1] - 1e-13) << components << ' ' << k;
        }
    }
}

// More parts than the data have groups, and groups without width: every part ends on the floor.
TEST(Em, NeverLowersTheLikelihoodWherePartsStandOnTheFloor) {
    Points x{2, {}};
    for (int i = 0; i < 60; ++i) {
        x.values.push_back(i % 3);
        x.values.push_back(2.0 * (i % 3) + (i % 3 == 2 ? 1e-9 * i : 0));
    }
    const Em fit = em(x, {.components = 3, .iterations = 50, .tolerance = 0});
    EXPECT_EQ(fit.floored, 3);
    EXPECT_GT(fit.floor, 0);
    for (std::size_t k = 1; k < fit.log_likelihood.size(); ++k)
        ASSERT_GE(fit.log_likelihood[k], fit.log_likelihood[k - 1] - 1e-12);
    for (const Matrix& c : fit.mixture.covariances) EXPECT_GE(c(0, 0), 0.999 * fit.floor);
}

TEST(Em, SaysTheLikelihoodOfTheMixtureThatItReturns) {
    const Points x = draws(3001);
    const Em fit = em(x, {.components = 3});
    EXPECT_NEAR(fit.log_likelihood.back(), mean_log_density(fit.mixture, x), 1e-12);
}

// The maximum lies within the statistical error of the truth: 0.1 is over four standard errors of every mean (the
// largest, of the part with variance 4 and 30 % of 20,000 points, is 0.026).
TEST(Em, FindsTheFourPartsOfThePublishedTarget) {
    const GaussianMixture truth = test::published_mixture();
    const Em fit = em(draws(20'000), {.components = 4});
    EXPECT_TRUE(fit.converged);
    for (std::size_t k = 0; k < 4; ++k) {
        const bool found = std::ranges::any_of(fit.mixture.means, [&](const auto& m) {
            return std::hypot(m[0] - truth.means[k][0], m[1] - truth.means[k][1]) < 0.1;
        });
        EXPECT_TRUE(found) << k;
    }
}

TEST(Em, HasTheSameBitsWhateverTheThreadsAndTheInstructionSet) {
    const Points x = draws(20'011);
    const Em one = em(x, {.components = 4, .iterations = 20, .threads = 1});
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        for (const int threads : {2, 3, 8}) {
            const Em other = em(x, {.components = 4, .iterations = 20, .threads = threads, .isa = isa});
            EXPECT_EQ(one.log_likelihood, other.log_likelihood);
            EXPECT_EQ(one.mixture.weights, other.mixture.weights);
            EXPECT_EQ(one.mixture.means, other.mixture.means);
            EXPECT_EQ(one.mixture.covariances[3].values, other.mixture.covariances[3].values);
        }
    }
}

TEST(Em, BeginsWhereItIsTold) {
    const Points x = draws(2000);
    const Em fit = em(x, test::published_mixture(), {});
    EXPECT_NEAR(fit.log_likelihood.front(), mean_log_density(test::published_mixture(), x), 1e-12);
    EXPECT_GT(fit.log_likelihood.back(), fit.log_likelihood.front());
}

TEST(Em, StopsWhenItIsTold) {
    const Em fit =
        em(draws(2000), {.components = 4, .keep_going = [](const EmState& state) { return state.iteration < 3; }});
    EXPECT_TRUE(fit.stopped);
    EXPECT_EQ(fit.iterations(), 3);
}

TEST(Em, WorksInManyDimensions) {
    const int dim = 12;
    const Points x = sample(Gaussian::isotropic(dim, 2.0), 4000, {.seed = 3, .purpose = Purpose::data});
    const Em fit = em(x, {.components = 2});
    EXPECT_NEAR(fit.log_likelihood.back(), mean_log_density(fit.mixture, x), 1e-11);
}

TEST(Em, NamesWhatIsWrongWithData) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(message({2, {1, 2, nan, 3, 4, 5, 6, nan}}, {}), "data: 2 of 4 rows are not finite: rows 2 and 4");
    EXPECT_EQ(message({2, {1, 2}}, {}), "data: 1 row of 2 components have no covariance; at least 3 rows are needed");
    EXPECT_EQ(message({2, {1, 2, 1, 3, 1, 4}}, {}),
              "data: component 1 is 1 in every row; leave it out, since no density has it");
    EXPECT_EQ(message(draws(100), {.components = 0}), "components: at least one, got 0");
}

}  // namespace
}  // namespace fokker
