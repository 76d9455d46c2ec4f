#include "fokker/dynamics/simulate.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "fokker/density/gaussian.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/random/fill.hpp"
#include "tests/dynamics/bits.hpp"

namespace fokker {
namespace {

using test::bits;

// ---- where particles start -----------------------------------------------------------------------------------

// The start is the first kept time.
std::vector<double> starts(const Start& start, int dim, std::size_t particles) {
    const Simulation run =
        simulate(BrownianMotion{.dim = dim},
                 {.start = start, .particles = particles, .times = {0, 1}, .save = at({0}), .seed = 9, .stream = 2});
    return {run.states().begin(), run.states().end()};
}

TEST(Start, AtAPointAllParticlesStandThere) {
    EXPECT_EQ(starts(AtPoint{{1, 2}}, 2, 3), (std::vector<double>{1, 2, 1, 2, 1, 2}));
    EXPECT_EQ(starts(AtPoint{{5}}, 2, 2), (std::vector<double>{5, 5, 5, 5}));
}

TEST(Start, OnALineParticlesStandEvenlyFromEndToEnd) {
    EXPECT_EQ(starts(OnLine{-50, 50}, 1, 5), (std::vector<double>{-50, -25, 0, 25, 50}));
    EXPECT_EQ(starts(OnLine{-1, 1}, 2, 3), (std::vector<double>{-1, -1, 0, 0, 1, 1}));
    EXPECT_EQ(starts(OnLine{-1, 1}, 1, 1), std::vector<double>{-1});
    const std::vector<double> many = starts(OnLine{0.1, 0.7}, 1, 1000);
    EXPECT_EQ(many.front(), 0.1);
    EXPECT_NEAR(many.back(), 0.7, 2e-16);
}

TEST(Start, FromADensityParticlesAreItsDraws) {
    const Density density = Gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
    EXPECT_EQ(bits(starts(density, 2, 300)), bits(sample(density, 300, {.seed = 9, .stream = 2}).values));
}

TEST(Start, FromPointsTheNumberOfParticlesMayBeLeftOut) {
    EXPECT_EQ(starts(Points{2, {1, 2, 3, 4}}, 2, 0), (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(starts(Points{2, {1, 2, 3, 4}}, 2, 2), (std::vector<double>{1, 2, 3, 4}));
}

// ---- steps ---------------------------------------------------------------------------------------------------

TEST(Simulate, EveryStepUsesItsOwnTimeStepSizeAndNormals) {
    const std::vector<double> times = {0.5, 0.75, 1.75, 2.0};
    const Simulation run = simulate(
        sde("[t, -1]", "[2, t]", 2),
        {.start = AtPoint{{1, 2}}, .particles = 5, .times = times, .save = everything(), .seed = 11, .stream = 3});
    for (std::uint32_t p = 0; p < 5; ++p) {
        double x1 = 1, x2 = 2;
        for (std::size_t k = 0; k < 3; ++k) {
            const double t = times[k], h = times[k + 1] - t;
            x1 += t * h + 2 * std::sqrt(h) * normal(11, 3, Purpose::dynamics, p, k, 0);
            x2 += -h + t * std::sqrt(h) * normal(11, 3, Purpose::dynamics, p, k, 1);
            EXPECT_NEAR(run.state(p, k + 1)[0], x1, 1e-15 * 10);
            EXPECT_NEAR(run.state(p, k + 1)[1], x2, 1e-15 * 10);
        }
    }
}

TEST(Simulate, TheResultSaysWhatItHolds) {
    const Simulation run =
        simulate(BrownianMotion{.dim = 3}, {.particles = 7, .times = steps(0.1, 10), .save = every(4)});
    EXPECT_EQ(run.dim, 3);
    EXPECT_EQ(run.times, (std::vector{0.0, 0.1 * 4, 0.1 * 8, 0.1 * 10}));
    EXPECT_EQ(run.particles, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(run.states().size(), 7U * 4 * 3);
    EXPECT_EQ(run.particles_wanted, 7U);
    EXPECT_EQ(run.step_count, 10U);
    EXPECT_FALSE(run.stopped);
    EXPECT_TRUE(run.failures.empty());
    EXPECT_EQ(run.failure_cause, "");
    EXPECT_FALSE(run.summaries);
    const Points points = run.at_time(2);
    EXPECT_EQ(points.count(), 7U);
    for (std::size_t p = 0; p < 7; ++p) EXPECT_EQ(bits(points[p]), bits(run.state(p, 2)));
}

TEST(Simulate, WithoutASchemeItTakesEulerMaruyamaOrRk4) {
    const SimulateOptions options{.start = AtPoint{{1}}, .times = {0, 0.5}};
    EXPECT_NEAR(simulate(ode("-x", 1), options).states()[0], 1 - 0.5 + 0.125 - 0.125 / 6 + 0.0625 / 24, 2e-16);
    SimulateOptions named = options;
    named.scheme = &kEulerMaruyama;
    const Sde process = sde("-x", "x", 1);
    EXPECT_EQ(bits(simulate(process, options).states()), bits(simulate(process, named).states()));
}

TEST(OneStep, IsTheUpdateAsAFormula) {
    EXPECT_EQ(to_text(one_step(OrnsteinUhlenbeck{}, kEulerMaruyama)), "x + -theta*x*h + sigma*sqrt(h)*z");
    EXPECT_EQ(to_text(one_step(ode("sin(t)*x", 1), kEuler)), "x + sin(t)*x*h");
}

// ---- failures ------------------------------------------------------------------------------------------------

// The first step after which a path is not finite, taken one by one in plain C++: as in programs, what does not depend
// on the particle is multiplied first, and a product is added without a rounding (and an overflow) of its own.
std::size_t replayed_failure(double theta, double sigma, double h, double x, std::uint32_t particle,
                             std::size_t steps) {
    for (std::size_t k = 0; k < steps; ++k) {
        x = std::fma(-theta * h, x, x);
        x = std::fma(sigma * std::sqrt(h), normal(5, 0, Purpose::dynamics, particle, k, 0), x);
        if (!std::isfinite(x)) return k + 1;
    }
    return 0;
}

TEST(Failures, ADivergingPathIsReportedWithItsStepTimeAndCause) {
    constexpr std::size_t kParticles = 150, kSteps = 2000;
    const double theta = 25, sigma = 1, h = 0.125;  // theta h = 3.125 > 2: |x| grows 2.125 times a step
    const Simulation run = simulate(
        OrnsteinUhlenbeck{.theta = theta, .sigma = sigma},
        {.start = OnLine{-50, 50}, .particles = kParticles, .times = steps(h, kSteps), .save = every(100), .seed = 5});
    ASSERT_EQ(run.failures.size(), kParticles);
    for (std::uint32_t p = 0; p < kParticles; ++p) {
        const Failure& failure = run.failures[p];
        EXPECT_EQ(failure.particle, p);
        EXPECT_EQ(failure.step, replayed_failure(theta, sigma, h, -50 + 100.0 * p / (kParticles - 1), p, kSteps));
        EXPECT_EQ(failure.time, h * static_cast<double>(failure.step));
        for (std::size_t k = 0; k < run.times.size(); ++k)
            EXPECT_EQ(std::isnan(run.state(p, k)[0]), run.times[k] >= failure.time);
    }
    EXPECT_EQ(run.failure_cause,
              "euler-maruyama needs h < 2/theta = 0.08 for a drift of -theta x with theta = 25; got h = 0.125");
}

// Of particles side by side some go, at different steps, and the others stay as they would have been alone.
TEST(Failures, AParticleThatLeavesDoesNotDisturbItsNeighbours) {
    const Ode equation = ode("x^3", 1);
    const SimulateOptions options{.start = OnLine{-1.5, 1.5},
                                  .particles = 100,
                                  .times = steps(0.05, 20),
                                  .scheme = &kEuler,
                                  .save = everything()};
    const Simulation run = simulate(equation, options);
    std::size_t failures = 0;
    for (std::uint32_t p = 0; p < 100; ++p) {
        double x = -1.5 + 3 * (static_cast<double>(p) / 99);
        std::size_t failed = 0;
        for (std::size_t k = 1; k <= 20; ++k) {
            x += x * x * x * 0.05;
            if (!std::isfinite(x) && failed == 0) failed = k;
            if (failed != 0) {
                EXPECT_TRUE(std::isnan(run.state(p, k)[0]));
            } else {
                EXPECT_NEAR(run.state(p, k)[0], x, 1e-12 * std::fabs(x) * std::pow(3, static_cast<double>(k)));
            }
        }
        if (failed == 0) continue;
        ASSERT_LT(failures, run.failures.size());
        EXPECT_EQ(run.failures[failures].particle, p);
        EXPECT_EQ(run.failures[failures].step, failed);
        ++failures;
    }
    EXPECT_EQ(failures, run.failures.size());
    EXPECT_GT(failures, 0U);
    EXPECT_LT(failures, 100U);
    EXPECT_EQ(run.failure_cause, "");
}

TEST(Failures, AStartThatIsNotFiniteFailsAtStepZero) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Simulation run =
        simulate(BrownianMotion{},
                 {.start = Points{1, {0, nan, 1, HUGE_VAL}}, .particles = 0, .times = {2, 3}, .save = everything()});
    ASSERT_EQ(run.failures.size(), 2U);
    EXPECT_EQ(run.failures[0].particle, 1U);
    EXPECT_EQ(run.failures[0].step, 0U);
    EXPECT_EQ(run.failures[0].time, 2);
    EXPECT_EQ(run.failures[1].particle, 3U);
    EXPECT_TRUE(std::isnan(run.state(3, 0)[0]));
    EXPECT_TRUE(std::isnan(run.state(3, 1)[0]));
    EXPECT_TRUE(std::isfinite(run.state(2, 1)[0]));
}

TEST(Failures, OneComponentIsEnough) {
    const Simulation run =
        simulate(ode("[1, x2^2]", 2), {.start = AtPoint{{0, 1e200}}, .times = {0, 1, 2}, .save = everything()});
    ASSERT_EQ(run.failures.size(), 1U);
    EXPECT_EQ(run.failures[0].step, 1U);
    EXPECT_TRUE(std::isnan(run.state(0, 1)[0]));
    EXPECT_EQ(run.state(0, 0)[1], 1e200);
}

// ---- progress ------------------------------------------------------------------------------------------------

const SimulateOptions kLongRun{.particles = 20'000, .times = steps(0.001, 1000), .save = every(250), .seed = 3};

// Seconds of work, so that a watcher comes to stop it however busy the machine is. Particles are those of kLongRun.
SimulateOptions much_longer_run(Progress& progress) {
    SimulateOptions options = kLongRun;
    options.particles = 2'000'000;
    options.progress = &progress;
    options.threads = 2;
    return options;
}

TEST(Progress, CountsEveryParticleStep) {
    Progress progress;
    SimulateOptions options = kLongRun;
    options.particles = 300;
    options.progress = &progress;
    simulate(OrnsteinUhlenbeck{}, options);
    EXPECT_EQ(progress.done.load(), 300U * 1000);
}

TEST(Progress, ARunThatIsStoppedKeepsTheParticlesThatAreComplete) {
    const Sde process = OrnsteinUhlenbeck{};
    const Simulation whole = simulate(process, kLongRun);
    Progress progress;
    const SimulateOptions options = much_longer_run(progress);
    std::thread watcher([&] {
        while (progress.done.load() < 4'000'000) std::this_thread::sleep_for(std::chrono::microseconds(50));
        progress.stop = true;
    });
    const Simulation part = simulate(process, options);
    watcher.join();
    EXPECT_TRUE(part.stopped);
    EXPECT_EQ(part.particles_wanted, 2'000'000U);
    ASSERT_GT(part.particles.size(), 0U);
    ASSERT_LT(part.particles.size(), 2'000'000U);
    ASSERT_EQ(part.states().size(), part.particles.size() * part.times.size());
    for (std::size_t i = 0; i < part.particles.size(); ++i) {
        if (part.particles[i] >= whole.particles.size()) continue;
        for (std::size_t k = 0; k < part.times.size(); ++k)
            ASSERT_EQ(bits(part.state(i, k)), bits(whole.state(part.particles[i], k)));
    }
}

TEST(Progress, ARunThatIsStoppedBeforeItBeginsIsEmpty) {
    Progress progress;
    progress.stop = true;
    SimulateOptions options = kLongRun;
    options.progress = &progress;
    options.summaries = SummaryOptions{};
    const Simulation run = simulate(OrnsteinUhlenbeck{}, options);
    EXPECT_TRUE(run.stopped);
    EXPECT_TRUE(run.particles.empty());
    EXPECT_TRUE(run.states().empty());
    EXPECT_EQ(run.summaries->count[0], 0U);
}

// The summaries of a run that was stopped are about the very particles that its states hold.
TEST(Progress, ARunThatIsStoppedSummarisesTheParticlesThatItKeeps) {
    Progress progress;
    SimulateOptions options = much_longer_run(progress);
    options.summaries = SummaryOptions{};
    std::thread watcher([&] {
        while (progress.done.load() < 4'000'000) std::this_thread::sleep_for(std::chrono::microseconds(50));
        progress.stop = true;
    });
    const Simulation run = simulate(OrnsteinUhlenbeck{}, options);
    watcher.join();
    ASSERT_TRUE(run.stopped);
    EXPECT_EQ(run.summaries->count.back(), run.particles.size());
    long double mean = 0;
    for (std::size_t i = 0; i < run.particles.size(); ++i)
        mean += run.state(i, run.times.size() - 1)[0] / static_cast<long double>(run.particles.size());
    EXPECT_NEAR(run.summaries->mean.back(), static_cast<double>(mean), 1e-12);
}

}  // namespace
}  // namespace fokker
