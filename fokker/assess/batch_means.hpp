// Is the mean of a series along chains what it should be? By means of batches, whose scatter has the autocorrelation
// in it.
#pragma once

#include <cstddef>
#include <span>

namespace fokker::assess {

struct BatchMeans {
    double mean = 0;          // of all draws
    double error = 0;         // its Monte Carlo standard error
    double skewness = 0;      // of the means of batches
    std::size_t batches = 0;  // 0: nothing is known of the error
    bool known() const { return batches > 0; }

    // Chance that a mean as far from `expected` comes about where `expected` is true, both sides: Student's t after
    // Hall's (1992, J. Royal Stat. Soc. B 54) transformation, which takes out the skewness to first order.
    double p_value(double expected) const;
};

// series: [chain, draw], finite. From kChainsAreBatches chains on each chain is a batch, which asks nothing of the
// draws within. Fewer are cut into batches of five autocorrelation times or longer; `time`, in draws, is not looked at
// otherwise and may be NaN, unknown. Nothing is known of the error where that makes fewer than kFewestBatches, or where
// one draw has more than a tenth, or one batch more than half, of the sum of squares: tails may be too heavy for it to
// exist.
BatchMeans batch_means(std::span<const double> series, std::size_t chains, double time);

inline constexpr std::size_t kChainsAreBatches = 50, kFewestBatches = 24;

}  // namespace fokker::assess
