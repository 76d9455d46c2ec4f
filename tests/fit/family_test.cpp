#include "fokker/fit/family.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "tests/density/statistics.hpp"
#include "tests/fit/families.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

double log_density_at(const Expr& log_density, const Parameters& p, const std::vector<double>& x) {
    return evaluate(bind_parameters(log_density, p), x)[0];
}

// Points of the line or the plane around 0.
std::vector<std::vector<double>> some_points(int dim) {
    std::vector<std::vector<double>> points;
    for (std::uint32_t i = 0; i < 20; ++i) {
        points.emplace_back();
        for (int j = 0; j < dim; ++j)
            points.back().push_back(2 * normal(3, 0, Purpose::data, i, 0, static_cast<std::uint32_t>(j)));
    }
    return points;
}

TEST(Family, ADensityOfTheFamilyHasTheFamilysOwnLogDensity) {
    for (const Family& family : test::families()) {
        const Parameters p = family.named(test::some_theta(family));
        const Density density = family.density(p);
        const double normaliser = density.log_normaliser.value();
        for (const auto& x : some_points(family.dim))
            EXPECT_NEAR(log_density_at(density.log_density, density.parameters, x) - normaliser,
                        log_density_at(family.log_density, p, x), 1e-11)
                << family.name;
    }
}

// A base that has a sampler and no draw: its moments, moved. |z| < 4.5 each, false alarms 7e-6.
TEST(Family, AFlowDrawsByTheSamplerOfItsBase) {
    constexpr std::size_t kDraws = 100'000;
    const Density base = GaussianMixture{
        .weights = {0.5, 0.5}, .means = {{0, 0}, {2, -2}}, .covariances = {{2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0, 0, 1}}}};
    const Family family = AffineFlowFamily{.base = base};
    EXPECT_FALSE(family.draw);
    const double half = std::log(0.5);
    const Density q = family.density({{"mean", {3, 5}}, {"log_diagonal", {std::log(2.0), half}}, {"lower", {-1}}});
    const Points draws = sample(q, kDraws, {.seed = 12});
    std::vector<double> first, second, product;
    for (std::size_t i = 0; i < kDraws; ++i) {
        const double x = draws[i][0] - 5, y = draws[i][1] - 3.5;  // L (1, -1) + (3, 5) is the mean
        first.push_back(x), second.push_back(y), product.push_back(x * y);
    }
    EXPECT_LT(std::fabs(test::z_of_mean(first, 0.0)), test::kLargestZ);
    EXPECT_LT(std::fabs(test::z_of_mean(second, 0.0)), test::kLargestZ);
    // L C L' with C = [[2, -1], [-1, 2]], L = [[2, 0], [-1, 1/2]]: its element (1, 2) is -5.
    EXPECT_LT(std::fabs(test::z_of_mean(product, -5.0)), test::kLargestZ);
}

TEST(Family, OfAFormulaThatLeavesOutAComponentIsAnError) {
    try {
        formula_family("-(x1 - mu)^2/2 - 0.5*log(2*pi)", 3, {{"mu", {0}}});
        FAIL();
    } catch (const Error& e) {
        EXPECT_NE(std::string(e.what()).find("does not depend on x2"), std::string::npos) << e.what();
    }
    formula_family("-sum((x - mu)^2)/2 - 1.5*log(2*pi)", 3, {{"mu", {0}}});
}

// The mean of q'/q under q is 1 where q' is another normalised density that is not wider: |z| < 4.5, false alarms
// 7e-6 a family.
TEST(Family, DrawsOfADensityAreFromIt) {
    constexpr std::size_t kDraws = 100'000;
    for (const Family& family : test::families()) {
        std::vector<double> theta = test::some_theta(family);
        const Density density = family.density(family.named(theta));
        const Parameters there = family.named(theta);
        for (double& t : theta) t += 0.02;
        const Expr log_ratio =
            bind_parameters(family.log_density, family.named(theta)) - bind_parameters(family.log_density, there);
        const Points draws = sample(density, kDraws, {.seed = 11});
        std::vector<double> ratios = evaluate(exp(log_ratio), draws.values, kDraws);
        EXPECT_LT(std::fabs(test::z_of_mean(ratios, 1.0)), test::kLargestZ) << family.name;
    }
}

TEST(Family, ParametersOfAMixtureAreFoundAgain) {
    const Modes modes = *test::published_target().modes;
    for (const auto covariance : {MixtureCovariance::product, MixtureCovariance::cholesky}) {
        const MixtureFamily mixture{.components = 4, .dim = 2, .covariance = covariance, .floor = 0.1};
        const Density found = Family(mixture).density(mixture.parameters_of(modes));
        for (std::size_t k = 0; k < 4; ++k) {
            EXPECT_NEAR(found.modes->weights[k], modes.weights[k], 1e-14);
            EXPECT_EQ(found.modes->means[k], modes.means[k]);
            for (std::size_t e = 0; e < 4; ++e)
                EXPECT_NEAR(found.modes->covariances[k].values[e], modes.covariances[k].values[e], 1e-14);
        }
    }
    EXPECT_THROW(MixtureFamily({.components = 4, .dim = 2, .floor = 2}).parameters_of(modes), Error);
    EXPECT_THROW(MixtureFamily({.components = 3, .dim = 2}).parameters_of(modes), Error);
}

TEST(Family, ParametersHaveNamesAndAnOrder) {
    const Family family = GaussianFamily{.dim = 2};
    EXPECT_EQ(family.element_names(),
              (std::vector<std::string>{"mean[0]", "mean[1]", "log_diagonal[0]", "log_diagonal[1]", "lower"}));
    const Parameters p = family.named({1, 2, 0, std::log(2.0), 3});
    EXPECT_EQ(family.flat(p), (std::vector<double>{1, 2, 0, std::log(2.0), 3}));
    const Density density = family.density(p);
    EXPECT_EQ(*density.mean, (std::vector<double>{1, 2}));
    EXPECT_NEAR((*density.covariance)(0, 0), 1, 1e-15);
    EXPECT_NEAR((*density.covariance)(0, 1), 3, 1e-15);
    EXPECT_NEAR((*density.covariance)(1, 1), 13, 1e-14);
    EXPECT_THROW(family.named({1, 2}), Error);
    EXPECT_THROW(family.flat({{"mean", {1, 2}}}), Error);
    EXPECT_THROW(family.flat({{"mean", {1, 2}}, {"log_diagonal", {0, 0}}, {"lower", {0}}, {"upper", {0}}}), Error);
}

}  // namespace
}  // namespace fokker
