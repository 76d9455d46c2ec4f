#include "fokker/fit/fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"
#include "tests/fit/families.hpp"

namespace fokker {
namespace {

Gaussian correlated() {
    return {{1, -2}, {2, 2, {2, 0.9, 0.9, 1}}};
}

Density density_of(const Gaussian& g) {
    return g;
}

void expect_near(const Fit& fit, const Gaussian& expected, double tolerance) {
    const Density found = fit.density();
    for (std::size_t i = 0; i < expected.mean.size(); ++i)
        EXPECT_NEAR((*found.mean)[i], expected.mean[i], tolerance) << fit.objective;
    for (std::size_t e = 0; e < expected.covariance.values.size(); ++e)
        EXPECT_NEAR(found.covariance->values[e], expected.covariance.values[e], tolerance) << fit.objective;
}

// Mean and covariance of rows, divided by their number.
Gaussian moments_of(const Points& data) {
    const auto dim = static_cast<std::size_t>(data.dim);
    Gaussian g{std::vector<double>(dim), {data.dim, data.dim, std::vector<double>(dim * dim)}};
    const double n = static_cast<double>(data.count());
    for (std::size_t i = 0; i < data.count(); ++i) {
        for (std::size_t j = 0; j < dim; ++j) g.mean[j] += data[i][j] / n;
    }
    for (std::size_t i = 0; i < data.count(); ++i) {
        for (std::size_t e = 0; e < dim * dim; ++e)
            g.covariance.values[e] += (data[i][e / dim] - g.mean[e / dim]) * (data[i][e % dim] - g.mean[e % dim]) / n;
    }
    return g;
}

TEST(Fit, OfAGaussianToDataHasTheMomentsOfTheData) {
    const Points data = sample(density_of(correlated()), 700, {.seed = 2});
    const Gaussian exact = moments_of(data);
    for (const Objective& objective : {Objective(MaximumLikelihood{}), Objective(ScoreMatching{})}) {
        const Fit found = fit(data, GaussianFamily{.dim = 2}, objective, {.optimiser = Lbfgs{}, .iterations = 500});
        expect_near(found, exact, 1e-7);
        for (const FitRestart& r : found.restarts) EXPECT_NE(r.end, FitEnd::iterations);
    }
    // -log q at the maximum is (d (1 + log 2 pi) + log det C) / 2.
    const Fit found = fit(data, GaussianFamily{.dim = 2}, MaximumLikelihood{}, {.optimiser = Lbfgs{}});
    const Matrix& c = exact.covariance;
    EXPECT_NEAR(found.best_restart().loss,
                1 + std::log(2 * M_PI) + 0.5 * std::log(c(0, 0) * c(1, 1) - c(0, 1) * c(1, 0)), 1e-10);
}

// These have gradients without scatter where q = p, so that a falling step size ends at p itself.
TEST(Fit, OfAGaussianToAGaussianIsThatGaussian) {
    const Density target = correlated();
    for (const Objective& objective :
         {Objective(ReverseKl{Gradient::leave_one_out}), Objective(ReverseKl{Gradient::control_variate})}) {
        const Fit found =
            fit(target, GaussianFamily{.dim = 2}, objective, {.iterations = 3000, .restarts = 1, .seed = 1});
        expect_near(found, correlated(), 1e-4);
        EXPECT_NEAR(found.best_restart().loss, 0, 1e-6) << found.objective;
    }
    // The others scatter, or are flat near p: errors of 0.003 to 0.01 are left after 3000 iterations of 500 draws.
    for (const Objective& objective :
         {Objective(ForwardKl{}), Objective(ReverseKl{}), Objective(RenyiBound{.alpha = 0.5, .draws = 2}),
          Objective(FisherDivergence{})}) {
        const Fit found =
            fit(target, GaussianFamily{.dim = 2}, objective, {.iterations = 3000, .restarts = 1, .seed = 1});
        expect_near(found, correlated(), 0.02);
        EXPECT_NEAR(found.best_restart().loss, 0, 4.5 * found.best_restart().loss_error + 1e-4) << found.objective;
    }
}

// The best factorised q has the variances of p under forward KL and the reciprocals of its precisions under reverse KL
// (Bishop 2006, section 10.1.2).
TEST(Fit, OfAMeanFieldGaussianIsTooNarrowByReverseKlAndHasTheMarginalsByForwardKl) {
    const Density target = correlated();
    const double determinant = 2 * 1 - 0.9 * 0.9, kl = -0.5 * std::log(determinant / (2 * 1));
    const FitOptions options{.iterations = 4000, .restarts = 1, .seed = 3};
    const Fit forward = fit(target, MeanFieldGaussianFamily{.dim = 2}, ForwardKl{}, options);
    expect_near(forward, {{1, -2}, {2, 2, {2, 0, 0, 1}}}, 0.02);
    EXPECT_NEAR(forward.best_restart().loss, kl, 4.5 * forward.best_restart().loss_error);
    const Fit reverse = fit(target, MeanFieldGaussianFamily{.dim = 2}, ReverseKl{}, options);
    expect_near(reverse, {{1, -2}, {2, 2, {determinant / 1, 0, 0, determinant / 2}}}, 0.02);
    EXPECT_NEAR(reverse.best_restart().loss, kl, 4.5 * reverse.best_restart().loss_error);
}

// The maximum likelihood fit of a logistic location and scale to its own draws, by a formula and as a flow.
TEST(Fit, OfAFormulaAndOfAFlowAgree) {
    const Points data{1, [] {
                          std::vector<double> x;
                          for (std::uint32_t i = 0; i < 500; ++i) {
                              const double u = uniform(1, 0, Purpose::data, i, 0, 0);
                              x.push_back(3 + 0.5 * std::log(u / (1 - u)));
                          }
                          return x;
                      }()};
    Density base = from_log_density("-x1 - 2*softplus(-x1)", 1);
    base.log_normaliser = 0.0;
    const Family formula =
        formula_family("-(x1 - mu)/exp(s) - 2*softplus(-(x1 - mu)/exp(s)) - s", 1, {{"mu", {0}}, {"s", {0}}});
    const Fit a = fit(data, formula, MaximumLikelihood{}, {.optimiser = Lbfgs{}});
    const Fit b = fit(data, AffineFlowFamily{.base = base}, MaximumLikelihood{}, {.optimiser = Lbfgs{}});
    EXPECT_NEAR(a.parameters().at("mu")[0], b.parameters().at("mean")[0], 1e-7);
    EXPECT_NEAR(a.parameters().at("s")[0], b.parameters().at("log_diagonal")[0], 1e-7);
    EXPECT_NEAR(a.parameters().at("mu")[0], 3, 4.5 * 0.5 * std::sqrt(3.0 / 500));  // 1 / (n information)
    EXPECT_EQ(a.restarts.size(), 1U);
    EXPECT_EQ(b.restarts.size(), 16U);
}

TEST(Fit, TellsWhenItDivergedAndWhichParameter) {
    const Density target = correlated();
    const Sgd wild{.step_size = {.from = 1e200, .to = 1e200}};
    const Fit found = fit(target, GaussianFamily{.dim = 2}, MaximumLikelihood{},
                          {.optimiser = wild, .iterations = 50, .restarts = 3});
    for (const FitRestart& r : found.restarts) {
        ASSERT_TRUE(r.divergence);
        EXPECT_EQ(r.end, FitEnd::diverged);
        EXPECT_EQ(r.divergence->iteration, r.iterations);
        EXPECT_LT(r.iterations, 5);
        EXPECT_FALSE(r.divergence->parameter.empty());
        EXPECT_TRUE(std::isnan(r.loss));
        for (const double t : r.theta) EXPECT_TRUE(std::isfinite(t));
    }
    try {
        found.density();
        FAIL();
    } catch (const Error& e) {
        EXPECT_NE(std::string(e.what()).find("iteration"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find("step_size"), std::string::npos) << e.what();
    }
}

// Scatter alone is called a fall in about one of 300,000 (4.5 standard errors): none of 1000 here.
TEST(Fit, HasNotSettledWhereItsLossFallsByMoreThanItScatters) {
    const auto losses = [](double slope, double scatter, std::uint32_t stream) {
        std::vector<double> v;
        for (std::uint32_t i = 0; i < 400; ++i)
            v.push_back(5 - slope * i + scatter * normal(3, stream, Purpose::data, i, 0, 0));
        return v;
    };
    for (std::uint32_t s = 0; s < 1000; ++s) EXPECT_FALSE(still_falling(losses(0, 0.5, s), 100)) << s;
    EXPECT_TRUE(still_falling(losses(1e-4, 0, 0), 100));    // by 0.01 from window to window
    EXPECT_FALSE(still_falling(losses(5e-6, 0, 0), 100));   // by 0.0005, which nobody minds
    EXPECT_TRUE(still_falling(losses(0.01, 0.2, 0), 100));  // by 1, of which the error is 0.04
    EXPECT_FALSE(still_falling(losses(-0.01, 0, 0), 100));
    EXPECT_FALSE(still_falling(losses(1, 0, 0), 201));  // too short to say
}

// The step falls to 0 with the iterations, so that losses end flat however far the fit still is; targets without an
// end.
TEST(Fit, IsNotAtRestWhereAnotherOptimiserFindsALowerLoss) {
    const auto best = [](const Density& target, const Objective& objective, int iterations) {
        const Fit found =
            fit(target, GaussianFamily{.dim = target.dim}, objective, {.iterations = iterations, .restarts = 2});
        return found.best_restart();
    };
    for (const Objective objective :
         {Objective(ForwardKl{}), Objective(ReverseKl{}), Objective(ReverseKl{Gradient::score_function})}) {
        const Density target = density_of(correlated());
        const FitRestart early = best(target, objective, 50), late = best(target, objective, 5000);
        EXPECT_TRUE(early.still_falling) << name(objective);
        EXPECT_GT(early.expected_fall, 4.5 * early.expected_fall_error);
        // It falls to 0, but for what is left of the noise of the draws.
        EXPECT_NEAR(early.expected_fall, early.loss, 4.5 * (early.expected_fall_error + early.loss_error) + 0.01);
        EXPECT_FALSE(late.still_falling) << name(objective);
        EXPECT_LT(std::fabs(late.expected_fall), 1e-3);
    }
    for (const char* improper : {"x1", "0*x1"})
        EXPECT_TRUE(best(from_energy(improper, 1), ReverseKl{}, 300).still_falling) << improper;
}

TEST(Fit, StopsWhereTheSmoothedLossNoLongerFalls) {
    const Fit found = fit(density_of(correlated()), GaussianFamily{.dim = 2}, MaximumLikelihood{},
                          {.optimiser = Adam{}, .tolerance = 1e-3, .window = 50, .restarts = 2});
    for (const FitRestart& r : found.restarts) {
        EXPECT_EQ(r.end, FitEnd::tolerance);
        EXPECT_LT(r.iterations, 3000);
        EXPECT_GE(r.iterations, 100);
        EXPECT_EQ(r.iterations % 50, 0);
        EXPECT_EQ(r.losses.size(), static_cast<std::size_t>(r.iterations));
    }
    // Steps of 2.02 lead up a parabola that is 1 wide.
    const Fit rising =
        fit(Density(Gaussian{.mean = {1}, .covariance = {1, 1, {1}}}),
            formula_family("-square(x - mu)/2 - log(2*pi)/2", 1, {{"mu", {0}}}), MaximumLikelihood{},
            {.optimiser = Sgd{.step_size = {.from = 2.02}}, .iterations = 100, .tolerance = 1e-3, .window = 20});
    EXPECT_EQ(rising.best_restart().end, FitEnd::iterations);
    EXPECT_TRUE(rising.best_restart().still_falling);
}

TEST(Fit, KeepsParametersAndNoiseAsOftenAsAsked) {
    const Family family = GaussianFamily{.dim = 2};
    const Fit found = fit(density_of(correlated()), family, ReverseKl{},
                          {.iterations = 25, .restarts = 1, .keep_every = 10, .noise_every = 5});
    const FitRestart& r = found.best_restart();
    EXPECT_EQ(r.kept_iterations, (std::vector<int>{0, 10, 20, 25}));
    ASSERT_EQ(r.kept.size(), 4 * family.size());
    for (std::size_t j = 0; j < family.size(); ++j) {
        EXPECT_EQ(r.kept[j], r.start[j]);
        EXPECT_EQ(r.kept[3 * family.size() + j], r.theta[j]);
    }
    ASSERT_EQ(r.gradient_noise.size(), 5U);
    EXPECT_EQ(r.gradient_noise[4].iteration, 20);
    for (const GradientNoise& noise : r.gradient_noise) EXPECT_GT(noise.variance, 0);
}

TEST(Fit, StartsWhereItIsToldAndKeepsTheBest) {
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const Parameters near{{"mean", {0.9}}, {"log_sd", {0.1}}}, far{{"mean", {50}}, {"log_sd", {0}}};
    const Fit found =
        fit(Density(Gaussian{{1}, {1, 1, {1}}}), family, ForwardKl{}, {.iterations = 20, .starts = {far, near, far}});
    EXPECT_EQ(found.best, 1U);
    EXPECT_EQ(found.restarts[0].start, (std::vector<double>{50, 0}));
    EXPECT_EQ(found.restarts[0].theta, found.restarts[2].theta);
    EXPECT_GT(found.restarts[0].loss, 100);
}

TEST(Fit, CountsItsIterationsAndEndsWhenAsked) {
    Progress progress;
    const FitOptions options{.iterations = 30, .restarts = 3, .progress = &progress};
    const Fit whole = fit(density_of(correlated()), GaussianFamily{.dim = 2}, ReverseKl{}, options);
    EXPECT_EQ(progress.done, 90U);
    EXPECT_FALSE(whole.stopped);
    progress.stop = true;
    const Fit stopped = fit(density_of(correlated()), GaussianFamily{.dim = 2}, ReverseKl{}, options);
    EXPECT_TRUE(stopped.stopped);
    for (const FitRestart& r : stopped.restarts) {
        EXPECT_EQ(r.end, FitEnd::stopped);
        EXPECT_EQ(r.theta, r.start);
    }
}

TEST(Fit, CountsAllThatItWasToDoWhereItNeedsLess) {
    Progress progress;
    const FitOptions settles{.optimiser = Sgd{.step_size = {.from = 1e-9, .to = 1e-9}},
                             .iterations = 1000,
                             .common_draws = true,
                             .tolerance = 1,
                             .window = 10,
                             .restarts = 2,
                             .progress = &progress};
    const Fit early = fit(density_of(correlated()), GaussianFamily{.dim = 2}, ReverseKl{}, settles);
    EXPECT_LT(early.restarts[0].iterations, 1000);
    EXPECT_EQ(progress.done, 2000U);
    const Points data = sample(density_of(correlated()), 200, {.seed = 1, .purpose = Purpose::data});
    for (const Optimiser& optimiser : {Optimiser(Lbfgs{}), Optimiser(ExpectationMaximisation{})}) {
        ASSERT_TRUE(counts_restarts(optimiser));
        progress.done = 0;
        fit(data, MixtureFamily{.components = 2, .dim = 2}, MaximumLikelihood{},
            {.optimiser = optimiser, .restarts = 3, .progress = &progress});
        EXPECT_EQ(progress.done, 3U) << name(optimiser);
    }
}

}  // namespace
}  // namespace fokker
