#include "fokker/density/characteristic_function.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/error.hpp"
#include "tests/density/reference.hpp"

namespace fokker {
namespace {

using Value = std::complex<double>;

const std::vector<double> kT{-3, -0.7, 0, 0.2, 1, 2.5, 6};

std::vector<Value> at(const Density& density, const std::vector<double>& t) {
    return characteristic_function(density, t).values;
}

void expect_near(Value got, Value wanted, double error) {
    EXPECT_NEAR(got.real(), wanted.real(), error);
    EXPECT_NEAR(got.imag(), wanted.imag(), error);
}

const GaussianMixture kMixture{{1, 3}, {{-2}, {1.5}}, {{1, 1, {0.25}}, {1, 1, {2}}}};

// One of each kind: closed form, mixture, formulas.
std::vector<Density> laws() {
    return {Gaussian{{0.7}, {1, 1, {2.0}}}, kMixture, from_energy("x^4 - x", 1), from_energy("x + exp(-x)", 1)};
}

TEST(CharacteristicFunction, OfAGaussianIsTheTextbooks) {
    const Gaussian gaussian{{1, -2}, {2, 2, {2, 0.5, 0.5, 1}}};
    const std::vector<double> t{0.3, -0.4};
    const double form = 2 * 0.09 - 2 * 0.5 * 0.12 + 0.16;
    const Value wanted = std::exp(Value(-0.5 * form, 0.3 + 0.8));
    expect_near(characteristic_function(gaussian, t).values[0], wanted, 1e-15);
    expect_near(at(gaussian, t)[0], wanted, 1e-15);
}

// Gumbel's law x = -log E: phi(t) = Gamma(1 - i t), |Gamma(1 - i t)|^2 = pi t / sinh(pi t).
TEST(CharacteristicFunction, ByQuadratureIsTheClosedForm) {
    const std::vector<Value> gumbel = at(from_energy("x + exp(-x)", 1), {0, 0.5, 1, 2});
    expect_near(gumbel[0], 1, 1e-13);
    for (const auto& [k, t] : {std::pair{1, 0.5}, {2, 1.0}, {3, 2.0}})
        EXPECT_NEAR(std::norm(gumbel[static_cast<std::size_t>(k)]),
                    std::numbers::pi * t / std::sinh(std::numbers::pi * t), 1e-12);
    const CharacteristicFunction logistic =
        characteristic_function(from_energy("x + 2*log(1 + exp(-x))", 1), std::vector{1.0});
    expect_near(logistic.values[0], std::numbers::pi / std::sinh(std::numbers::pi), 1e-12);
    EXPECT_LT(logistic.error, 1e-12);
}

TEST(CharacteristicFunction, ByQuadratureFindsTheMassWhereverItIs) {
    for (const double mean : {0.0, 12345.6, -1e-3}) {
        for (const double sd : {1e-3, 1.0, 300.0}) {
            const Density formula = from_energy("((x - m)/s)^2/2", 1, {{"m", {mean}}, {"s", {sd}}});
            const std::vector<double> t{0.5 / sd, 2 / sd};
            for (std::size_t k = 0; k < 2; ++k)
                expect_near(at(formula, t)[k], at(Gaussian{{mean}, {1, 1, {sd * sd}}}, t)[k], 1e-9);
        }
    }
}

TEST(CharacteristicFunction, OfAMixtureIsThatOfItsDrawsWithinTheirErrors) {
    const std::size_t n = 100'000;
    const Points draws = sample(kMixture, n, {.seed = 5, .purpose = Purpose::data});
    const std::vector<Value> exact = at(kMixture, kT);
    for (std::size_t k = 0; k < kT.size(); ++k) {
        Value mean = 0;
        for (const double x : draws.values) mean += std::polar(1.0, kT[k] * x) / static_cast<double>(n);
        EXPECT_LT(std::abs(mean - exact[k]), 4.5 / std::sqrt(static_cast<double>(n))) << kT[k];
    }
}

TEST(CharacteristicFunction, IsOneAtZeroAtMostOneAndConjugateAtMinusT) {
    for (const Density& law : laws()) {
        std::vector<double> minus = kT;
        for (double& t : minus) t = -t;
        const std::vector<Value> plus_t = at(law, kT), minus_t = at(law, minus);
        for (std::size_t k = 0; k < kT.size(); ++k) {
            expect_near(minus_t[k], std::conj(plus_t[k]), 1e-13);
            EXPECT_LE(std::abs(plus_t[k]), 1 + 1e-13);
            if (kT[k] == 0) expect_near(plus_t[k], 1, 1e-13);
            if (kT[k] != 0) {
                EXPECT_LT(std::abs(plus_t[k]), 1);
            }
        }
    }
}

// phi_(a X + b)(t) = exp(i t b) phi_X(a t)
TEST(CharacteristicFunction, OfAnAffineMapTurnsAndStretches) {
    const double a = -1.7, b = 0.6;
    const GaussianMixture mapped{{1, 3}, {{a * -2 + b}, {a * 1.5 + b}}, {{1, 1, {a * a * 0.25}}, {1, 1, {a * a * 2}}}};
    const Density formula = from_energy("x^4 - x", 1),
                  mapped_formula = from_energy("((x - 0.6)/-1.7)^4 - (x - 0.6)/-1.7", 1);
    for (const double t : kT) {
        const Value turn = std::polar(1.0, t * b);
        expect_near(at(mapped, {t})[0], turn * at(kMixture, {a * t})[0], 1e-14);
        expect_near(at(mapped_formula, {t})[0], turn * at(formula, {a * t})[0], 2e-12);
    }
}

// Of independent X and Y, phi_(X + Y) = phi_X phi_Y: the sum of a mixture and a Gaussian is a mixture.
TEST(CharacteristicFunction, OfASumOfIndependentsIsTheProduct) {
    const GaussianMixture sum{{1, 3}, {{-2 + 0.7}, {1.5 + 0.7}}, {{1, 1, {2.25}}, {1, 1, {4}}}};
    const std::vector<Value> product = at(sum, kT), first = at(kMixture, kT),
                             second = at(Gaussian{{0.7}, {1, 1, {2.0}}}, kT);
    for (std::size_t k = 0; k < kT.size(); ++k) expect_near(product[k], first[k] * second[k], 1e-14);
}

// A Gaussian and a mixture with its mean and variance.
TEST(CharacteristicFunction, SeparatesLawsWithEqualMeanAndVariance) {
    const GaussianMixture two{{1, 1}, {{-0.9}, {0.9}}, {{1, 1, {0.19}}, {1, 1, {0.19}}}};
    EXPECT_GT(std::abs(at(two, {2})[0] - at(Gaussian::isotropic(1, 1.0), {2})[0]), 0.1);
}

TEST(CharacteristicFunction, OfWhatIsNotKnownIsAnError) {
    const std::vector<double> one{1.0};
    EXPECT_THROW(characteristic_function(from_energy("log(1 + x^2)", 1), one), Error);  // Cauchy
    EXPECT_THROW(characteristic_function(from_energy("x1^4 + x2^2", 2), std::vector<double>{1, 1}), Error);
    EXPECT_THROW(characteristic_function(Gaussian::isotropic(2, 1.0), one), Error);
    EXPECT_THROW(characteristic_function(Gaussian::isotropic(1, 1.0), std::vector<double>{NAN}), Error);
}

// Two grids whose steps divide 2 pi / t agree that phi(t) = 1: the first step must be below pi / t.
TEST(CharacteristicFunction, ByQuadratureIsNoAliasOfItself) {
    const Density normal = from_energy("x^2/2", 1);
    const double width = 2 * std::sqrt(84.0);
    for (const double steps : {0.9, 1.0, 1.02, 2.0, 4.0, 100.0}) {
        const double t = steps * 2 * std::numbers::pi * 256 / width;
        const CharacteristicFunction phi = characteristic_function(normal, std::vector{t, 1.0});
        expect_near(phi.values[0], 0, 1e-12);
        expect_near(phi.values[1], std::exp(-0.5), 1e-12);
    }
    EXPECT_THROW(characteristic_function(normal, std::vector{1e6}), Error);
    EXPECT_THROW(characteristic_function(normal, std::vector{1e300}), Error);
}

// exp(i t m) turns by what t m loses to rounding: here 5e-9 of 1.1e8. fma knows the rest of the product.
TEST(CharacteristicFunction, FarFromTheOriginSaysWhatRoundingLeaves) {
    const double mean = 1e8 + 0.3, t = 1.1, product = t * mean, rest = std::fma(t, mean, -product);
    ASSERT_GT(std::fabs(rest), 1e-9);
    const Value wanted = std::exp(-0.5 * t * t) * std::polar(1.0, rest) * std::polar(1.0, product);
    for (const Density& law : {Density(Gaussian{{mean}, {1, 1, {1.0}}}),
                               Density(GaussianMixture{{1, 1}, {{mean}, {mean}}, {{1, 1, {1.0}}, {1, 1, {1.0}}}}),
                               from_energy("(x - m)^2/2", 1, {{"m", {mean}}})}) {
        const CharacteristicFunction phi = characteristic_function(law, std::vector{t});
        EXPECT_LT(std::abs(phi.values[0] - wanted), std::sqrt(2.0) * phi.error) << law.name;
        EXPECT_LT(phi.error, 1e-6) << law.name;
    }
}

}  // namespace
}  // namespace fokker
