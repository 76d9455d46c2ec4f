// The specs that come with the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fokker::cli {

struct Lab {
    std::string name;  // of its file, without .toml
    std::filesystem::path path;
    std::string title, description, reproduces;
    double order = 0;
};

// Where they stand: beside the program, as installed (share/fokker/labs) or as built. Throws Error where they are
// nowhere.
std::filesystem::path labs_folder();

// All of them, in their order.
std::vector<Lab> labs();

// Throws Error with the nearest name.
Lab find_lab(const std::string& name);

}  // namespace fokker::cli
