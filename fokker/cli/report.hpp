// What a run found: the numbers of its summary, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/cli/job.hpp"
#include "fokker/cli/json.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/linear.hpp"

namespace fokker::cli {

// A law that the samples are held against.
struct Reference {
    std::string name;  // "target", "exact", "exact, euler-maruyama"
    std::vector<double> mean;
    Matrix covariance;
};

struct Report {
    // The particles at the last kept time: from the states, or (without errors of the covariance) from running
    // summaries.
    double time = 0;
    show::Moments moments;
    bool random = true;  // false: an ordinary equation from given points, whose means have no standard errors
    std::vector<Reference> references;
    std::vector<show::ModeFraction> modes;
    std::string cause;               // why the run is unstable or what its step makes of the law, where that is known
    std::vector<std::string> files;  // written, in the order of writing
};

// Everything but the files. The run must have at least one complete particle.
Report report_of(const Job& job, const Simulation& run);

// The coefficients of the equation and the law of its start, where both are known: what exact laws follow from.
struct Linear {
    show::LinearSde sde;
    show::Law start;
};
std::optional<Linear> linear_of(const Job& job);

// The summary as printed, and every number in it for programs.
// "left the finite numbers: 7 of 10 particles, first at t = 2; ...", or what makes the run unstable or coarse, or
// nothing.
std::string what_failed(const Simulation& run, const Report& report);
std::string to_text(const Job& job, const Simulation& run, const Report& report);
Json to_json(const Job& job, const Simulation& run, const Report& report);

// A value of a spec, or all of it.
Json to_json(const Value& value);
Json to_json(const Table& table);

}  // namespace fokker::cli
