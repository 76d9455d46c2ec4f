#include "fokker/show/densities.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

TEST(DensityCurves, HaveAreaOneAndDotsAtTheMeanAndOneDeviation) {
    const draw::Figure figure = density_curves({{Gaussian{{1}, {1, 1, {4}}}, "a"}, {Gaussian{{0}, {1, 1, {1}}}, "b"}});
    const auto& curve = std::get<draw::Lines>(figure.panels[0].marks[0]);
    double area = 0;
    for (std::size_t k = 1; k < curve.x.size(); ++k)
        area += 0.5 * (curve.x[k] - curve.x[k - 1]) * (curve.y[k] + curve.y[k - 1]);
    EXPECT_NEAR(area, std::erf(4 / std::sqrt(2)), 1e-5);  // limits are at four deviations of the wider one
    const auto& dots = std::get<draw::Markers>(figure.panels[0].marks[1]);
    EXPECT_EQ(dots.x, (std::vector<double>{-1, 1, 3}));
    EXPECT_NEAR(dots.y[0] / dots.y[1], std::exp(-0.5), 1e-15);
}

TEST(DensityCurves, OfWhatIsNotNormalisedOrNotOnALineIsAnError) {
    EXPECT_THROW(density_curves({{from_energy("x^4", 1), "a"}}, {.limits = draw::Limits{-1, 1}}), Error);
    EXPECT_THROW(density_curves({{Gaussian::isotropic(2, 1.0), "a"}}), Error);
}

// By whitening and by the ellipses' own equation: as many draws inside.
TEST(ExactDraws, AreCountedInsideTheEllipsesThatAreDrawn) {
    const Density density = Gaussian{{1, -1}, {2, 2, {2, 1.6, 1.6, 2}}};
    const draw::Panel panel = exact_draws_panel(density, {.draws = 1000, .seed = 1, .radii = {1}});
    const auto& cloud = std::get<draw::Points>(panel.marks[0]);
    const auto& ellipse = std::get<draw::Ellipse>(panel.marks[1]);
    const double determinant = ellipse.xx * ellipse.yy - ellipse.xy * ellipse.xy;
    int inside = 0;
    for (std::size_t i = 0; i < cloud.x.size(); ++i) {
        const double a = cloud.x[i] - ellipse.x, b = cloud.y[i] - ellipse.y;
        inside += (ellipse.yy * a * a - 2 * ellipse.xy * a * b + ellipse.xx * b * b) / determinant <= 1 ? 1 : 0;
    }
    EXPECT_NEAR(inside / 1000.0, 1 - std::exp(-0.5), 4.5 * std::sqrt(0.39 * 0.61 / 1000));
    const std::string wanted = std::to_string(inside / 10) + "." + std::to_string(inside % 10);
    EXPECT_NE(panel.notes[0].find(wanted + " ± "), std::string::npos) << panel.notes[0];
}

TEST(ExactDraws, OfWhatHasNoneIsAnError) {
    EXPECT_THROW(exact_draws_panel(Gaussian::isotropic(3, 1.0)), Error);
    EXPECT_THROW(exact_draws_panel(from_energy("x1^4 + x2^2", 2)), Error);
}

}  // namespace
}  // namespace fokker::show
