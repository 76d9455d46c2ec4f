// A trajectory of the No-U-Turn sampler, which doubles until it turns (Hoffman and Gelman 2014), with a multinomial
// draw from its states (Betancourt 2017, appendix A.3). Written without recursion, as a machine that is handed one
// state at a time. Velocities are those of unit mass: standard normal. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/sample/buffer_pool.hpp"
#include "fokker/sample/trajectory_kernels.hpp"

namespace fokker {

// What a part of a trajectory is known by. Vectors are numbers of buffers.
struct Subtree {
    int first = -1, last = -1;           // velocities at its ends, in the order in which its states came
    int rho = -1;                        // the sum of its velocities
    int proposal = -1;                   // position and score of the state that was drawn from it
    double log_density = 0, energy = 0;  // of that state
    double weight = 0;                   // sum of exp(H0 - H) over its states, times a factor common to the trajectory
    int size = 0;
};

class NutsTree {
public:
    // Buffers of `positions` hold position and score, each padded(dim) numbers; those of `velocities` padded(dim).
    NutsTree(int max_depth, std::size_t dim, Isa isa);

    BufferPool& positions() { return positions_; }
    BufferPool& velocities() { return velocities_; }

    // The trajectory is one state. Takes over one user of each buffer.
    void begin(int position, int velocity, double log_density, double energy);
    // The next doubling: where its first leapfrog step leaves from.
    void begin_doubling(bool forward);
    struct Edge {
        int position, velocity;
    };
    Edge edge() const { return edge_; }

    enum class After : unsigned char {
        go_on,     // the doubling needs more states
        doubled,   // it is complete, and the trajectory may double again
        finished,  // it turned
    };
    // How a new state compares to the first: log_ratio = H0 - H.
    struct Comparison {
        double closeness;  // exp(-|log_ratio|)
        double weight;     // exp(log_ratio), in units that suit the largest so far so that none overflows
    };
    Comparison compare(double log_ratio);
    // A new state at the edge, with the weight that `compare` has just given it; takes over one user of each buffer.
    // `uniform()` draws lots.
    template <class Uniform>
    After add(int position, int velocity, double log_density, double energy, double weight, Uniform&& uniform);

    int depth() const { return depth_; }  // doublings that are complete, as Stan counts
    // Position and score of the draw; it stays valid until `end`.
    int proposal() const { return whole_.proposal; }
    double log_density() const { return whole_.log_density; }
    double energy() const { return whole_.energy; }
    // Lets go of every buffer.
    void end();

private:
    // Sums the velocities of these two, joined; false: the trajectory turns in them.
    bool straight(const Subtree& a, const Subtree& b, int rho);
    void drop(const Subtree& subtree);
    template <class Uniform>
    bool join(Subtree& a, const Subtree& b, Uniform&& uniform);
    template <class Uniform>
    After finish_doubling(Uniform&& uniform);

    std::size_t length_;
    const TrajectoryKernels* kernels_;
    BufferPool positions_, velocities_;
    Subtree whole_;  // its first and last are the left and the right end
    Edge left_{}, right_{}, edge_{};
    std::vector<Subtree> stack_;  // complete parts of the doubling under way, each larger than the next
    bool forward_ = true;
    int depth_ = 0, wanted_ = 0, had_ = 0;  // states of the doubling
    double log_unit_ = 0;                   // weights are exp(H0 - H - log_unit_)
};

// ---- the parts that draw lots -------------------------------------------------------------------------------------

// Joins b, which came later, to a; false: it turns.
template <class Uniform>
bool NutsTree::join(Subtree& a, const Subtree& b, Uniform&& uniform) {
    const int rho = velocities_.take();
    const bool went_on = straight(a, b, rho);
    const double weight = a.weight + b.weight;
    const bool take_b = uniform() * weight < b.weight;
    positions_.drop(take_b ? a.proposal : b.proposal);
    if (take_b) {
        a.proposal = b.proposal;
        a.log_density = b.log_density;
        a.energy = b.energy;
    }
    for (const int velocity : {a.last, b.first, a.rho, b.rho}) velocities_.drop(velocity);
    a.last = b.last;
    a.rho = rho;
    a.weight = weight;
    a.size += b.size;
    return went_on;
}

template <class Uniform>
NutsTree::After NutsTree::add(int position, int velocity, double log_density, double energy, double weight,
                              Uniform&& uniform) {
    positions_.drop(edge_.position);
    velocities_.drop(edge_.velocity);
    edge_ = {position, velocity};
    positions_.hold(position);
    for (int k = 0; k < 3; ++k) velocities_.hold(velocity);
    stack_.push_back({.first = velocity,
                      .last = velocity,
                      .rho = velocity,
                      .proposal = position,
                      .log_density = log_density,
                      .energy = energy,
                      .weight = weight,
                      .size = 1});
    ++had_;
    while (stack_.size() > 1) {
        Subtree& before = stack_[stack_.size() - 2];
        if (before.size != stack_.back().size) break;
        const bool went_on = join(before, stack_.back(), uniform);
        stack_.pop_back();
        if (!went_on) return After::finished;
    }
    return had_ < wanted_ ? After::go_on : finish_doubling(uniform);
}

// The draw moves to the new half with probability min(1, its weight over that of the old one): biased progressive
// sampling.
template <class Uniform>
NutsTree::After NutsTree::finish_doubling(Uniform&& uniform) {
    const Subtree& half = stack_.back();
    const bool take = uniform() * whole_.weight < half.weight;
    positions_.drop(take ? whole_.proposal : half.proposal);
    if (take) {
        whole_.proposal = half.proposal;
        whole_.log_density = half.log_density;
        whole_.energy = half.energy;
    }
    Edge& end = forward_ ? right_ : left_;
    positions_.drop(end.position);
    velocities_.drop(end.velocity);
    end = edge_;
    positions_.hold(end.position);
    velocities_.hold(end.velocity);
    // In the order in which states came: the end that did not move comes first.
    if (!forward_) std::swap(whole_.first, whole_.last);
    const int rho = velocities_.take();
    const bool went_on = straight(whole_, half, rho);
    for (const int velocity : {whole_.last, half.first, whole_.rho, half.rho}) velocities_.drop(velocity);
    whole_.last = half.last;
    whole_.rho = rho;
    whole_.weight += half.weight;
    whole_.size += half.size;
    if (!forward_) std::swap(whole_.first, whole_.last);
    stack_.pop_back();
    ++depth_;
    return went_on ? After::doubled : After::finished;
}

}  // namespace fokker
