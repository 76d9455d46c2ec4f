// Laws given by a formula of random numbers: fokker/density/pushforward.cpp.
#include "fokker/density/pushforward.hpp"

#include <gtest/gtest.h>

#include "fokker/random/fill.hpp"
#include "tests/density/checks.hpp"

namespace fokker {
namespace {

Points draw(const Pushforward& law, std::size_t count, const SampleAddress& address) {
    Points points{law.dim, std::vector<double>(count * static_cast<std::size_t>(law.dim))};
    law.sampler(address, points);
    return points;
}

// More points than are made at a time, from the middle of a sample.
TEST(Pushforward, IsTheFormulaOfTheNormalsAndUniformsAtTheirAddresses) {
    const Expr z = standard_normal(2), u = standard_uniform(2);
    const SampleAddress address{.seed = 9, .stream = 3, .first_particle = 1000};
    const Points points = draw(pushforward(4.0 * z + exp(u), 2), 700, address);
    for (std::uint32_t i = 0; i < 700; ++i) {
        for (std::uint32_t k = 0; k < 2; ++k) {
            const double zk = normal(9, 3, Purpose::start, 1000 + i, 0, k);
            const double uk = uniform(9, 3, Purpose::start, 1000 + i, 0, k);
            ASSERT_NEAR(points[i][k], 4 * zk + std::exp(uk), 4e-15 * (4 * std::fabs(zk) + 3)) << i;
        }
    }
}

TEST(Pushforward, APointDependsOnItsOwnAddressAlone) {
    const Pushforward law = pushforward(standard_normal(3) * standard_uniform(3), 3);
    const Points all = draw(law, 600, {.seed = 1}), tail = draw(law, 100, {.seed = 1, .first_particle = 500});
    for (std::size_t i = 0; i < 100; ++i) {
        for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(tail[i][k], all[500 + i][k]);
    }
    EXPECT_EQ(draw(law, 600, {.seed = 1, .isa = Isa::baseline}).values, all.values);
    EXPECT_NE(draw(law, 600, {.seed = 1, .stream = 1}).values, all.values);
}

// A fair coin is no density, and one value stands for every component.
TEST(Pushforward, HasLawsWithoutADensityAndConstants) {
    const Points coins = draw(pushforward(floor(2.0 * standard_uniform(1)), 1), 10'000, {.seed = 2});
    double heads = 0;
    for (const double x : coins.values) {
        ASSERT_TRUE(x == 0 || x == 1);
        heads += x;
    }
    // |z| < 4.5: one seed in 150,000 would fail.
    EXPECT_LT(std::fabs(heads - 5000) / 50, 4.5);
    EXPECT_EQ(draw(pushforward(Expr(2.5), 2), 2, {}).values, (std::vector<double>{2.5, 2.5, 2.5, 2.5}));
    const Points same = draw(pushforward(slice(standard_normal(2), 1, 1), 2), 50, {.seed = 2});
    for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(same[i][0], same[i][1]);
}

TEST(Pushforward, SaysWhatIsWrong) {
    test::expect_errors({
        {"a law needs dim >= 1: got 0", [] { pushforward(Expr(1.0), 0); }},
        {"has 3 values for 2 components; give one for each, or one for all",
         [] { pushforward(constant(std::vector<double>{1, 2, 3}), 2); }},
        {"may use z and u only, not x", [] { pushforward(standard_normal(2) + state(2), 2); }},
        {"may use z and u only, not a", [] { pushforward(standard_normal(2) * parameter("a"), 2); }},
        {"may use z and u only, not t", [] { pushforward(standard_normal(2) * time_symbol(), 2); }},
    });
}

}  // namespace
}  // namespace fokker
