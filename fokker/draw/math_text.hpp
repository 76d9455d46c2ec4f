// Text with mathematics between dollars, read into a tree. A small part of TeX:
//   Greek letters and symbols (\sigma \Delta \infty \pm \nabla ...), x_i, x^{n+1}, x_i^2, \sqrt{..}, \frac{a}{b},
//   \hat{x} \bar{x} \tilde{x}, functions in upright type (\log \exp ...), \mathrm{..} and \text{..}, spaces \, and \;
// A dollar itself is \$.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fokker::draw {

struct MathNode {
    enum class Kind {
        words,     // text in upright type
        variable,  // text in italics
        binary,    // text of an operator with space on both sides
        space,     // a gap of `size` em
        row,       // children side by side
        script,    // children: base, below, above (an absent one is an empty row)
        root,      // children: what is under it
        fraction,  // children: numerator, denominator
    };
    Kind kind = Kind::row;
    std::string text = {};
    double size = 0;
    std::vector<MathNode> children = {};
};

// A row of all that the text holds. Error: an unclosed $ or {, an unknown \name (the nearest known one is named), an
// index without a body, or groups nested more than 30 deep; with the text and a caret under the place.
MathNode read_math_text(std::string_view text);

}  // namespace fokker::draw
