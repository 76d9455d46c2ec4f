// What is said of several runs. Private to this room.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace fokker::show {

// "$\\sigma = 1$: not reached"; of a run without a label the words alone.
inline std::string of_run(const std::string& label, const std::string& words) {
    return label.empty() ? words : label + ": " + words;
}

// The name of the time since the start of each run.
template <class Run>
std::string elapsed_label(const std::vector<Run>& runs) {
    return std::ranges::all_of(runs, [](const Run& run) { return run.start == 0; }) ? "$t$" : "$t - t_0$";
}

}  // namespace fokker::show
