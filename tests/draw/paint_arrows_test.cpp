#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/draw/arrow_scale.hpp"
#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

// Arrows at the middles of 10 x 10 cells of the square from -1 to 1, so large that the field has room for its longest.
Arrows field(double magnitude_right, double magnitude_up) {
    Arrows arrows;
    for (int i = 0; i < 10; ++i) {
        for (int j = 0; j < 10; ++j) {
            arrows.x.push_back(-0.9 + 0.2 * i);
            arrows.y.push_back(-0.9 + 0.2 * j);
            arrows.dx.push_back(magnitude_right);
            arrows.dy.push_back(magnitude_up);
        }
    }
    return arrows;
}

Figure figure_of(Arrows arrows, Theme theme = Theme::light) {
    Panel panel{.x = {.limits = Limits{-1, 1}}, .y = {.limits = Limits{-1, 1}}, .equal_aspect = true};
    panel.marks.push_back(std::move(arrows));
    return {.panels = {panel}, .width = 400, .scale = 2, .theme = theme};
}

// Orange pixels of the figure in each column, from the left.
std::vector<int> inked_columns(const Figure& figure) {
    const Raster raster = render(figure);
    std::vector<int> columns(raster.width, 0);
    for (std::size_t i = 0; i < raster.pixels.size(); ++i) {
        const int red = static_cast<int>(raster.pixels[i] >> 16 & 255U),
                  blue = static_cast<int>(raster.pixels[i] & 255U);
        if (red - blue > 60) ++columns[i % raster.width];
    }
    return columns;
}

TEST(Arrows, NeverReachTheNextOneWhateverTheirMagnitudes) {
    Arrows arrows = field(1, 0);
    for (std::size_t i = 0; i < arrows.dx.size(); i += 3) arrows.dx[i] = 1e9;
    const auto columns = inked_columns(figure_of(arrows));
    int runs = 0;
    for (std::size_t c = 1; c < columns.size(); ++c) runs += columns[c] > 0 && columns[c - 1] == 0 ? 1 : 0;
    EXPECT_EQ(runs, 10);
}

TEST(Arrows, PointWhereTheFieldGoes) {
    // The head has more ink than the tail.
    for (const double sign : {-1.0, 1.0}) {
        const auto columns = inked_columns(figure_of(field(sign, 0)));
        std::size_t first = 0;
        while (columns[first] == 0) ++first;
        std::size_t end = first;
        while (columns[end] > 0) ++end;
        int left = 0, right = 0;
        for (std::size_t c = first; c < end; ++c) (c < (first + end) / 2 ? left : right) += columns[c];
        EXPECT_GT(sign * (right - left), 0.2 * (left + right));
    }
}

TEST(Arrows, AreExplainedByRoundMagnitudes) {
    Arrows arrows = field(1, 0);
    for (std::size_t i = 0; i < 10; ++i) arrows.dx[i] = 291;
    arrows.label = "|score|";
    EXPECT_EQ(sample_magnitudes(arrows), (std::vector<double>{0.2, 1, 200}));
    const Layout layout = layout_of(figure_of(arrows));
    EXPECT_TRUE(has_text(layout, "|score| = 0.2"));
    EXPECT_TRUE(has_text(layout, "200"));
    EXPECT_TRUE(sample_magnitudes(field(0, 0)).empty());
}

TEST(Arrows, ThatAreNotFiniteAreLeftOutAndCounted) {
    Arrows arrows = field(1, 1);
    arrows.dx[3] = std::numeric_limits<double>::quiet_NaN();
    arrows.dy[5] = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(has_text(layout_of(figure_of(arrows)), "2 of 100 arrows are not finite"));
    EXPECT_NO_THROW(render(figure_of(arrows, Theme::dark)));
    arrows.dy.pop_back();
    EXPECT_THROW(layout_of(figure_of(arrows)), Error);
}

TEST(Arrows, OfZeroAreDots) {
    const auto columns = inked_columns(figure_of(field(0, 0)));
    int widest = 0, run = 0;
    for (const int inked : columns) {
        run = inked > 0 ? run + 1 : 0;
        widest = std::max(widest, run);
    }
    EXPECT_GT(widest, 1);
    EXPECT_LE(widest, 7);
}

}  // namespace
}  // namespace fokker::draw
