#include <algorithm>
#include <string>
#include <vector>

#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

constexpr int kIndent = 4;
constexpr int kWidest = 80;  // code points of the text that an excerpt shows

bool starts_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
}

int count_code_points(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), starts_code_point));
}

// Code points `first` to `last` of a line, each as its bytes. What would upset a terminal or a JSON file, control
// characters and bytes that are no UTF-8, is shown as a blank or a question mark.
std::string printable(std::string_view line, int first, int last) {
    std::vector<std::string> points;
    int at = -1;
    for (const char byte : line) {
        if (starts_code_point(byte)) ++at;
        if (at >= last) break;
        if (at < first) continue;
        if (starts_code_point(byte) || points.empty()) points.emplace_back();
        points.back() += byte;
    }
    std::string result;
    for (const std::string& point : points) {
        const auto code = static_cast<unsigned char>(point[0]);
        const std::size_t bytes = code < 0x80   ? 1
                                  : code < 0xC2 ? 0
                                  : code < 0xE0 ? 2
                                  : code < 0xF0 ? 3
                                  : code < 0xF5 ? 4
                                                : 0;
        const bool control = code < 0x20 || code == 0x7F;
        result += code == '\t' ? " " : control || point.size() != bytes ? "?" : point;
    }
    return result;
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
    const int count = count_code_points(place.line_text);
    int first = 0, last = count;
    if (count > kWidest) {
        first = std::clamp(place.column - kWidest / 2, 0, count - kWidest);
        last = first + kWidest;
    }
    std::string excerpt(kIndent, ' ');
    excerpt += (first > 0 ? "..." : "") + printable(place.line_text, first, last) + (last < count ? "..." : "");

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
