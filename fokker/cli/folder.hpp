// The folder that a command writes into.
#pragma once

#include <filesystem>
#include <vector>

namespace fokker::cli {

// A folder that can be written into: that is found out before the run. Where nothing was written after all it goes
// again, with what was made above it.
class Folder {
public:
    // An empty path is no folder. Throws Error where it cannot be made or written into.
    explicit Folder(const std::filesystem::path& path);
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

private:
    std::vector<std::filesystem::path> made_;  // the deepest first
};

}  // namespace fokker::cli
