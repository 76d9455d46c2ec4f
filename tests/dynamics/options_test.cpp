#include "fokker/dynamics/options.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/density/gaussian.hpp"
#include "tests/density/checks.hpp"

namespace fokker {
namespace {

const std::vector<double> kTimes = {0, 0.1, 0.3, 0.6, 1.0};

std::vector<std::size_t> kept(const Save& save) {
    return kept_times(save, kTimes);
}

TEST(Linspace, HoldsBothEndsAndEvenSteps) {
    EXPECT_EQ(linspace(0, 1, 5), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
    EXPECT_EQ(linspace(-50, 50, 2), (std::vector{-50.0, 50.0}));
    const std::vector<double> times = linspace(0, 0.3, 4);
    EXPECT_EQ(times.front(), 0);
    EXPECT_EQ(times.back(), 0.3);
}

TEST(Steps, CountFromZero) {
    EXPECT_EQ(steps(0.5, 3), (std::vector<double>{0, 0.5, 1, 1.5}));
}

TEST(KeptTimes, AreTheLastAllOrEveryFewWithTheLast) {
    using Indices = std::vector<std::size_t>;
    EXPECT_EQ(kept(final_state()), Indices{4});
    EXPECT_EQ(kept(everything()), (Indices{0, 1, 2, 3, 4}));
    EXPECT_EQ(kept(every(1)), (Indices{0, 1, 2, 3, 4}));
    EXPECT_EQ(kept(every(2)), (Indices{0, 2, 4}));
    EXPECT_EQ(kept(every(3)), (Indices{0, 3, 4}));
    EXPECT_EQ(kept(every(100)), (Indices{0, 4}));
}

TEST(KeptTimes, AreSoManyEvenlySpacedWithBothEnds) {
    using Indices = std::vector<std::size_t>;
    EXPECT_EQ(kept(evenly(1)), Indices{4});
    EXPECT_EQ(kept(evenly(2)), (Indices{0, 4}));
    EXPECT_EQ(kept(evenly(3)), (Indices{0, 2, 4}));
    EXPECT_EQ(kept(evenly(4)), (Indices{0, 1, 2, 4}));
    EXPECT_EQ(kept(evenly(5)), (Indices{0, 1, 2, 3, 4}));
    EXPECT_EQ(kept(evenly(1000)), (Indices{0, 1, 2, 3, 4}));
}

TEST(KeptTimes, AreTheNearestOfTheRun) {
    using Indices = std::vector<std::size_t>;
    EXPECT_EQ(kept(at({0, 1})), (Indices{0, 4}));
    EXPECT_EQ(kept(at({0.21})), Indices{2});
    EXPECT_EQ(kept(at({0.19})), Indices{1});
    EXPECT_EQ(kept(at({0.9, 0.31, 0.29, 0.3})), (Indices{2, 4}));
}

TEST(SimulateOptions, SayWhatIsWrong) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Sde process = OrnsteinUhlenbeck{.dim = 2};
    const auto with = [&](auto change) {
        return [&process, change] {
            SimulateOptions options{.start = AtPoint{{0.0}}, .particles = 2, .times = {0, 1}};
            change(options);
            simulate(process, options);
        };
    };
    using O = SimulateOptions;
    test::expect_errors({
        {"start: the point has 3 numbers; the equation has 2 components",
         with([](O& o) { o.start = AtPoint{{1, 2, 3}}; })},
        {"start: the points have 1 components; the equation has 2 components",
         with([](O& o) { o.start = Points{1, {1, 2}}; })},
        {"start: 3 points for 2 particles; give as many, or leave the number of particles out",
         with([](O& o) { o.start = Points{2, {1, 2, 3, 4, 5, 6}}; })},
        {"start: the density has 3 components; the equation has 2 components",
         with([](O& o) { o.start = Gaussian::isotropic(3, 1.0); })},
        {"start: density given by its energy cannot be sampled exactly; start from a Gaussian or from points",
         with([](O& o) { o.start = from_energy("sum(x^4)", 2); })},
        {"times: at least two are needed, the start and the end", with([](O& o) { o.times = {0}; })},
        {"times: at least two are needed, the start and the end", with([](O& o) { o.times = {}; })},
        {"times: number 2 is not finite", with([nan](O& o) { o.times = {0, nan, 1}; })},
        {"times: number 3 (0.5) is not later than the one before (1)", with([](O& o) { o.times = {0, 1, 0.5}; })},
        {"times: number 2 (0) is not later than the one before (0)", with([](O& o) { o.times = {0, 0}; })},
        {"particles: at least 1 is needed", with([](O& o) { o.particles = 0; })},
        {"particles: at most 2^32 - 1", with([](O& o) { o.particles = std::size_t{1} << 32; })},
        {"threads: 0 (all processors) or more", with([](O& o) { o.threads = -1; })},
        {"block_size: 0 (chosen) or more", with([](O& o) { o.block_size = -1; })},
        {"save: neither states nor summaries are kept: the run would have no result",
         with([](O& o) { o.save.states = false; })},
        {"save: every 0 steps; at least every 1", with([](O& o) { o.save = every(0); })},
        {"save: 0 times; at least 1", with([](O& o) { o.save = evenly(0); })},
        {"save: no times are given", with([](O& o) { o.save = at({}); })},
        {"save: time 2 is outside the run, 0 to 1", with([](O& o) { o.save = at({0.5, 2}); })},
        {"summaries: the number of bins is negative", with([](O& o) { o.summaries = SummaryOptions{-1, 0, 1}; })},
        {"summaries: the histogram needs a range from < to, both finite",
         with([](O& o) { o.summaries = SummaryOptions{10, 1, 1}; })},
        {"summaries: the histogram needs a range from < to, both finite",
         with([nan](O& o) { o.summaries = SummaryOptions{10, 0, nan}; })},
        {"scheme rk4 is not for a stochastic equation; use one of euler-maruyama, milstein",
         with([](O& o) { o.scheme = &kRk4; })},
        {"scheme milstein is not for an ordinary equation; use one of euler, heun, rk4",
         [] { simulate(ode("-x", 1), {.times = {0, 1}, .scheme = &kMilstein}); }},
        {"linspace: at least two numbers are needed", [] { linspace(0, 1, 1); }},
    });
}

}  // namespace
}  // namespace fokker
