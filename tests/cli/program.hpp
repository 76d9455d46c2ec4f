// The program, called from a test: in this process, or as a child that can be interrupted.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
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

// `fokker` with these words, as a child, its standard output in a file where one is named. One that nobody waited for
// is killed at the end.
class Child {
public:
    explicit Child(const std::vector<std::string>& words, const std::filesystem::path& out = {});
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    // Until the file or folder is there, and so long after it. Throws std::runtime_error where the child ends first, or
    // a minute passes.
    void await(const std::filesystem::path& path, std::chrono::milliseconds after) const;
    void await(const std::function<bool()>& there) const;
    void interrupt() const;
    int exit_code();  // waits for it; -1: it was killed

private:
    pid_t pid_;
};

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
