#include "fokker/draw/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

TEST(Histogram, SaysItsNumbersWithErrorsAndExactValues) {
    HistogramData data{.samples = normals(1000, 1)};
    data.moments = {{"mean", -0.01234, 0.0141, 0.0}, {"variance", 1.98765, 0.028, 2.0}, {"median", 0.02}};
    const Layout layout = layout_of(histogram(data));
    EXPECT_TRUE(has_text(layout, "mean −0.012 ± 0.014, exact 0"));
    EXPECT_TRUE(has_text(layout, "variance 1.988 ± 0.028, exact 2"));
    EXPECT_TRUE(has_text(layout, "median 0.02"));
}

TEST(Histogram, OfSamplesThatAreAllEqualSaysSo) {
    EXPECT_TRUE(has_text(layout_of(histogram({.samples = std::vector<double>(1000, 0.0), .x_limits = Limits{-10, 10}})),
                         "all samples are equal"));
}

TEST(Histogram, OfAPointStartDrawsOneBarAndALineForItsLaw) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double at : {0.0, -3.0, 1e6, 1e-12, 1e200}) {
        HistogramData data{.samples = std::vector<double>(1000, at),
                           .exact = NamedCurve{{at - 1, at, at + 1}, {0, infinity, 0}, "exact"},
                           .gaussian = GaussianReference{at, 0, "law of the start"}};
        const Figure figure = histogram(data);
        EXPECT_TRUE(has_text(layout_of(figure), "all samples are equal")) << at;
        EXPECT_TRUE(has_text(layout_of(figure), "law of the start")) << at;
        EXPECT_TRUE(std::isfinite(figure.panels[0].y.limits->high)) << at;
        EXPECT_NO_THROW(render(figure)) << at;
        const Limits shown = *figure.panels[0].x.limits;
        EXPECT_TRUE(shown.low < at && at < shown.high) << at;
    }
}

TEST(Histogram, OfSamplesThatAreSmallNumbersShowsTheirShape) {
    HistogramData data{.samples = normals(1000, 1)};
    for (double& x : data.samples) x *= 1e-12;
    EXPECT_FALSE(has_text(layout_of(histogram(data)), "all samples are equal"));
    for (double& x : data.samples) x *= 1e3;
    data.x_limits = Limits{-10, 10};
    const auto [low, high] = std::minmax_element(data.samples.begin(), data.samples.end());
    EXPECT_TRUE(has_text(layout_of(histogram(data)), "all samples lie within " + plain_number(*high - *low, 2)));
}

TEST(Histogram, OfTheLargestNumbersIsDrawn) {
    EXPECT_NO_THROW(render(histogram({.samples = {-1.7e308, 0, 1, 2, 1.7e308}})));
    EXPECT_THROW(render(histogram({.samples = {0, 1}, .x_limits = Limits{-1.7e308, 1.7e308}})), Error);
}

TEST(Histogram, OfNothingFiniteIsAnEmptyPanelWithItsReason) {
    const HistogramData data{.samples = std::vector<double>(1000, std::numeric_limits<double>::quiet_NaN()),
                             .notes = {"diverged: 1,000 of 1,000 paths"}};
    const Layout layout = layout_of(histogram(data));
    EXPECT_TRUE(has_text(layout, "nothing to draw: none of 1,000 values is finite"));
    EXPECT_TRUE(has_text(layout, "diverged: 1,000 of 1,000 paths"));
}

TEST(Histogram, CountsWhatLiesOutsideTheGivenLimits) {
    HistogramData data{.samples = normals(1000, 1), .x_limits = Limits{-2, 2}};
    std::size_t outside = 0;
    for (const double x : data.samples) outside += std::abs(x) > 2 ? 1 : 0;
    EXPECT_TRUE(has_text(layout_of(histogram(data)), std::to_string(outside) + " of 1,000 outside"));
}

TEST(Histogram, NoTextIsCutOffOrUponAnotherAtAnyWidth) {
    HistogramData data{.title = "Final states of an Ornstein-Uhlenbeck process",
                       .samples = normals(1000, 1),
                       .gaussian = GaussianReference{0, 1.2, "Gaussian of the same variance"}};
    data.exact =
        NamedCurve{{-3, 0, 3}, {0, 0.4, 0}, "exact density of Euler-Maruyama, $\\sigma^2 h/(1 - (1 - h\\theta)^2)$"};
    data.moments = {{"mean", -0.01234, 0.0141, 0.0}, {"variance", 1.98765, 0.028, 2.0}};
    for (const double width : kWidths) {
        data.width = width;
        expect_texts_in_place(histogram(data), std::to_string(width));
    }
}

TEST(Histogram, ACurveWhoseArraysDifferIsAnError) {
    EXPECT_THROW(histogram({.samples = {1, 2}, .exact = NamedCurve{{1, 2}, {1}, ""}}), Error);
}

}  // namespace
}  // namespace fokker::draw
