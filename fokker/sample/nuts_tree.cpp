#include "fokker/sample/nuts_tree.hpp"

namespace fokker {
namespace {

// exp of this and sums of 2^max_depth such are far from overflow.
constexpr double kLargestExponent = 500;

// Velocities: for each level of the stack the two ends and the sum; as many for the whole and the new state.
std::size_t velocities_needed(int max_depth) {
    return 4 * static_cast<std::size_t>(max_depth) + 16;
}
std::size_t positions_needed(int max_depth) {
    return static_cast<std::size_t>(max_depth) + 12;
}

}  // namespace

NutsTree::NutsTree(int max_depth, std::size_t dim, Isa isa)
    : length_(padded(dim)),
      kernels_(&trajectory_kernels(isa)),
      positions_(positions_needed(max_depth), 2 * length_),
      velocities_(velocities_needed(max_depth), length_) {
    stack_.reserve(static_cast<std::size_t>(max_depth) + 2);
}

void NutsTree::begin(int position, int velocity, double log_density, double energy) {
    // Users: the proposal, both ends and the edge of the next doubling; both ends as velocities of the subtree, its
    // sum, both ends as states.
    for (int k = 0; k < 2; ++k) positions_.hold(position);
    for (int k = 0; k < 4; ++k) velocities_.hold(velocity);
    whole_ = {.first = velocity,
              .last = velocity,
              .rho = velocity,
              .proposal = position,
              .log_density = log_density,
              .energy = energy,
              .weight = 1,
              .size = 1};
    left_ = right_ = {position, velocity};
    edge_ = {-1, -1};
    depth_ = 0;
    log_unit_ = 0;
}

void NutsTree::begin_doubling(bool forward) {
    if (edge_.position >= 0) {
        positions_.drop(edge_.position);
        velocities_.drop(edge_.velocity);
    }
    forward_ = forward;
    edge_ = forward ? right_ : left_;
    positions_.hold(edge_.position);
    velocities_.hold(edge_.velocity);
    wanted_ = 1 << depth_;
    had_ = 0;
}

void NutsTree::end() {
    for (const Subtree& part : stack_) drop(part);
    stack_.clear();
    drop(whole_);
    for (const Edge& e : {left_, right_, edge_}) {
        if (e.position < 0) continue;
        positions_.drop(e.position);
        velocities_.drop(e.velocity);
    }
    edge_ = {-1, -1};
}

void NutsTree::drop(const Subtree& subtree) {
    positions_.drop(subtree.proposal);
    for (const int velocity : {subtree.first, subtree.last, subtree.rho}) velocities_.drop(velocity);
}

NutsTree::Comparison NutsTree::compare(double log_ratio) {
    double e[2];
    if (log_ratio - log_unit_ > kLargestExponent) {
        kernels_->exponentials(log_unit_ - log_ratio, 0, e);
        whole_.weight *= e[0];
        for (Subtree& part : stack_) part.weight *= e[0];
        log_unit_ = log_ratio;
    }
    kernels_->exponentials(log_ratio, log_unit_, e);
    return {.closeness = e[0], .weight = e[1]};
}

bool NutsTree::straight(const Subtree& a, const Subtree& b, int rho) {
    const Join join{.first = velocities_[a.first],
                    .a_last = velocities_[a.last],
                    .b_first = velocities_[b.first],
                    .last = velocities_[b.last],
                    .a_rho = velocities_[a.rho],
                    .b_rho = velocities_[b.rho]};
    const bool across = a.size > 1;  // of two states these checks are the same as those of the ends
    return kernels_->straight(length_, join, across, velocities_[rho]);
}

}  // namespace fokker
