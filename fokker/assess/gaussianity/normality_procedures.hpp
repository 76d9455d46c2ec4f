// How each test of normality makes its statistics and what their law is. Private to this folder.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/normality.hpp"

namespace fokker::assess {

// Where a statistic lies if data are not Gaussian.
enum class Side { above, below, both };

struct Procedure {
    struct Part {
        std::string name;  // empty where there is only one
        Side side = Side::above;
    };
    std::vector<Part> parts;
    // One number a part, of points as they are held against N(0, I).
    std::function<std::vector<double>(const Points&)> statistics;
    // The p-value of a part by a formula, for n rows; empty: none is published that can be trusted.
    std::function<double(std::size_t part, double statistic, std::size_t n)> tail;
    std::string law;
};

// Of points with `dim` components.
Procedure procedure_of(NormalityTest test, int dim, const NormalityOptions& options);

}  // namespace fokker::assess
