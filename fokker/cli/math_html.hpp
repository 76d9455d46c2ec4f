// Titles and words on a page: mathematics between dollars as HTML.
#pragma once

#include <string>
#include <string_view>

namespace fokker::cli {

// The text itself, for an element or a quoted attribute: & < > " ' as entities.
std::string escaped_html(std::string_view text);

// "variance $\\sigma^2$" becomes "variance <i>σ</i><sup>2</sup>". What draw/math_text.hpp reads; fractions and roots
// stand on the line, (a + b)/2 and √(1 + x). Everything is escaped. Error: mathematics that cannot be read.
std::string math_html(std::string_view text);

}  // namespace fokker::cli
