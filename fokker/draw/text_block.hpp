// Lines of text measured and put on the page.
#pragma once

#include <string>
#include <vector>

#include "fokker/draw/plan.hpp"
#include "fokker/draw/style.hpp"

namespace fokker::draw {

struct Label {
    TypesetLine line = {};
    std::string text = {};  // of which the line is all or a part
};

using Labels = std::vector<Label>;

// At most so many lines of at most so much width; what does not fit ends in an ellipsis.
Labels wrapped(const std::string& text, const Type& type, double width, int lines);

// From the top of the first line to the top of what may follow.
double height_of(const Labels& lines, const Type& type, const Style& style);
double widest(const Labels& labels);

// The height of a line of plain words.
double row_height(const Type& type, const Style& style);

// One line with its baseline's start at x, y.
void put(Plan& plan, const Label& label, double x, double y, const Ink& ink, double angle = 0);

// Lines from the top of a block down, each placed along the width by `align`: 0 left, 1/2 centre, 1 right.
void put_block(Plan& plan, const Labels& lines, const Type& type, const Style& style, double x, double top,
               double width, double align, const Ink& ink);

// Lines that read upwards, from left to right, each centred on `middle`.
void put_upwards(Plan& plan, const Labels& lines, const Type& type, const Style& style, double x, double middle,
                 const Ink& ink);

}  // namespace fokker::draw
