#include "fokker/draw/text_block.hpp"

#include <algorithm>
#include <numbers>

namespace fokker::draw {
namespace {

// A line with fractions or roots is taller than its type.
double above_baseline(const Label& label, const Type& type) {
    return std::max(0.85 * type.size, label.line.ascent + 0.09 * type.size);
}

double line_height(const Label& label, const Type& type, const Style& style) {
    return above_baseline(label, type) +
           std::max((style.leading() - 0.85) * type.size, label.line.descent + 0.2 * type.size);
}

}  // namespace

Labels wrapped(const std::string& text, const Type& type, double width, int lines) {
    Labels labels;
    for (auto& line : typeset_wrapped(text, type, width, lines)) labels.push_back({std::move(line), text});
    return labels;
}

double height_of(const Labels& lines, const Type& type, const Style& style) {
    double height = 0;
    for (const auto& label : lines) height += line_height(label, type, style);
    return height;
}

double widest(const Labels& labels) {
    double width = 0;
    for (const auto& label : labels) width = std::max(width, label.line.width);
    return width;
}

double row_height(const Type& type, const Style& style) {
    return type.size * style.leading();
}

void put(Plan& plan, const Label& label, double x, double y, const Ink& ink, double angle) {
    if (!label.line.runs.empty()) plan.texts.push_back({label.line, x, y, angle, ink, label.text});
}

void put_block(Plan& plan, const Labels& lines, const Type& type, const Style& style, double x, double top,
               double width, double align, const Ink& ink) {
    for (const auto& label : lines) {
        put(plan, label, x + (width - label.line.width) * align, top + above_baseline(label, type), ink);
        top += line_height(label, type, style);
    }
}

void put_upwards(Plan& plan, const Labels& lines, const Type& type, const Style& style, double x, double middle,
                 const Ink& ink) {
    for (const auto& label : lines) {
        put(plan, label, x + above_baseline(label, type), middle + label.line.width / 2, ink, -std::numbers::pi / 2);
        x += line_height(label, type, style);
    }
}

}  // namespace fokker::draw
