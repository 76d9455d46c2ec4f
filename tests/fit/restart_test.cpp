// Fits by lbfgs to data: wherever these lie, and what is said where it does not reach a minimum.
#include "fokker/fit/restart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/fit/fit.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

Points normals(std::uint32_t count, double mean, double sd) {
    Points data{1, {}};
    for (std::uint32_t i = 0; i < count; ++i) data.values.push_back(mean + sd * normal(3, 0, Purpose::data, i, 0, 0));
    return data;
}

FitRestart end_of(const Points& data, const std::string& log_density, const FitOptions& options = {}) {
    const Family family = formula_family(log_density, 1, {{"mu", {0}}, {"s", {0}}});
    return fit(data, family, MaximumLikelihood{}, options).best_restart();
}

const std::string kNormal = "-(x1 - mu)^2*exp(-2*s)/2 - s - log(2*pi)/2";
const std::string kLaplace = "-abs(x1 - mu)*exp(-s) - s - log(2)";
const std::string kStudent = "-2*log(1 + (x1 - mu)^2*exp(-2*s)/3) - s - log(3*pi/2)/2 - log(4/pi)/2";

// From mu = 0, s = 0 by the optimiser that is the default.
TEST(FitByLbfgs, OfAFormulaReachesTheMaximumOfTheLikelihoodFarFromItsStart) {
    for (const auto& [mean, sd] :
         std::vector<std::pair<double, double>>{{500, 30}, {1e6, 1e-1}, {0, 1e-3}, {-2000, 1000}, {1e9, 1e3}}) {
        const Points data = normals(1001, mean, sd);
        std::vector<double> x = data.values;
        std::ranges::sort(x);
        const double n = 1001, median = x[500];
        double mu = 0, square = 0, absolute = 0;
        for (const double v : x) mu += v / n;
        for (const double v : x) square += (v - mu) * (v - mu) / n, absolute += std::fabs(v - median) / n;

        const FitRestart gaussian = end_of(data, kNormal);
        EXPECT_NEAR(gaussian.theta[0], mu, 1e-5 * sd) << mean;
        EXPECT_NEAR(gaussian.theta[1], 0.5 * std::log(square), 1e-6) << mean;
        EXPECT_NEAR(gaussian.loss, 0.5 * std::log(2 * M_PI * square) + 0.5, 1e-9) << mean;
        EXPECT_FALSE(gaussian.still_falling);

        // Its loss has a kink at every row, the lowest at the median.
        const FitRestart laplace = end_of(data, kLaplace);
        EXPECT_NEAR(laplace.loss, std::log(2 * absolute) + 1, 1e-6) << mean;
        EXPECT_FALSE(laplace.still_falling) << mean;

        // The maximum is where both scores are 0: means of w z and of w z^2 - 1, w = 4 / (3 + z^2).
        const FitRestart student = end_of(data, kStudent);
        double first = 0, second = 0;
        for (const double v : x) {
            const double z = (v - student.theta[0]) / std::exp(student.theta[1]), w = 4 / (3 + z * z);
            first += w * z / n, second += (w * z * z - 1) / n;
        }
        EXPECT_NEAR(first, 0, 1e-5) << mean;
        EXPECT_NEAR(second, 0, 1e-5) << mean;
        EXPECT_NEAR(student.theta[0], mean, 4.5 * 1.2 * sd / std::sqrt(n)) << mean;
    }
}

// The score of the least rows, and one row that lies far from all others.
TEST(FitByLbfgs, HoldsForFewRowsAndForAnOutlier) {
    Points outlier = normals(200, 0, 1);
    outlier.values.push_back(1e4);
    for (const Points& data : {Points{1, {0.3, 1.2}}, outlier}) {
        const double n = static_cast<double>(data.count());
        double mu = 0, square = 0;
        for (const double v : data.values) mu += v / n;
        for (const double v : data.values) square += (v - mu) * (v - mu) / n;
        for (const Family& family : {Family(GaussianFamily{}), Family(MeanFieldGaussianFamily{})}) {
            const Fit found = fit(data, family, MaximumLikelihood{});
            for (const FitRestart& r : found.restarts)
                EXPECT_NEAR(r.loss, 0.5 * std::log(2 * M_PI * square) + 0.5, 1e-9) << family.name;
        }
    }
}

// The score of parts that lie far apart does not depend on their weights: what is left of those gradients is rounding.
TEST(FitByLbfgs, IsNotLedByTheRoundingOfAGradientThatIsZero) {
    const Points data = sample(GaussianMixture::symmetric_2d({.modes = 8, .std = 0.2, .radius = 4}), 800,
                               {.seed = 2, .purpose = Purpose::data});
    const Fit found = fit(data, MixtureFamily{.components = 8, .dim = 2}, ScoreMatching{});
    for (const FitRestart& r : found.restarts) {
        EXPECT_FALSE(r.still_falling) << r.expected_fall;
        EXPECT_NEAR(r.loss, found.best_restart().loss, 1e-6 * std::fabs(r.loss));
    }
}

TEST(FitByLbfgs, ThatRanOutOfIterationsHasNotSettled) {
    const Points data = normals(100, 500, 30);
    const FitRestart early = end_of(data, kNormal, {.iterations = 8}), late = end_of(data, kNormal);
    EXPECT_EQ(early.end, FitEnd::iterations);
    EXPECT_TRUE(early.still_falling);
    EXPECT_GT(early.expected_fall, 1e-3);
    EXPECT_FALSE(late.still_falling);
    EXPECT_LT(late.expected_fall, 1e-9);
}

// The loss jumps up at mu = 1, below the mean of the data.
TEST(FitByLbfgs, ThatIsStoppedByAJumpHasNotSettled) {
    const Points data = normals(100, 3, 1);
    const FitRestart r = end_of(data, kNormal + " - 50*(mu > 1)");
    EXPECT_EQ(r.end, FitEnd::stalled);
    EXPECT_LT(r.theta[0], 1 + 1e-9);
    EXPECT_TRUE(r.still_falling);
}

}  // namespace
}  // namespace fokker
