#include "fokker/density/standard.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker/density/quadrature.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

using std::numbers::pi;
using Box = std::vector<std::pair<double, double>>;

double energy_at(const Density& density, const std::vector<double>& x) {
    return -evaluate(bind_parameters(density.log_density, density.parameters), x, 1, 0.0)[0];
}

std::vector<double> gradient_at(const Density& density, const std::vector<double>& x) {
    std::vector<double> g = evaluate(bind_parameters(density.score(), density.parameters), x, 1, 0.0);
    for (double& v : g) v = -v;
    return g;
}

// By hand, at (1, 2).
TEST(StandardDensities, AreTheirFormulas) {
    const std::vector<double> x{1, 2};
    EXPECT_DOUBLE_EQ(energy_at(standard_density("harmonic", 2, {{"stiffness", {3}}}), x), 7.5);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("double-well"), x), 2 * 9);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("rosenbrock"), x), 100);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("banana"), x), 0.5 + 2);
    EXPECT_NEAR(energy_at(standard_density("funnel"), x), 1.0 / 18 + 0.5 + 2 * std::exp(-1.0), 1e-14);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("himmelblau"), x), 64 + 4);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("booth"), x), 4 + 1);
    EXPECT_NEAR(energy_at(standard_density("rastrigin"), x), 5, 1e-12);
    EXPECT_DOUBLE_EQ(energy_at(standard_density("styblinski-tang"), x), (1 - 16 + 5 + 16 - 64 + 10) / 2.0);
    EXPECT_NEAR(energy_at(standard_density("ackley"), {0, 0}), 0, 1e-14);
    EXPECT_NEAR(energy_at(standard_density("ring"), {3, 4}), 50, 1e-12);
    EXPECT_NEAR(energy_at(standard_density("student-t", 2, {{"freedom", {4}}}), x), 3 * std::log(1 + 5.0 / 4), 1e-14);
    EXPECT_NEAR(energy_at(standard_density("correlated-gaussian"), x), (1 - 3.6 + 4) / 0.38, 1e-13);
    EXPECT_NEAR(energy_at(standard_density("ill-conditioned-gaussian"), x), (100 + 4.0 / 100) / 2, 1e-12);
}

TEST(StandardDensities, HaveTheirGradients) {
    const std::vector<double> x{1.5, -0.5};
    const auto expect = [&](const char* name, double g1, double g2) {
        const std::vector<double> g = gradient_at(standard_density(name), x);
        EXPECT_NEAR(g[0], g1, 1e-11) << name;
        EXPECT_NEAR(g[1], g2, 1e-11) << name;
    };
    expect("double-well", 8 * 1.5 * 1.25, 8 * -0.5 * -0.75);
    expect("rosenbrock", 2 * 0.5 - 400 * 1.5 * (-0.5 - 2.25), 200 * (-0.5 - 2.25));
    expect("banana", 1.5 - 8 * 1.5 * (-0.5 - 2.25), 4 * (-0.5 - 2.25));
    const double a = 2.25 - 0.5 - 11, b = 1.5 + 0.25 - 7;
    expect("himmelblau", 4 * 1.5 * a + 2 * b, 2 * a + 4 * -0.5 * b);
    expect("rastrigin", 3 + 20 * pi * std::sin(3 * pi), -1 + 20 * pi * std::sin(-pi));
    expect("styblinski-tang", (4 * 3.375 - 48 + 5) / 2, (4 * -0.125 + 16 + 5) / 2);
    expect("funnel", 1.5 / 9 + 0.5 - 0.125 * std::exp(-1.5), -0.5 * std::exp(-1.5));
}

void expect_moments(const Density& density, const Moments& moments, double within) {
    ASSERT_TRUE(density.log_normaliser && density.mean && density.covariance) << density.name;
    EXPECT_NEAR(*density.log_normaliser, moments.log_normaliser, within) << density.name;
    for (std::size_t i = 0; i < moments.mean.size(); ++i) {
        EXPECT_NEAR((*density.mean)[i], moments.mean[i], within) << density.name;
        for (std::size_t j = 0; j < moments.mean.size(); ++j)
            EXPECT_NEAR(density.covariance->values[i * moments.mean.size() + j],
                        moments.covariance.values[i * moments.mean.size() + j], within)
                << density.name;
    }
}

// A rule that knows nothing of the closed forms, with four times the points and a wider box than the library takes
// where it has none.
TEST(StandardDensities, KnowTheirMomentsToTenDigits) {
    const auto expect = [](const Density& density, const Box& box, double step) {
        expect_moments(density, moments_by_quadrature(density, box, step), 1e-10);
    };
    expect(standard_density("harmonic"), {{-10, 10}, {-10, 10}}, 0.1);
    expect(standard_density("correlated-gaussian"), {{-10, 10}, {-10, 10}}, 0.05);
    expect(standard_density("ill-conditioned-gaussian", 2, {{"condition", {100}}}), {{-4, 4}, {-40, 40}}, 0.05);
    expect(standard_density("booth"), {{-5, 7}, {-3, 9}}, 0.02);
    expect(standard_density("banana"), {{-9, 9}, {-6, 90}}, 0.05);
    expect(standard_density("rosenbrock", 2, {{"a", {0.5}}, {"b", {5}}}), {{-6, 7}, {-4, 50}}, 0.02);
    expect(standard_density("ring"), {{-6, 6}, {-6, 6}}, 0.025);
    expect(standard_density("two-rings"), {{-7, 7}, {-7, 7}}, 0.025);
    expect(standard_density("two-moons"), {{-5, 5}, {-5, 5}}, 0.025);
    expect(standard_density("himmelblau"), {{-6, 6}, {-6, 6}}, 0.01);
    expect(standard_density("double-well", 1), {{-4, 4}}, 0.001);
    expect(standard_density("double-well", 1, {{"height", {0.1}}}), {{-8, 8}}, 0.001);
    expect(standard_density("double-well", 1, {{"height", {50}}, {"width", {3}}}), {{-8, 8}}, 0.001);
    expect(standard_density("double-well"), {{-4, 4}, {-4, 4}}, 0.02);
    expect(standard_density("rastrigin", 1), {{-8, 8}}, 0.001);
    expect(standard_density("styblinski-tang", 1), {{-6, 6}}, 0.001);
    // On a long thin box: e^{x1 / 2} at x1 = 6 is 20.
    expect(standard_density("funnel", 2, {{"width", {0.7}}}), {{-6, 6}, {-120, 120}}, 0.03);
}

// The published value for height 2.
TEST(StandardDensities, HaveTheSecondMomentOfTheDoubleWell) {
    EXPECT_NEAR((*standard_density("double-well", 7).covariance)(6, 6), 0.852136, 5e-7);
    EXPECT_EQ((*standard_density("double-well", 7).covariance)(6, 5), 0);
}

// The marginal of a Student-t is one: in one dimension the integral is long but exact in z = atan(x).
TEST(StandardDensities, KnowTheNormaliserOfStudent) {
    for (const int dim : {1, 2, 3}) {
        const double nu = 5;
        double sum = 0;
        constexpr int kPoints = 200'000;
        for (int k = 0; k < kPoints; ++k) {
            const double t = (k + 0.5) / kPoints, r = t / (1 - t);
            sum += std::pow(r, dim - 1) * std::pow(1 + r * r / nu, -(nu + dim) / 2) / ((1 - t) * (1 - t)) / kPoints;
        }
        const double sphere = dim == 1 ? 2 : dim == 2 ? 2 * pi : 4 * pi;
        EXPECT_NEAR(*standard_density("student-t", dim).log_normaliser, std::log(sum * sphere), 1e-9);
    }
    EXPECT_NEAR((*standard_density("student-t").covariance)(0, 0), 5.0 / 3, 1e-15);
    EXPECT_FALSE(standard_density("student-t", 2, {{"freedom", {2}}}).covariance);
    EXPECT_FALSE(standard_density("student-t", 2, {{"freedom", {1}}}).mean);
}

// Means within 4.5 standard errors, variances likewise by their fourth moments: 30 comparisons, false alarms 2e-4.
TEST(StandardDensities, SampleThemselves) {
    for (const Density& density :
         {standard_density("harmonic", 3), standard_density("correlated-gaussian"), standard_density("booth"),
          standard_density("ill-conditioned-gaussian", 4), standard_density("banana"), standard_density("rosenbrock"),
          standard_density("funnel", 3, {{"width", {0.5}}}), standard_density("student-t", 2, {{"freedom", {12}}}),
          standard_density("eight-gaussians")}) {
        ASSERT_TRUE(density.can_sample()) << density.name;
        constexpr std::size_t kCount = 40'000;
        const Points points = sample(density, kCount, {.seed = 5});
        const auto dim = static_cast<std::size_t>(density.dim);
        for (std::size_t j = 0; j < dim; ++j) {
            const double m = (*density.mean)[j], v = density.covariance->values[j * dim + j];
            double sum = 0, squares = 0, fourths = 0;
            for (std::size_t n = 0; n < kCount; ++n) {
                const double d = points.values[n * dim + j] - m;
                sum += d / kCount;
                squares += d * d / kCount;
                fourths += d * d * d * d / kCount;
            }
            EXPECT_NEAR(sum, 0, 4.5 * std::sqrt(v / kCount)) << density.name;
            EXPECT_NEAR(squares, v, 4.5 * std::sqrt((fourths - squares * squares) / kCount)) << density.name;
        }
    }
    EXPECT_FALSE(standard_density("student-t", 2, {{"freedom", {2.5}}}).can_sample());
    EXPECT_FALSE(standard_density("ackley").log_normaliser);
}

TEST(StandardDensities, AreAllMadeByName) {
    for (const StandardDensity& standard : standard_densities()) {
        const Density density = standard_density(standard.name);
        EXPECT_EQ(density.dim, 2) << standard.name;
        EXPECT_TRUE(density.name.starts_with(standard.name));
        if (standard.dim == 0) EXPECT_EQ(standard_density(standard.name, 5).dim, 5) << standard.name;
    }
}

void expect_error(const std::string& text, std::string_view name, int dim, const Parameters& parameters) {
    try {
        standard_density(name, dim, parameters);
        FAIL() << text;
    } catch (const Error& e) {
        EXPECT_STREQ(e.what(), text.c_str());
    }
}

TEST(StandardDensities, SayWhatIsWrong) {
    expect_error("no density is called \"funel\"", "funel", 2, {});
    expect_error("himmelblau has 2 components, not 3", "himmelblau", 3, {});
    expect_error("funnel needs 2 components at least, got 1", "funnel", 1, {});
    expect_error("double-well has no parameter \"depth\"; it has height, width", "double-well", 2, {{"depth", {2}}});
    expect_error("booth has no parameter \"a\": it has none", "booth", 2, {{"a", {2}}});
    expect_error("double-well: height must be positive and finite, got 0", "double-well", 2, {{"height", {0}}});
    expect_error("correlated-gaussian: rho must lie between -1 and 1, got 1", "correlated-gaussian", 2, {{"rho", {1}}});
    expect_error("ring: width must be one number", "ring", 2, {{"width", {1, 2}}});
    expect_error("two-rings: inner_radius, 5, must be below outer_radius, 4", "two-rings", 2, {{"inner_radius", {5}}});
    EXPECT_THROW(standard_density("ring", 2, {{"width", {1e-4}}}), Error);
}

}  // namespace
}  // namespace fokker
