#include "fokker/ranks/world.hpp"

#include <gtest/gtest.h>

namespace fokker {
namespace {

TEST(World, OfAProcessThatNobodyLaunchedIsItAlone) {
    const World world;
    EXPECT_EQ(world.ranks().rank, 0u);
    EXPECT_EQ(world.ranks().count, 1u);
    EXPECT_TRUE(world.is_first());
    EXPECT_EQ(world.share(10).first, 0u);
    EXPECT_EQ(world.share(10).count, 10u);
}

}  // namespace
}  // namespace fokker
