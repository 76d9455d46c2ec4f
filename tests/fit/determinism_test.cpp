// The same fit has the same bits, whatever the threads and the instruction set.
#include <gtest/gtest.h>

#include "fokker/fit/fit.hpp"
#include "tests/dynamics/bits.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

struct Case {
    FitTarget target;
    Objective objective;
    FitOptions options;
};

std::vector<Case> cases() {
    const Density target = test::published_target();
    const Points data = sample(target, 3001, {.seed = 4});
    return {{target, MaximumLikelihood{}, {.iterations = 20, .restarts = 4, .noise_every = 7}},
            {target, ReverseKl{Gradient::control_variate}, {.iterations = 10, .samples = 4000, .restarts = 1}},
            {target, ReverseKl{}, {.iterations = 5, .samples = 3000, .clip = 1, .restarts = 2, .seed = 3}},
            {target, FisherDivergence{}, {.optimiser = Sgd{.momentum = 0.5}, .iterations = 10, .restarts = 2}},
            {data, MaximumLikelihood{}, {.optimiser = Lbfgs{}, .iterations = 10, .restarts = 2}},
            {data, MaximumLikelihood{}, {.iterations = 10, .restarts = 2, .keep_every = 3}},  // em
            {data, ScoreMatching{}, {.iterations = 10, .samples = 100, .restarts = 2, .stream = 9}}};
}

std::vector<std::uint64_t> bits_of(const Fit& fit) {
    std::vector<std::uint64_t> all{fit.best};
    const auto add = [&all](std::span<const double> values) {
        for (const std::uint64_t b : test::bits(values)) all.push_back(b);
    };
    for (const FitRestart& r : fit.restarts) {
        add(r.theta), add(r.losses), add(r.loss_errors), add(r.kept), add(std::array{r.loss, r.loss_error});
        for (const GradientNoise& n : r.gradient_noise) add(std::array{n.variance, n.squared_length});
    }
    return all;
}

TEST(Fit, HasTheSameBitsWhateverTheThreadsAndTheInstructionSet) {
    const Family family = MixtureFamily{.components = 3, .dim = 2};
    for (const Case& c : cases()) {
        FitOptions options = c.options;
        options.evaluation_samples = 5000;
        std::optional<std::vector<std::uint64_t>> first;
        for (const Isa isa : built_isas()) {
            if (!supported(isa)) continue;
            for (const int threads : {1, 2, 3, 8}) {
                options.isa = isa;
                options.threads = threads;
                const Fit found = fit(c.target, family, c.objective, options);
                const auto bits = bits_of(found);
                if (!first) first = bits;
                EXPECT_EQ(bits, *first) << found.objective << ", " << name(isa) << ", " << threads << " threads";
            }
        }
    }
}

TEST(Fit, IsAnotherWithAnotherSeedOrStream) {
    const Family family = MixtureFamily{.components = 2, .dim = 2};
    const auto run = [&](std::uint64_t seed, std::uint32_t stream) {
        return bits_of(fit(test::published_target(), family, ReverseKl{},
                           {.iterations = 3, .restarts = 1, .seed = seed, .stream = stream}));
    };
    EXPECT_NE(run(1, 0), run(2, 0));
    EXPECT_NE(run(1, 0), run(1, 1));
}

}  // namespace
}  // namespace fokker
