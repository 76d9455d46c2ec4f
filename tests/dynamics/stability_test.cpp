#include "fokker/dynamics/stability.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/dynamics/simulate.hpp"

namespace fokker {
namespace {

std::string cause(const Sde& sde, double h, const Scheme& scheme = kEulerMaruyama) {
    return instability(bind_parameters(sde.drift, sde.parameters), sde.dim, scheme, h);
}

TEST(Instability, OfALinearDriftNamesTheBound) {
    EXPECT_EQ(cause(OrnsteinUhlenbeck{.theta = 100}, 0.1),
              "euler-maruyama needs h < 2/theta = 0.02 for a drift of -theta x with theta = 100; got h = 0.1");
    EXPECT_EQ(cause(OrnsteinUhlenbeck{.theta = 100}, 0.1, kRk4),
              "rk4 needs h < 2.785/theta = 0.02785 for a drift of -theta x with theta = 100; got h = 0.1");
    EXPECT_EQ(cause(sde("[-x1, -50*x2 + t, 1]", "1", 3), 0.05),
              "euler-maruyama needs h < 2/theta = 0.04 for a drift of -theta x with theta = 50; got h = 0.05");
}

TEST(Instability, IsNotClaimedWhereItIsNotKnown) {
    EXPECT_EQ(cause(OrnsteinUhlenbeck{.theta = 100}, 0.019), "");
    EXPECT_EQ(cause(OrnsteinUhlenbeck{.theta = -1}, 0.1), "");
    EXPECT_EQ(cause(sde("-x^3", "1", 1), 100), "");
    EXPECT_EQ(cause(sde("[-x2, x1]", "1", 2), 100), "");
    EXPECT_EQ(cause(BrownianMotion{}, 100), "");
    EXPECT_EQ(cause(sde("-t*x", "1", 1), 100), "");
}

// One number for all components, as in a process that is written out by hand.
TEST(Instability, OfADriftOfSizeOneIsThatOfEveryComponent) {
    EXPECT_EQ(instability(Expr(1.0), 3, kEulerMaruyama, 100), "");
    EXPECT_EQ(instability(-50.0 * index(state(3), 0), 3, kEulerMaruyama, 100), "");
    EXPECT_EQ(simulate(Sde{.dim = 2, .diffusion = 1.0}, {.times = {0, 1}}).failure_cause, "");
}

// A Jacobian written out would have 10^10 elements.
TEST(Instability, OfManyComponentsIsFoundWithoutTheirJacobian) {
    EXPECT_EQ(cause(OrnsteinUhlenbeck{.theta = 3, .dim = 100'000}, 1),
              "euler-maruyama needs h < 2/theta = 0.6667 for a drift of -theta x with theta = 3; got h = 1");
}

// The bounds are where the schemes themselves begin to grow: |R(-theta h)| = 1.
TEST(Instability, TheBoundIsWhereAStepBeginsToGrow) {
    const struct {
        const Scheme* scheme;
        double bound;
    } cases[] = {{&kEuler, 2.0}, {&kHeun, 2.0}, {&kRk4, 2.785293563405282}};
    for (const auto& [scheme, bound] : cases) {
        for (const double factor : {0.999, 1.001}) {
            const Simulation run =
                simulate(ode("-x", 1), {.start = AtPoint{{1.0}}, .times = {0, factor * bound}, .scheme = scheme});
            EXPECT_EQ(std::fabs(run.states()[0]) > 1, factor > 1) << scheme->name;
        }
    }
}

}  // namespace
}  // namespace fokker
