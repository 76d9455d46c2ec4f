#include "fokker/density/as_gaussian.hpp"

#include <gtest/gtest.h>

namespace fokker {
namespace {

TEST(AsGaussian, KnowsEveryGaussianForWhatItIs) {
    for (const Gaussian& gaussian : {Gaussian::isotropic(3, 2.0), Gaussian{{1, -2}, {2, 2, {2, 0.5, 0.5, 1}}},
                                     Gaussian{{0, 1}, {2, 2, {2, 0, 0, 3}}}}) {
        const auto found = as_gaussian(gaussian);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->mean, gaussian.mean);
        EXPECT_EQ(found->covariance, gaussian.covariance);
    }
}

// Laplace's law has a mean, a variance and a score whose slope is 0 wherever there is one.
TEST(AsGaussian, TakesNoLawWithAKinkForOne) {
    Density laplace = from_log_density("-abs(x) - log(2)", 1);
    laplace.log_normaliser = 0.0;
    laplace.mean = {0.0};
    laplace.covariance = Matrix{1, 1, {2.0}};
    EXPECT_FALSE(as_gaussian(laplace));
}

}  // namespace
}  // namespace fokker
