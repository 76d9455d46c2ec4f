// Moments of draws of chains side by side, as they come. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/assess/chain_moments.hpp"
#include "fokker/sample/moment_kernels.hpp"

namespace fokker {

// Where moments go. Threads write to the parts of different chains without locks.
struct MomentsRecording {
    MomentsRecording(std::vector<std::string> names, std::size_t chains, std::size_t draws);

    assess::ChainMoments moments;
    std::vector<double> products;  // [chain, pair i <= j]: covariances within chains; empty where there are too many

    std::size_t pairs() const { return moments.dim() * (moments.dim() + 1) / 2; }
    // Within chains and between them, in the order of the chains.
    void add_up_covariance();
};

// Sums of every chain are about its first draw, so that nothing is lost where the mean is far from 0. Each chain is
// summed by itself, in the order of its draws: how many go side by side does not change a bit.
class LaneMoments {
public:
    // Of chains first, first + 1, ...
    LaneMoments(MomentsRecording& recording, std::size_t first, std::size_t lanes, Isa isa);

    void add(const double* x);  // [dim, lanes]

private:
    void add_products(const double* x);
    void end_batch();
    void end();

    MomentsRecording& recording_;
    const MomentKernels& kernels_;
    std::size_t first_, lanes_, dim_;
    std::size_t batch_ = 0, in_batch_ = 0;
    bool begun_ = false;
    std::vector<double> origin_;         // [dim, lane]
    std::vector<double> sum_, squares_;  // [dim, lane], of the batch
    // Of every stride-th draw, which keeps the cost of all pairs at that of a step.
    std::size_t stride_, draw_ = 0, in_products_ = 0;
    std::vector<double> total_;    // [dim, lane]
    std::vector<double> product_;  // [pair, lane]
};

}  // namespace fokker
