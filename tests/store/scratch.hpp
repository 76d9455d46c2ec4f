// What the tests of the store share: a folder that vanishes, and the text of the Error that a call throws.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "fokker/error.hpp"

namespace fokker::store {

class Scratch {
public:
    Scratch() {
        std::string name = testing::TempDir() + "fokker-store-XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~Scratch() { std::filesystem::remove_all(folder_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    // How many files and folders there are: a temporary file left behind shows here.
    std::ptrdiff_t count() const {
        return std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator());
    }

private:
    std::filesystem::path folder_;
};

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Call>
std::string error_of(Call call) {
    try {
        std::forward<Call>(call)();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace fokker::store
