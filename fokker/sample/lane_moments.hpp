// Moments of draws of chains side by side, as they come. Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fokker/assess/chain_moments.hpp"
#include "fokker/sample/moment_kernels.hpp"

namespace fokker {

// Where moments go. Threads write to the parts of different chains without locks.
//
// A chain's draws are cut into assess::batches_of batches. A run may be stopped at any time, so they are summed in
// pieces first: batch, half, quarter, ... of a batch, down to kShortestPiece draws. There is room for two batches'
// worth of slots a batch: where all slots of a chain are full, neighbours become one and pieces are twice as long from
// there on, so that a whole chain ends with its batches, and one that was stopped has as many pieces.
struct MomentsRecording {
    MomentsRecording(std::vector<std::string> names, std::size_t chains, std::size_t draws);

    static constexpr std::size_t kShortestPiece = 32;

    std::vector<std::string> names;    // [dim]
    std::size_t chains, draws;         // as wanted
    std::size_t batches, slots;        // of a chain; slots: batches, or twice as many
    int levels = 0;                    // pieces of level k are a 2^k-th of a batch; chains begin at this one
    std::vector<double> mean, square;  // [chain, slot, dim]: as in assess::ChainMoments, of a piece
    std::vector<int> level;            // [chain]: of its pieces
    std::vector<std::size_t> full;     // [chain]: slots
    std::vector<double> products;      // [chain, pair i <= j]: covariances within chains; empty: there are too many
    std::vector<double> acceptance;    // [chain]: sums over `counted`, or empty
    std::vector<std::size_t> counted;  // [chain]: draws

    std::size_t dim() const { return names.size(); }
    std::size_t pairs() const { return dim() * (dim() + 1) / 2; }
    // Draws before piece k of a level.
    std::size_t before(std::size_t k, int at_level) const { return k * draws / (batches << at_level); }
    double* at(std::vector<double>& moment, std::size_t chain, std::size_t slot) const {
        return &moment[(chain * slots + slot) * dim()];
    }
    // Neighbours become one.
    void halve(std::size_t chain);

    // Of all chains, or, where the run was stopped, of as many chains with as many draws each as make the most draws in
    // all; `kept`: which. Covariances are within chains and between them, in the order of the chains; those within
    // chains that were stopped have their last draws in them too.
    assess::ChainMoments finish(std::vector<int>& kept);
};

// Sums of every chain are about its first draw, so that nothing is lost where the mean is far from 0. Each chain is
// summed by itself, in the order of its draws: how many go side by side does not change a bit.
class LaneMoments {
public:
    // Of chains first, first + 1, ...
    LaneMoments(MomentsRecording& recording, std::size_t first, std::size_t lanes, Isa isa);

    void add(const double* x, const double* acceptance);  // [dim, lanes]; [lanes] or null
    void end();                                           // after the last draw, be it that of a stopped run

private:
    void add_products(const double* x);
    void end_piece();

    MomentsRecording& recording_;
    const MomentKernels& kernels_;
    std::size_t first_, lanes_, dim_;
    std::size_t piece_, in_piece_ = 0;  // draws
    bool begun_ = false;
    std::vector<double> origin_;         // [dim, lane]
    std::vector<double> sum_, squares_;  // [dim, lane], of the piece
    // Of every stride-th draw, which keeps the cost of all pairs at that of a step.
    std::size_t stride_, draw_ = 0, in_products_ = 0;
    std::vector<double> total_;    // [dim, lane]
    std::vector<double> product_;  // [pair, lane]
};

}  // namespace fokker
