// The rules of the house that a machine can check. A rule that nothing checks is a wish.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fokker::house {

// The rooms from the bottom up. A room may include itself and those before it; store and draw know arrays and words
// only, so they may include themselves and fokker/error.hpp, no other.
extern const std::vector<std::string> kRooms;

// Libraries whose headers compile slowly: in .cpp files only.
extern const std::vector<std::string> kSlowHeaders;

// A file longer than this holds more than one idea.
inline constexpr int kMostLines = 450;

// Each include below `root`/fokker that breaks a rule, as "fokker/expr/text.cpp:3: ...":
//   - of a room further up, or of a room that is not in kRooms
//   - in quotes but not by its full path, "fokker/ROOM/FILE", or of a file that does not exist
//   - of a slow header from a header
std::vector<std::string> broken_includes(const std::filesystem::path& root);

// Each source below fokker, tests, bench and examples with more than kMostLines lines.
std::vector<std::string> long_files(const std::filesystem::path& root);

}  // namespace fokker::house
