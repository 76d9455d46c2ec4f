#include <gtest/gtest.h>

#include "../support.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

using namespace testing_support;

double mean_square(double h, const Density& p, int chains, double* error) {
    const SampleRun run = sample(p, {.sampler = Baoab{.step_size = h, .friction = 1},
                                     .chains = chains,
                                     .draws = 1,
                                     .warmup = static_cast<int>(30 / h),
                                     .seed = 9});
    double mean = 0, squares = 0;
    const double n = chains;
    for (const double x : last_draws(run, 0)) mean += x * x / n;
    for (const double x : last_draws(run, 0)) squares += (x * x - mean) * (x * x - mean) / n;
    *error = std::sqrt(squares / n);
    return mean;
}

TEST(Baoab, OnAGaussianHasTheExactVarianceForLongStepsToo) {
    for (const double h : {0.2, 1.0, 1.5}) {
        double error = 0;
        const double value = mean_square(h, from_energy("x1^2/2", 1), 40'000, &error);
        EXPECT_LT(std::fabs(value - 1), 4.5 * error) << h;
    }
}

// E[x^2] of exp(-x^2/2 - cos(2 x)), whose curvature is bounded, by the trapezium rule.
double exact_mean_square() {
    double total = 0, squares = 0;
    for (int k = -2000; k <= 2000; ++k) {
        const double x = 0.005 * k, p = std::exp(-x * x / 2 - std::cos(2 * x));
        total += p;
        squares += x * x * p;
    }
    return squares / total;
}

TEST(Baoab, ItsBiasFallsWithTheSquareOfTheStepAtLeast) {
    const Density p = from_energy("x1^2/2 + cos(2*x1)", 1);
    double coarse_error = 0, fine_error = 0;
    const double coarse = mean_square(0.8, p, 160'000, &coarse_error) - exact_mean_square();
    const double fine = mean_square(0.4, p, 160'000, &fine_error) - exact_mean_square();
    EXPECT_GT(std::fabs(coarse), 4.5 * coarse_error);
    EXPECT_LT(std::fabs(fine), std::fabs(coarse) / 4 + 4.5 * (fine_error + coarse_error / 4));
}

TEST(Baoab, OptionsThatMakeNoSenseAreErrors) {
    EXPECT_THROW(sample(from_energy("x1^2", 1), {.sampler = Baoab{.step_size = 0}}), Error);
    EXPECT_THROW(sample(from_energy("x1^2", 1), {.sampler = Baoab{.friction = -1}}), Error);
}

}  // namespace
}  // namespace fokker
