// What the documents say is what the program does.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "fokker/cli/spec_keys.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = FOKKER_SOURCE_DIR;

TEST(Docs, TheReferenceOfTheSpecIsTheTableThatChecksIt) {
    EXPECT_EQ(read_file(kSource / "docs/spec.md"), spec_markdown())
        << "write it again: fokker list --markdown > docs/spec.md";
}

// The lines of ```sh blocks that start with `fokker`.
std::vector<std::string> commands_of(const fs::path& document) {
    std::vector<std::string> commands;
    std::istringstream text(read_file(document));
    bool inside = false;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("```")) inside = line == "```sh";
        if (inside && line.starts_with("fokker ")) commands.push_back(line);
    }
    return commands;
}

// Each TOML block of a document that has [simulate], [sample] or [fit] is a spec.
std::vector<std::string> specs_of(const fs::path& document) {
    std::vector<std::string> specs;
    std::istringstream text(read_file(document));
    bool inside = false;
    std::string spec;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("```")) {
            const bool runs = std::ranges::any_of(std::initializer_list<const char*>{"[simulate]", "[sample]", "[fit]"},
                                                  [&](const char* how) { return spec.find(how) != std::string::npos; });
            if (inside && runs) specs.push_back(spec);
            inside = line == "```toml";
            spec.clear();
        } else if (inside) {
            spec += line + "\n";
        }
    }
    return specs;
}

std::vector<fs::path> documents() {
    std::vector<fs::path> found{kSource / "README.md", kSource / "CONTRIBUTING.md"};
    for (const auto& entry : fs::directory_iterator(kSource / "docs")) {
        if (entry.path().extension() == ".md") found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

TEST(Docs, EveryCommandRuns) {
    const Scratch scratch;
    for (const auto* folder : {"labs", "examples"}) fs::create_directory_symlink(kSource / folder, scratch / folder);
    std::size_t commands = 0;
    for (const fs::path& document : documents()) {
        for (const std::string& command : commands_of(document)) {
            const Outcome outcome = shell(command, scratch.path());
            EXPECT_EQ(outcome.code, 0) << document << ": " << command << "\n" << outcome.err;
            ++commands;
        }
    }
    EXPECT_GE(commands, 5U);
}

TEST(Docs, EverySpecRuns) {
    std::size_t specs = 0;
    for (const fs::path& document : documents()) {
        for (const std::string& spec : specs_of(document)) {
            const Scratch scratch;
            write_file(scratch / "spec.toml", spec);
            const Outcome outcome = call({"run", (scratch / "spec.toml").string(), "--out", scratch.path().string()});
            EXPECT_EQ(outcome.code, 0) << document << "\n" << spec << outcome.err;
            ++specs;
        }
    }
    EXPECT_GE(specs, 2U);
}

TEST(Docs, EveryLinkToAFileLeadsSomewhere) {
    for (const fs::path& document : documents()) {
        const std::string text = read_file(document);
        for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
            const std::string link = text.substr(at + 2, text.find_first_of(")#", at) - at - 2);
            if (link.empty() || link.starts_with("http")) continue;
            EXPECT_TRUE(fs::exists(document.parent_path() / link)) << document << ": " << link;
        }
    }
}

}  // namespace
}  // namespace fokker::cli::test
