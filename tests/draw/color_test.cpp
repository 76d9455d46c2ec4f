#include "fokker/draw/color.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace fokker::draw {
namespace {

TEST(ColorMaps, AreMonotoneInLightnessSoThatGreyPrintsAndEveryEyeReadThem) {
    for (const auto& map : {viridis, blues, reds, oranges, greys}) {
        const double direction = lightness(map(1)) > lightness(map(0)) ? 1 : -1;
        for (int i = 0; i < 500; ++i) {
            EXPECT_GT(direction * (lightness(map((i + 1) / 500.0)) - lightness(map(i / 500.0))), 0) << i;
        }
    }
    for (const auto& map : {kBlues, kTargetBlues, kReds, kOranges, kGreys}) {
        for (int i = 0; i < 500; ++i) {
            EXPECT_GE(lightness(map((i + 1) / 500.0, Theme::dark)), lightness(map(i / 500.0, Theme::dark)) - 1e-9) << i;
        }
    }
}

TEST(ColorMaps, StopAtTheirEndsAndTakeAnyNumber) {
    EXPECT_NEAR(blues(-3).blue, blues(0).blue, 0);
    EXPECT_NEAR(blues(7).blue, blues(1).blue, 0);
    EXPECT_NEAR(blues(std::numeric_limits<double>::quiet_NaN()).red, blues(0).red, 0);
    EXPECT_NEAR(viridis(0).red, 0x44 / 255.0, 1e-12);
    EXPECT_NEAR(blues(1).blue, 0x6b / 255.0, 1e-12);
}

TEST(Lightness, OfBlackGreyAndWhite) {
    EXPECT_NEAR(lightness(rgb(0x000000)), 0, 1e-9);
    EXPECT_NEAR(lightness(rgb(0xffffff)), 100, 1e-9);
    EXPECT_NEAR(lightness(rgb(0x777777)), 50.03, 0.05);
}

// Machado, Oliveira & Fernandes (2009), deuteranopia and protanopia at full severity, on linear light.
std::array<double, 3> seen(const Color& c, const std::array<double, 9>& m) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const std::array<double, 3> light{linear(c.red), linear(c.green), linear(c.blue)};
    std::array<double, 3> result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = std::cbrt(std::max(0.0, m[3 * i] * light[0] + m[3 * i + 1] * light[1] + m[3 * i + 2] * light[2]));
    return result;
}

TEST(SeriesColors, FirstFourAreToldApartByColorBlindReaders) {
    constexpr std::array<double, 9> deuteranopia{0.367322, 0.860646,  -0.227968, 0.280085, 0.672501,
                                                 0.047413, -0.011820, 0.042940,  0.968881};
    constexpr std::array<double, 9> protanopia{0.152286, 1.052583,  -0.204868, 0.114503, 0.786281,
                                               0.099216, -0.003882, -0.048116, 1.051998};
    for (const auto& eye : {deuteranopia, protanopia}) {
        for (std::size_t a = 0; a < 4; ++a) {
            for (std::size_t b = 0; b < a; ++b) {
                const auto p = seen(resolve(Series{a}, Theme::light), eye),
                           q = seen(resolve(Series{b}, Theme::light), eye);
                EXPECT_GT(std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), 0.1) << a << " " << b;
            }
        }
    }
}

TEST(Themes, TextStandsOutFromPaper) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const double paper = lightness(resolve(Role::paper, theme));
        for (const Role role : {Role::text, Role::exact})
            EXPECT_GT(std::abs(lightness(resolve(role, theme)) - paper), 75);
        EXPECT_GT(std::abs(lightness(resolve(Role::muted, theme)) - paper), 55);
    }
}

}  // namespace
}  // namespace fokker::draw
