#include "fokker/draw/color.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fokker::draw {
namespace {

constexpr Color kDarkPaper = rgb(0x14171c);

// Okabe & Ito (2008), "Color Universal Design". The order keeps neighbours far apart; black comes last.
constexpr std::array<unsigned, 8> kOkabeIto{0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                            0xe69f00, 0x56b4e9, 0xf0e442, 0x000000};

using Stops = std::array<unsigned, 9>;

// Nine colours at equal steps of viridis by van der Walt & Smith (2015), published under CC0.
constexpr Stops kViridisStops{0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725};

// The nine-class sequential schemes of ColorBrewer 2.0 by Cynthia Brewer, Apache-2.0.
constexpr Stops kBluesStops{0xf7fbff, 0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6, 0x4292c6, 0x2171b5, 0x08519c, 0x08306b};
constexpr Stops kRedsStops{0xfff5f0, 0xfee0d2, 0xfcbba1, 0xfc9272, 0xfb6a4a, 0xef3b2c, 0xcb181d, 0xa50f15, 0x67000d};
constexpr Stops kOrangesStops{0xfff5eb, 0xfee6ce, 0xfdd0a2, 0xfdae6b, 0xfd8d3c, 0xf16913, 0xd94801, 0xa63603, 0x7f2704};
constexpr Stops kGreysStops{0xffffff, 0xf0f0f0, 0xd9d9d9, 0xbdbdbd, 0x969696, 0x737373, 0x525252, 0x252525, 0x000000};

Color between(const Stops& stops, double u) {
    const double place = (u >= 0 ? std::min(u, 1.0) : 0.0) * static_cast<double>(stops.size() - 1);
    const auto lower = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    return mix(rgb(stops[lower]), rgb(stops[lower + 1]), place - static_cast<double>(lower));
}

// A light-to-dark map for dark paper: turned round without the darkest tenth, which may be darker than the paper, and
// its first fifth let down to the colour of the paper.
template <Color (*map)(double)>
Color on_dark_paper(double u) {
    return mix(kDarkPaper, map(0.9 - 0.9 * std::clamp(u, 0.0, 1.0)), std::clamp(u * 5, 0.0, 1.0));
}

template <Color (*map)(double)>
Color without_darkest_quarter(double u) {
    return map(0.72 * std::clamp(u, 0.0, 1.0));
}

template <Color (*map)(double)>
Color without_pale_end(double u) {
    return map(0.5 + 0.5 * std::clamp(u, 0.0, 1.0));
}

double linear_light(double component) {
    return component <= 0.04045 ? component / 12.92 : std::pow((component + 0.055) / 1.055, 2.4);
}

Color role_color(Role role, bool light) {
    switch (role) {
        case Role::text:
            return rgb(light ? 0x1f2328 : 0xe8eaed);
        case Role::muted:
            return rgb(light ? 0x59626c : 0xa3abb5);
        case Role::frame:
            return rgb(light ? 0x9aa2ab : 0x68717b);
        case Role::grid:
            return rgb(light ? 0xe6e9ec : 0x2a2f36);
        case Role::paper:
            return light ? rgb(0xffffff) : kDarkPaper;
        case Role::accent:
            return rgb(light ? 0x2171b5 : 0x6baed6);
        case Role::contrast:
            return rgb(light ? 0xd55e00 : 0xf58b3c);
        case Role::exact:
            return rgb(light ? 0x1f2328 : 0xf4f5f6);
    }
    return {};
}

}  // namespace

double lightness(const Color& color) {
    // IEC 61966-2-1 for the luminance of sRGB, CIE 15 for L*.
    const double y =
        0.2126 * linear_light(color.red) + 0.7152 * linear_light(color.green) + 0.0722 * linear_light(color.blue);
    return y > 216.0 / 24389 ? 116 * std::cbrt(y) - 16 : y * 24389.0 / 27;
}

Color mix(const Color& a, const Color& b, double share_of_b) {
    const auto blend = [&](double from, double to) { return from + (to - from) * share_of_b; };
    return {blend(a.red, b.red), blend(a.green, b.green), blend(a.blue, b.blue), blend(a.alpha, b.alpha)};
}

Color resolve(const Ink& ink, Theme theme) {
    const bool light = theme == Theme::light;
    if (const auto* color = std::get_if<Color>(&ink)) return *color;
    if (const auto* series = std::get_if<Series>(&ink)) {
        const Color color = rgb(kOkabeIto[series->index % kOkabeIto.size()]);
        return light ? color : mix(color, rgb(0xffffff), lightness(color) < 1 ? 0.9 : 0.2);
    }
    return role_color(std::get<Role>(ink), light);
}

Color viridis(double u) {
    return between(kViridisStops, u);
}
Color blues(double u) {
    return between(kBluesStops, u);
}
Color reds(double u) {
    return between(kRedsStops, u);
}
Color oranges(double u) {
    return between(kOrangesStops, u);
}
Color greys(double u) {
    return between(kGreysStops, u);
}

const ColorMap kViridis{viridis, viridis};
const ColorMap kBlues{blues, on_dark_paper<blues>};
const ColorMap kTargetBlues{without_darkest_quarter<blues>, without_darkest_quarter<on_dark_paper<blues>>};
const ColorMap kReds{reds, on_dark_paper<reds>};
const ColorMap kOranges{oranges, on_dark_paper<oranges>};
const ColorMap kGreys{greys, on_dark_paper<greys>};
const ColorMap kArrowOranges{without_pale_end<oranges>, without_pale_end<on_dark_paper<oranges>>};

}  // namespace fokker::draw
