#include "fokker/fit/estimates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"
#include "tests/fit/published.hpp"
#include "tests/fit/quadrature.hpp"

namespace fokker {
namespace {

// False alarms of a z-score beyond this: 7 in a million.
constexpr double kZ = 4.5;

Gaussian one() {
    return {{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
}
Gaussian other() {
    return {{0, 0.5}, {2, 2, {2, -0.3, -0.3, 1.5}}};
}

// The Gaussian with the mean and the covariance of the published target: the best that one part can do for KL(p, q).
Gaussian moments_of_target() {
    const Density p = test::published_mixture();
    return {*p.mean, *p.covariance};
}

// By hand: P = diag(1, 4), Q = I, difference (3, 0): (1 + 4 + 9 - 2 - log 4) / 2.
TEST(KlOfGaussians, IsTheClosedForm) {
    EXPECT_NEAR(kl_of_gaussians({{3, 0}, {2, 2, {1, 0, 0, 4}}}, Gaussian::isotropic(2, 1)), (12 - std::log(4.0)) / 2,
                1e-14);
    EXPECT_NEAR(kl_of_gaussians(one(), other()), kl_by_quadrature(one(), other()), 1e-10);
    EXPECT_EQ(kl_of_gaussians(one(), one()), 0);
}

TEST(KlDivergence, OfADensityFromItselfIsExactlyZero) {
    const Estimate e = kl_divergence(test::published_mixture(), test::published_mixture());
    EXPECT_TRUE(e.exact);
    EXPECT_EQ(e.value, 0);
    EXPECT_EQ(e.error, 0);
}

TEST(KlDivergence, OfGaussiansIsExact) {
    const Estimate e = kl_divergence(one(), other(), {.draws = 10});
    EXPECT_TRUE(e.exact);
    EXPECT_EQ(e.value, kl_of_gaussians(one(), other()));
}

// In both directions, at four numbers of draws, each with an independent sample.
TEST(KlDivergence, IsThatOfQuadratureWithinItsError) {
    const Density p = test::published_mixture(), q = moments_of_target();
    const double forward = kl_by_quadrature(p, q), reverse = kl_by_quadrature(q, p, {-30, 35, -30, 32, 1301});
    EXPECT_NEAR(forward, 0.8567, 5e-5);
    std::uint32_t stream = 0;
    for (const std::size_t draws : {1'000U, 10'000U, 100'000U, 1'000'000U}) {
        const Estimate f = kl_divergence(p, q, {.draws = draws, .stream = ++stream});
        const Estimate r = kl_divergence(q, p, {.draws = draws, .stream = ++stream});
        EXPECT_FALSE(f.exact);
        EXPECT_LT(std::fabs(f.value - forward), kZ * f.error) << draws;
        EXPECT_LT(std::fabs(r.value - reverse), kZ * r.error) << draws;
    }
}

// Over 400 samples the z-scores have a root mean square of 1 within 4.5 of its errors.
TEST(KlDivergence, HasAnErrorThatIsTheSpreadOfItsEstimates) {
    const Density p = test::published_mixture(), q = moments_of_target();
    const double exact = kl_by_quadrature(p, q);
    constexpr std::uint32_t kSets = 400;
    double square = 0;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const Estimate e = kl_divergence(p, q, {.draws = 500, .seed = 2, .stream = set});
        square += std::pow((e.value - exact) / e.error, 2) / kSets;
    }
    EXPECT_NEAR(std::sqrt(square), 1, kZ / std::sqrt(2.0 * kSets));
}

TEST(KlDivergence, SaysWhatItLacks) {
    const Density formula = from_energy("x1^2 + x2^4", 2);
    const auto message = [](const Density& p, const Density& q) -> std::string {
        try {
            kl_divergence(p, q);
        } catch (const Error& e) {
            return e.what();
        }
        return "";
    };
    EXPECT_EQ(message(formula, one()), "KL(p, q): p has no exact sampler (density given by its energy)");
    EXPECT_EQ(message(one(), formula), "KL(p, q): the normaliser of q is not known (density given by its energy)");
    EXPECT_EQ(message(one(), Gaussian::isotropic(3, 1)), "densities of 2 and of 3 components cannot be compared");
}

// -E_p log p of the published target by quadrature, and that published: about 4 to 4.5.
TEST(NegativeLogLikelihood, IsThatOfQuadratureWithinItsError) {
    const Density p = test::published_mixture();
    const Density flat = Gaussian::isotropic(2, 50);
    // KL(p || flat) = -H(p) - E_p log flat, and E_p log flat is known from the second moments of p.
    const Gaussian m = moments_of_target();
    const double square = m.covariance(0, 0) + m.covariance(1, 1) + m.mean[0] * m.mean[0] + m.mean[1] * m.mean[1];
    const double entropy = square / 100 + std::log(2 * M_PI * 50) - kl_by_quadrature(p, flat);
    const Estimate nll = negative_log_likelihood(p, sample(p, 100'000, {.seed = 4, .purpose = Purpose::data}));
    EXPECT_LT(std::fabs(nll.value - entropy), kZ * nll.error);
    EXPECT_GT(nll.value, 4);
    EXPECT_LT(nll.value, 4.5);
}

// Weights N(0, 1) / N(0, s^2) on draws from N(0, s^2): E w^2 = s^2 / sqrt(2 s^2 - 1).
TEST(EffectiveShare, OfAWiderGaussianIsTheClosedForm) {
    const double s2 = 1.3;
    double square = 0;
    constexpr std::uint32_t kSets = 300;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        std::vector<double> z(2000), log_weights;
        fill_normals({.seed = 3, .stream = set, .purpose = Purpose::data, .lanes = 2000}, z.data());
        for (const double v : z) log_weights.push_back(-0.5 * v * v * (s2 - 1));
        const Estimate e = effective_share(log_weights);
        square += std::pow((e.value - std::sqrt(2 * s2 - 1) / s2) / e.error, 2) / kSets;
    }
    EXPECT_NEAR(std::sqrt(square), 1, kZ / std::sqrt(2.0 * kSets));
}

TEST(EffectiveShare, OfEqualWeightsIsOne) {
    EXPECT_DOUBLE_EQ(effective_share(std::vector<double>(100, -3.0)).value, 1);
    EXPECT_EQ(effective_share(std::vector<double>(100, -3.0)).error, 0);
}

TEST(Estimates, OfADensityAndItselfArePerfect) {
    const Estimates e = estimates(test::published_mixture(), test::published_mixture(), {.draws = 10'000});
    EXPECT_EQ(e.forward_kl->value, 0);
    EXPECT_EQ(e.reverse_kl->value, 0);
    EXPECT_DOUBLE_EQ(e.effective_share->value, 1);
    EXPECT_FALSE(e.pareto);
    EXPECT_EQ(e.covered(), 4U);
    for (const ModeShare& m : e.modes) EXPECT_LT(std::fabs(m.share.value - m.weight), kZ * m.share.error);
    EXPECT_TRUE(e.missing.empty());
}

// log q too large by 0.5: KL(p, q) = 0 - 0.5 cannot be, KL(q, p) = 0.5 can.
TEST(Estimates, RefuseADivergenceThatIsNegative) {
    const Density p = Gaussian::isotropic(1, 1.0);
    Density q = from_log_density("-0.5*x1^2 - 0.5*log(2*pi) + 0.5", 1);
    q.log_normaliser = 0.0;
    q.sampler = p.sampler;
    const Estimates e = estimates(p, q, {.draws = 1000});
    EXPECT_FALSE(e.forward_kl);
    ASSERT_EQ(e.missing.size(), 1U);
    EXPECT_NE(e.missing[0].find("is negative: log_density is not normalised, or draw is not from it"),
              std::string::npos)
        << e.missing[0];
    EXPECT_FALSE(e.reverse_kl || e.nll);  // which rest on the same normaliser
    EXPECT_FALSE(estimates(q, p, {.draws = 1000}).reverse_kl);
    // Weights that are equal up to rounding, and weights of a hair's breadth, have no tail to speak of.
    EXPECT_FALSE(e.pareto);
    const Density near = Gaussian::isotropic(1, 1.02), far = Gaussian::isotropic(1, 1.5);
    EXPECT_FALSE(estimates(p, near, {.draws = 1000}).pareto);
    EXPECT_TRUE(estimates(p, far, {.draws = 1000}).pareto);
}

// Weights N(0, 1) / N(0, s^2) on draws from N(0, s^2) have the Pareto shape 1 - s^2, where that is above 0.
TEST(Estimates, GiveNoErrorOfTheEffectiveShareWhereItsMomentsAreInfinite) {
    const Density p = Gaussian::isotropic(1, 1.0), wide = Gaussian::isotropic(1, 1.5),
                  narrow = Gaussian::isotropic(1, 0.4);
    const Estimates sound = estimates(p, wide), unsound = estimates(p, narrow);
    ASSERT_LT(sound.pareto.value().shape, 0.25);
    EXPECT_GT(sound.effective_share->error, 0);
    ASSERT_GT(unsound.pareto.value().shape, 0.25);
    EXPECT_TRUE(std::isnan(unsound.effective_share->error));
    EXPECT_GT(unsound.effective_share->value, 0);
}

TEST(Estimates, SayWhichModesAreCovered) {
    const GaussianMixture p = test::published_mixture();
    GaussianMixture q = p;
    q.weights = {0.5, 0.5, 0, 0};
    const Estimates e = estimates(p, q, {.draws = 10'000});
    EXPECT_EQ(e.covered(), 2U);
    EXPECT_TRUE(e.modes[0].covered() && e.modes[1].covered());
    EXPECT_FALSE(e.modes[2].covered() || e.modes[3].covered());
    EXPECT_GT(e.forward_kl->value, 5 * e.forward_kl->error);
}

TEST(Estimates, SayWhatIsMissing) {
    const Density p = from_energy("x1^2/2 + x2^4", 2);
    const Estimates e = estimates(p, Gaussian::isotropic(2, 1), {.draws = 1000});
    EXPECT_FALSE(e.forward_kl);
    EXPECT_TRUE(e.reverse_kl);
    EXPECT_TRUE(e.reverse_up_to_normaliser);
    EXPECT_EQ(e.missing, (std::vector<std::string>{"KL(p, q): p has no exact sampler"}));
}

}  // namespace
}  // namespace fokker
