#include "fokker/fit/loss_sums.hpp"

#include <gtest/gtest.h>

#include "fokker/density/gaussian.hpp"
#include "fokker/dynamics/workers.hpp"
#include "tests/dynamics/bits.hpp"
#include "tests/fit/families.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

constexpr SumPower kPowers[] = {{0, 1}, {1, 1}, {0, 2}, {2, 2}};

std::vector<double> sums_of(const LossProgram& program, const SampleSource& source, std::span<const double> shared,
                            std::size_t count, int threads, int lanes) {
    LossSums sums(program, kPowers, source, count, threads, lanes);
    run_workers(threads, [&](int worker) {
        if (worker == 0) sums.run(shared, 9, count);
    });
    std::vector<double> all{sums.value(), sums.squared_deviations()};
    for (std::size_t k = 0; k < std::size(kPowers); ++k)
        all.insert(all.end(), sums.slopes(k).begin(), sums.slopes(k).end());
    return all;
}

TEST(LossSums, HaveTheSameBitsWhateverGoesSideBySideAndOnHowManyThreads) {
    const Family family = MixtureFamily{.components = 3, .dim = 2};
    const FitTarget density = test::published_target();
    const FitTarget data = sample(std::get<Density>(density), 5003, {.seed = 8});
    for (const auto& [target, objective] :
         {std::pair(density, Objective(MaximumLikelihood{})), std::pair(data, Objective(MaximumLikelihood{})),
          std::pair(density, Objective(ReverseKl{Gradient::score_function}))}) {
        const Loss loss = make_loss(target, family, objective);
        for (const bool resampled : {false, true}) {
            const auto* points = std::get_if<Points>(&target);
            std::vector<std::vector<std::uint64_t>> seen;
            for (const Isa isa : built_isas()) {
                if (!supported(isa)) continue;
                const LossProgram program(loss, family, ByWhat::shared, isa);
                std::vector<double> shared(program.shared_size());
                UniformProgram::Runner(program.shared).run(test::some_theta(family), shared);
                const SampleSource source{.density = std::get_if<Density>(&target),
                                          .data = points,
                                          .resampled = resampled && points != nullptr,
                                          .seed = 4,
                                          .stream = 2,
                                          .isa = isa};
                for (const auto& [threads, lanes] : {std::pair(1, 128), std::pair(1, 8), std::pair(1, 40),
                                                     std::pair(2, 64), std::pair(3, 0), std::pair(8, 16)})
                    seen.push_back(test::bits(sums_of(program, source, shared, 5003, threads, lanes)));
            }
            for (const auto& bits : seen) EXPECT_EQ(bits, seen[0]) << loss.name;
        }
    }
}

// f = x^2 / 2 + log(2 pi) / 2 for N(0, 1), of the rows 1, 2, 3.
TEST(LossSums, OfDataAreOverItsRows) {
    const FitTarget target = Points{1, {1, 2, 3}};
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const Loss loss = make_loss(target, family, MaximumLikelihood{});
    const LossProgram program(loss, family, ByWhat::each, active_isa());
    const auto sums = sums_of(program, {.data = &std::get<Points>(target)}, std::vector{0.0, 0.0}, 3, 1, 8);
    const double half_log_2pi = 0.9189385332046727;
    EXPECT_NEAR(sums[0], 7 + 3 * half_log_2pi, 1e-14);
    EXPECT_NEAR(sums[2], -6, 1e-14);      // d / d mean = -x
    EXPECT_NEAR(sums[3], 3 - 14, 1e-14);  // d / d log sd = 1 - x^2
    EXPECT_NEAR(sums[6], 14, 1e-14);
    EXPECT_NEAR(sums[7], 0 + 9 + 64, 1e-13);
}

// Rows are chosen with replacement, all alike: the mean of 100,000 choices from 1 ... 4 is 2.5 with error 1.118 / 316;
// 4.5 of these, false alarms 7e-6.
TEST(LossSums, OfResampledDataTakeEveryRowAlike) {
    const FitTarget target = Points{1, {1, 2, 3, 4}};
    const Family family = MeanFieldGaussianFamily{.dim = 1};
    const LossProgram program(make_loss(target, family, MaximumLikelihood{}), family, ByWhat::each, active_isa());
    const SampleSource source{.data = &std::get<Points>(target), .resampled = true, .seed = 3};
    const auto sums = sums_of(program, source, std::vector{0.0, 0.0}, 100'000, 1, 0);
    EXPECT_NEAR(-sums[2] / 100'000, 2.5, 4.5 * 1.118 / 316.2);
}

}  // namespace
}  // namespace fokker
