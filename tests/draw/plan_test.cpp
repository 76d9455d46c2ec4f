#include "fokker/draw/plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

Figure busy_figure() {
    Figure figure{
        .title = "A figure with everything on it, and a title that takes more than one line where the page is narrow",
        .subtitle =
            "$dX_t = -\\theta X_t\\,dt + \\sigma\\,dW_t$, $\\theta = \\frac{1}{2}$, 10,000 particles, 3,000 times on "
            "[0, 5]",
        .rows = 2,
        .columns = 3};
    const auto bowl = evaluate_on_grid({-3, 3}, {-3, 3}, 30, 30, [](double x, double y) { return x * x + y * y; });
    Panel filled{.title = "Filled contours of the energy",
                 .x = {.label = "$x_1$"},
                 .y = {.label = "$x_2$"},
                 .equal_aspect = true};
    filled.marks = {FilledContours{.grid = bowl}};
    filled.color_bar = ColorBar{.map = kViridis, .limits = {0, 18}, .label = "energy $E(x)$"};
    Panel logs{.title = "Log axes",
               .x = {.label = "step size $h$", .scale = Scale::log10},
               .y = {.label = "error", .scale = Scale::log10}};
    logs.marks = {Lines{.x = {1e-5, 1e-1}, .y = {1e-9, 1e-1}, .label = "strong error of Euler-Maruyama"},
                  Points{.x = {1e-3}, .y = {1e-5}, .label = "measured"}};
    Panel empty{.title = "Nothing finite"};
    empty.marks = {Points{.x = {std::nan("")}, .y = {1}}};
    Panel big{.title = "Large numbers",
              .x = {.label = "$t$"},
              .y = {.label = "$X_t$"},
              .notes = {"diverged: 1,000 of 1,000 paths, first at $t = 3.8$"}};
    big.marks = {Lines{.x = {0, 1e6}, .y = {-3e37, 7e37}}};
    Panel tiny{.title = "Small numbers"};
    tiny.marks = {Lines{.x = {0, 1e-9}, .y = {1000.00001, 1000.00002}}};
    Panel strays{.title = "Strays", .x = {.limits = Limits{-1, 1}}, .y = {.limits = Limits{-1, 1}}};
    strays.marks = {Points{.x = normals(1000, 1), .y = normals(1000, 2)}};
    figure.panels = {filled, logs, empty, big, tiny, strays};
    return figure;
}

TEST(Plan, NoTextIsCutOffOrUponAnotherAtAnyWidth) {
    Figure figure = busy_figure();
    for (const double width : kWidths) {
        figure.width = width;
        expect_texts_in_place(figure, std::to_string(width));
    }
}

TEST(Plan, ATickLabelAtTheEndOfAnAxisHasRoomWhereNothingElseStands) {
    Figure figure{.width = 400};
    figure.panels.push_back({.x = {.limits = Limits{-100000, 100000},
                                   .ticks = {{-100000, "far to the left"}, {100000, "far to the right"}}},
                             .y = {.tick_labels = false}});
    figure.panels[0].marks = {Points{.x = {0}, .y = {0}}};
    EXPECT_TRUE(has_text(layout_of(figure), "far to the right"));
    expect_texts_in_place(figure, "long names");
}

TEST(Plan, TextIsNeverSmallerThanElevenPx) {
    Figure figure = busy_figure();
    for (const double width : kWidths) {
        figure.width = width;
        for (const auto& text : plan_of(figure).texts) {
            double largest = 0;
            for (const auto& run : text.line.runs) largest = std::max(largest, run.type.size);
            EXPECT_GE(largest, 11 - 1e-9) << text.text;
        }
    }
}

TEST(Plan, FramesLieInThePageAndApart) {
    Figure figure = busy_figure();
    for (const double width : kWidths) {
        figure.width = width;
        const Layout layout = layout_of(figure);
        for (std::size_t i = 0; i < layout.frames.size(); ++i) {
            const Box& a = layout.frames[i];
            EXPECT_TRUE(a.x > 0 && a.y > 0 && a.x + a.width < layout.width && a.y + a.height < layout.height);
            EXPECT_GT(a.width, 40);
            for (std::size_t j = 0; j < i; ++j) {
                const Box& b = layout.frames[j];
                EXPECT_TRUE(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height ||
                            b.y >= a.y + a.height);
            }
        }
    }
}

TEST(Plan, ANarrowPageHasFewerPanelsSideBySide) {
    Figure figure = busy_figure();
    figure.width = 400;
    const auto frames = layout_of(figure).frames;
    EXPECT_LT(std::abs(frames[0].x + frames[0].width - frames[2].x - frames[2].width), 1e-6 + 400 * 0.5);
    EXPECT_GT(frames[2].y, frames[0].y + frames[0].height);
    figure.row_titles = {"first", "second"};
    EXPECT_LT(layout_of(figure).frames[2].y, layout_of(figure).frames[0].y + layout_of(figure).frames[0].height);
}

TEST(Plan, NotesAndReasonsAreOnThePage) {
    const Layout layout = layout_of(busy_figure());
    EXPECT_TRUE(has_text(layout, "nothing to draw: none of 1 values is finite"));
    EXPECT_TRUE(has_text(layout, "diverged: 1,000 of 1,000 paths, first at $t = 3.8$"));
    std::size_t outside = 0;
    const auto x = normals(1000, 1), y = normals(1000, 2);
    for (std::size_t i = 0; i < 1000; ++i) outside += std::abs(x[i]) > 1 || std::abs(y[i]) > 1 ? 1 : 0;
    EXPECT_TRUE(has_text(layout, std::to_string(outside) + " of 1,000 outside"));
}

TEST(Plan, EqualAspectMakesUnitsEqual) {
    Panel panel{.x = {.limits = Limits{0, 20}}, .y = {.limits = Limits{0, 10}}, .equal_aspect = true};
    panel.marks = {Points{.x = {1}, .y = {1}}};
    for (const double height : {0.0, 300.0, 900.0}) {
        const Box frame = layout_of({.panels = {panel}, .height = height}).frames[0];
        EXPECT_NEAR(frame.width / frame.height, 2, 0.01) << height;
    }
}

TEST(Plan, SharedAxesHaveTickLabelsOnTheOuterPanelsOnly) {
    Figure figure{.rows = 2, .columns = 2, .share_x = Share::aligned, .share_y = Share::aligned};
    for (int p = 0; p < 4; ++p) {
        figure.panels.push_back(
            {.x = {.label = "time", .limits = Limits{0, 1}}, .y = {.label = "state", .limits = Limits{2, 3}}});
        figure.panels.back().marks = {Points{.x = {0.5}, .y = {2.5}}};
    }
    const Layout layout = layout_of(figure);
    const auto count = [&](const std::string& text) {
        return std::count_if(layout.texts.begin(), layout.texts.end(), [&](const auto& t) { return t.text == text; });
    };
    EXPECT_EQ(count("time"), 2);
    EXPECT_EQ(count("state"), 2);
    EXPECT_EQ(count("0.0"), 2);
    EXPECT_EQ(count("3.0"), 2);
}

// Panels as sweeps have them: titles with mathematics, a line of numbers, curves, a symlog axis.
Figure sweep(std::size_t rows, std::size_t columns, Share share) {
    Figure figure{.title = "Ornstein-Uhlenbeck, relaxation to the stationary law",
                  .rows = rows,
                  .columns = columns,
                  .share_x = share,
                  .share_y = share,
                  .common_legend = true};
    for (std::size_t p = 0; p < rows * columns; ++p) {
        Panel panel{.title = "$\\theta = 0.25$, $\\sigma^2 = " + std::to_string(p) + "$",
                    .subtitle = "var 1.98 ± .09, exact 2",
                    .x = {.label = "$t$", .limits = Limits{0, 1000}},
                    .y = {.label = "$X_t$", .limits = Limits{-50, 50}, .scale = Scale::symlog, .linear_within = 0.5}};
        panel.marks = {Lines{.x = {0, 1000}, .y = {-50, 0}, .label = "mean"},
                       Span{.range = {-0.7, 0.7}, .label = "stationary sd"}};
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

TEST(Plan, PagesOfManyRunsAreReadableAtAnyWidth) {
    for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{3, 3}, {8, 4}}) {
        for (const Share share : {Share::none, Share::all}) {
            Figure figure = sweep(rows, columns, share);
            for (const double width : kWidths) {
                figure.width = width;
                expect_texts_in_place(figure, std::to_string(rows) + " rows at " + std::to_string(width));
            }
        }
    }
}

TEST(Plan, ANameThatManyRowsShareIsSaidOnce) {
    const Layout layout = layout_of(sweep(8, 4, Share::all));
    const auto count = [&](const std::string& text) {
        return std::count_if(layout.texts.begin(), layout.texts.end(), [&](const auto& t) { return t.text == text; });
    };
    EXPECT_EQ(count("$X_t$"), 1);
    EXPECT_EQ(count("$t$"), 1);
    EXPECT_EQ(count("var 1.98 ± .09, exact 2"), 32);
    EXPECT_EQ(count("1000"), 4);
    // Most of the page is frames.
    double frames = 0;
    for (const Box& frame : layout.frames) frames += frame.width * frame.height;
    EXPECT_GT(frames, 0.6 * layout.width * layout.height);
    Figure different = sweep(8, 4, Share::all);
    different.panels[5].y.label = "$Y_t$";
    EXPECT_TRUE(has_text(layout_of(different), "$X_t$"));
}

TEST(Plan, AFieldWithArrowsAndBandsIsReadableAtAnyWidth) {
    Figure figure{.title = "Energy and score", .columns = 2};
    const Grid grid = evaluate_on_grid({-3, 3}, {-3, 3}, 40, 40, [](double x, double y) { return x * x * x * x + y; });
    Panel bands{.title = "energy", .x = {.label = "$x_1$"}, .y = {.label = "$x_2$"}, .equal_aspect = true};
    const FilledContours contours{.grid = grid, .levels = {0.01, 0.1, 1, 10, 100}};
    bands.marks = {contours, Ellipse{.label = "$1\\sigma$"}, Ellipse{.radius = 2, .label = "$2\\sigma$"}};
    bands.color_bar = color_bar_of(contours, "energy $E(x)$");
    Panel field{.title = "score", .x = {.label = "$x_1$"}, .y = {.label = "$x_2$"}, .equal_aspect = true};
    field.marks = {
        Arrows{.x = {-3, 0, 3}, .y = {-3, 0, 3}, .dx = {108, 0.1, -108}, .dy = {1, 1, 1}, .label = "|score|"}};
    figure.panels = {bands, field};
    for (const double width : kWidths) {
        figure.width = width;
        expect_texts_in_place(figure, std::to_string(width));
        figure.panels[0].notes = figure.panels[1].notes = {"3 of 1,000 paths outside"};
        expect_texts_in_place(figure, std::to_string(width) + " with notes");
    }
}

TEST(Plan, TitlesOfColumnsStandOnOneLineWhateverStandsHighInThem) {
    Figure figure = sweep(1, 2, Share::all);
    figure.column_titles = {"$t$ = 1", "$t$ = $10^{6}$"};
    std::vector<double> baselines;
    for (const auto& text : plan_of(figure).texts) {
        if (text.text == figure.column_titles[0] || text.text == figure.column_titles[1]) baselines.push_back(text.y);
    }
    ASSERT_EQ(baselines.size(), 2U);
    EXPECT_NEAR(baselines[0], baselines[1], 0.01);
}

TEST(Plan, NotesAndTitlesOfARowOfAGridStandAtOneHeightAndNotOverMarks) {
    Figure figure = sweep(2, 3, Share::all);
    for (Panel& panel : figure.panels) panel.title = "panel";
    figure.panels[1].subtitle = "a line of numbers";
    figure.panels[0].notes = {"first"};
    figure.panels[2].notes = {"second", "third"};
    const Layout layout = layout_of(figure);
    std::vector<double> notes, titles;
    for (const auto& [box, text] : layout.texts) {
        if (text == "first" || text == "second") notes.push_back(box.y);
        if (text == "panel" && box.y < layout.frames[0].y) titles.push_back(box.y);
    }
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_NEAR(notes[0], notes[1], 0.01);
    EXPECT_GT(notes[0], layout.frames[0].y + layout.frames[0].height);
    ASSERT_EQ(titles.size(), 3U);
    EXPECT_NEAR(titles[0], titles[1], 0.01);
    EXPECT_NEAR(titles[2], titles[1], 0.01);
}

TEST(Plan, RowsAreEvenlySpacedWhereTheLastOneIsShort) {
    Figure figure = sweep(3, 4, Share::all);
    figure.panels.pop_back();
    const auto frames = layout_of(figure).frames;
    EXPECT_NEAR(frames[8].y - frames[4].y, frames[4].y - frames[0].y, 1);
    expect_texts_in_place(figure, "a short row");
}

TEST(Plan, NamesAtTheRightStandBesideTheirValuesAndApart) {
    Panel panel{.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{0, 1}}};
    panel.marks = {Lines{.x = {0, 1}, .y = {0, 1}}};
    panel.right = {{0.75, "upper"}, {0.001, "at the foot"}, {0, "below it"}, {2, "not shown"}};
    Figure figure{.panels = {panel}};
    for (const double width : kWidths) {
        figure.width = width;
        expect_texts_in_place(figure, std::to_string(width));
    }
    const Layout layout = layout_of(figure);
    const Box frame = layout.frames[0];
    EXPECT_FALSE(has_text(layout, "not shown"));
    for (const auto& [box, text] : layout.texts) {
        if (text != "upper") continue;
        EXPECT_GT(box.x, frame.x + frame.width);
        EXPECT_NEAR(box.y + box.height / 2, frame.y + 0.25 * frame.height, 0.25 * box.height);
    }
}

TEST(Plan, AWidthThatIsNoWidthIsRefused) {
    const Panel panel{.marks = {Points{.x = {1}, .y = {1}}}};
    for (const double width : {HUGE_VAL, 1e300, 20'001.0, 99.0}) {
        EXPECT_THROW(layout_of({.rows = 1, .columns = 2, .panels = {panel, panel}, .width = width}), Error) << width;
    }
}

TEST(Plan, AskedSizesAreKeptOrRefused) {
    Figure figure = busy_figure();
    figure.width = 1000;
    figure.height = 700;
    EXPECT_EQ(layout_of(figure).height, 700);
    figure.height = 100;
    EXPECT_THROW(layout_of(figure), Error);
    figure = busy_figure();
    figure.width = 50;
    EXPECT_THROW(layout_of(figure), Error);
    figure = busy_figure();
    figure.rows = 1;
    EXPECT_THROW(layout_of(figure), Error);
    EXPECT_NO_THROW(layout_of({}));
}

}  // namespace
}  // namespace fokker::draw
