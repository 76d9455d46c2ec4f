#include "fokker/show/field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

const draw::Limits kThree{-3, 3};

Density double_well() {
    return from_energy("(x1^2 + x2^2 - 1)^2 + x2^2/2", 2);
}

TEST(Field, ScoreArrowsStandInEqualCellsAndAreTheScore) {
    const draw::Arrows arrows = score_arrows(Gaussian::isotropic(2, 2.0), {kThree, {-1, 5}}, 15);
    ASSERT_EQ(arrows.x.size(), 225U);
    EXPECT_NEAR(arrows.x[0], -2.8, 1e-12);
    EXPECT_NEAR(arrows.x[14], 2.8, 1e-12);
    EXPECT_NEAR(arrows.y[224], 4.8, 1e-12);
    for (std::size_t k = 0; k < arrows.x.size(); ++k) {
        EXPECT_NEAR(arrows.dx[k], -arrows.x[k] / 2, 1e-13);
        EXPECT_NEAR(arrows.dy[k], -arrows.y[k] / 2, 1e-13);
    }
}

TEST(Field, ADensityIsDrawnFromZeroToItsHighest) {
    const draw::Panel panel = field_panel(Gaussian::isotropic(2, 1.0), {.value = FieldValue::density});
    const auto image = marks_of<draw::Image>(panel).at(0);
    EXPECT_NEAR(image.grid.values[120 * 241 + 120], 1 / (2 * std::numbers::pi), 1e-14);  // the middle
    EXPECT_EQ(image.limits->low, 0);
    EXPECT_GE(image.limits->high, 1 / (2 * std::numbers::pi));
    EXPECT_EQ(image.map.light, draw::kReds.light);
    EXPECT_TRUE(marks_of<draw::Contours>(panel).empty());
    EXPECT_EQ(panel.color_bar->label, "density");
    EXPECT_FALSE(panel.color_bar->open_below);
}

TEST(Field, LogDensitiesOfDifferentHeightHaveTheSameLevels) {
    std::vector<std::vector<double>> levels;
    for (const Density& density : {Density(Gaussian::isotropic(2, 10.0)), Density(Gaussian::isotropic(2, 0.01)),
                                   Density(GaussianMixture::symmetric_2d({.modes = 5, .std = 1, .radius = 8}))}) {
        const draw::Panel panel =
            field_panel(density, {.x_limits = draw::Limits{-15, 15}, .y_limits = draw::Limits{-15, 15}});
        EXPECT_EQ(panel.color_bar->limits.low, -15);
        EXPECT_TRUE(panel.color_bar->open_below);
        const auto contours = marks_of<draw::Contours>(panel).at(0);
        EXPECT_EQ(contours.floor, -15);
        levels.push_back(contours.levels);
        levels.back().resize(10);
    }
    EXPECT_EQ(levels[0], levels[1]);
    EXPECT_EQ(levels[0], levels[2]);
}

TEST(Field, ADensityWithoutNormaliserSaysSo) {
    EXPECT_EQ(field_panel(double_well(), {.x_limits = kThree, .y_limits = kThree}).color_bar->label,
              "log density + constant");
    const draw::Panel relative =
        field_panel(double_well(), {.value = FieldValue::density, .x_limits = kThree, .y_limits = kThree});
    EXPECT_NE(relative.color_bar->label.find("unnormalised"), std::string::npos);
    EXPECT_NEAR(relative.color_bar->limits.high, 1, 1e-12);
}

// Of values from 0 to 294 the wells take the part below 0.44, the energy of the passes between them.
TEST(Field, LevelsOfAnEnergyAreWhereItsWellsAre) {
    const draw::Panel panel =
        field_panel(double_well(),
                    {.value = FieldValue::energy, .x_limits = kThree, .y_limits = kThree, .levels = 30, .bands = true});
    const auto bands = marks_of<draw::FilledContours>(panel).at(0);
    const auto below_the_pass = std::ranges::count_if(bands.levels, [](double level) { return level < 0.4375; });
    EXPECT_GE(below_the_pass, 4);
    EXPECT_EQ(bands.levels.front(), 0);
    EXPECT_EQ(panel.color_bar->label, "energy");
}

TEST(Field, AnEnergyIsThatOfTheFormulaWhateverTheNormaliser) {
    Density density = from_energy("sum(x^2)/2 + 7", 2);
    density.log_normaliser = -7 + std::log(2 * std::numbers::pi);
    const draw::Panel panel =
        field_panel(density, {.value = FieldValue::energy, .x_limits = kThree, .y_limits = kThree});
    EXPECT_NEAR(marks_of<draw::Image>(panel).at(0).grid.values[120 * 241 + 120], 7, 1e-13);
}

TEST(Field, ChosenValuesBoundTheColours) {
    FieldOptions options{.x_limits = kThree, .y_limits = kThree};
    options.lowest = -4;
    options.highest = -2;
    const draw::Panel panel = field_panel(Gaussian::isotropic(2, 1.0), options);
    EXPECT_EQ(panel.color_bar->limits.low, -4);
    EXPECT_EQ(panel.color_bar->limits.high, -2);
}

TEST(Field, LevelsAreCountedBetweenTheChosenValues) {
    FieldOptions options{.x_limits = kThree, .y_limits = kThree, .levels = 20};
    options.lowest = -15;
    options.highest = -3;
    const auto levels = marks_of<draw::Contours>(field_panel(Gaussian::isotropic(2, 0.1), options)).at(0).levels;
    const auto inside = std::ranges::count_if(levels, [](double v) { return v > -15 && v < -3; });
    EXPECT_EQ(inside, 23);  // every 0.5: of the round steps the nearest to 12 / 20
}

TEST(Field, APanelHasANameBesideOthersAndAFigureOfItsOwnNone) {
    const Density normal = Gaussian::isotropic(2, 1.0);
    EXPECT_EQ(field_panel(normal, {.score = true}).title, "score");
    EXPECT_EQ(field_panel(normal, {.value = FieldValue::energy}).title, "energy");
    EXPECT_EQ(field_panel(normal, {.title = "mine"}).title, "mine");
    const draw::Figure alone = field(normal, {.title = "whole"});
    EXPECT_EQ(alone.title, "whole");
    EXPECT_EQ(alone.panels[0].title, "");
}

TEST(Field, WithoutAnyFiniteValueThePanelSaysWhyItIsEmpty) {
    const draw::Panel panel =
        field_panel(from_energy("log(-1 - x1^2 - x2^2)", 2), {.x_limits = kThree, .y_limits = kThree});
    EXPECT_TRUE(panel.marks.empty());
    EXPECT_NE(panel.empty_because.find("finite nowhere"), std::string::npos);
}

TEST(Field, RefusesWhatItCannotShow) {
    EXPECT_THROW(field(Gaussian::isotropic(3, 1.0)), Error);
    EXPECT_THROW(field(double_well()), Error);  // no limits, and no mean to choose them from
    EXPECT_THROW(field(Gaussian::isotropic(2, 1.0), {.x_limits = draw::Limits{1, 1}}), Error);
    EXPECT_THROW(field(Gaussian::isotropic(2, 1.0), {.levels = 0}), Error);
    EXPECT_THROW(field(Gaussian::isotropic(2, 1.0), {.score = true, .arrows_across = 1}), Error);
    FieldOptions crossed;
    crossed.lowest = 1;
    crossed.highest = 0;
    EXPECT_THROW(field(Gaussian::isotropic(2, 1.0), crossed), Error);
}

}  // namespace
}  // namespace fokker::show
