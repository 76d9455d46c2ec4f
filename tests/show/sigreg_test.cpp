#include "fokker/show/sigreg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

const draw::Points& dots_of(const draw::Panel& panel) {
    return std::get<draw::Points>(panel.marks[0]);
}

// Variances 1 and 1/25: the narrow direction is at 90 degrees.
TEST(SigregPanels, BlameTheNarrowDirectionAndPushItApart) {
    const Density flat = Gaussian{{0, 0}, {2, 2, {1, 0, 0, 0.04}}};
    const auto panels = sigreg_panels(flat, {.draws = 200, .slices = 64}).panels;
    ASSERT_EQ(panels.size(), 2U);
    const draw::Points& dots = dots_of(panels[1]);
    const auto worst = static_cast<std::size_t>(std::ranges::max_element(dots.y) - dots.y.begin());
    EXPECT_NEAR(dots.x[worst], 90, 15);
    const auto& arrows = std::get<draw::Arrows>(panels[0].marks.back());
    double outward = 0;
    for (std::size_t i = 0; i < arrows.x.size(); ++i) outward += arrows.dy[i] * arrows.y[i];
    EXPECT_GT(outward, 0);
}

TEST(SigregPanels, OfTheStandardLawHaveAnOrdinaryPValueAndSmallArrows) {
    const SigregPanels made = sigreg_panels(Gaussian::isotropic(2, 1.0), {.draws = 200, .slices = 64});
    const draw::Points& dots = dots_of(made.panels[1]);
    double mean = 0;
    for (const double t : dots.y) mean += t / 64;
    EXPECT_GT(mean, 0.2);
    EXPECT_LT(mean, 3);
    EXPECT_NEAR(mean, made.value, 1e-9);
    EXPECT_GT(made.p_value, 0.001);
    EXPECT_EQ(made.words.find("$T$ = "), 0U);
    EXPECT_EQ(made.panels[0].subtitle, made.words);
}

TEST(SigregPanels, OfWhatIsNotInThePlaneIsAnError) {
    EXPECT_THROW(sigreg_panels(Gaussian::isotropic(3, 1.0)), Error);
    EXPECT_THROW(sigreg_panels(from_energy("x1^4 + x2^2", 2)), Error);
}

TEST(SigregPanels, WithoutArrowsAreAnError) {
    EXPECT_THROW(sigreg_panels(Gaussian::isotropic(2, 1.0), {.draws = 200, .slices = 64, .arrows = 0}), Error);
}

}  // namespace
}  // namespace fokker::show
