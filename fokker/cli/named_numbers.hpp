// Names with numbers, as command lines give them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fokker::cli {

// "mu=1,2": a name and its numbers. Throws Error that begins with "OPTION TEXT: ".
std::pair<std::string, std::vector<double>> named_numbers(const std::string& text, const std::string& option);

}  // namespace fokker::cli
