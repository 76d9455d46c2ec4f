#include "fokker/ranks/world.hpp"

#include <gtest/gtest.h>

namespace fokker {
namespace {

TEST(World, OfAProcessThatNobodyLaunchedIsItAlone) {
    const World world;
    EXPECT_EQ(world.ranks().rank, 0u);
    EXPECT_EQ(world.ranks().count, 1u);
    EXPECT_TRUE(world.is_first());
}

}  // namespace
}  // namespace fokker
