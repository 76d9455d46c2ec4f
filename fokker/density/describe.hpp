// The small words of error messages.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>

namespace fokker {

inline std::string number(double value) {
    if (std::isnan(value)) return "nan";  // printf has a sign for it
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

// 1 component, 2 components
inline std::string counted(std::size_t n, const std::string& noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}
inline std::string counted(int n, const std::string& noun) {
    return counted(static_cast<std::size_t>(n), noun);
}

// (1, 2.5)
inline std::string point(std::span<const double> x) {
    std::string text;
    for (const double v : x) text += (text.empty() ? "" : ", ") + number(v);
    return "(" + text + ")";
}

inline std::string shape(int rows, int cols) {
    return std::to_string(rows) + " x " + std::to_string(cols);
}

// Rows and columns as on paper, from 1.
inline std::string element(int row, int col) {
    return "element (" + std::to_string(row + 1) + ", " + std::to_string(col + 1) + ")";
}

}  // namespace fokker
