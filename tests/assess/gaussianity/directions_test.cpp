#include "fokker/assess/gaussianity/directions.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/assess/gaussianity/sliced_kernels.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

TEST(Directions, AreNormalsAtTheirAddressesDividedByTheirLength) {
    const auto all = unit_directions<double>(100, 5, 3, 8, active_isa());
    EXPECT_EQ(all.padded_count, 104u);
    EXPECT_EQ(all.padded_dim, 32u);
    for (std::uint32_t m = 0; m < 100; ++m) {
        double z[5], square = 0;
        for (std::uint32_t d = 0; d < 5; ++d) {
            z[d] = normal(3, 0, Purpose::assess, m, 8, d);
            square += z[d] * z[d];
        }
        for (std::size_t d = 0; d < 5; ++d) {
            EXPECT_NEAR(all.at(m, d), z[d] / std::sqrt(square), 3e-16);
            EXPECT_EQ(all.in_columns[m * kPanelRows + d], all.at(m, d));
        }
    }
}

TEST(Directions, InFloatAreThoseInDoubleRoundedAndWhatIsAddedIsZero) {
    const auto wide = unit_directions<double>(9, 33, 1, 2, active_isa());
    const auto narrow = unit_directions<float>(9, 33, 1, 2, active_isa());
    for (std::size_t m = 0; m < 16; ++m) {
        for (std::size_t d = 0; d < 64; ++d) {
            const std::size_t place = (d / kPanelRows * 16 + m) * kPanelRows + d % kPanelRows;
            EXPECT_EQ(narrow.in_columns[place], static_cast<float>(wide.in_columns[place]));
            if (m >= 9 || d >= 33) EXPECT_EQ(wide.in_columns[place], 0);
        }
    }
}

TEST(Directions, ChangeFromStepToStepAndFromSeedToSeed) {
    const auto at = [](std::uint64_t seed, std::uint64_t step) {
        return unit_directions<double>(1, 3, seed, step, active_isa()).at(0, 0);
    };
    EXPECT_NE(at(1, 1), at(1, 2));
    EXPECT_NE(at(1, 1), at(2, 1));
}

}  // namespace
}  // namespace fokker::assess
