#include "fokker/assess/gaussianity/shapiro_wilk.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

struct Known {
    std::vector<double> x;
    double w, p;
};

// scipy.stats.shapiro, whose quantiles of the normal law have seven digits.
TEST(ShapiroWilk, IsWhatSciPyGives) {
    const std::vector<Known> known{
        {iris_column(0).values, 0.977698549796646, 0.4595131499174534},
        {iris_column(1).values, 0.9717195199560363, 0.27152639563455816},
        {iris_column(2).values, 0.9549767850318988, 0.0548114671955363},
        {iris_column(3).values, 0.7997644574472085, 8.658572739428681e-07},
        {{148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236}, 0.7888146948631716, 0.006703814061898823},
        {{1, 2, 5, 9, 4, 4.5, 7}, 0.9723714951132525, 0.9149903320438505},
        {{1, 2, 5, 9}, 0.9281416901727945, 0.5835205808731088},
        {{1, 2, 5}, 0.923076923076923, 0.46326287493379903},
    };
    for (const Known& k : known) {
        EXPECT_NEAR(shapiro_wilk(k.x), k.w, 2e-7);
        EXPECT_NEAR(shapiro_wilk_p_value(k.w, k.x.size()) / k.p, 1, 1e-6);
    }
}

TEST(ShapiroWilk, DoesNotChangeWithTheUnit) {
    std::vector<double> x = normals(100, 1, 1).values, y = x;
    for (double& v : y) v = 1e9 + 4096 * v;
    EXPECT_NEAR(shapiro_wilk(x), shapiro_wilk(y), 1e-9);
}

TEST(ShapiroWilk, OfTooFewTooManyOrAllEqualIsAnError) {
    EXPECT_THROW(shapiro_wilk(std::vector<double>{1, 2}), Error);
    EXPECT_THROW(shapiro_wilk(std::vector<double>{1, 1, 1, 1}), Error);
    EXPECT_THROW(shapiro_wilk(normals(5001, 1, 1).values), Error);
}

}  // namespace
}  // namespace fokker::assess
