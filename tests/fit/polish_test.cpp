#include "fokker/fit/polish.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

const Coordinates kPlain{{0.0}, {1.0}};

// KL(N(1, 1), N(mu, 1)) = (mu - 1)^2 / 2.
Family mean_family() {
    return formula_family("-square(x - mu)/2 - log(2*pi)/2", 1, {{"mu", {0}}}, std::string("mu + z"));
}

std::optional<WindowFall> fall(const FitTarget& target, const Family& family, const Objective& objective, double mu,
                               const FitOptions& options = {}, std::size_t samples = 500) {
    return fall_by_lbfgs(target, family, objective, options, kPlain, std::vector<double>{mu}, samples);
}

// On draws that it has not seen the fall misses the whole of it by (mean of the seen draws - 1)^2 / 2, about 5e-5.
// 4.5 errors and 40 cases: a false alarm in 3,000 seeds.
TEST(FallByLbfgs, IsWhatIsLeftOfTheLossWithinItsError) {
    const Density target = Gaussian::isotropic(std::vector<double>{1.0}, 1.0);
    for (const Objective objective : {Objective(ForwardKl{}), Objective(MaximumLikelihood{})}) {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto far = fall(target, mean_family(), objective, -1, {.seed = seed});
            ASSERT_TRUE(far);
            EXPECT_NEAR(far->fall, 2, 4.5 * far->error + 1e-3);
            EXPECT_TRUE(far->falls());
            EXPECT_NEAR(far->error, 2 / std::sqrt(10'000), 0.002);  // of 2 (x - 1) + 2
        }
    }
}

TEST(FallByLbfgs, OfAFitAtRestIsNotNamed) {
    const Density target = Gaussian::isotropic(std::vector<double>{1.0}, 1.0);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto rest = fall(target, mean_family(), ForwardKl{}, 1, {.seed = seed});
        ASSERT_TRUE(rest);
        EXPECT_FALSE(rest->falls());
        EXPECT_LT(std::fabs(rest->fall), 1e-3);
        EXPECT_NE(rest->fall, 0);  // steps were taken
    }
}

// Of a fit to the same draws at every iteration its own minimum is rest, wherever that of the target is.
TEST(FallByLbfgs, OfCommonDrawsLooksAtThose) {
    const Density target = Gaussian::isotropic(std::vector<double>{1.0}, 1.0);
    const FitOptions options{
        .optimiser = Adam{.step_size = {.from = 0.05}}, .iterations = 3000, .samples = 20, .common_draws = true};
    const Fit found = fit(target, mean_family(), MaximumLikelihood{}, options);
    const FitRestart& end = found.best_restart();
    EXPECT_GT(std::fabs(end.theta[0] - 1), 0.05);
    EXPECT_LT(std::fabs(end.expected_fall), 1e-9);
    EXPECT_FALSE(end.still_falling);
    EXPECT_GT(fall(target, mean_family(), MaximumLikelihood{}, 3, options, 20)->fall, 1);
}

TEST(FallByLbfgs, OfDataIsExact) {
    const Points data{1, {-1, 0, 4}};
    const auto exact = fall(data, mean_family(), MaximumLikelihood{}, 3, {}, 3);
    EXPECT_NEAR(exact->fall, 2, 1e-12);  // (3 - mean)^2 / 2
    EXPECT_EQ(exact->error, 0);
}

// At mu = 0 neither the loss nor its gradient is a number.
TEST(FallByLbfgs, IsNothingWhereTheLossIsNoNumber) {
    const Family family = formula_family("-square(x - mu)/2 + log(mu - 5)", 1, {{"mu", {0}}});
    EXPECT_FALSE(fall(Density(Gaussian::isotropic(std::vector<double>{1.0}, 1.0)), family, MaximumLikelihood{}, 0));
}

TEST(FallByLbfgs, OfALossWithoutABoundIsSeenByTheShortTry) {
    const Density line = from_energy("x1", 1);
    const Fit found = fit(line, MeanFieldGaussianFamily{}, ReverseKl{}, {.iterations = 200, .restarts = 1});
    EXPECT_TRUE(found.best_restart().still_falling);
    EXPECT_TRUE(std::isfinite(found.best_restart().expected_fall));
}

}  // namespace
}  // namespace fokker
