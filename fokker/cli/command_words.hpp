// The words of the command line: every command with its options.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fokker/cli/commands.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): of CLI11
class App;
}

namespace fokker::cli {

// Names of the commands, as `fokker --help` lists them.
const std::vector<std::string>& commands();

struct CommandLine {
    std::unique_ptr<CLI::App> app;  // with every command, whose options are the members below
    RunCommand run;
    SampleCommand sample;
    FitCommand fit;
    DiagnoseCommand diagnose;
    CompareCommand compare;
    GaussianityCommand gaussianity;
    LabCommand lab;
    PlotCommand plot;
    EvalCommand eval;
    ExplainCommand explain;
    ListCommand list;
    bool version = false;

    CommandLine();
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    void add_run();
    void add_sample();
    void add_fit();
    void add_diagnose();
    void add_compare();
    void add_gaussianity();
    void add_lab();
    void add_plot();
    void add_eval();
    void add_explain();
    void add_list();
    // The options of a command, --help among them.
    std::vector<std::string> options_of(const std::string& command);
};

}  // namespace fokker::cli
