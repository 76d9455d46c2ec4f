#include "fokker/sample/trajectory_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kDims[] = {1, 2, 7, 8, 9, 50};

// Numbers between -1 and 1, then zeros.
std::vector<double> numbers(std::size_t dim, std::uint32_t which) {
    std::vector<double> values(padded(dim), 0.0);
    for (std::size_t j = 0; j < dim; ++j)
        values[j] = 2 * uniform(5, 0, Purpose::data, which, 0, static_cast<std::uint32_t>(j)) - 1;
    return values;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
    return sum;
}

template <class Check>
void for_kernels(const Check& check) {
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        for (const std::size_t dim : kDims) check(trajectory_kernels(isa), dim);
    }
}

TEST(TrajectoryKernels, ALeapfrogStepIsTheOneOnPaperToTheBit) {
    for_kernels([](const TrajectoryKernels& kernels, std::size_t dim) {
        const double h = 0.3;
        const auto scale = numbers(dim, 1), x = numbers(dim, 2), before = numbers(dim, 3), v = numbers(dim, 4),
                   after = numbers(dim, 5);
        std::vector<double> x_next(padded(dim)), velocity(padded(dim));
        kernels.leave(padded(dim), h, scale.data(), x.data(), before.data(), v.data(), x_next.data(), velocity.data());
        const std::vector<double> middle = velocity;
        const double energy = kernels.land(padded(dim), h, scale.data(), after.data(), velocity.data());
        for (std::size_t j = 0; j < padded(dim); ++j) {
            EXPECT_EQ(middle[j], v[j] + 0.5 * h * (scale[j] * before[j]));
            EXPECT_EQ(x_next[j], x[j] + h * (scale[j] * middle[j]));
            EXPECT_EQ(velocity[j], middle[j] + 0.5 * h * (scale[j] * after[j]));
        }
        EXPECT_NEAR(energy, dot(velocity, velocity) / 2, 1e-14 * static_cast<double>(dim));
        EXPECT_EQ(energy, kernels.kinetic(padded(dim), velocity.data()));
    });
}

TEST(TrajectoryKernels, SumsHaveTheSameBitsWithEveryInstructionSet) {
    for (const std::size_t dim : kDims) {
        const auto v = numbers(dim, 1);
        const double reference = trajectory_kernels(built_isas()[0]).kinetic(padded(dim), v.data());
        for_kernels([&](const TrajectoryKernels& kernels, std::size_t d) {
            if (d == dim) EXPECT_EQ(kernels.kinetic(padded(dim), v.data()), reference);
        });
    }
}

// By random velocities that go forward on the whole.
TEST(TrajectoryKernels, ATrajectoryIsStraightWhereNoEndMovesBack) {
    for_kernels([](const TrajectoryKernels& kernels, std::size_t dim) {
        int straight = 0;
        constexpr int kTries = 300;
        for (std::uint32_t k = 0; k < kTries; ++k) {
            std::vector<double> v[6];
            for (std::uint32_t i = 0; i < 6; ++i) {
                v[i] = numbers(dim, 6 * k + i);
                v[i][0] += 1;  // forward, on the whole
            }
            const Join join{v[0].data(), v[1].data(), v[2].data(), v[3].data(), v[4].data(), v[5].data()};
            std::vector<double> sum(padded(dim)), with_b(padded(dim)), with_a(padded(dim)), rho(padded(dim));
            for (std::size_t j = 0; j < dim; ++j) {
                sum[j] = v[4][j] + v[5][j];
                with_b[j] = v[4][j] + v[2][j];
                with_a[j] = v[5][j] + v[1][j];
            }
            const bool ends = dot(v[0], sum) > 0 && dot(v[3], sum) > 0;
            const bool across =
                dot(v[0], with_b) > 0 && dot(v[2], with_b) > 0 && dot(v[1], with_a) > 0 && dot(v[3], with_a) > 0;
            EXPECT_EQ(kernels.straight(padded(dim), join, false, rho.data()), ends);
            EXPECT_EQ(rho, sum);
            EXPECT_EQ(kernels.straight(padded(dim), join, true, rho.data()), ends && across);
            straight += ends && across ? 1 : 0;
        }
        EXPECT_GT(straight, 0);
        if (dim > 1) EXPECT_LT(straight, kTries);
    });
}

TEST(TrajectoryKernels, NothingThatIsNaNIsStraight) {
    for_kernels([](const TrajectoryKernels& kernels, std::size_t dim) {
        std::vector<double> v(padded(dim), 1.0), bad = v, rho(padded(dim));
        bad[0] = std::nan("");
        const Join join{v.data(), v.data(), v.data(), bad.data(), v.data(), v.data()};
        EXPECT_FALSE(kernels.straight(padded(dim), join, false, rho.data()));
    });
}

TEST(TrajectoryKernels, WeightsAreExponentials) {
    for_kernels([](const TrajectoryKernels& kernels, std::size_t) {
        for (const double log_ratio : {-900.0, -3.5, 0.0, 1e-9, 2.0, 400.0}) {
            double e[2];
            kernels.exponentials(log_ratio, 1.5, e);
            EXPECT_NEAR(e[0], std::exp(-std::fabs(log_ratio)), 4.5e-16 * e[0]);
            EXPECT_NEAR(e[1], std::exp(log_ratio - 1.5), 4.5e-16 * e[1]);
        }
    });
}

}  // namespace
}  // namespace fokker
