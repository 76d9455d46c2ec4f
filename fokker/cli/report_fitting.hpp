// The numbers of a fit in words.
#pragma once

#include <string>

#include "fokker/cli/fitting.hpp"

namespace fokker::cli {

// "KL(p to q) 0.858 ± 0.004, back 1.51 ± 0.01", what is known of it.
std::string divergences(const FitRecord& record);

}  // namespace fokker::cli
