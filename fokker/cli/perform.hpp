// Runs an experiment: particles, files, figures, films.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fokker/cli/job.hpp"
#include "fokker/cli/report.hpp"

namespace fokker::cli {

struct PerformOptions {
    std::filesystem::path folder;  // must exist
    bool bar = true;               // a line that shows how far it is, on a terminal
};

// What a picture says of a test of its draws.
struct TestFound {
    std::string figure;  // "figure.0"
    std::string test;    // as `fokker gaussianity --test` calls it
    std::size_t draws = 0;
    double statistic = 0, p_value = 0, p_error = 0;
    std::string words;  // statistic and p-value, with mathematics
};

// One run, without its states.
struct RunRecord {
    Simulation run;
    Report report;
    std::vector<TestFound> tests = {};  // in the order of the pictures
};

struct Picture {
    std::string file;           // in the folder
    int width = 0, height = 0;  // px, of what a page can show; else 0
    std::string shows = {};     // in words, for those who do not see it; empty: its name must do
};

struct Performance {
    std::vector<RunRecord> runs;     // one a run; those that were stopped before they began have no particles
    std::vector<Picture> pictures;   // in the order of the spec
    std::vector<std::string> files;  // paths of all that was written, in the order of writing
    std::vector<std::string> notes;  // what the user should know: a film that is pictures for want of ffmpeg
    std::string trouble;             // which pictures could not be drawn, and why; one a line
    bool stopped = false;
    double seconds = 0;  // wall clock, of everything
};

// Runs of a sweep are spread over the threads; each drops its states once its files and panels are made. A picture that
// cannot be drawn costs nothing else. Throws Error where a result cannot be written.
Performance perform(const Experiment& experiment, const PerformOptions& options);

}  // namespace fokker::cli
