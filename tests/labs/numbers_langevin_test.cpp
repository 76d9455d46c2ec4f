// Langevin dynamics and scores: the numbers of whole labs against what is known exactly.
//
// Every |z| is held below 4.5, which one true number in 150,000 exceeds; 120 numbers, so one seed in 1,200 would fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/cli/draw_figures.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/labs.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"
#include "fokker/show/mixing.hpp"
#include "tests/density/statistics.hpp"
#include "tests/labs/runs.hpp"

namespace fokker::labs {
namespace {

using nlohmann::json;
using test::kLargestZ;

cli::Experiment lab_with(const std::string& name, const std::vector<std::string>& settings = {}) {
    std::vector<cli::Assignment> assignments;
    for (const std::string& setting : settings) assignments.push_back({setting, "--set " + setting});
    return cli::read_experiment((cli::labs_folder() / (name + ".toml")).string(), assignments);
}

void expect_mean(const std::vector<double>& samples, double expected, double variance) {
    const double error = std::sqrt(variance / static_cast<double>(samples.size()));
    EXPECT_LT(std::fabs(test::mean(samples) - expected) / error, kLargestZ)
        << test::mean(samples) << " against " << expected << " +- " << error;
}

// Of a law with this fourth central moment; 3 variance^2 for Gaussian samples.
void expect_variance(const std::vector<double>& samples, double expected, double fourth) {
    const double error = std::sqrt((fourth - expected * expected) / static_cast<double>(samples.size()));
    EXPECT_LT(std::fabs(test::variance(samples) - expected) / error, kLargestZ)
        << test::variance(samples) << " against " << expected << " +- " << error;
}

void expect_uncorrelated(const std::vector<double>& a, const std::vector<double>& b, double variance_a,
                         double variance_b) {
    std::vector<double> products;
    for (std::size_t i = 0; i < a.size(); ++i) products.push_back((a[i] - test::mean(a)) * (b[i] - test::mean(b)));
    expect_mean(products, 0, variance_a * variance_b);
}

// x <- (1 - eta) x + sqrt(2 eta) z from a law of this mean and variance, after n steps.
struct Discrete {
    double mean, variance;
};
Discrete unadjusted(double eta, int n, double mean, double variance) {
    const double rn = std::pow(1 - eta, n);
    return {mean * rn, variance * rn * rn + 2 * eta * (1 - rn * rn) / (1 - (1 - eta) * (1 - eta))};
}

// ---- mixtures: the weights of modes ---------------------------------------------------------------------------------
void expect_weights(const json& run) {
    ASSERT_EQ(run["modes"].size(), 10U);
    for (const json& mode : run["modes"]) {
        EXPECT_NEAR(mode["weight"].get<double>(), 0.1, 1e-15);
        EXPECT_LT(std::fabs(mode["z"].get<double>()), kLargestZ) << run["label"] << mode;
    }
}

// With modes of standard deviation 3, 250 units of the time sigma^2 / 2 t are ample for sigma = 10, and the step widens
// a mode by half a per cent: a sixth of the standard error of a weight.
TEST(LangevinSourceLab, WhereModesOverlapEverySourceEndsWithTheWeightsOfTheTarget) {
    const LabRun lab("langevin-source", {"sde.target.std=3"});
    ASSERT_EQ(lab.runs(), 5U);
    for (std::size_t i = 0; i < 5; ++i) expect_weights(lab.run(i));
}

// Sigma only sets the clock: in the time t sigma^2 the step is the same, and with the same noise so are the paths.
TEST(LangevinMainLab, TheModesHoldTheirWeightsAHundredTimesLaterWithATenthOfTheNoise) {
    const std::vector<std::string> common{"simulate.particles=2000", "sde.target.std=2", "simulate.times.count=1001",
                                          "simulate.save={every=5}"};
    const auto mixing_with = [&](std::vector<std::string> settings) {
        settings.insert(settings.end(), common.begin(), common.end());
        const cli::Experiment all = lab_with("langevin-main", settings);
        const cli::Job& job = all.runs[0];
        return show::mixing_of(job.run(job.options), *job.target, "");
    };
    const auto fast = mixing_with({}), slow = mixing_with({"sde.sigma=1", "simulate.times.linspace=[0, 500]"});
    ASSERT_TRUE(fast.reached && slow.reached);
    EXPECT_NEAR(*slow.reached, 100 * *fast.reached, 1e-6 * *slow.reached);
    EXPECT_LT(fast.distance.back(), fast.noise.high);
    EXPECT_GT(fast.distance.front(), 3 * fast.noise.high);
}

// In a mode of variance s^2 the scheme settles where sigma^2 h / 2 < 2 s^2.
void expect_only_the_last_diverges(const std::string& name, const std::string& bound) {
    const LabRun lab(name, {});
    ASSERT_EQ(lab.runs(), 5U);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(lab.run(i)["failures"]["count"], 0);
    EXPECT_EQ(lab.run(4)["failures"]["count"], lab.run(4)["particles"]);

    const cli::Experiment all = lab_with(name, {"simulate.particles=100"});
    const cli::Job& job = all.runs[4];
    const auto row = std::get<cli::PanelRow>(part_of(all, job, job.run(job.options), all.figures[0]));
    std::string notes;
    for (const std::string& note : row.panels.back().notes) notes += note + "\n";
    EXPECT_NE(notes.find("diverged: 100 of 100"), std::string::npos) << notes;
    EXPECT_NE(notes.find(bound), std::string::npos) << notes;
}

TEST(LangevinSigmaLab, SaysThatTheStrongestNoiseDivergesAndNamesTheBound) {
    expect_only_the_last_diverges("langevin-sigma", "= 2.08; a mode of variance 0.563 needs less than 1.13");
}

TEST(LangevinSigmaCoarseLab, SaysThatTheStrongestNoiseDivergesAndNamesTheBound) {
    expect_only_the_last_diverges("langevin-sigma-coarse", "= 25; a mode of variance 1 needs less than 2");
}

// ---- scores ---------------------------------------------------------------------------------------------------------
TEST(GaussianScore1dLab, MarksTheThreeScores) {
    const cli::Experiment all = lab_with("gaussian-score-1d");
    const cli::Job& job = all.runs[0];
    const Expr score = bind_parameters(job.target->score(), job.target->parameters);
    const std::vector<double> points{2, -3, 0};
    EXPECT_EQ(evaluate(score, points, points.size()), (std::vector<double>{-2, 3, 0}));
    const auto figure = std::get<draw::Figure>(part_of(all, job, {}, all.figures[0]));
    std::vector<std::string> labels;
    std::vector<double> heights;
    for (const draw::Mark& mark : figure.panels[1].marks) {
        if (const auto* marked = std::get_if<draw::Markers>(&mark)) {
            labels.insert(labels.end(), marked->labels.begin(), marked->labels.end());
            heights.insert(heights.end(), marked->y.begin(), marked->y.end());
        }
    }
    EXPECT_EQ(heights, (std::vector<double>{-2, 3, 0}));
    EXPECT_EQ(labels, (std::vector<std::string>{"$s$(2) = −2", "$s$(−3) = 3", "$s$(0) = 0"}));
}

// ---- the notebook's chains ------------------------------------------------------------------------------------------
TEST(Langevin1dLab, EndsInItsExactDiscreteLaw) {
    const LabRun lab("langevin-1d", {"simulate.particles=200000", "figure=[]"});
    const Discrete law = unadjusted(0.01, 1000, 4, 0);
    expect_mean(lab.end(), law.mean, law.variance);
    expect_variance(lab.end(), law.variance, 3 * law.variance * law.variance);
}

TEST(Langevin2dLab, EndsInItsExactDiscreteLawAndTheCirclesHoldTheirShares) {
    const LabRun lab("langevin-2d", {"simulate.particles=20000", "figure=[]"});
    const Discrete law = unadjusted(0.01, 1000, 0, 16);
    const std::vector<double> x = lab.end(0), y = lab.end(1);
    for (const auto& component : {x, y}) {
        expect_mean(component, law.mean, law.variance);
        expect_variance(component, law.variance, 3 * law.variance * law.variance);
    }
    expect_uncorrelated(x, y, law.variance, law.variance);
    for (const double radius : {1.0, 2.0}) {
        std::vector<double> inside;
        for (std::size_t i = 0; i < x.size(); ++i) inside.push_back(std::hypot(x[i], y[i]) < radius ? 1 : 0);
        const double share = 1 - std::exp(-radius * radius / (2 * law.variance));
        expect_mean(inside, share, share * (1 - share));
    }
}

// The first component of the mixture moves alone: x <- x + eta (2 tanh(2 x) - x) + sqrt(2 eta) z. Its law is carried
// from step to step by the trapezoidal rule, whose error is below rounding for a kernel four spacings wide.
struct Moments {
    double mean = 0, variance = 0, fourth = 0;
};
Moments bimodal_law(double eta, int steps) {
    constexpr double kEdge = 24;
    const double spacing = 0.25 * std::sqrt(2 * eta), kernel = std::sqrt(2 * eta);
    const int half = static_cast<int>(kEdge / spacing), count = 2 * half + 1, reach = 4 * 9;
    const auto place = [&](int i) { return spacing * (i - half); };
    const auto normal = [](double x, double sd) {
        return std::exp(-0.5 * x * x / (sd * sd)) / (sd * std::sqrt(2 * std::numbers::pi));
    };
    const auto size = static_cast<std::size_t>(count), width = static_cast<std::size_t>(2 * reach + 1);
    std::vector<double> law(size), kernels(size * width);
    std::vector<int> first(size);
    for (int i = 0; i < count; ++i) {
        const double x = place(i), to = x + eta * (2 * std::tanh(2 * x) - x);
        const auto k = static_cast<std::size_t>(i);
        law[k] = normal(x, 4) * spacing;
        first[k] = static_cast<int>(std::lround(to / spacing)) + half - reach;
        for (std::size_t j = 0; j < width; ++j)
            kernels[k * width + j] = normal(place(first[k] + static_cast<int>(j)) - to, kernel) * spacing;
    }
    for (int n = 0; n < steps; ++n) {
        std::vector<double> next(size, 0.0);
        for (std::size_t k = 0; k < size; ++k) {
            for (std::size_t j = 0; j < width; ++j) {
                const int to = first[k] + static_cast<int>(j);
                if (to >= 0 && to < count) next[static_cast<std::size_t>(to)] += law[k] * kernels[k * width + j];
            }
        }
        law = next;
    }
    Moments m;
    double total = 0;
    for (int i = 0; i < count; ++i) {
        const double p = law[static_cast<std::size_t>(i)], x = place(i);
        total += p;
        m.mean += p * x;
        m.variance += p * x * x;
        m.fourth += p * x * x * x * x;
    }
    EXPECT_NEAR(total, 1, 1e-7);  // 6 standard deviations of the start are inside
    return m;
}

TEST(BimodalLab, EndsInItsDiscreteLawNearTheMomentsOfTheMixture) {
    const LabRun lab("bimodal", {"simulate.particles=20000", "figure=[]"});
    const Moments law = bimodal_law(0.005, 2000);
    // Of the mixture: mean 0, variance 1 + 2^2. The step adds less than a per cent.
    EXPECT_NEAR(law.mean, 0, 1e-9);
    EXPECT_NEAR(law.variance, 5, 0.05);
    const std::vector<double> x = lab.end(0), y = lab.end(1);
    expect_mean(x, 0, law.variance);
    expect_variance(x, law.variance, law.fourth);
    const Discrete second = unadjusted(0.005, 2000, 0, 16);
    expect_mean(y, 0, second.variance);
    expect_variance(y, second.variance, 3 * second.variance * second.variance);
    expect_uncorrelated(x, y, law.variance, second.variance);
    for (const double v : x) ASSERT_TRUE(std::isfinite(v));
}

// As published. Near a mode a step brings a particle nearer by 1 - eta, so that 5e-5 of its distance is left; only who
// starts close to the ridge between the modes, or 20 away from both, is later.
TEST(NoNoiseLab, EveryParticleEndsOnAMode) {
    const LabRun lab("no-noise", {});
    ASSERT_EQ(lab.run(1)["variables"]["noise"], 0);
    double mode = 2;  // of 2 tanh(2 x) = x
    for (int i = 0; i < 50; ++i) mode = 2 * std::tanh(2 * mode);
    const std::vector<double> x = lab.end_of_run(1, 0), y = lab.end_of_run(1, 1);
    ASSERT_EQ(x.size(), 1000U);
    int late = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double distance = std::hypot(std::fabs(x[i]) - mode, y[i]);
        EXPECT_LT(distance, 5e-3) << "particle " << i;
        late += distance > 1e-3 ? 1 : 0;
    }
    EXPECT_LE(late, 2);
    // The noise makes a density of two points.
    EXPECT_GT(test::variance(lab.end_of_run(0, 1)), 0.8);
    EXPECT_LT(test::variance(y), 1e-6);
}

}  // namespace
}  // namespace fokker::labs
