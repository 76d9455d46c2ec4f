#include "fokker/show/profile.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

const draw::Limits kFour{-4, 4};

TEST(Profile, MarksHaveTheirScoreAndZeroHasNoSign) {
    const draw::Figure figure = profile(Gaussian::isotropic(1, 1.0), {.limits = kFour, .marks = {2, -3, 0}});
    std::vector<std::string> words;
    for (const auto& markers : marks_of<draw::Markers>(figure.panels.at(1)))
        words.insert(words.end(), markers.labels.begin(), markers.labels.end());
    EXPECT_EQ(words, (std::vector<std::string>{"$s$(2) = −2", "$s$(−3) = 3", "$s$(0) = 0"}));
}

TEST(Profile, BothPanelsShareTheAxisAndHoldTheExactCurves) {
    const draw::Figure figure = profile(Gaussian::isotropic(1, 4.0), {.marks = {1}});
    EXPECT_EQ(figure.share_x, draw::Share::all);
    EXPECT_EQ(figure.panels[0].x.limits->high, 8);  // four standard deviations
    const auto density = marks_of<draw::Lines>(figure.panels[0]).at(0);
    const auto score = marks_of<draw::Lines>(figure.panels[1]).at(0);
    for (std::size_t i = 0; i < density.x.size(); ++i) {
        EXPECT_NEAR(density.y[i], std::exp(-density.x[i] * density.x[i] / 8) / std::sqrt(8 * M_PI), 1e-15);
        EXPECT_NEAR(score.y[i], -score.x[i] / 4, 1e-15);
    }
}

// Towards the mode from both sides.
TEST(Profile, ArrowsPointAlongTheScore) {
    const draw::Figure figure = profile(Gaussian::isotropic(1, 1.0), {.limits = kFour});
    const auto arrows = marks_of<draw::Arrows>(figure.panels[0]).at(0);
    for (std::size_t k = 0; k < arrows.x.size(); ++k) {
        EXPECT_NEAR(arrows.dx[k], -arrows.x[k], 1e-14);
        EXPECT_LT(arrows.y[k], 0);  // below the curve, which they would cover
    }
}

TEST(Profile, RefusesWhatItCannotShow) {
    EXPECT_THROW(profile(Gaussian::isotropic(2, 1.0)), Error);
    EXPECT_THROW(profile(from_energy("x1^4", 1)), Error);
    EXPECT_THROW(profile(Gaussian::isotropic(1, 1.0), {.limits = kFour, .marks = {5}}), Error);
    EXPECT_THROW(profile(from_energy("log(-1 - x1^2)", 1), {.limits = kFour}), Error);
}

}  // namespace
}  // namespace fokker::show
