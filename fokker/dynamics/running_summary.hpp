// Mean, covariance, extremes and histogram of particles, without keeping them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fokker/dynamics/simulate.hpp"

namespace fokker {

// Sums over some particles at each of some times. Particles are added one at a time, by number; two summaries are
// merged by Chan, Golub and LeVeque (1983). Particles that are not finite are left out: count says how many are in.
class RunningSummary {
public:
    RunningSummary(std::size_t times, int dim, const SummaryOptions& options);

    // `rows`: dim rows of `pitch` numbers, the first `lanes` of which are particles, in order of their number.
    void add(std::size_t time, const double* rows, std::size_t pitch, int lanes);
    void merge(const RunningSummary& other);
    Summaries result() const;

private:
    std::size_t cross(std::size_t time) const { return time * pairs_; }
    void add_to_histogram(std::size_t element, double value);

    std::size_t times_, dim_, pairs_, bins_;
    SummaryOptions options_;
    std::vector<std::uint64_t> count_;
    std::vector<double> mean_;     // [time, dim]
    std::vector<double> scatter_;  // [time, dim (dim + 1) / 2]: sums of products of deviations from the mean
    std::vector<double> min_, max_;
    std::vector<std::uint64_t> histogram_, below_, above_;
    std::vector<double> delta_;  // [dim]: the deviations of one particle
};

}  // namespace fokker
