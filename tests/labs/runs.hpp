// A lab that was run: its numbers as written, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace fokker::labs {

class LabRun {
public:
    // By the program, without figures; `settings` as after --set.
    LabRun(const std::string& name, const std::vector<std::string>& settings);

    // summary.json; of a sweep, the part of one run, counted from 0.
    const nlohmann::json& summary() const { return summary_; }
    const nlohmann::json& run(std::size_t i) const { return summary_.at("runs").at(i); }
    std::size_t runs() const { return summary_.at("runs").size(); }

    // The states of one component at the last kept time, [particle]; of run i of a sweep, or of the run.
    std::vector<double> end(std::size_t component = 0) const { return end_of("result.nc", component); }
    std::vector<double> end_of_run(std::size_t i, std::size_t component = 0) const;

    // All states, [particle, time, dim].
    std::vector<double> states_of_run(std::size_t i) const;

private:
    std::string result(std::size_t i) const;
    std::vector<double> end_of(const std::string& file, std::size_t component) const;

    cli::test::Scratch folder_;
    nlohmann::json summary_;
};

}  // namespace fokker::labs
