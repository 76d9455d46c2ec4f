#include "fokker/assess/gaussianity/normal_energy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "fokker/assess/gaussianity/standardise.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

std::vector<double> point(std::size_t dim, double length) {
    std::vector<double> a(dim, 0.0);
    a.back() = length;
    return a;
}

// 2 phi(a) + a (2 Phi(a) - 1)
TEST(MeanDistanceToNormal, OnALineIsTheClosedForm) {
    for (const double a : {0.0, 0.1, 1.0, 5.0, 30.0, 33.0, 34.0, 1e3, 1e100}) {
        const double exact =
            2 * std::exp(-0.5 * a * a) / std::sqrt(2 * std::numbers::pi) + a * std::erf(a / std::sqrt(2));
        EXPECT_NEAR(mean_distance_to_normal(point(1, a)) / exact, 1, 1e-12) << a;
    }
}

// sqrt(2) Gamma((d + 1) / 2) / Gamma(d / 2) 1F1(-1/2; d/2; -a^2 / 2), by SciPy.
TEST(MeanDistanceToNormal, InSpaceIsTheHypergeometricFunction) {
    EXPECT_NEAR(mean_distance_to_normal(point(3, 7)), 7.142857142857143, 1e-11);
    EXPECT_NEAR(mean_distance_to_normal(point(10, 40)), 40.11237714516054, 1e-10);
    EXPECT_NEAR(mean_distance_to_normal(point(64, 8)), 11.280525839487856, 1e-11);
}

// To what log_gamma of a few thousands leaves: 1e4 times 1e-15.
TEST(MeanDistanceToNormal, IsContinuousWhereTheFormulaChanges) {
    for (const std::size_t d : {2U, 5U, 50U}) {
        const double change = std::sqrt(100.0 * (static_cast<double>(d) + 10));
        const double below = mean_distance_to_normal(point(d, change * (1 - 1e-14))),
                     above = mean_distance_to_normal(point(d, change * (1 + 1e-14)));
        EXPECT_NEAR(above / below, 1, 1e-11);
    }
}

// By NumPy and SciPy, whitened by the covariance over n - 1 as the R package energy does.
TEST(NormalEnergy, OfIrisSetosaIsTheDefinition) {
    Points y = whitened(iris_setosa());
    for (double& v : y.values) v *= std::sqrt(49.0 / 50);
    EXPECT_NEAR(normal_energy(y), 1.2033967029263737, 1e-11);
}

}  // namespace
}  // namespace fokker::assess
