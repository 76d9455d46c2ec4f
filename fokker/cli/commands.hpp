// The commands of the program. Each takes what the command line says and returns the exit code; mistakes of the user
// are Errors.
#pragma once

#include <string>
#include <vector>

#include "fokker/cli/json.hpp"

namespace fokker::cli {

inline constexpr int kExitUserError = 2;
inline constexpr int kExitInterrupted = 130;  // 128 + SIGINT, as shells say

struct RunCommand {
    std::string spec;
    std::vector<std::string> set;  // "simulate.particles=1e5"
    std::string out;               // folder; empty: out/NAME
    std::string threads, seed;     // empty: as the spec says
    bool quiet = false, json = false, figures = true;
};
int run(const RunCommand& command);

struct EvalCommand {
    std::string formula;
    std::vector<std::string> at;   // "x=1,2", "t=0.5"
    std::vector<std::string> set;  // "a=3", "mu=1,2"
    bool gradient = false, hessian = false, json = false;
};
int eval(const EvalCommand& command);

struct ExplainCommand {
    std::string spec;
    std::vector<std::string> set;
    bool json = false;
};
int explain(const ExplainCommand& command);

struct ListCommand {
    std::string what;  // densities, schemes, functions, figures, keys; empty: all
    bool json = false, markdown = false;
};
int list(const ListCommand& command);

// Prints for people on standard output, or on standard error where standard output belongs to JSON.
void print(const std::string& text, bool json);
void print(const Json& json);

// All of the above from the words of a command line.
int main(int argc, const char* const* argv);

}  // namespace fokker::cli
