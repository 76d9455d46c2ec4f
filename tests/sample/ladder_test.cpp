#include "fokker/sample/ladder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fokker {
namespace {

TEST(Ladder, BeginsAtOneAndEndsAtZero) {
    for (const int replicas : {2, 5, 16}) {
        const auto betas = first_ladder(replicas);
        EXPECT_EQ(betas.size(), static_cast<std::size_t>(replicas));
        EXPECT_EQ(betas.front(), 1);
        EXPECT_EQ(betas.back(), 0);
        EXPECT_TRUE(std::ranges::is_sorted(betas, std::greater<>()));
    }
}

TEST(Ladder, EvenRungsShareTheBarrierAlike) {
    // The barrier is 0.1 from 1 to 0.5 and 0.3 from 0.5 to 0: three rungs part 0.4 at 0.2, a third of the way down.
    const auto betas = even_ladder(std::vector{1.0, 0.5, 0.0}, std::vector{0.1, 0.3}, 3);
    EXPECT_EQ(betas.front(), 1);
    EXPECT_NEAR(betas[1], 0.5 - 0.5 / 3, 1e-12);
    EXPECT_EQ(betas.back(), 0);
}

TEST(Ladder, RungsStayApartWhereNothingIsRefused) {
    const auto betas = even_ladder(std::vector{1.0, 0.5, 0.0}, std::vector{0.0, 0.0}, 5);
    for (std::size_t k = 1; k < betas.size(); ++k) EXPECT_LT(betas[k], betas[k - 1]);
}

TEST(Ladder, HasAsManyRungsAsTheBarrierNeeds) {
    EXPECT_EQ(replicas_for(std::vector{0.5, 0.7, 0.6}, 0.4, 100), 4);  // 1.8 / 0.6 + 1
    EXPECT_EQ(replicas_for(std::vector{0.0, 0.0}, 0.4, 100), 2);
    EXPECT_EQ(replicas_for(std::vector(80, 1.0), 0.4, 100), 100);
}

}  // namespace
}  // namespace fokker
