#include "fokker/draw/occupancy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "fokker/draw/path_sum.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Occupancy, HoldsWhatALineCrossesAndNothingElse) {
    Occupancy occupancy;
    occupancy.add_segment(0.1, 0.1, 0.9, 0.9);
    EXPECT_FALSE(occupancy.is_free(0.4, 0.4, 0.6, 0.6));
    EXPECT_FALSE(occupancy.is_free(0, 0, 0.12, 0.12));
    EXPECT_TRUE(occupancy.is_free(0, 0.5, 0.4, 1));
    EXPECT_TRUE(occupancy.is_free(0.95, 0.95, 1, 1));
}

TEST(Occupancy, FollowsLinesThatComeFromFarAway) {
    Occupancy occupancy;
    occupancy.add_segment(-1e9, 0.5, 1e9, 0.5);
    EXPECT_FALSE(occupancy.is_free(0.7, 0.45, 0.72, 0.55));
    EXPECT_TRUE(occupancy.is_free(0, 0.6, 1, 1));
    Occupancy steep;
    steep.add_segment(0.2, -1e200, 0.3, 1e200);
    EXPECT_FALSE(steep.is_free(0.2, 0.1, 0.3, 0.2));
    EXPECT_TRUE(steep.is_free(0.5, 0, 1, 1));
    Occupancy nothing;
    nothing.add_segment(0, 0, 1, kInfinity);
    EXPECT_TRUE(nothing.is_free(0, 0, 1, 1));
}

// Where the note stands: its box, and whether it lies inside the frame.
struct Note {
    Box box, frame;
    bool inside() const { return box.y + box.height < frame.y + frame.height; }
    bool left() const { return box.x + box.width / 2 < frame.x + frame.width / 2; }
    bool top() const { return box.y + box.height / 2 < frame.y + frame.height / 2; }
};

Note note_beside(Mark mark) {
    Panel panel{.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{0, 1}}, .notes = {"a note"}};
    panel.marks.push_back(std::move(mark));
    const Layout layout = layout_of({.panels = {panel}});
    for (const auto& text : layout.texts) {
        if (text.text == "a note") return {text.box, layout.frames[0]};
    }
    ADD_FAILURE() << "no note";
    return {};
}

TEST(Notes, StandInTheirCornerWhereItIsFree) {
    const Note note = note_beside(Lines{.x = {0, 1}, .y = {0.9, 0.9}});
    EXPECT_TRUE(note.inside() && note.left() && !note.top());
}

TEST(Notes, GoToAnotherCornerWhereACurveIs) {
    const Note low = note_beside(Lines{.x = {0, 0.4}, .y = {0.05, 0.05}});
    EXPECT_TRUE(low.inside() && !low.left() && !low.top());
    const Note bars = note_beside(Bars{.x = {0.1, 0.5, 0.9}, .height = {0.3, 0.4, 0.4}, .width = 0.2});
    EXPECT_TRUE(bars.inside() && bars.left() && bars.top());
    const Note marker = note_beside(Markers{.x = {0.05}, .y = {0.05}});
    EXPECT_TRUE(marker.inside() && !marker.left());
}

TEST(Notes, GoBelowThePanelWhereNoCornerIsFree) {
    EXPECT_FALSE(note_beside(Lines{.x = {0, 1, 1, 0}, .y = {0.02, 0.02, 0.98, 0.98}}).inside());
    EXPECT_FALSE(
        note_beside(Histogram{.samples = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}, .bins = 1}).inside());
    auto sum = std::make_shared<PathSum>(Limits{0, 1}, Scale::linear, Limits{0, 1}, Scale::linear, 50, 50);
    for (const double y : {0.05, 0.95}) sum->add(std::vector<double>{0, 1}, std::vector<double>{y, y});
    EXPECT_FALSE(note_beside(PathShade{.sum = sum}).inside());
}

TEST(Notes, StayOverScattersAndImages) {
    EXPECT_TRUE(note_beside(Points{.x = {0.05}, .y = {0.05}}).inside());
    const Grid grid = evaluate_on_grid({0, 1}, {0, 1}, 3, 3, [](double x, double y) { return x + y; });
    EXPECT_TRUE(note_beside(Image{.grid = grid}).inside());
}

}  // namespace
}  // namespace fokker::draw
