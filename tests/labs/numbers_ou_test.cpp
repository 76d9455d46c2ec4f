// Brownian motion and Ornstein-Uhlenbeck: the numbers of whole labs against laws that are known exactly.
//
// Every |z| is held below 4.5, which one true number in 150,000 exceeds; 47 numbers, so one seed in 3,100 would fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/cli/job.hpp"
#include "fokker/cli/labs.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"
#include "tests/density/statistics.hpp"
#include "tests/labs/runs.hpp"

namespace fokker::labs {
namespace {

using nlohmann::json;
using test::kLargestKs, test::kLargestZ;

// The variance of n Gaussian numbers has the standard error variance * sqrt(2 / (n - 1)).
double z_of_variance(const std::vector<double>& samples, double expected) {
    const double error = expected * std::sqrt(2.0 / static_cast<double>(samples.size() - 1));
    return (test::variance(samples) - expected) / error;
}

TEST(BrownianLab, VarianceOfTheEndPointsIsSigmaSquaredTimesTime) {
    const LabRun lab("brownian", {"simulate.particles=20000", "simulate.times.count=101", "figure=[]"});
    ASSERT_EQ(lab.runs(), 11U);
    for (std::size_t i = 0; i < 11; ++i) {
        const double sigma = std::exp(static_cast<double>(i) - 5);
        EXPECT_LT(std::fabs(z_of_variance(lab.end_of_run(i), 20 * sigma * sigma)), kLargestZ) << "sigma = " << sigma;
    }
}

// As published. A step takes x to r x + sigma sqrt(h) z with r = 1 - theta h, so after n steps the noise has left
// sigma^2 h (1 - r^2n) / (1 - r^2), and r^n x0 is nothing.
TEST(OuLab, AllVariancesAreThoseOfEulerMaruyamaAndZeroNoiseIsZero) {
    const LabRun lab("ou", {"figure=[]"});
    ASSERT_EQ(lab.runs(), 32U);
    const double h = 1000.0 / 9999;
    std::size_t still = 0;
    double sum = 0;  // of z: all 24 together see what one of 1000 paths cannot
    for (std::size_t i = 0; i < 31; ++i) {
        const json& variables = lab.run(i)["variables"];
        const double variance = variables["var"], r = 1 - variables["theta"].get<double>() * h;
        EXPECT_EQ(lab.run(i)["failures"]["count"], 0);
        const std::vector<double> end = lab.end_of_run(i);
        ASSERT_EQ(end.size(), 1000U);
        if (variance == 0) {
            ++still;
            for (const double x : end) ASSERT_LE(std::fabs(x), 50.001 * std::pow(std::fabs(r), 9999) + 1e-320);
        } else {
            const double discrete = variance * h / (1 - r * r);
            const double z = z_of_variance(end, discrete);
            EXPECT_LT(std::fabs(z), kLargestZ) << lab.run(i)["label"];
            sum += z;
            EXPECT_NEAR(lab.run(i)["final"]["references"][1]["covariance"][0][0].get<double>(), discrete,
                        1e-9 * discrete);
        }
    }
    EXPECT_EQ(still, 7U);
    EXPECT_LT(std::fabs(sum) / std::sqrt(24.0), kLargestZ);
}

// theta h = 10: x grows by -9 a step, from 50 beyond the largest double (1.8e308) in 322 steps.
TEST(OuLab, TheRunBeyondTheBoundSaysThatAllPathsDivergedWhenAndWhy) {
    const LabRun lab("ou", {"figure=[]"});
    const json& failures = lab.run(31)["failures"];
    EXPECT_EQ(failures["count"], 1000);
    EXPECT_NEAR(failures["first_time"].get<double>(), 322 * 1000.0 / 9999, 1e-9);
    EXPECT_NE(failures["cause"].get<std::string>().find("needs h < 2/theta = 0.02"), std::string::npos) << failures;
    EXPECT_TRUE(lab.run(31)["final"]["mean"][0].is_null());
}

// sqrt(n m / (n + m)) sup |F_n - G_m| of Kolmogorov and Smirnov; above 2.5 with probability 7.5e-6 where the laws
// agree.
double two_sample_ks(std::vector<double> a, std::vector<double> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
    double largest = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const double x = std::min(a[i], b[j]);
        while (i < a.size() && a[i] <= x) ++i;
        while (j < b.size() && b[j] <= x) ++j;
        largest = std::max(largest, std::fabs(static_cast<double>(i) / n - static_cast<double>(j) / m));
    }
    return largest * std::sqrt(n * m / (n + m));
}

// In the time t sigma^2 the scheme itself is one process for each D, step for step, so the samples have the same law at
// a tenth, at half and at the end of the run. 27 comparisons: one seed in 4,900 would fail.
TEST(OuScaledLab, TheThreeSigmasAgreeInLawAtEqualScaledTimeAndTheRowsDoNot) {
    const LabRun lab("ou-scaled", {"simulate.particles=20000", "simulate.save={every=111}"});
    ASSERT_EQ(lab.runs(), 9U);
    const std::size_t times = lab.run(0)["kept_times"].size();
    ASSERT_EQ(times, 10U);
    std::vector<std::vector<double>> states;
    for (std::size_t i = 0; i < 9; ++i) states.push_back(lab.states_of_run(i));
    const auto at = [&](std::size_t run, std::size_t time) {
        std::vector<double> samples;
        for (std::size_t p = time; p < states[run].size(); p += times) samples.push_back(states[run][p]);
        return samples;
    };
    for (const std::size_t time : {1U, 5U, 9U}) {
        for (std::size_t row = 0; row < 3; ++row) {
            for (const auto& [a, b] : {std::pair{0U, 1U}, {0U, 2U}, {1U, 2U}})
                EXPECT_LT(two_sample_ks(at(3 * row + a, time), at(3 * row + b, time)), kLargestKs) << row << time;
        }
        EXPECT_GT(two_sample_ks(at(0, time), at(3, time)), 4 * kLargestKs);
    }
}

// ---- Langevin dynamics of a Gaussian is Ornstein-Uhlenbeck ---------------------------------------------------------
TEST(LangevinIsOuLab, TheTwoDriftsAgreeOnAGrid) {
    const cli::Experiment all = cli::read_experiment((cli::labs_folder() / "langevin-is-ou.toml").string(), {});
    ASSERT_EQ(all.runs.size(), 2U);
    std::vector<double> grid;
    for (int i = -400; i <= 400; ++i) grid.push_back(0.05 * i);
    std::vector<std::vector<double>> drifts;
    for (const cli::Job& job : all.runs) {
        const Sde& sde = std::get<Sde>(job.process);
        drifts.push_back(evaluate(bind_parameters(sde.drift, sde.parameters), grid, grid.size()));
    }
    for (std::size_t i = 0; i < grid.size(); ++i) {
        EXPECT_NEAR(drifts[0][i], -0.3 * grid[i], 1e-12 * std::fabs(grid[i]));
        EXPECT_NEAR(drifts[1][i], drifts[0][i], 1e-12 * std::fabs(drifts[0][i]));
    }
}

TEST(LangevinIsOuLab, TheTwoRunsAgreePathByPath) {
    const LabRun lab("langevin-is-ou", {"simulate.save=all"});
    const std::vector<double> ou = lab.states_of_run(0), langevin = lab.states_of_run(1);
    ASSERT_EQ(ou.size(), 100U * 2001);
    ASSERT_EQ(langevin.size(), ou.size());
    for (std::size_t i = 0; i < ou.size(); ++i) ASSERT_NEAR(langevin[i], ou[i], 1e-12 * (1 + std::fabs(ou[i])));
    // They are random, and not alone alike.
    EXPECT_GT(test::variance(lab.end_of_run(0)), 0.5);
}

}  // namespace
}  // namespace fokker::labs
