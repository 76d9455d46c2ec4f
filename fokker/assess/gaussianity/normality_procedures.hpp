// How each test of normality makes its statistics and what their law is. Private to this folder.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/normality.hpp"
#include "fokker/assess/gaussianity/simulated_p_values.hpp"

namespace fokker::assess {

struct Procedure {
    struct Part {
        std::string name;  // empty where there is only one
        Side side = Side::above;
    };
    std::vector<Part> parts;
    // Parts are judged together (joint_p_value), by the same simulated samples; else each by itself, and Bonferroni
    // corrects for their number.
    bool joint = false;
    // What statistics count in NormalityOptions::progress: "pairs of rows", and how many for n rows.
    std::string unit;
    std::function<double(std::size_t n)> work;
    // One number a part, of points as they are held against N(0, I).
    std::function<std::vector<double>(const Points&)> statistics;
    // The same of the data themselves, on which ranks may work together; empty: statistics.
    std::function<std::vector<double>(const Points&)> observed = {};
    // The p-value of a part by a formula; empty: none is published that can be trusted.
    std::function<double(std::size_t part, double statistic)> tail = {};
    std::string law = {};
    // The formula is an approximation that is not to decide: docs/gaussianity.md has its rates.
    bool rough = false;
    // Simulated samples have no more rows: from there on the null law is the same, up to terms of order 1 / rows.
    std::size_t settled_rows = std::numeric_limits<std::size_t>::max();
    // What of a statistic of settled_rows has the law of all rows; empty: the statistic itself.
    std::function<double(double)> as_of_all_rows = {};
    // Statistics of so many simulated samples, of tests with one part that know a better way than one after the other;
    // empty: the usual one.
    std::function<std::vector<double>(std::size_t count)> null = {};
};

// Of n points with `dim` components.
Procedure procedure_of(NormalityTest test, std::size_t n, int dim, const NormalityOptions& options);

}  // namespace fokker::assess
