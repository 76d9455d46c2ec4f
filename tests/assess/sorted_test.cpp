#include "fokker/assess/sorted.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/assess/draws.hpp"

namespace fokker::assess {
namespace {

TEST(SortOrder, SortsNumbersOfAllSizesAndSigns) {
    std::vector<double> values{0.0, -0.0, 1e-310, -1e-310, 1e300, -1e300, 3, -3, 3, 1.5};
    Uniforms uniform(2);
    for (int i = 0; i < 1000; ++i) values.push_back((uniform() - 0.5) * std::exp(50 * (uniform() - 0.5)));
    const std::vector<std::uint32_t> order = sort_order(values);
    for (std::size_t i = 1; i < order.size(); ++i) {
        const double before = values[order[i - 1]], here = values[order[i]];
        EXPECT_TRUE(before < here || (before == here && order[i - 1] < order[i]));
    }
    EXPECT_TRUE(sort_order({}).empty());
}

}  // namespace
}  // namespace fokker::assess
