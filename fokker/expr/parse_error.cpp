#include <algorithm>

#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

constexpr int kIndent = 4;
constexpr int kWidest = 80;  // code points of the text that an excerpt shows

bool starts_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }

// The code points of a line, each as its bytes; what would upset a terminal is shown as a blank or a question mark.
std::vector<std::string> printable_code_points(std::string_view line) {
    std::vector<std::string> points;
    for (const char byte : line) {
        const auto code = static_cast<unsigned char>(byte);
        if (code == '\t') {
            points.emplace_back(" ");
        } else if (code < 0x20 || code == 0x7F) {
            points.emplace_back("?");
        } else if (starts_code_point(byte) || points.empty()) {
            points.emplace_back(1, byte);
        } else {
            points.back() += byte;
        }
    }
    // Bytes that are no UTF-8 (whatever the reason) must not reach a terminal or a JSON file either.
    for (std::string& point : points) {
        const auto first = static_cast<unsigned char>(point[0]);
        const std::size_t expected = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (point.size() != expected || first > 0xF4) point = "?";
    }
    return points;
}

struct Place {
    std::string_view line_text;
    int line = 0, column = 0;
};

// Where the code point number `column` of `text` stands.
Place locate(std::string_view text, int column) {
    Place place;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < text.size() && column > place.column; ++i) {
        if (text[i] == '\n') {
            ++place.line;
            line_start = i + 1;
            column -= place.column + 1;
            place.column = 0;
        } else if (i + 1 == text.size() || starts_code_point(text[i + 1])) {
            ++place.column;
        }
    }
    place.line_text = text.substr(line_start, text.find('\n', line_start) - line_start);
    return place;
}

std::string make_excerpt(const Place& place, int length, const std::string& hint) {
    const std::vector<std::string> points = printable_code_points(place.line_text);
    const int count = static_cast<int>(points.size());
    int first = 0, last = count;
    if (count > kWidest) {
        first = std::clamp(place.column - kWidest / 2, 0, count - kWidest);
        last = first + kWidest;
    }
    std::string excerpt(kIndent, ' ');
    if (first > 0) excerpt += "...";
    for (int i = first; i < last; ++i) excerpt += points[static_cast<std::size_t>(i)];
    if (last < count) excerpt += "...";

    const int before = place.column - first + (first > 0 ? 3 : 0);
    excerpt += "\n" + std::string(static_cast<std::size_t>(kIndent + before), ' ') + "^";
    const int underlined = std::min(length, last - place.column);
    if (underlined > 1) excerpt += std::string(static_cast<std::size_t>(underlined - 1), '~');
    if (!hint.empty()) excerpt += "   " + hint;
    return excerpt;
}

}  // namespace

ParseError::ParseError(std::string_view text, int at, int length, const std::string& what_is_wrong,
                       const std::string& what_would_be_right)
    : Error(what_is_wrong + "\n" + make_excerpt(locate(text, at), length, what_would_be_right)),
      problem(what_is_wrong),
      hint(what_would_be_right) {
    const Place place = locate(text, at);
    line = place.line;
    column = place.column;
    excerpt = make_excerpt(place, length, hint);
}

}  // namespace fokker
