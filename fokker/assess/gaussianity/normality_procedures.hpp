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
    // The same of the data themselves, on which ranks may work together; empty: statistics.
    std::function<std::vector<double>(const Points&)> observed;
    // The p-value of a part by a formula, for n rows; empty: none is published that can be trusted.
    std::function<double(std::size_t part, double statistic, std::size_t n)> tail;
    std::string law;
    // Of up to so many rows the formula is an approximation that is not to decide: docs/gaussianity.md has its rates.
    std::size_t rough_to = 0;
    // Statistics of simulated samples of n rows, of tests with one part that know a better way than one after the
    // other; empty: the usual one.
    struct Null {
        std::vector<double> statistics;
        std::string law;
    };
    std::function<Null(std::size_t n, std::size_t count)> null;
};

// Of points with `dim` components.
Procedure procedure_of(NormalityTest test, int dim, const NormalityOptions& options);

}  // namespace fokker::assess
