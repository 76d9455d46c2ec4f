#include "fokker/fit/coordinates.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"

namespace fokker {
namespace {

// Rows of N(0, I), each component stretched and moved.
Points rows(std::size_t count, const std::vector<double>& mean, const std::vector<double>& sd) {
    Points points =
        sample(Gaussian::isotropic(static_cast<int>(mean.size()), 1.0), count, {.seed = 6, .purpose = Purpose::data});
    for (std::size_t i = 0; i < points.values.size(); ++i)
        points.values[i] = mean[i % mean.size()] + sd[i % sd.size()] * points.values[i];
    return points;
}

// -log q at the maximum of the likelihood of a Gaussian in the plane.
double least_loss(const Points& data) {
    const auto n = static_cast<double>(data.count());
    double m[2] = {}, c[3] = {};
    for (std::size_t i = 0; i < data.count(); ++i) {
        for (std::size_t j = 0; j < 2; ++j) m[j] += data[i][j] / n;
    }
    for (std::size_t i = 0; i < data.count(); ++i) {
        const double x = data[i][0] - m[0], y = data[i][1] - m[1];
        c[0] += x * x / n, c[1] += x * y / n, c[2] += y * y / n;
    }
    return 1 + std::log(2 * M_PI) + 0.5 * std::log(c[0] * c[2] - c[1] * c[1]);
}

TEST(Coordinates, OfDataLetTheDefaultFitReachTheMaximumOfTheLikelihoodWhereverTheDataLie) {
    for (const auto& [mean, sd] : std::vector<std::pair<std::vector<double>, std::vector<double>>>{
             {{10, -10}, {1, 1}}, {{100, -100}, {30, 30}}, {{1e6, 0}, {1e-3, 2000}}}) {
        const Points data = rows(500, mean, sd);
        const double least = least_loss(data);
        for (const Family& family :
             {Family(GaussianFamily{.dim = 2}), Family(MixtureFamily{.components = 1, .dim = 2, .floor = 0}),
              Family(MixtureFamily{.components = 1, .dim = 2, .covariance = MixtureCovariance::cholesky, .floor = 0}),
              Family(AffineFlowFamily{.base = Gaussian::isotropic(2, 1.0)})}) {
            const Fit found = fit(data, family, MaximumLikelihood{}, {.restarts = 2});
            for (const FitRestart& r : found.restarts) EXPECT_NEAR(r.loss, least, 1e-6) << family.name << mean[0];
        }
    }
}

// x' = m + s x has the fit of x, moved and stretched: the loss rises by the sum of log s.
TEST(Coordinates, OfDataMakeTheFitOfStretchedDataTheStretchedFit) {
    const Points near = rows(300, {0, 0}, {1, 1}), far = rows(300, {-64, 512}, {4, 0.25});
    for (const Family& family :
         {Family(MeanFieldGaussianFamily{.dim = 2}), Family(MixtureFamily{.dim = 2, .floor = 0}),
          Family(MixtureFamily{.dim = 2, .covariance = MixtureCovariance::cholesky, .floor = 0})}) {
        const FitOptions options{.iterations = 40, .restarts = 2};
        const Fit a = fit(near, family, MaximumLikelihood{}, options),
                  b = fit(far, family, MaximumLikelihood{}, options);
        const Coordinates of_a = coordinates(near, family), of_b = coordinates(far, family);
        for (std::size_t r = 0; r < 2; ++r) {
            for (std::size_t j = 0; j < family.size(); ++j)
                EXPECT_NEAR(of_a.phi(j, a.restarts[r].theta[j]), of_b.phi(j, b.restarts[r].theta[j]), 1e-9)
                    << family.name << " " << family.element_names()[j];
            EXPECT_NEAR(a.restarts[r].losses[0], b.restarts[r].losses[0] - std::log(4.0) - std::log(0.25), 1e-9);
        }
    }
}

// By steps of which the gradient has no say beyond a tenth of a standard deviation.
TEST(Coordinates, OfDataMakeWeightsDecayTowardsTheMeanAndTheDeviationOfTheColumns) {
    const Points data = rows(200, {500}, {30});
    const Adam decaying{.step_size = {.from = 0.05, .to = 0.05}, .weight_decay = 10};
    const Fit found = fit(data, MeanFieldGaussianFamily{.dim = 1}, MaximumLikelihood{},
                          {.optimiser = decaying, .iterations = 200, .restarts = 2});
    for (const FitRestart& r : found.restarts) {
        EXPECT_NEAR(r.theta[0], 500, 12);
        EXPECT_NEAR(r.theta[1], std::log(30), 0.2);
    }
}

TEST(Coordinates, OfADensityAreTheParametersThemselves) {
    const Coordinates c = coordinates(Density(Gaussian::isotropic(2, 9.0)), GaussianFamily{.dim = 2});
    for (std::size_t j = 0; j < c.unit.size(); ++j) {
        EXPECT_EQ(c.unit[j], 1);
        EXPECT_EQ(c.origin[j], 0);
    }
}

TEST(Coordinates, OfAColumnThatDoesNotVaryKeepItsUnit) {
    const Coordinates c = coordinates(Points{1, {3, 3, 3}}, GaussianFamily{.dim = 1});
    EXPECT_EQ(c.origin, (std::vector<double>{3, 0}));
    EXPECT_EQ(c.unit, (std::vector<double>{1, 1}));
}

}  // namespace
}  // namespace fokker
