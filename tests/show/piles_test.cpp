#include "fokker/show/piles.hpp"

#include <gtest/gtest.h>

namespace fokker::show {
namespace {

const View kView{{-1, 1}, {-1, 1}};

TEST(Piles, SayHowManySamplesStandAtEachPlace) {
    Points samples{2, {}};
    for (int i = 0; i < 1200; ++i) {
        const double side = i % 3 == 0 ? -0.5 : 0.5;
        samples.values.insert(samples.values.end(), {side + 1e-6 * i, 0});
    }
    samples.values.insert(samples.values.end(), {7, 7});  // outside
    const auto piles = piles_of(samples, kView);
    ASSERT_EQ(piles.size(), 2U);
    EXPECT_EQ(piles[0].labels, (std::vector<std::string>{"400", "800"}));
    EXPECT_EQ(piles[1].x.at(0), -0.5);
}

TEST(Piles, AreNotMadeOfFewSamplesNorOfAScatter) {
    EXPECT_TRUE(piles_of({2, {0, 0, 0.5, 0.5}}, kView).empty());
    EXPECT_TRUE(piles_of({2, {}}, kView).empty());
    Points scatter{2, {}};
    for (int i = 0; i < 1000; ++i) scatter.values.insert(scatter.values.end(), {0.001 * i, -0.0005 * i});
    EXPECT_TRUE(piles_of(scatter, kView).empty());
}

}  // namespace
}  // namespace fokker::show
