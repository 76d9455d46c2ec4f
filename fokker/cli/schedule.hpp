// A number of a spec that may change with the step.
#pragma once

#include <string_view>

#include "fokker/cli/spec_section.hpp"
#include "fokker/sample/schedule.hpp"

namespace fokker::cli {

// section.key: a number that is not negative, or a table; `fallback` where it is missing. Error with its place.
Schedule schedule_of(const Section& section, std::string_view key, Schedule fallback);

}  // namespace fokker::cli
