// What happens beside a run: a bar that shows how far it is, and Ctrl-C.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "fokker/progress.hpp"

namespace fokker::cli {

// While one of these lives, Ctrl-C asks the run to stop; a second Ctrl-C ends the program at once.
class StopOnInterrupt {
public:
    explicit StopOnInterrupt(Progress& progress);
    ~StopOnInterrupt();
    StopOnInterrupt(const StopOnInterrupt&) = delete;
    StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
};

// Figures and frames of films.
struct Drawing {
    std::atomic<std::size_t> done{0};
    std::size_t total = 0;
};

// Redraws a line on standard error ten times a second, from half a second on, and clears it at the end. Draws only if
// that is a terminal.
class ProgressBar {
public:
    // `total`: particle-steps, or other units, of all runs. Where they are done and there are still pictures to draw,
    // these are shown.
    ProgressBar(const Progress& progress, double total, const Drawing& drawing, std::string unit = "particle-steps");
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

private:
    void draw_until_done();

    const Progress& progress_;
    double total_;
    const Drawing& drawing_;
    std::string unit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool done_ = false;
    std::thread thread_;
};

// "[#####-----]  50 %  42.1 million particle-steps/s  0:12 left", at most `columns` wide.
std::string progress_line(double done, double total, double seconds, int columns,
                          const std::string& unit = "particle-steps");

}  // namespace fokker::cli
