// Gradients against finite differences with common random numbers, against each other, and against sums by hand.
#include "fokker/fit/gradient.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "tests/density/statistics.hpp"
#include "tests/fit/families.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

LossSetup setup_of(const FitTarget& target, const Family& family, const Objective& objective, std::size_t samples,
                   std::uint64_t seed = 5) {
    const Loss loss = make_loss(target, family, objective);
    return {.loss = loss,
            .shared = LossProgram(loss, family, ByWhat::shared, active_isa()),
            .each = LossProgram(loss, family, ByWhat::each, active_isa()),
            .source = {.density = std::get_if<Density>(&target), .data = std::get_if<Points>(&target), .seed = seed},
            .samples = samples,
            .size = family.size()};
}

// Correlated and off the origin, so that no gradient is 0 by symmetry.
Density gaussian_target(int dim) {
    const auto n = static_cast<std::size_t>(dim);
    Gaussian target{std::vector<double>(n, 0.5), {dim, dim, std::vector<double>(n * n, 0.3)}};
    for (int i = 0; i < dim; ++i) target.covariance(i, i) = 1 + 0.5 * i;
    return target;
}

std::string label(const Family& family, const Objective& objective) {
    return family.name + " in " + std::to_string(family.dim) + " by " + std::string(name(objective));
}

TEST(LossGradient, IsTheSlopeOfTheLossWithTheDrawsHeld) {
    constexpr double kStep = 1e-5;
    const Objective objectives[] = {MaximumLikelihood{},
                                    ForwardKl{},
                                    ScoreMatching{},
                                    ReverseKl{},
                                    FisherDivergence{},
                                    RenyiBound{},
                                    RenyiBound{.alpha = 2, .draws = 2}};
    for (const Family& family : test::families()) {
        const FitTarget target = gaussian_target(family.dim);
        for (const Objective& objective : objectives) {
            const LossSetup setup = setup_of(target, family, objective, 200);
            LossGradient gradients(setup);
            std::vector<double> theta = test::some_theta(family), gradient(theta.size()), other(theta.size());
            gradients.run(theta, 3, gradient);
            double largest = 0;
            for (const double g : gradient) largest = std::max(largest, std::fabs(g));
            ASSERT_GT(largest, 1e-3) << label(family, objective);
            for (std::size_t j = 0; j < theta.size(); ++j) {
                const double here = theta[j];
                theta[j] = here + kStep;
                const double above = gradients.run(theta, 3, other).mean;
                theta[j] = here - kStep;
                const double below = gradients.run(theta, 3, other).mean;
                theta[j] = here;
                // Truncation is kStep^2 times a third derivative, rounding 1e-16 / kStep times the loss.
                EXPECT_NEAR(gradient[j], (above - below) / (2 * kStep), 1e-6 * (1 + largest))
                    << label(family, objective) << ", " << family.element_names()[j];
            }
        }
    }
}

// N(m, s^2) with m = theta_0, s = exp(theta_1): x = m + s z, d log q / d theta = (z / s, z^2 - 1).
TEST(LossGradient, ByTheScoreFunctionIsTheSumWrittenOutByHand) {
    constexpr std::size_t kSamples = 300;
    const double m = 0.3, log_s = -0.2, s = std::exp(log_s);
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const FitTarget target = Density(Gaussian{{0.5}, {1, 1, {2.0}}});
    std::vector<double> f, z;
    for (std::uint32_t i = 0; i < kSamples; ++i) {
        z.push_back(normal(5, 0, Purpose::fit, i, 3, 0));
        const double x = m + s * z[i];
        f.push_back(-0.5 * z[i] * z[i] - log_s - (-0.25 * (x - 0.5) * (x - 0.5) - 0.5 * std::log(2.0)));
    }
    const auto by_hand = [&](const auto& taken_away) {
        std::vector<double> g(2);
        for (std::size_t i = 0; i < kSamples; ++i) {
            g[0] += (f[i] - taken_away(i, 0)) * z[i] / s / kSamples;
            g[1] += (f[i] - taken_away(i, 1)) * (z[i] * z[i] - 1) / kSamples;
        }
        return g;
    };
    const double total = test::mean(f) * kSamples;
    const auto expected = {by_hand([](std::size_t, int) { return 0.0; }),
                           by_hand([&](std::size_t i, int) { return (total - f[i]) / (kSamples - 1); })};
    auto g = expected.begin();
    for (const Gradient how : {Gradient::score_function, Gradient::leave_one_out}) {
        const LossSetup setup = setup_of(target, family, ReverseKl{how}, kSamples);
        std::vector<double> gradient(2);
        const LossValue loss = LossGradient(setup).run(std::vector{m, log_s}, 3, gradient);
        EXPECT_NEAR(loss.mean, test::mean(f), 1e-13);
        EXPECT_NEAR(loss.error, test::standard_error(f), 1e-13);
        for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(gradient[j], (*g)[j], 1e-13) << name(how);
        ++g;
    }
}

// Under one step the coefficients come from the pilot draws: (E f g_j^2 / E g_j^2) by hand.
TEST(LossGradient, ByAControlVariateTakesAwayWhatItsOwnDrawsHadNoPartIn) {
    constexpr std::size_t kSamples = 300;
    const double m = 0.3, s = std::exp(-0.2);
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const FitTarget target = Density(Gaussian{{0.5}, {1, 1, {2.0}}});
    const auto draw = [&](std::uint32_t i, std::uint64_t step) {
        const double z = normal(5, 0, Purpose::fit, i, step, 0), x = m + s * z;
        return std::array{-0.5 * z * z + 0.2 + 0.25 * (x - 0.5) * (x - 0.5) + 0.5 * std::log(2.0), z / s, z * z - 1};
    };
    double weighed[2] = {}, squares[2] = {}, expected[2] = {};
    for (std::uint32_t i = 0; i < kSamples; ++i) {
        const auto d = draw(i, kPilotStep);
        for (std::size_t j = 0; j < 2; ++j) {
            weighed[j] += d[0] * d[j + 1] * d[j + 1];
            squares[j] += d[j + 1] * d[j + 1];
        }
    }
    for (std::uint32_t i = 0; i < kSamples; ++i) {
        const auto d = draw(i, 3);
        for (std::size_t j = 0; j < 2; ++j) expected[j] += (d[0] - weighed[j] / squares[j]) * d[j + 1] / kSamples;
    }
    const LossSetup setup = setup_of(target, family, ReverseKl{Gradient::control_variate}, kSamples);
    std::vector<double> gradient(2);
    LossGradient(setup).run(std::vector{m, -0.2}, 3, gradient);
    for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(gradient[j], expected[j], 1e-13);
}

// Every estimator of the gradient of KL(q, p) has the same mean: |z| < 4.5 for each parameter, false alarms 7e-6
// each, 5e-4 in all.
TEST(LossGradient, OfTheReverseKlHasTheSameMeanByEveryEstimator) {
    constexpr std::uint64_t kSteps = 200;
    const FitTarget target = test::published_target();
    for (const Family& family : {Family(MixtureFamily{.components = 3, .dim = 2}), Family(GaussianFamily{.dim = 2})}) {
        const std::vector<double> theta = test::some_theta(family);
        std::vector<std::vector<std::vector<double>>> all;  // [estimator][parameter][step]
        for (const Gradient how : {Gradient::reparameterised, Gradient::score_function, Gradient::leave_one_out,
                                   Gradient::control_variate}) {
            const LossSetup setup = setup_of(target, family, ReverseKl{how}, 500, 20 + static_cast<std::uint64_t>(how));
            LossGradient gradients(setup);
            std::vector<double> gradient(theta.size());
            all.emplace_back(theta.size());
            for (std::uint64_t step = 0; step < kSteps; ++step) {
                gradients.run(theta, step, gradient);
                for (std::size_t j = 0; j < theta.size(); ++j) all.back()[j].push_back(gradient[j]);
            }
        }
        for (std::size_t e = 1; e < all.size(); ++e) {
            for (std::size_t j = 0; j < theta.size(); ++j) {
                const double error = std::hypot(test::standard_error(all[0][j]), test::standard_error(all[e][j]));
                EXPECT_LT(std::fabs(test::mean(all[e][j]) - test::mean(all[0][j])), 4.5 * error + 1e-12)
                    << family.name << ", estimator " << e << ", " << family.element_names()[j];
            }
        }
    }
}

// The sum of the variances of the elements of 400 gradients, against its measure from the 4000 draws of one. The first
// scatters by sqrt(2 / 400) = 7 % where one element makes up the sum, and less where many do.
TEST(LossGradient, MeasuresTheScatterThatRepetitionsShow) {
    constexpr std::uint64_t kSteps = 400;
    constexpr std::size_t kSamples = 4000;
    const FitTarget target = test::published_target();
    const Family family = MixtureFamily{.components = 4, .dim = 2};
    const std::vector<double> theta = test::some_theta(family);
    std::vector<double> variances;
    for (const Objective& objective :
         {Objective(ReverseKl{Gradient::score_function}), Objective(ReverseKl{Gradient::leave_one_out}),
          Objective(ReverseKl{Gradient::control_variate}), Objective(ReverseKl{}), Objective(MaximumLikelihood{})}) {
        const LossSetup setup = setup_of(target, family, objective, kSamples);
        LossGradient gradients(setup);
        std::vector<double> gradient(theta.size());
        std::vector<std::vector<double>> all(theta.size());
        for (std::uint64_t step = 0; step < kSteps; ++step) {
            gradients.run(theta, step, gradient);
            for (std::size_t j = 0; j < theta.size(); ++j) all[j].push_back(gradient[j]);
        }
        double repeated = 0;
        for (const auto& g : all) repeated += kSamples * test::variance(g);
        const double measured = gradients.noise(theta, kSteps - 1).variance;
        EXPECT_NEAR(measured / repeated, 1, 0.25) << setup.loss.name;
        variances.push_back(repeated);
    }
    // The lesson of the published experiment: a baseline takes scatter away, and draws that move with the parameters
    // have least.
    EXPECT_GT(variances[0], 1.2 * variances[1]);
    EXPECT_GT(variances[1], 2 * variances[3]);
}

// The target is known up to a constant: 1e12 more or less is in every loss, and in no scatter. Rounding of each loss
// is 1e-4, of a standard deviation of 1.
TEST(LossGradient, HasTheErrorOfALossFarFromZero) {
    constexpr std::size_t kSamples = 1000;
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const std::vector<double> theta{0.3, -0.2};
    std::vector<double> gradient(2);
    std::vector<LossValue> losses;
    std::vector<double> variances;
    for (const double far : {0.0, 1e12}) {
        const FitTarget target = from_energy("x^2 + c", 1, {{"c", {far}}});
        const LossSetup setup = setup_of(target, family, ReverseKl{Gradient::leave_one_out}, kSamples);
        LossGradient gradients(setup);
        losses.push_back(gradients.run(theta, 3, gradient));
        variances.push_back(gradients.noise(theta, 3).variance);
    }
    EXPECT_NEAR(losses[1].mean - 1e12, losses[0].mean, 1e-3);
    EXPECT_NEAR(losses[1].error / losses[0].error, 1, 1e-3);
    EXPECT_NEAR(variances[1] / variances[0], 1, 1e-3);
}

// The slopes, -x and 1 - x^2, are alike to nine digits: their variance, 1 and 4e18, is lost to the rounding of their
// squares. What is said is how large it may be.
TEST(LossGradient, DoesNotTakeRoundingForNoScatterAtAll) {
    const FitTarget target = Points{1, {1e9 + 1, 1e9 + 2, 1e9 + 3}};
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const LossSetup setup = setup_of(target, family, MaximumLikelihood{}, 3);
    LossGradient gradients(setup);
    std::vector<double> gradient(2);
    gradients.run(std::vector{0.0, 0.0}, 0, gradient);
    const GradientNoise noise = gradients.noise(std::vector{0.0, 0.0}, 0);
    EXPECT_GE(noise.variance, 4e18);
    EXPECT_LE(noise.variance, 1e-15 * noise.squared_length);
}

// A component whose weight is 0 to the last bit has no part in the bound, and makes no slope undefined.
TEST(LossGradient, OfTheRenyiBoundOutlivesAVanishedComponent) {
    const Family family = MixtureFamily{.components = 2, .dim = 1};
    const FitTarget target = Density(Gaussian{{0.5}, {1, 1, {2.0}}});
    const LossSetup setup = setup_of(target, family, RenyiBound{}, 100);
    std::vector<double> theta = test::some_theta(family), gradient(theta.size());
    const auto names = family.element_names();
    for (std::size_t j = 0; j < theta.size(); ++j) {
        if (names[j].starts_with("logits")) theta[j] = names[j] == "logits[0]" ? 0 : -800;
    }
    const LossValue loss = LossGradient(setup).run(theta, 3, gradient);
    EXPECT_TRUE(std::isfinite(loss.mean));
    for (std::size_t j = 0; j < theta.size(); ++j) EXPECT_TRUE(std::isfinite(gradient[j])) << names[j];
}

}  // namespace
}  // namespace fokker
