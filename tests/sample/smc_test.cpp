#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Smc, FindsTheNormaliserOfTenModes) {
    const SampleRun ten = sample(ten_modes(), {.sampler = Smc{.width = 10.0}, .chains = 64, .draws = 1000, .seed = 2});
    EXPECT_LT(std::fabs(ten.log_normaliser->value), 4.5 * ten.log_normaliser->error);
    EXPECT_LT(ten.log_normaliser->error, 0.02);
}

TEST(Smc, HasTheKnownMomentsOfTheDoubleWell) {
    const SampleRun run =
        sample(double_well(2), {.sampler = Smc{.width = 2.0}, .chains = 64, .draws = 1000, .seed = 3});
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0] * x[0]; }, 0.852136)), 4.5);
    // Between independent runs no autocorrelation is to be known of: z of their means.
    double mean = 0, squares = 0;
    for (std::size_t c = 0; c < 64; ++c) {
        double own = 0;
        for (std::size_t d = 0; d < 1000; ++d) own += run.trace.component(0)(c, d) / 1000;
        mean += own / 64;
        squares += own * own / 64;
    }
    EXPECT_LT(std::fabs(mean), 4.5 * std::sqrt((squares - mean * mean) / 63));
}

TEST(Smc, WhereNothingOfTheDensityIsReachedSaysSo) {
    const Density narrow = from_log_density("log(1e-12 - (x1 - 1)^2)", 1);
    EXPECT_THROW(sample(narrow, {.sampler = Smc{.width = 1.0}, .draws = 50, .start = AtPoint{{1}}}), Error);
}

TEST(Smc, OptionsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("x1^2", 1);
    EXPECT_THROW(sample(p, {.sampler = Smc{.width = 2.0}, .chains = 2, .start = Points{1, {1, 2}}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Smc{.ess = 1}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Smc{.moves = 0}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Smc{.n_leapfrog = 0}}), Error);
}

}  // namespace
}  // namespace fokker
