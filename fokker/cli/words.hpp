// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fokker::cli {

std::string number(double value, int digits = 4);                 // 0.001667
std::string grouped(std::uint64_t value);                         // 10,000
std::string with_error(double value, double error);               // 0.2310 ± 0.0041: the error with two digits
std::string in_units(double value);                               // 42.1 million
std::string vector(const std::vector<double>& values);            // (1.2, -3.4); the first eight
std::string counted(std::uint64_t count, std::string_view noun);  // 1 particle, 2,000 particles
std::string cut(std::string_view text, std::size_t longest);      // at a character, with ... where something was cut
// A title of a figure for a terminal: "$\\sigma = 10$" becomes "sigma = 10".
std::string without_mathematics(std::string_view title);

// Columns of text side by side: the first flush left, the others flush right, two blanks between them, `indent` before
// each line.
std::string table(const std::vector<std::vector<std::string>>& rows, int indent = 2);

}  // namespace fokker::cli
