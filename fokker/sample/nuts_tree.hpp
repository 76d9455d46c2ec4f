// A trajectory of the No-U-Turn sampler, which doubles until it turns (Hoffman and Gelman 2014), with a multinomial
// draw from its states (Betancourt 2017, appendix A.3). Written without recursion, as a machine that is handed one
// state at a time. Velocities are those of unit mass: standard normal. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/sample/buffer_pool.hpp"

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
    // Buffers of `positions` hold position and score, 2 dim numbers; those of `velocities` dim.
    NutsTree(int max_depth, std::size_t dim);

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
    // A new state at the edge, with H0 - H as `log_weight`; takes over one user of each buffer. `uniform()` draws lots.
    template <class Uniform>
    After add(int position, int velocity, double log_density, double energy, double log_weight, Uniform&& uniform);

    int depth() const { return depth_; }  // doublings that are complete, as Stan counts
    // Position and score of the draw; it stays valid until `end`.
    int proposal() const { return whole_.proposal; }
    double log_density() const { return whole_.log_density; }
    double energy() const { return whole_.energy; }
    // Lets go of every buffer.
    void end();

private:
    // A weight in units of the largest so far, so that none overflows.
    double weigh(double log_weight);
    // Do the ends of these two, joined, move towards each other? With the checks across the join of Stan 2.21 on.
    bool turns(const Subtree& a, const Subtree& b, int rho);
    int sum_of_velocities(int a, int b);
    void drop(const Subtree& subtree);
    template <class Uniform>
    bool join(Subtree& a, const Subtree& b, Uniform&& uniform);
    template <class Uniform>
    After finish_doubling(Uniform&& uniform);

    std::size_t dim_;
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
    const int rho = sum_of_velocities(a.rho, b.rho);
    const bool turned = turns(a, b, rho);
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
    return !turned;
}

template <class Uniform>
NutsTree::After NutsTree::add(int position, int velocity, double log_density, double energy, double log_weight,
                              Uniform&& uniform) {
    positions_.drop(edge_.position);
    velocities_.drop(edge_.velocity);
    edge_ = {position, velocity};
    positions_.hold(position);
    for (int k = 0; k < 3; ++k) velocities_.hold(velocity);
    Subtree now{.first = velocity,
                .last = velocity,
                .rho = velocity,
                .proposal = position,
                .log_density = log_density,
                .energy = energy,
                .weight = weigh(log_weight),
                .size = 1};
    ++had_;
    while (!stack_.empty() && stack_.back().size == now.size) {
        Subtree before = stack_.back();
        stack_.pop_back();
        const bool straight = join(before, now, uniform);
        now = before;
        if (straight) continue;
        drop(now);
        return After::finished;
    }
    stack_.push_back(now);
    return had_ < wanted_ ? After::go_on : finish_doubling(uniform);
}

// The draw moves to the new half with probability min(1, its weight over that of the old one): biased progressive
// sampling.
template <class Uniform>
NutsTree::After NutsTree::finish_doubling(Uniform&& uniform) {
    const Subtree half = stack_.back();
    stack_.pop_back();
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
    const int rho = sum_of_velocities(whole_.rho, half.rho);
    const bool turned = turns(whole_, half, rho);
    for (const int velocity : {whole_.last, half.first, whole_.rho, half.rho}) velocities_.drop(velocity);
    whole_.last = half.last;
    whole_.rho = rho;
    whole_.weight += half.weight;
    whole_.size += half.size;
    if (!forward_) std::swap(whole_.first, whole_.last);
    ++depth_;
    return turned ? After::finished : After::doubled;
}

}  // namespace fokker
