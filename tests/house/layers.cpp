#include "layers.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>

namespace fokker::house {
namespace fs = std::filesystem;

const std::vector<std::string> kRooms{"expr",   "program", "random", "density", "dynamics", "assess", "ranks",
                                      "sample", "fit",     "store",  "draw",    "show",     "cli"};
const std::vector<std::string> kSlowHeaders{"fmt/", "CLI/", "toml++/", "nlohmann/"};

namespace {

std::vector<fs::path> sources(const fs::path& root, const std::string& folder) {
    std::vector<fs::path> found;
    if (!fs::exists(root / folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".hpp" || extension == ".cpp") found.push_back(entry.path().lexically_relative(root));
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> lines(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
}

// "fokker/expr/text.cpp" is in expr; "fokker/error.hpp" is in none.
std::string room_of(const fs::path& path) {
    const auto parts = std::vector<fs::path>(path.begin(), path.end());
    return parts.size() > 2 ? parts[1].string() : "";
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& starts) {
    return std::ranges::any_of(starts, [&](const auto& start) { return text.starts_with(start); });
}

std::optional<std::string> complaint_about_rooms(const fs::path& file, const std::string& included) {
    const auto here = room_of(file), there = room_of(included);
    if (here.empty()) {
        // fokker/fokker.hpp is the door to all rooms; everything else outside them stands below them.
        if (there.empty() || file == "fokker/fokker.hpp") return std::nullopt;
        return "a file below the rooms includes " + included;
    }
    if (there.empty()) {
        if (included == "fokker/fokker.hpp") return "a room includes the header of all rooms";
        return std::nullopt;
    }
    const auto from = std::ranges::find(kRooms, here), to = std::ranges::find(kRooms, there);
    if (to == kRooms.end()) return "\"" + there + "\" is not a room";
    if (from == kRooms.end()) return "\"" + here + "\" is not a room";
    if (to > from) return here + " may not include " + there + ", which is above it";
    if (here != there && (here == "store" || here == "draw")) return here + " may include nothing of " + there;
    return std::nullopt;
}

std::optional<std::string> complaint(const fs::path& root, const fs::path& file, const std::smatch& include) {
    const std::string included = include[2];
    if (include[1] == "<") {
        if (file.extension() == ".hpp" && starts_with_any(included, kSlowHeaders)) {
            return "<" + included + "> compiles slowly: include it in .cpp files only";
        }
        if (included.starts_with("fokker/")) return "<" + included + "> should stand in quotes";
        return std::nullopt;
    }
    if (!included.starts_with("fokker/")) return "\"" + included + "\" is not a full path: \"fokker/ROOM/FILE\"";
    if (!fs::exists(root / included)) return "\"" + included + "\" does not exist";
    return complaint_about_rooms(file, included);
}

}  // namespace

std::vector<std::string> broken_includes(const fs::path& root) {
    static const std::regex kInclude(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
    std::vector<std::string> broken;
    for (const auto& file : sources(root, "fokker")) {
        int number = 0;
        for (const auto& line : lines(root / file)) {
            ++number;
            std::smatch include;
            if (!std::regex_match(line, include, kInclude)) continue;
            if (const auto what = complaint(root, file, include)) {
                broken.push_back(file.string() + ":" + std::to_string(number) + ": " + *what);
            }
        }
    }
    return broken;
}

std::vector<std::string> long_files(const fs::path& root) {
    std::vector<std::string> found;
    for (const auto* folder : {"fokker", "tests", "bench", "examples"}) {
        for (const auto& file : sources(root, folder)) {
            const auto count = lines(root / file).size();
            if (count <= static_cast<std::size_t>(kMostLines)) continue;
            found.push_back(file.string() + ":" + std::to_string(kMostLines + 1) + ": " + std::to_string(count) +
                            " lines; " + std::to_string(kMostLines) + " is the most");
        }
    }
    return found;
}

}  // namespace fokker::house
