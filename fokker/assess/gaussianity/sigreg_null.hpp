// How large SIGReg (sigreg.hpp) is by chance alone: its law where all rows are drawn from N(0, I).
//
// The mean is sum_k w_k (1 - exp(-t_k^2)), exactly and for any number of rows. The law is none of a list: the
// statistics of two directions depend on each other, the more the smaller the angle between them, so a mean over
// directions spreads more than one over independent ones. It is simulated, with the very directions that the data are
// projected on. As N grows the law settles (it becomes that of a weighted sum of chi-square variables) with differences
// of order 1 / N: from kSettledRows on it is simulated with so many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/sigreg.hpp"

namespace fokker::assess {

constexpr std::size_t kSettledRows = 1024;

struct SigregNullOptions {
    std::size_t replicates = 999;
    std::uint64_t seed = 0;  // of the simulated rows
};

struct SigregNull {
    std::size_t rows;                // simulated with so many
    double mean;                     // exact
    double standard_deviation;       // of the simulated statistics
    std::vector<double> statistics;  // simulated, smallest first
};

// For so many rows of `dim` columns. `options` as the statistic has them; gradient is not looked at, and ranks share
// the work. Kept while the process lives: the same question is answered at once. In float, whose errors are a millionth
// of the law's spread. The same bits for any number of threads and ranks. Throws fokker::Error as sigreg() does of its
// options, and for fewer than two rows or no replicates.
std::shared_ptr<const SigregNull> sigreg_null(std::size_t rows, std::size_t dim, const SigregOptions& options,
                                              const SigregNullOptions& null = {});

struct SigregPValue {
    // (1 + replicates as large) / (1 + replicates): a false alarm is never more frequent than the level (Phipson and
    // Smyth 2010).
    double p_value;
    // Of p_value, from the number of replicates: sqrt(p (1 - p) / (1 + replicates)).
    double standard_error;
    // In words: how many replicates, with how many rows.
    std::string method;
    std::shared_ptr<const SigregNull> null;
};

// The hypothesis is N(0, I) itself. Rows that were centred or whitened by their own mean and covariance have smaller
// statistics than this law says.
SigregPValue sigreg_p_value(double value, std::size_t rows, std::size_t dim, const SigregOptions& options,
                            const SigregNullOptions& null = {});

}  // namespace fokker::assess
