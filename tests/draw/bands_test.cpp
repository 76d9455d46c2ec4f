#include "fokker/draw/bands.hpp"

#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

FilledContours bowl(std::vector<double> levels) {
    return {.grid = evaluate_on_grid({-3, 3}, {-3, 3}, 61, 61, [](double x, double y) { return 10 * (x * x + y * y); }),
            .levels = std::move(levels)};
}

TEST(Bands, OfUnevenLevelsHaveColoursThatCanBeToldApart) {
    const auto colors = band_colors({0.01, 0.1, 1, 10, 100}, kViridis, std::nullopt, Theme::light);
    for (std::size_t k = 1; k < colors.size(); ++k) EXPECT_GT(lightness(colors[k]) - lightness(colors[k - 1]), 10) << k;
}

TEST(Bands, WithLimitsHaveTheColoursOfTheirMiddles) {
    const auto colors = band_colors({0, 4, 8}, kViridis, Limits{0, 10}, Theme::light);
    EXPECT_EQ(lightness(colors[0]), lightness(viridis(0.2)));
    EXPECT_EQ(lightness(colors[1]), lightness(viridis(0.6)));
    EXPECT_EQ(lightness(colors[2]), lightness(viridis(1)));
}

TEST(ColorBar, OfFilledContoursNamesTheirLevelsAtEqualDistances) {
    Panel panel{.equal_aspect = true};
    panel.marks.push_back(bowl({0.01, 0.1, 1, 10, 100}));
    panel.color_bar = color_bar_of(std::get<FilledContours>(panel.marks[0]), "energy");
    EXPECT_TRUE(panel.color_bar->open_above);
    const Layout layout = layout_of({.panels = {panel}});
    double last = 0, step = 0;
    for (const char* name : {"0.01", "0.1", "1", "10", "100"}) {
        double at = 0;
        for (const auto& text : layout.texts) {
            if (text.text == name && text.box.x > layout.frames[0].x + layout.frames[0].width) at = text.box.y;
        }
        ASSERT_GT(at, 0) << name;
        if (step > 0) EXPECT_NEAR(last - at, step, 1.5) << name;
        step = last > 0 ? last - at : 0;
        last = at;
    }
}

TEST(ColorBar, ShowsTheColoursThatThePanelHas) {
    Panel panel{.equal_aspect = true, .color_bar = {}};
    panel.marks.push_back(bowl({-10, 50, 100, 150}));
    panel.color_bar = color_bar_of(std::get<FilledContours>(panel.marks[0]), "energy");
    const Figure figure{.panels = {panel}, .scale = 1};
    const Box frame = layout_of(figure).frames[0];
    const Raster raster = render(figure);
    const auto pixel = [&](double x, double y) {
        return raster.pixels[static_cast<std::size_t>(y) * raster.width + static_cast<std::size_t>(x)];
    };
    // The energy is 0 in the middle and 90 at the middle of each edge.
    const double bar = frame.x + frame.width + 10 + 6;
    EXPECT_EQ(pixel(frame.x + frame.width / 2, frame.y + frame.height / 2), pixel(bar, frame.y + frame.height * 0.83));
    EXPECT_EQ(pixel(frame.x + 6, frame.y + frame.height / 2), pixel(bar, frame.y + frame.height * 0.5));
}

TEST(ColorBar, SaysThePowerOfTenThatItsLabelsShare) {
    Panel panel{.color_bar = ColorBar{.limits = {0, 4e6}, .label = "energy"}};
    panel.marks.push_back(bowl({}));
    EXPECT_TRUE(has_text(layout_of({.panels = {panel}}), "energy ($\\times 10^{6}$)"));
}

TEST(ColorBar, OfLevelsThatDoNotRiseIsAnError) {
    for (const auto& levels : {std::vector<double>{1}, std::vector<double>{1, 1}, std::vector<double>{2, 1}}) {
        Panel panel{.color_bar = ColorBar{.levels = levels}};
        panel.marks.push_back(bowl({}));
        EXPECT_THROW(layout_of({.panels = {panel}}), Error);
    }
}

}  // namespace
}  // namespace fokker::draw
