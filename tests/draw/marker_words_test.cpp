#include "fokker/draw/marker_words.hpp"

#include <gtest/gtest.h>

namespace fokker::draw {
namespace {

constexpr Frame kFrame{.box = {50, 20, 300, 200}, .x = {0, 1}, .y = {0, 1}};

bool apart(const Box& a, const Box& b) {
    return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

void expect_readable(const Markers& markers, const Frame& frame) {
    const auto words = place_words(markers, frame, 1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Box& box = words[i].box;
        EXPECT_TRUE(box.x >= frame.box.x && box.y >= frame.box.y &&
                    box.x + box.width <= frame.box.x + frame.box.width &&
                    box.y + box.height <= frame.box.y + frame.box.height)
            << markers.labels[i];
        for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(apart(box, words[j].box)) << i << " on " << j;
        for (std::size_t p = 0; p < markers.x.size(); ++p) {
            const double x = frame.px(markers.x[p]), y = frame.py(markers.y[p]), r = markers.radius - 1e-6;
            EXPECT_TRUE(apart(box, {x - r, y - r, 2 * r, 2 * r})) << markers.labels[i] << " covers marker " << p;
        }
    }
}

TEST(MarkerWords, StandBesideTheirMarkersInsideTheFrame) {
    expect_readable(
        {.x = {0, 1, 0, 1, 0.5}, .y = {0, 0, 1, 1, 0.5}, .labels = {"$s(-1) = 1$", "b", "c", "$s(1)$", "e"}}, kFrame);
}

TEST(MarkerWords, CoverNoOtherMarkerAndNoOtherWord) {
    // A marker where the first choice would stand, and two at nearly one place.
    expect_readable(
        {.x = {0.5, 0.56, 0.2, 0.21}, .y = {0.5, 0.5, 0.8, 0.8}, .labels = {"start", "end", "one", "other"}}, kFrame);
}

TEST(MarkerWords, KeepOffTheCurvesThatTheirMarkersStandOn) {
    Panel panel{.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{0, 1}}};
    panel.marks = {Lines{.x = {0, 1}, .y = {1, 0}}, Reference{.value = 0.5}};
    const Occupancy curves = curves_of(panel, {0, 1}, {0, 1});
    const auto words =
        place_words({.x = {0.5, 0.8}, .y = {0.5, 0.2}, .labels = {"$s(0) = 0$", "$s(2.9)$"}}, kFrame, 1, curves);
    for (const auto& word : words) {
        const Box& box = word.box;
        EXPECT_TRUE(curves.is_free((box.x - 50) / 300, 1 - (box.y + box.height - 20) / 200,
                                   (box.x + box.width - 50) / 300, 1 - (box.y - 20) / 200));
    }
}

TEST(MarkerWords, OfMarkersOutsideTheFrameAreNotShown) {
    EXPECT_EQ(place_words({.x = {0.5, 3}, .y = {0.5, 0.5}, .labels = {"inside", "outside"}}, kFrame, 1).size(), 1U);
}

TEST(MarkerWords, InPlaceOfTheirMarkersArePushedApart) {
    const auto words =
        place_words({.x = {0.5, 0.501}, .y = {0.5, 0.5}, .labels = {"1", "2"}, .centred = true}, kFrame, 1);
    ASSERT_EQ(words.size(), 2U);
    EXPECT_TRUE(apart(words[0].box, words[1].box));
}

}  // namespace
}  // namespace fokker::draw
