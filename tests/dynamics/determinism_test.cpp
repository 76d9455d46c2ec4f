// The same spec and seed give the same bits, whatever the threads, the blocks, the instruction set and what is saved.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "tests/dynamics/bits.hpp"

namespace fokker {
namespace {

using test::bits;

// Runs that go different ways through the engine: more steps than are taken between two looks at the particles, numbers
// of particles and steps that no block divides, uniforms that change with time, several components, failures.
struct Case {
    std::string name;
    Sde sde;
    SimulateOptions options;
};

std::vector<Case> cases() {
    const Density mixture = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
    return {
        {"ten modes",
         langevin(mixture, {.sigma = 10}),
         {.start = Gaussian::isotropic(2, 20.0), .particles = 300, .times = linspace(0, 0.1, 71), .seed = 7}},
        {"Ornstein-Uhlenbeck",
         OrnsteinUhlenbeck{.theta = 0.5, .sigma = 2},
         {.start = OnLine{-50, 50}, .particles = 143, .times = steps(0.01, 150), .seed = 1, .stream = 5}},
        {"uneven times",
         sde("[sin(t)*x2, -x1*x3, t - x3]", "[1 + t, 0.5, x3^2/(1 + x3^2)]", 3),
         {.start = AtPoint{{1, 2, 3}}, .particles = 130, .times = {0, 0.1, 0.15, 0.4, 0.5, 0.51, 1}, .seed = 2}},
        {"a start by formula",
         unadjusted_langevin(mixture),
         {.start = pushforward(4.0 * standard_normal(2) + standard_uniform(2), 2),
          .particles = 290,
          .times = steps(0.005, 40),
          .seed = 4}},
        {"failures",
         sde("x^3", "0.1", 1),
         {.start = OnLine{-2, 2}, .particles = 200, .times = steps(0.05, 130), .seed = 3}},
    };
}

void expect_same(const Simulation& a, const Simulation& b) {
    EXPECT_EQ(a.times, b.times);
    EXPECT_EQ(a.particles, b.particles);
    EXPECT_EQ(bits(a.states()), bits(b.states()));
    ASSERT_EQ(a.failures.size(), b.failures.size());
    for (std::size_t i = 0; i < a.failures.size(); ++i) {
        EXPECT_EQ(a.failures[i].particle, b.failures[i].particle);
        EXPECT_EQ(a.failures[i].step, b.failures[i].step);
        EXPECT_EQ(a.failures[i].time, b.failures[i].time);
    }
    ASSERT_EQ(a.summaries.has_value(), b.summaries.has_value());
    if (!a.summaries) return;
    EXPECT_EQ(a.summaries->count, b.summaries->count);
    EXPECT_EQ(bits(a.summaries->mean), bits(b.summaries->mean));
    EXPECT_EQ(bits(a.summaries->covariance), bits(b.summaries->covariance));
    EXPECT_EQ(bits(a.summaries->min), bits(b.summaries->min));
    EXPECT_EQ(bits(a.summaries->max), bits(b.summaries->max));
    EXPECT_EQ(a.summaries->histogram, b.summaries->histogram);
    EXPECT_EQ(a.summaries->below, b.summaries->below);
    EXPECT_EQ(a.summaries->above, b.summaries->above);
}

// Every state and every summary.
SimulateOptions whole(SimulateOptions options) {
    options.save = everything();
    options.summaries = SummaryOptions{.histogram_bins = 20, .histogram_from = -5, .histogram_to = 5};
    return options;
}

TEST(Determinism, ThreadsChangeNothing) {
    for (const auto& [name, sde, options] : cases()) {
        SCOPED_TRACE(name);
        SimulateOptions o = whole(options);
        o.threads = 1;
        const Simulation one = simulate(sde, o);
        for (const int threads : {2, 3, 8}) {
            o.threads = threads;
            expect_same(simulate(sde, o), one);
        }
    }
}

TEST(Determinism, BlockSizesChangeNothing) {
    for (const auto& [name, sde, options] : cases()) {
        SCOPED_TRACE(name);
        SimulateOptions o = whole(options);
        const Simulation chosen = simulate(sde, o);
        for (const int block_size : {1, 7, 64, 128, 1000}) {
            SCOPED_TRACE(block_size);
            o.block_size = block_size;
            expect_same(simulate(sde, o), chosen);
        }
    }
}

TEST(Determinism, InstructionSetsChangeNothing) {
    for (const auto& [name, sde, options] : cases()) {
        SCOPED_TRACE(name);
        SimulateOptions o = whole(options);
        const Simulation active = simulate(sde, o);
        for (const Isa isa : built_isas()) {
            if (!supported(isa)) continue;
            SCOPED_TRACE(fokker::name(isa));
            o.isa = isa;
            expect_same(simulate(sde, o), active);
        }
    }
}

TEST(Determinism, WhatIsSavedChangesNothing) {
    for (const auto& [name, sde, options] : cases()) {
        SCOPED_TRACE(name);
        SimulateOptions o = whole(options);
        const Simulation all = simulate(sde, o);
        const double middle = options.times[options.times.size() / 2];
        for (const Save& save : {final_state(), every(3), every(1000), at({middle, options.times[1]})}) {
            o.save = save;
            const Simulation some = simulate(sde, o);
            ASSERT_EQ(some.failures.size(), all.failures.size());
            for (std::size_t k = 0; k < some.times.size(); ++k) {
                const auto same =
                    static_cast<std::size_t>(std::ranges::find(all.times, some.times[k]) - all.times.begin());
                for (std::size_t p = 0; p < options.particles; ++p)
                    EXPECT_EQ(bits(some.state(p, k)), bits(all.state(p, same)));
            }
            o.save.states = false;
            const Simulation summaries = simulate(sde, o);
            EXPECT_TRUE(summaries.states().empty());
            EXPECT_EQ(bits(summaries.summaries->mean), bits(some.summaries->mean));
            EXPECT_EQ(bits(summaries.summaries->covariance), bits(some.summaries->covariance));
        }
    }
}

TEST(Determinism, AParticleDoesNotDependOnHowManyThereAre) {
    for (auto [name, sde, options] : cases()) {
        SCOPED_TRACE(name);
        if (std::holds_alternative<OnLine>(options.start)) options.start = AtPoint{{1.5}};
        options.save = every(3);
        options.particles = 1000;
        const Simulation many = simulate(sde, options);
        options.particles = 10;
        const Simulation few = simulate(sde, options);
        EXPECT_EQ(bits(few.states()), bits(many.states().first(few.states().size())));
    }
}

TEST(Determinism, OrdinaryEquationsObeyToo) {
    const Ode equation = ode("[x2*cos(t), -sin(x1)]", 2);
    SimulateOptions o = {.start = Gaussian::isotropic(2, 1.0), .particles = 150, .times = steps(0.05, 70), .seed = 1};
    o.save = everything();
    const Simulation first = simulate(equation, o);
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        for (const int block_size : {1, 7, 128}) {
            o.isa = isa;
            o.block_size = block_size;
            o.threads = 3;
            expect_same(simulate(equation, o), first);
        }
    }
}

TEST(Determinism, SeedsAndStreamsGiveOtherRuns) {
    SimulateOptions o = {.particles = 2, .times = steps(0.1, 3)};
    const Sde process = BrownianMotion{};
    const Simulation first = simulate(process, o);
    EXPECT_EQ(bits(simulate(process, o).states()), bits(first.states()));
    o.seed = 1;
    EXPECT_NE(bits(simulate(process, o).states()), bits(first.states()));
    o.seed = 0;
    o.stream = 1;
    EXPECT_NE(bits(simulate(process, o).states()), bits(first.states()));
}

// The main job made short. The constants are what the first machine gave; another compiler, processor or library that
// changes a bit anywhere between the text and the final states shows itself here. A change of the arithmetic on purpose
// changes them too: then put in the new ones, after the tests of the laws have passed.
TEST(Determinism, AShortMainJobHasTheBitsThatItAlwaysHad) {
    const Density target = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
    const Simulation run = simulate(
        langevin(target, {.sigma = 10}),
        {.start = Gaussian::isotropic(2, 20.0), .particles = 1000, .times = linspace(0, 0.5, 301), .seed = 42});
    EXPECT_EQ(test::fnv(sample(Gaussian::isotropic(2, 20.0), 1000, {.seed = 42}).values), 4995251465267335917U);
    EXPECT_EQ(test::fnv(run.states()), 2160041747463452049U);
}

}  // namespace
}  // namespace fokker
