#include "fokker/density/density.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/density/gaussian.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/density/checks.hpp"

namespace fokker {
namespace {

using test::expect_errors;

// E = (x1^2 + x2^2 - 1)^2 + x2^2 / 2: grad E = (4 x1 (r^2 - 1), 4 x2 (r^2 - 1) + x2).
TEST(FromEnergy, TheScoreIsTheNegativeSlopeOfTheEnergy) {
    const Density density = from_energy("(x1^2 + x2^2 - 1)^2 + 0.5*x2^2", 2);
    const double points[][2] = {{0, 0}, {1, 0}, {0.3, -0.7}, {-2, 5}, {1e3, 1e3}};
    for (const auto& [a, b] : points) {
        const std::vector<double> score = evaluate(density.score(), std::vector{a, b});
        const double radius = a * a + b * b - 1;
        test::expect_close(score[0], -4 * a * radius, 1e-14);
        test::expect_close(score[1], -4 * b * radius - b, 1e-14);
        const double energy = radius * radius + 0.5 * b * b;
        test::expect_close(evaluate(density.energy(), std::vector{a, b})[0], energy, 1e-14);
        test::expect_close(evaluate(density.log_density, std::vector{a, b})[0], -energy, 1e-14);
    }
}

TEST(FromEnergy, TheEnergyIsTheOneThatWasGiven) {
    const Expr energy = parse("(x1^2 + x2^2 - 1)^2 + 0.5*x2^2", {.dim = 2});
    EXPECT_EQ(from_energy(energy, 2).energy(), simplify(energy));
}

TEST(FromLogDensity, TextAndExpressionGiveTheSameDensity) {
    const Expr x = state(3);
    EXPECT_EQ(from_log_density("-sum(x^4)", 3).log_density, from_log_density(-sum(pow(x, 4.0)), 3).log_density);
    EXPECT_EQ(from_energy("sum(x^4)", 3).log_density, from_log_density("-sum(x^4)", 3).log_density);
}

TEST(FromLogDensity, KnowsNoFactsAndHasNoSampler) {
    const Density density = from_log_density("-x^4", 1);
    EXPECT_EQ(density.dim, 1);
    EXPECT_FALSE(density.log_normaliser);
    EXPECT_FALSE(density.mean);
    EXPECT_FALSE(density.covariance);
    EXPECT_FALSE(density.modes);
    EXPECT_FALSE(density.can_sample());
}

TEST(FromLogDensity, ParametersKeepTheirNamesUntilTheyAreBound) {
    const Density density = from_energy("k*sum((x - b)^2)", 2, {{"k", {3}}, {"b", {1, 2}}});
    EXPECT_TRUE(depends_on(density.score(), SymbolKind::parameter));
    const std::vector<double> score =
        evaluate(fokker::bind_parameters(density.score(), density.parameters), std::vector{5.0, 5.0});
    EXPECT_EQ(score, (std::vector{-24.0, -18.0}));
}

TEST(FromLogDensity, SaysWhatIsWrong) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Expr x = state(2);
    expect_errors({
        {"log density must be a number for each x: this is a vector of 2; sum(...) makes a number of it",
         [] { from_log_density("-x^2", 2); }},
        {"energy must be a number for each x: this is a vector of 2; sum(...) makes a number of it",
         [&] { from_energy(square(x), 2); }},
        {"energy needs at least one component of x: got dim = 0", [] { from_energy("1", 0); }},
        {"log density needs at least one component of x: got dim = -1", [] { from_log_density(1.0, -1); }},
        {"energy: parameter k has a value but is not used", [] { from_energy("sum(x^2)", 2, {{"k", {1}}}); }},
        {"energy: parameter k has no value", [&] { from_energy(parameter("k") * sum(x), 2); }},
        {"energy: parameter k is used with 1 number, but its value has 2",
         [&] { from_energy(parameter("k") * sum(x), 2, {{"k", {1, 2}}}); }},
        {"parameter k is not finite: nan", [nan] { from_energy("k*sum(x^2)", 2, {{"k", {nan}}}); }},
        {"parameter k has no value", [] { from_energy("k*sum(x^2)", 2, {{"k", {}}}); }},
        {"energy is of x with 2 components, but dim = 3", [&] { from_energy(sum(x), 3); }},
        {"log density may depend on x and parameters only, but has t in it",
         [&] { from_log_density(sum(x) * time_symbol(), 2); }},
        {"log density may depend on x and parameters only, but has h in it",
         [&] { from_log_density(sum(x) * step_size_symbol(), 2); }},
        {"log density may depend on x and parameters only, but has z in it",
         [&] { from_log_density(sum(x * standard_normal(2)), 2); }},
        {"energy may depend on x and parameters only, but has u in it",
         [&] { from_energy(sum(x) * standard_uniform(1), 2); }},
    });
}

TEST(FromLogDensity, AMistakeInTheTextIsAParseErrorWithItsPlace) {
    try {
        from_energy("k*sum(x^2) + thta", 2, {{"k", {1}}, {"theta", {1}}});
        FAIL();
    } catch (const ParseError& error) {
        EXPECT_EQ(error.column, 13);
        EXPECT_NE(std::string(error.what()).find("theta"), std::string::npos);
    }
    EXPECT_THROW(from_log_density("-t*sum(x^2)", 2), ParseError);
}

TEST(Sample, SaysWhyADensityCannotBeSampledAndWhenASampleIsTooLong) {
    expect_errors({
        {"density given by its energy has no exact sampler", [] { sample(from_energy("x^4", 1), 10, {}); }},
        {"a sample of 2 points from particle 4294967295 on is too long: particles are below 2^32",
         [] { sample(Gaussian::isotropic(1, 1.0), 2, {.first_particle = 0xffffffff}); }},
    });
    EXPECT_EQ(sample(Gaussian::isotropic(1, 1.0), 1, {.first_particle = 0xffffffff}).count(), 1U);
    EXPECT_EQ(sample(Gaussian::isotropic(1, 1.0), 0, {}).count(), 0U);
}

}  // namespace
}  // namespace fokker
