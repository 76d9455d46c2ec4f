#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Ais, FindsTheNormaliserOfAGaussianAndOfTenModes) {
    const SampleRun gauss =
        sample(from_energy("x1^2/2 + x2^2", 2),
               {.sampler = Ais{.temperatures = 50, .width = 3.0}, .chains = 64, .draws = 200, .seed = 1});
    ASSERT_TRUE(gauss.log_normaliser);
    EXPECT_LT(std::fabs(gauss.log_normaliser->value - std::log(2 * M_PI / std::sqrt(2.0))),
              4.5 * gauss.log_normaliser->error);
    EXPECT_LT(gauss.log_normaliser->error, 0.02);
    const SampleRun ten = sample(
        ten_modes(), {.sampler = Ais{.temperatures = 200, .width = 10.0}, .chains = 64, .draws = 200, .seed = 2});
    EXPECT_LT(std::fabs(ten.log_normaliser->value), 4.5 * ten.log_normaliser->error);
    EXPECT_LT(ten.log_normaliser->error, 0.03);
}

TEST(Ais, KnowsNoErrorFromOneRun) {
    const SampleRun run =
        sample(from_energy("x1^2", 1), {.sampler = Ais{.temperatures = 5, .width = 2.0}, .chains = 1, .draws = 50});
    EXPECT_TRUE(std::isnan(run.log_normaliser->error));
}

TEST(Ais, OptionsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("x1^2", 1);
    EXPECT_THROW(sample(p, {.sampler = Ais{.temperatures = 0}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ais{.particles = 3}, .draws = 10}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ais{.width = -1}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ais{}, .start = AtPoint{{1}}}), Error);
}

}  // namespace
}  // namespace fokker
