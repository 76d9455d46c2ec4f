#include "fokker/cli/folder.hpp"

#include <system_error>

#include "fokker/cli/commands.hpp"

namespace fokker::cli {

namespace fs = std::filesystem;

Folder::Folder(const fs::path& path) {
    if (path.empty()) return;
    std::error_code ignored;
    for (fs::path p = fs::absolute(path); p.has_relative_path() && !fs::exists(p, ignored); p = p.parent_path())
        made_.push_back(p);
    make_folder(path);
}

Folder::~Folder() {
    std::error_code not_empty;
    for (const fs::path& p : made_) fs::remove(p, not_empty);
}

}  // namespace fokker::cli
