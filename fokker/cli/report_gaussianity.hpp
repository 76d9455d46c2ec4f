// What a test of normality found, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "fokker/assess/gaussianity/least_gaussian.hpp"
#include "fokker/assess/gaussianity/normality.hpp"
#include "fokker/cli/json.hpp"

namespace fokker::cli {

// What was tested, beside the numbers.
struct TestedData {
    std::string file;
    std::vector<std::string> names;
    std::size_t rows = 0;
    assess::NullLaw null = assess::NullLaw::estimated;
};

// One line: are they Gaussian at the level of assess::kNormalityLevel, or can that not be told, and which number says
// so.
std::string headline(const TestedData& data, const assess::Normality& result);

std::string to_text(const TestedData& data, const assess::Normality& result, const assess::LeastGaussian& least);
Json to_json(const TestedData& data, const assess::Normality& result, const assess::LeastGaussian& least);

// "the direction of 256 that looks least Gaussian: mostly x2 (0.93), x1 (-0.31)"
std::string direction_text(const TestedData& data, const assess::LeastGaussian& least);

}  // namespace fokker::cli
