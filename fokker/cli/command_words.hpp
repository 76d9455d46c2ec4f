// The words of the command line: every command with its options.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "fokker/cli/commands.hpp"

namespace fokker::cli {

// Names of the commands, as `fokker --help` lists them.
const std::vector<std::string>& commands();

struct CommandLine {
    CLI::App app{"Fokker moves probability distributions: particles carried through equations written as mathematics.",
                 "fokker"};
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
