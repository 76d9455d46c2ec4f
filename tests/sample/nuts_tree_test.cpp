#include "fokker/sample/nuts_tree.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fokker {
namespace {

// Free motion on a circle: x = sin a, v = cos a. Angles are what tells when a trajectory turns.
class Circle {
public:
    Circle(double step, int max_depth) : step_(step), tree_(max_depth, 2, active_isa()) { begin(); }

    void begin() {
        const int x = tree_.positions().take(), v = tree_.velocities().take();
        put(x, v, 0);
        tree_.begin(x, v, 0, 0);
        left_ = right_ = 0;
    }

    // One doubling; false: it turned on the way or at its end. `lot` is every uniform.
    NutsTree::After doubling(bool forward, double lot) {
        tree_.begin_doubling(forward);
        for (;;) {
            double& end = forward ? right_ : left_;
            end += forward ? step_ : -step_;
            const int x = tree_.positions().take(), v = tree_.velocities().take();
            put(x, v, end);
            const auto after = tree_.add(x, v, end, 0, tree_.compare(0).weight, [&] { return lot; });
            if (after != NutsTree::After::go_on) return after;
        }
    }

    NutsTree& tree() { return tree_; }
    double span() const { return right_ - left_; }

private:
    void put(int x, int v, double angle) {
        double *position = tree_.positions()[x], *velocity = tree_.velocities()[v];
        position[0] = std::sin(angle);
        position[1] = -std::cos(angle);
        velocity[0] = std::cos(angle);
        velocity[1] = std::sin(angle);
    }
    double step_, left_ = 0, right_ = 0;
    NutsTree tree_;
};

TEST(NutsTree, DoublesUntilHalfATurn) {
    Circle circle(0.1, 10);
    NutsTree::After after = NutsTree::After::doubled;
    while (after == NutsTree::After::doubled) after = circle.doubling(true, 0.5);
    // 2^k - 1 steps; the last doubling is the first in which a part spans more than pi.
    EXPECT_EQ(after, NutsTree::After::finished);
    EXPECT_GT(circle.span(), M_PI);
    EXPECT_LT(circle.span(), 2 * M_PI + 0.2);
}

TEST(NutsTree, LetsGoOfEveryBufferWhereverItStops) {
    // More trajectories than buffers, in every pattern of directions.
    Circle circle(0.17, 6);
    circle.tree().end();
    for (unsigned pattern = 0; pattern < 64; ++pattern) {
        for (int longest = 0; longest <= 6; ++longest) {
            circle.begin();
            for (int depth = 0; depth < longest; ++depth) {
                if (circle.doubling((pattern >> depth & 1U) != 0, (pattern % 7) / 7.0) != NutsTree::After::doubled)
                    break;
            }
            circle.tree().end();
        }
    }
}

TEST(NutsTree, DrawsEachStateByItsWeight) {
    // Lots near 0 always take the newer part, lots near 1 keep the older one where weights are equal.
    Circle newest(0.01, 5), oldest(0.01, 5);
    for (int depth = 0; depth < 3; ++depth) {
        newest.doubling(true, 1e-12);
        oldest.doubling(true, 1 - 1e-12);
    }
    EXPECT_NEAR(newest.tree().log_density(), 0.07, 1e-12);
    // Biased progressive sampling moves on with probability 1 where the new half weighs no less.
    EXPECT_NEAR(oldest.tree().log_density(), 0.04, 1e-12);
}

TEST(NutsTree, WeightsOfAnySizeDoNotOverflow) {
    NutsTree tree(3, 1, active_isa());
    const int x = tree.positions().take(), v = tree.velocities().take();
    tree.velocities()[v][0] = 1;
    tree.begin(x, v, 0, 0);
    tree.begin_doubling(true);
    const int x1 = tree.positions().take(), v1 = tree.velocities().take();
    tree.velocities()[v1][0] = 1;
    EXPECT_EQ(tree.add(x1, v1, 5, 0, tree.compare(1e5).weight, [] { return 0.999; }), NutsTree::After::doubled);
    EXPECT_EQ(tree.log_density(), 5);
    tree.end();
}

}  // namespace
}  // namespace fokker
