// A program that reads what we write: started, fed, waited for.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fokker::draw {

// The program of that name on PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

// Runs beside us, in a process group of its own (Ctrl-C is ours to answer), without a shell. It ends with us: when this
// object goes, or the thread that made it ends, the program is killed.
class FedProgram {
public:
    // `arguments` do not hold the name of the program. One that takes nothing for as long as `patience` counts as hung,
    // and after the end of its input one that has not even worked for so long: ffmpeg may have a long film to
    // rearrange. Error: it cannot be started.
    FedProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
               std::chrono::milliseconds patience = std::chrono::minutes(1));
    ~FedProgram();
    FedProgram(const FedProgram&) = delete;
    FedProgram& operator=(const FedProgram&) = delete;

    // Error: it has ended, or reads no more. The message is "NAME ended with exit code 1: " and its last words.
    void write(std::span<const std::byte> bytes);

    // Ends its input and waits for it. Error: as above, unless its exit code is 0.
    void finish();

private:
    bool wait_for_room(int milliseconds);  // for more input, keeping what it says meanwhile
    void keep_what_it_says();
    bool has_ended();
    std::chrono::nanoseconds time_used() const;  // of processors; 0 where that is not known
    void kill();
    [[noreturn]] void fail_ended();
    [[noreturn]] void fail_hung(const char* what);

    std::string name_;
    std::chrono::milliseconds patience_;
    pid_t pid_ = -1;
    int input_ = -1;   // a socket, not a pipe: writing to one that is closed can be told to raise no signal
    int errors_ = -1;  // what it writes to its standard error
    int status_ = 0;   // as of waitpid
    bool ended_ = false;
    std::string last_words_ = {};
};

}  // namespace fokker::draw
