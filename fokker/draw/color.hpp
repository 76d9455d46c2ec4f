// Colours, palettes and colour maps. A colour map is a function from [0, 1] to a colour.
#pragma once

#include <cstddef>
#include <variant>

namespace fokker::draw {

// sRGB components and opacity, each in [0, 1].
struct Color {
    double red = 0, green = 0, blue = 0, alpha = 1;
};

// 0xRRGGBB as on the web.
constexpr Color rgb(unsigned hex) {
    return {.red = static_cast<double>((hex >> 16) & 255U) / 255,
            .green = static_cast<double>((hex >> 8) & 255U) / 255,
            .blue = static_cast<double>(hex & 255U) / 255};
}

// CIE 1976 lightness L* of an opaque colour, 0 (black) to 100 (white).
double lightness(const Color& color);

Color mix(const Color& a, const Color& b, double share_of_b);

enum class Theme { light, dark };

// What a colour is for; the theme says which colour that is.
enum class Role {
    text,      // titles and labels
    muted,     // notes, tick labels
    frame,     // axes
    grid,      // lines that only guide the eye
    paper,     // behind everything
    accent,    // the data
    contrast,  // what must stand out from the accent: samples over a density
    exact,     // references and exact curves
};

// One of the eight series colours, counted from 0 and repeating. Okabe & Ito (2008), safe for colour-blind readers.
struct Series {
    std::size_t index = 0;
};

// A colour, fixed or looked up in the theme when the figure is drawn.
using Ink = std::variant<Role, Series, Color>;

Color resolve(const Ink& ink, Theme theme);

// Maps from [0, 1], clamped. All are monotone in lightness.
Color viridis(double u);  // dark to light: van der Walt & Smith (2015), CC0
Color blues(double u);    // light to dark: ColorBrewer "Blues" (Brewer), Apache-2.0: the published blues
Color reds(double u);     // light to dark: ColorBrewer "Reds"
Color oranges(double u);  // light to dark: ColorBrewer "Oranges"
Color greys(double u);    // light to dark: ColorBrewer "Greys"

// A map for each theme, so that the low end sinks into the paper in both.
struct ColorMap {
    Color (*light)(double) = nullptr;
    Color (*dark)(double) = nullptr;

    Color operator()(double u, Theme theme) const { return theme == Theme::light ? light(u) : dark(u); }
};

extern const ColorMap kViridis;
extern const ColorMap kBlues;
extern const ColorMap kTargetBlues;  // without the darkest quarter, for a density that has marks over it
extern const ColorMap kReds;
extern const ColorMap kOranges;
extern const ColorMap kGreys;
extern const ColorMap kArrowOranges;  // without the pale end: every colour of it stands out from the paper

}  // namespace fokker::draw
