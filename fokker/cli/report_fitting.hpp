// The numbers of a fit in words.
#pragma once

#include <string>

#include "fokker/cli/fitting.hpp"

namespace fokker::cli {

// "KL(p, q) = 0.858 ± 0.004", with mathematics; empty where it is not known. Of data, their negative log likelihood.
std::string forward_words(const FitRecord& record);
std::string reverse_words(const FitRecord& record);

}  // namespace fokker::cli
