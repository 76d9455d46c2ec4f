#include "fokker/show/comparison.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

assess::Trace normals(std::size_t dim, std::uint32_t set, double shift = 0) {
    assess::Trace trace;
    trace.chains = 2;
    trace.draws = 100;
    for (std::size_t j = 0; j < dim; ++j) trace.names.push_back("x" + std::to_string(j + 1));
    trace.values.resize(200 * dim);
    fill_normals({.seed = 9, .stream = set, .purpose = Purpose::data, .steps = 200, .slots = static_cast<int>(dim)},
                 trace.values.data());
    for (std::size_t n = dim - 1; n < trace.values.size(); n += dim) trace.values[n] += shift;
    return trace;
}

TEST(ComparisonFigure, HasBothSamplesInTheSameBinsOfAPanelForEachComponent) {
    const assess::Trace a = normals(2, 1), b = normals(2, 2, 3);
    const draw::Figure figure = comparison(a, b, assess::compare(a, b), "A: mine", "B: theirs");
    ASSERT_EQ(figure.panels.size(), 2U);
    for (const draw::Panel& panel : figure.panels) {
        const auto bars = marks_of<draw::Histogram>(panel);
        const auto outlines = marks_of<draw::Lines>(panel);
        ASSERT_EQ(bars.size(), 1U);
        ASSERT_EQ(outlines.size(), 1U);
        ASSERT_TRUE(bars[0].range.has_value());
        EXPECT_EQ(bars[0].range->low, outlines[0].x.front());
        EXPECT_EQ(bars[0].range->high, outlines[0].x.back());
        EXPECT_EQ(outlines[0].x.size(), 2 * bars[0].bins + 2);
        // The steps enclose an area of one.
        double area = 0;
        for (std::size_t k = 1; k < outlines[0].x.size(); ++k)
            area += (outlines[0].x[k] - outlines[0].x[k - 1]) * outlines[0].y[k];
        EXPECT_NEAR(area, 1, 1e-12);
    }
    EXPECT_EQ(marks_of<draw::Lines>(figure.panels[0])[0].label, "B: theirs");
}

TEST(ComparisonFigure, ShowsTheNineLeastAlikeOfManyComponents) {
    const assess::Trace a = normals(12, 3), b = normals(12, 4, 2);
    const draw::Figure figure = comparison(a, b, assess::compare(a, b), "A", "B");
    ASSERT_EQ(figure.panels.size(), 9U);
    EXPECT_EQ(figure.panels.back().title, "$x_{12}$");
    EXPECT_EQ(figure.subtitle, "the 9 least alike of 12 components");
}

TEST(ComparisonFigure, DrawsTheDensityOfALawOfOneComponent) {
    const draw::Figure figure = comparison(normals(1, 5), from_energy("x1^2/2 + 7", 1), DrawsOptions{});
    const auto curves = marks_of<draw::Lines>(figure.panels.at(0));
    ASSERT_EQ(curves.size(), 1U);
    // Normalised where the draws are, which leaves out what lies beyond the largest of 200 and a tenth of their range.
    const double highest = *std::ranges::max_element(curves[0].y);
    EXPECT_NEAR(highest, 1 / std::sqrt(2 * std::numbers::pi), 0.01);
    EXPECT_GE(highest, 1 / std::sqrt(2 * std::numbers::pi) - 1e-3);
}

TEST(ComparisonFigure, IsAPictureOfThePlaneForALawOfTwoComponentsAndOfEachComponentBeyond) {
    EXPECT_EQ(comparison(normals(2, 6), from_energy("sum(x^2)/2", 2), DrawsOptions{}).panels.size(), 1U);
    EXPECT_EQ(comparison(normals(3, 7), from_energy("sum(x^2)/2", 3), DrawsOptions{}).panels.size(), 3U);
    EXPECT_THROW(comparison(assess::Trace{}, from_energy("sum(x^2)/2", 3), DrawsOptions{}), Error);
}

}  // namespace
}  // namespace fokker::show
