// The distance between pictures and its tolerance: tests/labs/image_distance.cpp. Figures of the kinds that labs draw,
// changed in ways that do not matter and in ways that do.
#include "tests/labs/image_distance.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <random>

#include "fokker/draw/dynamics.hpp"
#include "fokker/draw/trajectories.hpp"
#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::labs {
namespace {

using draw::Figure;

Picture picture_of(const Figure& figure) {
    const draw::Raster raster = render(figure);
    Picture picture{.width = raster.width, .height = raster.height, .rgb = {}};
    for (const std::uint32_t pixel : raster.pixels) {
        for (const int shift : {16, 8, 0}) picture.rgb.push_back(static_cast<unsigned char>(pixel >> shift));
    }
    return picture;
}

double log_two_modes(double x, double y) {
    return std::log(0.75 * std::exp(-0.5 * (x + 5) * (x + 5)) + 0.25 * std::exp(-0.5 * (x - 5) * (x - 5))) -
           0.2 * (y - 2) * (y - 2);
}

// Samples over a log density with contours, at four times, with fractions of modes below.
Figure dynamics_figure(unsigned seed = 1) {
    draw::DynamicsData data{.title = "Langevin dynamics on two modes",
                            .subtitle = "$\\sigma = 10$, 1,000 particles",
                            .log_density = draw::evaluate_on_grid({-15, 15}, {-15, 15}, 61, 61, log_two_modes),
                            .modes = {{.weight = 0.75, .x = -5, .y = 2}, {.weight = 0.25, .x = 5, .y = 2}}};
    for (int t = 0; t < 4; ++t) {
        draw::DynamicsFrame frame{.time = 0.005 * std::pow(10.0, t),
                                  .points = draw::normals(2000, seed),
                                  .fractions = {0.5 + 0.06 * t, 0.5 - 0.06 * t},
                                  .errors = {0.01, 0.01}};
        for (std::size_t i = 0; i < 1000; ++i) frame.points[2 * i] += (i % 4 == 0 ? 1.2 : -1.2) * t;
        data.frames.push_back(frame);
    }
    Figure figure = draw::dynamics(data);
    figure.scale = 1;
    return figure;
}

// Two panels: paths with an envelope, and a histogram with its exact law.
Figure paths_figure(unsigned seed = 1) {
    draw::TrajectoriesData data{.title = "$\\sigma = 1$", .paths = 25};
    const std::vector<double> noise = draw::normals(std::size_t{25} * 300 + 1, seed);
    for (std::size_t path = 0; path < 25; ++path) {
        double x = 0;
        for (std::size_t i = 0; i < 300; ++i, x += 0.26 * noise[path * 300 + i]) data.states.push_back(x);
    }
    draw::Envelope envelope{.label = "$\\pm\\sigma\\sqrt{t}$"};
    for (std::size_t i = 0; i < 300; ++i) {
        data.times.push_back(20.0 * static_cast<double>(i) / 299);
        envelope.times.push_back(data.times.back());
        envelope.mean.push_back(0);
        envelope.sd.push_back(std::sqrt(data.times.back()));
    }
    data.envelope = envelope;
    data.y_limits = draw::Limits{-12, 12};
    draw::Panel law{.title = "final states",
                    .x = {.label = "$x$", .limits = draw::Limits{-4, 4}},
                    .y = {.limits = draw::Limits{0, 0.5}}};
    draw::Lines exact{.ink = draw::Role::exact, .label = "exact"};
    for (int i = -40; i <= 40; ++i) {
        exact.x.push_back(0.1 * i);
        exact.y.push_back(std::exp(-0.005 * i * i) / std::sqrt(2 * 3.14159265));
    }
    law.marks = {draw::Histogram{.samples = draw::normals(2000, seed + 7), .bins = 30, .range = draw::Limits{-4, 4}},
                 exact};
    return {.title = "Brownian motion", .columns = 2, .panels = {draw::trajectories_panel(data), law}, .scale = 1};
}

// What a picture is like after another rasteriser or another fault of no consequence.
Picture shifted(const Picture& picture, std::size_t dx, std::size_t dy) {
    Picture moved = picture;
    for (std::size_t y = 0; y < picture.height; ++y) {
        for (std::size_t x = 0; x < picture.width; ++x) {
            const std::size_t from =
                std::min(y + dy, picture.height - 1) * picture.width + std::min(x + dx, picture.width - 1);
            std::copy_n(&picture.rgb[3 * from], 3, &moved.rgb[3 * (y * picture.width + x)]);
        }
    }
    return moved;
}

// Every edge falls otherwise on the pixels.
Picture shifted_by_half_a_pixel(const Picture& picture) {
    Picture moved = shifted(picture, 1, 0);
    for (std::size_t i = 0; i < moved.rgb.size(); ++i) {
        moved.rgb[i] = static_cast<unsigned char>((moved.rgb[i] + picture.rgb[i]) / 2);
    }
    return moved;
}

Picture with_noise(const Picture& picture, int most) {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> noise(-most, most);
    Picture noisy = picture;
    for (auto& value : noisy.rgb) value = static_cast<unsigned char>(std::clamp(value + noise(random), 0, 255));
    return noisy;
}

// Applies `change` to each mark of that kind in a panel, or in all.
template <class M, class Change>
void for_marks(draw::Panel& panel, const Change& change) {
    for (auto& mark : panel.marks) {
        if (auto* found = std::get_if<M>(&mark)) change(*found);
    }
}
template <class M, class Change>
void for_marks(Figure& figure, const Change& change) {
    for (auto& panel : figure.panels) for_marks<M>(panel, change);
}

draw::Limits longer(const std::optional<draw::Limits>& limits) {
    const draw::Limits range = limits.value_or(draw::Limits{0, 20});
    return {range.low, range.high + 0.05 * (range.high - range.low)};
}

void exchange_axes(draw::Grid& grid) {
    const auto values = grid.values;
    for (std::size_t i = 0; i < grid.rows; ++i) {
        for (std::size_t j = 0; j < grid.columns; ++j) grid.values[j * grid.rows + i] = values[i * grid.columns + j];
    }
}

struct Fault {
    const char* name;
    std::function<void(Figure&)> make;
};

const std::vector<Fault> kFaultsOfAnyFigure{
    {"the x limits end 5 % later",
     [](Figure& f) {
         for (auto& panel : f.panels) panel.x.limits = longer(panel.x.limits);
     }},
    {"the y limits end 5 % later",
     [](Figure& f) {
         for (auto& panel : f.panels) panel.y.limits = longer(panel.y.limits);
     }},
    {"a panel is missing", [](Figure& f) { f.panels[1].visible = false; }},
    {"no tick labels on x",
     [](Figure& f) {
         for (auto& panel : f.panels) panel.x.tick_labels = false;
     }},
    {"another title", [](Figure& f) { f.title = "Diffusion in some other place"; }},
};

const std::vector<Fault> kFaultsOfDynamics{
    {"no contours", [](Figure& f) { for_marks<draw::Contours>(f, [](auto& mark) { mark.alpha = 0; }); }},
    {"no contours in one panel",
     [](Figure& f) { for_marks<draw::Contours>(f.panels[1], [](auto& mark) { mark.alpha = 0; }); }},
    {"images with x and y exchanged",
     [](Figure& f) { for_marks<draw::Image>(f, [](auto& mark) { exchange_axes(mark.grid); }); }},
    {"one image with x and y exchanged",
     [](Figure& f) { for_marks<draw::Image>(f.panels[0], [](auto& mark) { exchange_axes(mark.grid); }); }},
    {"another colour map", [](Figure& f) { for_marks<draw::Image>(f, [](auto& mark) { mark.map = draw::kGreys; }); }},
    {"another colour scale",
     [](Figure& f) { for_marks<draw::Image>(f, [](auto& mark) { mark.limits = draw::Limits{-30, 0}; }); }},
    {"no samples in one panel", [](Figure& f) { for_marks<draw::Points>(f.panels[1], [](auto& m) { m.alpha = 0; }); }},
    {"samples of another colour",
     [](Figure& f) { for_marks<draw::Points>(f, [](auto& mark) { mark.ink = draw::Series{5}; }); }},
};

const std::vector<Fault> kFaultsOfPaths{
    {"no exact curve", [](Figure& f) { f.panels[1].marks.pop_back(); }},
    {"no histogram", [](Figure& f) { f.panels[1].marks.erase(f.panels[1].marks.begin()); }},
    {"no envelope", [](Figure& f) { for_marks<draw::Area>(f, [](auto& mark) { mark.alpha = 0; }); }},
    {"another time scale",
     [](Figure& f) {
         for_marks<draw::Lines>(f.panels[0], [](auto& mark) {
             for (double& x : mark.x) x *= 0.95;
         });
     }},
};

double distance_of(const Figure& figure, const Fault& fault) {
    const draw::Layout layout = layout_of(figure);
    Figure broken = figure;
    fault.make(broken);
    broken.width = layout.width;
    broken.height = layout.height;
    return image_distance(picture_of(figure), picture_of(broken)).value;
}

TEST(ImageDistance, OfAPictureToItselfIsZero) {
    const Picture picture = picture_of(paths_figure());
    EXPECT_EQ(image_distance(picture, picture).value, 0);
}

// Measured besides, on the same two figures: drawn by Chromium from their SVG, 1.5 and 1.6; with letters antialiased
// for an LCD, 2.1 and 1.2.
TEST(ImageDistance, OfTheSameFigureOtherwiseRasterisedIsBelowTheTolerance) {
    for (const Figure& figure : {dynamics_figure(), paths_figure()}) {
        const Picture picture = picture_of(figure);
        EXPECT_LT(image_distance(picture, shifted(picture, 1, 0)).value, 0.1) << figure.title;
        EXPECT_LT(image_distance(picture, shifted(picture, 2, 2)).value, 0.1) << figure.title;
        EXPECT_LT(image_distance(picture, with_noise(picture, 3)).value, 1) << figure.title;
        EXPECT_LT(image_distance(picture, shifted_by_half_a_pixel(picture)).value, kSameToTheEye) << figure.title;
    }
}

TEST(ImageDistance, OfABrokenFigureIsAboveTheToleranceByAThird) {
    const auto expect_above = [](const Figure& figure, const std::vector<Fault>& faults) {
        for (const Fault& fault : faults) {
            EXPECT_GT(distance_of(figure, fault), 1.33 * kSameToTheEye) << figure.title << ": " << fault.name;
        }
    };
    expect_above(dynamics_figure(), kFaultsOfAnyFigure);
    expect_above(paths_figure(), kFaultsOfAnyFigure);
    expect_above(dynamics_figure(), kFaultsOfDynamics);
    expect_above(paths_figure(), kFaultsOfPaths);
}

TEST(ImageDistance, OfAFigureWithoutOneDigitOfItsTickLabelsIsAboveTheTolerance) {
    Figure figure = paths_figure();
    auto& ticks = figure.panels[1].x.ticks;
    ticks = {{-4, "−4"}, {-2, "−2"}, {0, "0"}, {2, "2"}, {4, "4"}};
    const Picture whole = picture_of(figure);
    ticks[3].label = "";
    EXPECT_GT(image_distance(whole, picture_of(figure)).value, kSameToTheEye);
}

// So a stored picture is one of fixed data.
TEST(ImageDistance, TellsOtherSamplesApart) {
    EXPECT_GT(image_distance(picture_of(dynamics_figure(1)), picture_of(dynamics_figure(2))).value, kSameToTheEye);
    EXPECT_GT(image_distance(picture_of(paths_figure(1)), picture_of(paths_figure(2))).value, kSameToTheEye);
}

TEST(ImageDistance, SaysWhereAFaultIs) {
    const Picture picture = picture_of(paths_figure());
    Picture spotted = picture;
    for (std::size_t y = 300; y < 315; ++y) {
        std::fill_n(&spotted.rgb[3 * (y * picture.width + 700)], 45, std::uint8_t{0});
    }
    const ImageDistance distance = image_distance(picture, spotted);
    EXPECT_GT(distance.value, kSameToTheEye);
    EXPECT_TRUE(distance.x + distance.side > 700 && distance.x < 715) << distance.x;
    EXPECT_TRUE(distance.y + distance.side > 300 && distance.y < 315) << distance.y;
    EXPECT_LE(distance.side, 32U);
}

TEST(LooksLike, HoldsForTheSameFigureAndSaysWhatIsWrongOtherwise) {
    const draw::Folder folder;
    Figure figure = paths_figure();
    figure.save(folder / "stored.png");
    figure.save(folder / "same.png");
    EXPECT_TRUE(looks_like(folder / "same.png", folder / "stored.png"));
    EXPECT_FALSE(std::filesystem::exists(folder / "same.difference.png"));

    const draw::Layout layout = layout_of(figure);
    figure.panels[1].marks.pop_back();
    figure.width = layout.width;
    figure.height = layout.height;
    figure.save(folder / "broken.png");
    const auto broken = looks_like(folder / "broken.png", folder / "stored.png");
    EXPECT_FALSE(broken);
    EXPECT_NE(std::string(broken.message()).find("most of all in the"), std::string::npos) << broken.message();
    const Picture difference = read_png(folder / "broken.difference.png");
    EXPECT_EQ(difference.width, 1000U);
    EXPECT_GT(difference.rgb.size(), 0U);
}

TEST(LooksLike, APictureOfAnotherSizeOrNoneIsAFailureThatSaysSo) {
    const draw::Folder folder;
    Figure figure = paths_figure();
    figure.save(folder / "a.png");
    figure.width = 900;
    figure.save(folder / "b.png");
    EXPECT_NE(std::string(looks_like(folder / "a.png", folder / "b.png").message()).find("1000 x "), std::string::npos);
    EXPECT_NE(std::string(looks_like(folder / "a.png", folder / "none.png").message()).find("copy it there"),
              std::string::npos);
    std::ofstream(folder / "c.png") << "not a picture";
    EXPECT_THROW(looks_like(folder / "a.png", folder / "c.png"), Error);
    EXPECT_THROW(looks_like(folder / "none.png", folder / "a.png"), Error);
}

}  // namespace
}  // namespace fokker::labs
