#include "fokker/draw/scale.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

const std::vector<AxisScale> kScales{Scale::linear, Scale::log10, {Scale::symlog, 1}, {Scale::symlog, 0.02}};

TEST(AxisScale, GoesForwardAndBackAndItsSlopeIsTheDerivative) {
    for (const auto& scale : kScales) {
        for (const double at : {-300.0, -0.7, 0.0, 1e-3, 0.5, 40.0, 1e6}) {
            if (!scale.holds(at)) continue;
            EXPECT_NEAR(scale.backward(scale.forward(at)), at, 1e-12 * (1 + std::abs(at))) << name(scale);
            const double h = 1e-5 * std::max(std::abs(at), scale.kind == Scale::symlog ? scale.linear_within : 1e-3);
            const double difference = (scale.forward(at + h) - scale.forward(at - h)) / (2 * h);
            EXPECT_NEAR(scale.slope(at) / difference, 1, 1e-6) << name(scale) << " at " << at;
        }
    }
}

TEST(AxisScale, SymlogIsLinearAroundZeroAndLogarithmicFarFromIt) {
    const AxisScale scale(Scale::symlog, 2);
    EXPECT_NEAR(scale.forward(0.02) / scale.forward(0.01), 2, 1e-4);
    EXPECT_NEAR(scale.forward(2e6) - scale.forward(2e5), std::log(10), 1e-9);
    EXPECT_EQ(scale.forward(-7), -scale.forward(7));
}

TEST(AxisScale, OnASymlogAxisZeroOfSymmetricLimitsIsInTheMiddle) {
    Panel panel{.y = {.limits = Limits{-50, 50}, .scale = Scale::symlog, .linear_within = 0.5}};
    panel.marks = {Lines{.x = {0, 1}, .y = {-50, 0.1}}};
    const Layout layout = layout_of({.panels = {panel}});
    const auto middle_of = [&](const std::string& text) {
        for (const auto& t : layout.texts) {
            if (t.text == text && t.box.x < layout.frames[0].x) return t.box.y + t.box.height / 2;
        }
        ADD_FAILURE() << "no tick " << text;
        return 0.0;
    };
    const Box frame = layout.frames[0];
    const double zero = frame.y + frame.height / 2;
    EXPECT_NEAR(middle_of("0"), zero, 2);
    for (const double at : {1.0, 10.0}) {
        const double up = std::asinh(at / 0.5) / std::asinh(100.0) * frame.height / 2;
        const std::string label = at == 1 ? "1" : "10";
        EXPECT_NEAR(middle_of(label), zero - up, 2);
        EXPECT_NEAR(middle_of("−" + label), zero + up, 2);
    }
}

TEST(AxisScale, ALinearPartThatIsNotPositiveIsAnError) {
    for (const double within : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        Panel panel{.y = {.scale = Scale::symlog, .linear_within = within}};
        panel.marks = {Lines{.x = {0, 1}, .y = {0, 1}}};
        EXPECT_THROW(layout_of({.panels = {panel}}), Error) << within;
    }
}

}  // namespace
}  // namespace fokker::draw
