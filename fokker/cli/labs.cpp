#include "fokker/cli/labs.hpp"

#include <algorithm>
#include <limits>

#include "fokker/cli/spec_read.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const Table& spec, const char* key) {
    const Value* value = find(spec, key);
    const auto* text = value == nullptr ? nullptr : value->as<std::string>();
    return text == nullptr ? "" : *text;
}

}  // namespace

fs::path labs_folder() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) throw Error("the labs cannot be found: /proc does not say where the program is: " + error.message());
    const fs::path root = program.parent_path().parent_path(), installed = root / "share/fokker/labs";
    if (fs::is_directory(installed, error)) return installed;
    // In a build folder inside the source.
    const fs::path source = root.parent_path() / "labs";
    if (fs::exists(root / "CMakeCache.txt", error) && fs::is_directory(source, error)) return source;
    throw Error("the labs are not installed: there is no folder " + installed.string());
}

std::vector<Lab> labs() {
    std::vector<Lab> all;
    const fs::path folder = labs_folder();
    std::error_code error;
    const fs::directory_iterator entries(folder, error);
    if (error) throw Error("cannot read the folder " + folder.string() + ": " + error.message());
    for (const auto& entry : entries) {
        if (entry.path().extension() != ".toml") continue;
        const Table spec = read_toml_file(entry.path().string());
        const Value* order = find(spec, "order");
        all.push_back({.name = entry.path().stem().string(),
                       .path = entry.path(),
                       .title = text_of(spec, "title"),
                       .description = text_of(spec, "description"),
                       .reproduces = text_of(spec, "reproduces"),
                       .order = order != nullptr && order->is_number() ? order->number()
                                                                       : std::numeric_limits<double>::infinity()});
    }
    std::ranges::sort(
        all, [](const Lab& a, const Lab& b) { return std::pair(a.order, a.name) < std::pair(b.order, b.name); });
    return all;
}

Lab find_lab(const std::string& name) {
    const auto all = labs();
    std::vector<std::string> known;
    for (const Lab& lab : all) known.push_back(lab.name);
    const auto found = std::ranges::find(all, name, &Lab::name);
    if (found != all.end()) return *found;
    const std::string nearest = nearest_name(name, known);
    std::string names;
    for (const std::string& n : known) names += (names.empty() ? "" : ", ") + n;
    throw Error("no lab is called \"" + name + "\"" + (nearest.empty() ? "." : "; did you mean \"" + nearest + "\"?") +
                " Known: " + names);
}

}  // namespace fokker::cli
