// What an experiment found, for people and for programs: the summary of its run, or a table of its runs.
#pragma once

#include <string>
#include <vector>

#include "fokker/cli/json.hpp"
#include "fokker/cli/perform.hpp"

namespace fokker::cli {

std::string to_text(const Experiment& all, const Performance& done);

// summary.json. Of one run: the numbers of that run; of several: `runs`, a list of such objects with label and
// variables.
Json to_json(const Experiment& all, const Performance& done);

// One line for each of the numbers that matter most: what a gallery shows beside a picture.
std::vector<std::string> highlights(const Experiment& all, const Performance& done);

}  // namespace fokker::cli
