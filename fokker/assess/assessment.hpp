// One quantity on the bench: sorted once, for all that is asked of it.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/assess/autocorrelation.hpp"
#include "fokker/assess/draws.hpp"
#include "fokker/assess/sorted.hpp"

namespace fokker::assess {

// With fewer draws a chain than this nothing but moments and quantiles is said.
inline constexpr std::size_t kFewestDraws = 4;

// Can anything be said at all? All draws finite, not all equal.
bool is_assessable(const Draws& draws);

// What quantities of one shape share: normal scores, Fourier transform, arrays of work.
struct Bench {
    explicit Bench(const Draws& shape);
    NormalScores scores;  // of draws that are split
    Autocorrelation autocorrelation;
};

// The draws must be assessable, and of the shape that the bench was made for.
class Assessment {
public:
    Assessment(const Draws& draws, Bench& bench);

    double mean() const { return mean_; }
    double sd() const;
    double quantile(double p) const { return assess::quantile(whole_, p); }
    double rhat() const;
    double ess_mean() const;
    double ess_sd() const;
    double ess_quantile(double p) const;
    double ess_bulk() const;
    double ess_tail() const;
    double mcse_mean() const;
    double mcse_sd() const;
    double mcse_quantile(double p) const;

private:
    std::vector<double> squared_deviations() const;

    Bench& bench_;
    Sorted whole_;
    double mean_;
    std::vector<double> scores_;  // normal scores of the split chains
};

}  // namespace fokker::assess
