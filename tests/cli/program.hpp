// The program, called from a test: in this process, or as a child that can be interrupted.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fokker::cli::test {

struct Outcome {
    int code = 0;
    std::string out, err;
};

// fokker::cli::main with these words after "fokker", in this process: fast.
Outcome call(const std::vector<std::string>& words);

// A shell command in which `fokker` is the program that was built, run in `folder`.
Outcome shell(const std::string& command, const std::filesystem::path& folder);

std::filesystem::path program();  // bin/fokker of this build

// The program that was built, as a child of this process with these words; its id.
pid_t start_program(const std::vector<std::string>& words);

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

// The words of a command line with "double quotes".
std::vector<std::string> words_of(const std::string& line);

// A folder that is empty at first and gone at the end.
class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// Makes `folder` the current one while it lives.
class Inside {
public:
    explicit Inside(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }
    ~Inside() { std::filesystem::current_path(before_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    std::filesystem::path before_;
};

}  // namespace fokker::cli::test
