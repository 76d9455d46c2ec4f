#include "fokker/sample/nuts_tree.hpp"

#include "fokker/program/elementary.hpp"
#include "fokker/sample/vectors.hpp"

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

NutsTree::NutsTree(int max_depth, std::size_t dim)
    : dim_(dim), positions_(positions_needed(max_depth), 2 * dim), velocities_(velocities_needed(max_depth), dim) {
    stack_.reserve(static_cast<std::size_t>(max_depth) + 1);
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

double NutsTree::weigh(double log_weight) {
    if (log_weight - log_unit_ > kLargestExponent) {
        const double shrink = host::elementary::exp(log_unit_ - log_weight);
        whole_.weight *= shrink;
        for (Subtree& part : stack_) part.weight *= shrink;
        log_unit_ = log_weight;
    }
    return host::elementary::exp(log_weight - log_unit_);
}

int NutsTree::sum_of_velocities(int a, int b) {
    const int rho = velocities_.take();
    const double *u = velocities_[a], *v = velocities_[b];
    double* sum = velocities_[rho];
    for (std::size_t j = 0; j < dim_; ++j) sum[j] = u[j] + v[j];
    return rho;
}

bool NutsTree::turns(const Subtree& a, const Subtree& b, int rho) {
    const double *first = velocities_[a.first], *last = velocities_[b.last], *sum = velocities_[rho];
    if (!(sum_over(dim_, [&](std::size_t j) { return first[j] * sum[j]; }) > 0)) return true;
    if (!(sum_over(dim_, [&](std::size_t j) { return last[j] * sum[j]; }) > 0)) return true;
    if (a.size == 1) return false;  // the checks across the join are these then
    const double *a_rho = velocities_[a.rho], *b_rho = velocities_[b.rho], *a_last = velocities_[a.last],
                 *b_first = velocities_[b.first];
    return !(sum_over(dim_, [&](std::size_t j) { return first[j] * (a_rho[j] + b_first[j]); }) > 0) ||
           !(sum_over(dim_, [&](std::size_t j) { return b_first[j] * (a_rho[j] + b_first[j]); }) > 0) ||
           !(sum_over(dim_, [&](std::size_t j) { return a_last[j] * (b_rho[j] + a_last[j]); }) > 0) ||
           !(sum_over(dim_, [&](std::size_t j) { return last[j] * (b_rho[j] + a_last[j]); }) > 0);
}

}  // namespace fokker
