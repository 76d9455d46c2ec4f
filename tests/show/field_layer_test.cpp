#include "fokker/show/field_layer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"

namespace fokker::show {
namespace {

TEST(RoundLevels, AreMultiplesOfOneTwoTwoAndAHalfOrFiveThatCoverTheRange) {
    const auto levels = round_levels(-15, 0, 20);
    ASSERT_EQ(levels.size(), 16U);
    for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], -15 + static_cast<double>(k), 1e-12);
    EXPECT_NEAR(round_levels(0, 0.159, 20)[1], 0.01, 1e-15);
    EXPECT_NEAR(round_levels(0, 5, 20)[1], 0.25, 1e-15);
    EXPECT_NEAR(round_levels(0.03, 0.97, 2).front(), 0, 1e-15);
    EXPECT_NEAR(round_levels(0.03, 0.97, 2).back(), 1, 1e-15);
}

TEST(RoundLevels, EndWhereDoublesDoNotResolveThem) {
    const auto levels = round_levels(1e17, 1e17 + 32, 20);
    EXPECT_GE(levels.size(), 2U);
    EXPECT_LE(levels.size(), 42U);
    for (std::size_t k = 1; k < levels.size(); ++k) EXPECT_LT(levels[k - 1], levels[k]);
}

// Constants and what is one but for rounding, in every form in which a field is drawn.
TEST(FieldLayer, OfAConstantFarFromZeroEnds) {
    for (const char* text : {"1e17 + 0*x1*x2", "-1e17 + 0*x1*x2", "1e17 + 20*x1", "-1e17 - 20*x1", "0*x1*x2"}) {
        for (const auto value : {FieldValue::density, FieldValue::log_density, FieldValue::energy}) {
            for (const bool bands : {false, true}) {
                FieldOptions options{.value = value, .bands = bands};
                options.x_limits = options.y_limits = draw::Limits{-1, 1};
                EXPECT_NO_THROW(draw::layout_of(field(from_energy(text, 2), options))) << text;
            }
        }
    }
}

TEST(LogLevels, AreRoundAndEvenInTheLogarithm) {
    EXPECT_EQ(log_levels(1, 100, 6), (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
    EXPECT_NEAR(log_levels(0.03, 300, 24)[1], 0.05, 1e-15);
    EXPECT_NEAR(log_levels(0.03, 300, 24).front(), 0.03, 1e-15);
    EXPECT_GE(log_levels(0.03, 300, 24).back(), 300 * (1 - 1e-12));
    EXPECT_LE(log_levels(1, 1e300, 30).back(), 1e6);
}

// Of a standard normal law in the plane a share p lies within radius^2 = -2 log(1 - p): above log density peak +
// log(1 - p).
TEST(LevelOfMass, EnclosesThatShareOfANormalLaw) {
    const auto grid = log_density_grid(Gaussian::isotropic(2, 1.0), {{-6, 6}, {-6, 6}}, 241, 241);
    const double peak = grid.values[120 * 241 + 120];
    for (const double share : {0.5, 0.9, 0.99})
        EXPECT_NEAR(level_of_mass(grid.values, share), peak + std::log(1 - share), 0.02);
}

TEST(LevelOfMass, LeavesOutWhatIsNotFinite) {
    EXPECT_EQ(level_of_mass({NAN, 0, -INFINITY, -1, INFINITY}, 0.99), -1);
    EXPECT_EQ(level_of_mass({0, -100}, 0.99), 0);
}

}  // namespace
}  // namespace fokker::show
