// The numbers in pictures of draws are those of the mathematics.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "draws.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/show/draws.hpp"
#include "support.hpp"

namespace fokker::show {
namespace {

double area(const draw::Lines& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.x.size(); ++i)
        sum += (line.x[i] - line.x[i - 1]) * (line.y[i] + line.y[i - 1]) / 2;
    return sum;
}

// ---- trace
// -----------------------------------------------------------------------------------------------------------
TEST(TraceFigure, HasEveryDrawOfEveryChainAndThinsLongOnesEvenly) {
    const assess::Trace trace = normal_trace(3, 70, 2);
    const auto lines = marks_of<draw::Lines>(show::trace(trace).panels[2]);  // of x2
    ASSERT_EQ(lines.size(), 3U);
    for (std::size_t c = 0; c < 3; ++c) {
        ASSERT_EQ(lines[c].x.size(), 70U);
        for (std::size_t d = 0; d < 70; ++d) {
            EXPECT_EQ(lines[c].x[d], static_cast<double>(d + 1));
            EXPECT_EQ(lines[c].y[d], trace.values[(c * 70 + d) * 2 + 1]);
        }
    }
    const assess::Trace much = normal_trace(1, 2500, 1);
    const draw::Panel panel = show::trace(much).panels[0];
    EXPECT_EQ(panel.x.label, "draw, one in 3 shown");
    const auto thinned = marks_of<draw::Lines>(panel)[0];
    ASSERT_EQ(thinned.x.size(), 834U);
    EXPECT_EQ(thinned.x[833], 2500);
    EXPECT_EQ(thinned.y[833], much.values[2499]);
}

// Draws at the quantiles (i - 1/2) / n of a normal law: their kernel density is that of N(0, 1 + h^2) but for terms of
// the order of the spacing.
TEST(TraceFigure, HasDensitiesThatAreThoseOfTheirLaw) {
    const std::size_t n = 4000;
    assess::Trace trace = normal_trace(1, n, 1);
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        // The quantile by bisection.
        double low = -9, high = 9;
        for (int k = 0; k < 80; ++k) {
            const double middle = (low + high) / 2;
            (std::erfc(-middle / std::sqrt(2.0)) / 2 < (static_cast<double>(i) + 0.5) / n ? low : high) = middle;
        }
        trace.values[i] = low;
        squares += low * low / static_cast<double>(n);
    }
    const auto density = marks_of<draw::Lines>(show::trace(trace).panels[1])[0];
    // Silverman (1986), eq. 3.31: the smaller of the standard deviation and the quartiles' range / 1.34.
    const double quartiles = (trace.values[3 * n / 4] - trace.values[n / 4]) / 1.34;
    const double h = 0.9 * std::min(std::sqrt(squares), quartiles) * std::pow(static_cast<double>(n), -0.2);
    const double variance = 1 + h * h;
    for (std::size_t i = 0; i < density.x.size(); ++i) {
        const double exact = std::exp(-density.x[i] * density.x[i] / (2 * variance)) / std::sqrt(2 * M_PI * variance);
        EXPECT_NEAR(density.y[i], exact, 1e-3 * 0.4) << density.x[i];
    }
    EXPECT_NEAR(area(density), 1, 2e-3);
}

// The law of Cauchy: most draws are within a thousandth of their range.
TEST(TraceFigure, HasDensitiesOfAreaOneWhateverTheTails) {
    assess::Trace trace = normal_trace(1, 3000, 1);
    for (std::size_t i = 0; i < 3000; ++i)
        trace.values[i] = std::tan(M_PI * ((static_cast<double>(i) + 0.5) / 3000 - 0.5));
    EXPECT_NEAR(area(marks_of<draw::Lines>(show::trace(trace).panels[1])[0]), 1, 2e-3);
}

TEST(TraceFigure, HasDensitiesFromZeroThatAreNotCutOff) {
    assess::Trace trace = normal_trace(2, 500, 1);
    for (std::size_t n = 0; n < 1000; ++n) trace.values[n] = 0.3 + 0.4 * static_cast<double>(n % 500) / 500;  // uniform
    const draw::Panel panel = show::trace(trace).panels[1];
    EXPECT_EQ(panel.y.limits->low, 0);
    for (const draw::Lines& line : marks_of<draw::Lines>(panel)) {
        const double highest = *std::ranges::max_element(line.y);
        EXPECT_GT(panel.y.limits->high, highest);
        EXPECT_LT(line.y.front(), 0.02 * highest);
        EXPECT_LT(line.y.back(), 0.02 * highest);
        EXPECT_NEAR(area(line), 1, 0.005);
    }
}

TEST(TraceFigure, SaysWhyThereIsNoDensity) {
    assess::Trace trace = normal_trace(2, 50, 1);
    for (const double value : {0.1, std::nan(""), HUGE_VAL}) {
        std::ranges::fill(trace.values, value);
        const draw::Panel panel = show::trace(trace).panels[1];
        EXPECT_TRUE(panel.marks.empty());
        EXPECT_EQ(panel.empty_because, "every draw is the same, or none is finite");
    }
}

// ---- ranks
// ----------------------------------------------------------------------------------------------------------- The
// height of each twentieth, from the steps.
std::vector<double> heights(const draw::Lines& line) {
    std::vector<double> heights;
    for (std::size_t i = 0; i + 1 < line.y.size(); i += 2) {
        EXPECT_EQ(line.y[i], line.y[i + 1]);
        EXPECT_NEAR(line.x[i + 1] - line.x[i], 0.05, 1e-12);
        heights.push_back(line.y[i]);
    }
    return heights;
}

TEST(RanksFigure, HasTheCountsOfEachChainOverTheirExpectation) {
    // But for the first draw of the first chain, the second chain lies below the first and the third above.
    assess::Trace trace = normal_trace(3, 100, 1);
    for (std::size_t d = 0; d < 100; ++d) {
        const auto x = static_cast<double>(d);
        trace.values[d] = 3 * x;
        trace.values[100 + d] = x / 200;
        trace.values[200 + d] = 1000 + x;
    }
    const auto lines = marks_of<draw::Lines>(ranks(trace).panels[0]);
    ASSERT_EQ(lines.size(), 3U);
    // Of 300 ranks a twentieth is 15, of which 5 are expected of each chain. The second chain and the first draw of the
    // first have the lowest 101 ranks, the third chain the highest 100.
    const std::vector<double> first = heights(lines[0]), second = heights(lines[1]), third = heights(lines[2]);
    for (std::size_t b = 0; b < 20; ++b) {
        EXPECT_NEAR(first[b] + second[b] + third[b], 3, 1e-12);
        if (b >= 1 && b < 6) EXPECT_DOUBLE_EQ(second[b], 3);
        if (b >= 7 && b < 13) EXPECT_DOUBLE_EQ(first[b], 3);
        if (b >= 14) EXPECT_DOUBLE_EQ(third[b], 3);
    }
    EXPECT_NEAR(std::accumulate(second.begin(), second.end(), 0.0), 20, 1e-12);
}

TEST(RanksFigure, SharesTheRanksOfEqualDrawsBetweenTheirChains) {
    assess::Trace trace = normal_trace(2, 100, 1);
    std::ranges::fill(trace.values, 0.1);
    for (const auto& line : marks_of<draw::Lines>(ranks(trace).panels[0])) {
        for (const double height : heights(line)) EXPECT_NEAR(height, 1, 1e-12);
    }
    // Coins: the first chain has 30 heads of 100, the second 90.
    for (std::size_t d = 0; d < 100; ++d) {
        trace.values[d] = d < 30 ? 1 : 0;
        trace.values[100 + d] = d < 90 ? 1 : 0;
    }
    const auto lines = marks_of<draw::Lines>(ranks(trace).panels[0]);
    const std::vector<double> first = heights(lines[0]), second = heights(lines[1]);
    for (std::size_t b = 0; b < 20; ++b) {  // 80 tails, of which the first chain has 70, are the lowest 8 twentieths
        EXPECT_NEAR(first[b], b < 8 ? 2 * 70.0 / 80 : 2 * 30.0 / 120, 1e-12);
        EXPECT_NEAR(first[b] + second[b], 2, 1e-12);
    }
}

// The number of draws of a chain, of `chains` that have `draws` each, among `dealt` of all: how likely it is to be off
// its mean by more than `room`.
double hypergeometric_outside(double chains, double draws, double dealt, double room) {
    const auto log_choose = [](double n, double k) {
        return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    };
    const double all = chains * draws;
    double inside = 0;
    for (double k = 0; k <= std::min(draws, dealt); ++k) {
        if (std::fabs(k - dealt / chains) <= room)
            inside += std::exp(log_choose(draws, k) + log_choose(all - draws, dealt - k) - log_choose(all, dealt));
    }
    return 1 - inside;
}

// The counts are whole, so the share outside is not 0.05 but 0.0568 for 4 chains of 700 draws. It is seen in 8000
// counts; 4.5 standard deviations leave one false alarm in 1e5.
TEST(RanksFigure, HasABandThatHoldsIndependentDraws) {
    const double expected = 700.0 / 20, sd = std::sqrt(expected * 0.75 * 0.95 * 2800 / 2799);
    const double exact = hypergeometric_outside(4, 700, 140, 1.96 * sd);
    EXPECT_NEAR(exact, 0.05, 0.01);
    int outside = 0, all = 0;
    for (unsigned seed = 1; seed <= 100; ++seed) {
        const draw::Figure figure = ranks(normal_trace(4, 700, 1, seed));
        const draw::Limits band = marks_of<draw::Span>(figure.panels[0])[0].range;
        EXPECT_NEAR(band.high - 1, 1.96 * sd / expected, 1e-12);
        EXPECT_NEAR(1 - band.low, 1.96 * sd / expected, 1e-12);
        for (const auto& line : marks_of<draw::Lines>(figure.panels[0])) {
            for (const double height : heights(line)) {
                outside += height < band.low || height > band.high;
                ++all;
            }
        }
    }
    ASSERT_EQ(all, 8000);
    EXPECT_NEAR(static_cast<double>(outside) / all, exact, 4.5 * std::sqrt(exact * (1 - exact) / all));
}

TEST(RanksFigure, IsFlatForAChainAlone) {
    const draw::Panel panel = ranks(normal_trace(1, 100, 1)).panels[0];
    EXPECT_TRUE(marks_of<draw::Span>(panel).empty());
    for (const double height : heights(marks_of<draw::Lines>(panel)[0])) EXPECT_DOUBLE_EQ(height, 1);
}

TEST(RanksFigure, SaysHowManyDrawsHaveNoRank) {
    assess::Trace trace = normal_trace(2, 100, 1);
    trace.values[7] = trace.values[150] = std::nan("");
    const draw::Panel panel = ranks(trace).panels[0];
    EXPECT_TRUE(says(panel.notes, "2 nan, ranked last"));
    EXPECT_TRUE(ranks(normal_trace(2, 100, 1)).panels[0].notes.empty());
}

// ---- autocorrelation
// ------------------------------------------------------------------------------------------------- Of a cosine over
// whole periods it is the cosine of the lag, but for the ends that are cut off: with n draws at lag k the sum over
// pairs is (n - k) / n of it, and a remainder of at most 1 / n sin-like terms.
TEST(AutocorrelationFigure, IsThatOfACosine) {
    const std::size_t n = 1000;
    assess::Trace trace = normal_trace(2, n, 1);
    for (std::size_t i = 0; i < 2 * n; ++i) trace.values[i] = 5 + 3 * std::cos(2 * M_PI * static_cast<double>(i) / 20);
    const draw::Panel panel = autocorrelation(trace).panels[0];
    for (const auto& line : marks_of<draw::Lines>(panel)) {
        ASSERT_EQ(line.x.size(), 101U);
        for (std::size_t k = 0; k <= 100; ++k) {
            // sum of cos(a i) cos(a (i + k)) over i < n - k, by the product formula and the sum of a geometric series
            const double a = 2 * M_PI / 20, m = static_cast<double>(n - k), lag = static_cast<double>(k);
            const double exact = (m * std::cos(a * lag) + std::sin(a * m) * std::cos(a * (m - 1 + lag)) / std::sin(a)) /
                                 static_cast<double>(n);
            EXPECT_EQ(line.x[k], lag);
            EXPECT_NEAR(line.y[k], exact, 1e-12) << k;
        }
    }
    EXPECT_NEAR(marks_of<draw::Span>(panel)[0].range.high, 1.96 / std::sqrt(1000.0), 1e-12);
}

TEST(AutocorrelationFigure, LeavesOutChainsThatAreConstantOrNotFiniteAndSaysSoWhereNoneIsLeft) {
    assess::Trace trace = normal_trace(3, 70, 1);
    std::fill_n(trace.values.begin(), 70, 0.1);  // whose mean rounds to another number
    trace.values[100] = INFINITY;
    const draw::Panel one = autocorrelation(trace).panels[0];
    ASSERT_EQ(marks_of<draw::Lines>(one).size(), 1U);
    EXPECT_EQ(marks_of<draw::Lines>(one)[0].label, "chain 3");
    std::ranges::fill(trace.values, 0.1);
    const draw::Panel none = autocorrelation(trace).panels[0];
    EXPECT_TRUE(none.marks.empty());
    EXPECT_EQ(none.empty_because, "every draw is the same, or some are not finite");
}

// ---- pairs
// -----------------------------------------------------------------------------------------------------------
TEST(PairsFigure, MarksTheDrawsWhoseTrajectoryDivergedBelowTheDiagonalOnly) {
    assess::Trace trace = normal_trace(2, 50, 3);
    trace.diverging.assign(100, 0);
    trace.diverging[17] = trace.diverging[80] = 1;
    const draw::Figure figure = pairs(trace);
    ASSERT_EQ(figure.panels.size(), 9U);
    int labels = 0;
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            const draw::Panel& panel = figure.panels[row * 3 + column];
            EXPECT_EQ(panel.visible, column <= row);
            const auto points = marks_of<draw::Points>(panel);
            ASSERT_EQ(points.size(), column < row ? 2U : 0U);
            ASSERT_EQ(marks_of<draw::Histogram>(panel).size(), column == row ? 1U : 0U);
            if (column == row) EXPECT_EQ(marks_of<draw::Histogram>(panel)[0].samples.size(), 100U);
            if (column >= row) continue;
            EXPECT_EQ(points[1].x, (std::vector{trace.values[17 * 3 + column], trace.values[80 * 3 + column]}));
            EXPECT_EQ(points[1].y, (std::vector{trace.values[17 * 3 + row], trace.values[80 * 3 + row]}));
            labels += points[1].label.empty() ? 0 : 1;
        }
    }
    EXPECT_EQ(labels, 1);
}

// ---- energy
// ---------------------------------------------------------------------------------------------------------- E = 1, 2,
// 3, ... : about its mean it is symmetric, every change is 1, and E-BFMI = (n - 1) / (n (n^2 - 1) / 12).
TEST(EnergyFigure, HasEnergiesAboutTheMeanOfTheirChainAndTheirChanges) {
    assess::Trace trace = normal_trace(2, 10, 1);
    for (std::size_t n = 0; n < 20; ++n)
        trace.energy.push_back(n < 10 ? 1.0 + static_cast<double>(n) : 5.0 * static_cast<double>(n));
    const draw::Figure figure = energy(trace);
    const auto both = marks_of<draw::Histogram>(figure.panels[0]);
    ASSERT_EQ(both.size(), 2U);
    ASSERT_EQ(both[0].samples.size(), 20U);
    ASSERT_EQ(both[1].samples.size(), 18U);
    for (std::size_t d = 0; d < 10; ++d) {
        EXPECT_NEAR(both[0].samples[d], static_cast<double>(d) - 4.5, 1e-12);
        EXPECT_NEAR(both[0].samples[10 + d], 5 * (static_cast<double>(d) - 4.5), 1e-12);
    }
    for (std::size_t d = 0; d < 9; ++d) EXPECT_NEAR(both[1].samples[d], 1, 1e-12);
    EXPECT_NE(figure.subtitle.find("E-BFMI 0.11 to 0.11 over chains"), std::string::npos) << figure.subtitle;
}

TEST(EnergyFigure, LeavesOutWhatIsNotFiniteAndSaysWhereThereIsNoEbfmi) {
    assess::Trace trace = normal_trace(2, 50, 1);
    trace.energy = normal_trace(2, 50, 1).values;
    trace.energy[3] = INFINITY;
    const draw::Figure figure = energy(trace);
    EXPECT_NE(figure.subtitle.find(", none in 1 of them"), std::string::npos) << figure.subtitle;
    EXPECT_EQ(figure.subtitle.find("nan"), std::string::npos) << figure.subtitle;
    const auto about = marks_of<draw::Histogram>(figure.panels[0])[0].samples;
    EXPECT_EQ(std::ranges::count_if(about, [](double v) { return std::isfinite(v); }), 99);
    std::ranges::fill(trace.energy, 2.5);
    EXPECT_NE(energy(trace).subtitle.find("no E-BFMI: energies are equal or not finite"), std::string::npos);
}

// ---- steps
// -----------------------------------------------------------------------------------------------------------
TEST(StepsFigure, HasALineForEachOfFewChains) {
    assess::Trace trace = normal_trace(3, 40, 2);
    trace.scores = normal_trace(3, 40, 2, 2).values;
    trace.log_density = normal_trace(3, 40, 1, 3).values;
    trace.acceptance_rate.assign(120, 0.75);
    const draw::Figure figure = steps(trace);
    ASSERT_EQ(figure.panels.size(), 5U);
    EXPECT_EQ(figure.panels[2].y.label, "energy");
    EXPECT_EQ(figure.panels[3].y.label, "norm of the gradient");
    EXPECT_EQ(figure.panels[4].y.label, "acceptance");
    EXPECT_EQ(figure.panels[4].y.limits->low, 0);
    EXPECT_EQ(figure.panels[4].y.limits->high, 1);
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t d = 0; d < 40; ++d) {
            const std::size_t n = c * 40 + d;
            const auto y = [&](std::size_t panel) { return marks_of<draw::Lines>(figure.panels[panel])[c].y[d]; };
            EXPECT_EQ(y(1), trace.values[2 * n + 1]);
            EXPECT_EQ(y(2), -trace.log_density[n]);
            EXPECT_NEAR(y(3), std::hypot(trace.scores[2 * n], trace.scores[2 * n + 1]), 1e-12);
            EXPECT_EQ(y(4), 0.75);
        }
    }
}

// Draws of one well alone: the picture has the other one too, with its minimum.
TEST(StepsFigure, HasTheEnergyOfOneComponentAndItsMinima) {
    const Density well = from_energy("2*(x1^2 - 1)^2", 1);
    assess::Trace trace = normal_trace(1, 200, 1);
    for (std::size_t n = 0; n < 200; ++n) {
        const double x = -1.05 * static_cast<double>(n) / 199;
        trace.values[n] = x;
        trace.log_density.push_back(-2 * (x * x - 1) * (x * x - 1));
    }
    const draw::Figure figure = steps(trace, {}, &well);
    ASSERT_EQ(figure.panels.size(), 3U);  // position, energy by position, energy
    const auto lines = marks_of<draw::Lines>(figure.panels[0])[0];
    ASSERT_EQ(lines.series, 2U);
    EXPECT_NEAR(lines.y[0], -1, 1e-4);
    EXPECT_NEAR(lines.y[2], 1, 1e-4);
    const draw::Panel& potential = figure.panels[1];
    const auto curve = marks_of<draw::Lines>(potential)[0];
    EXPECT_LT(curve.x.front(), -1.4);
    EXPECT_GT(curve.x.back(), 1.4);
    EXPECT_LT(curve.x.back(), 1.6);
    for (std::size_t i = 0; i < curve.x.size(); ++i)
        EXPECT_NEAR(curve.y[i], 2 * std::pow(curve.x[i] * curve.x[i] - 1, 2), 1e-12);
    const auto points = marks_of<draw::Points>(potential)[0];
    ASSERT_EQ(points.x.size(), 200U);
    EXPECT_EQ(points.x[150], trace.values[150]);
    EXPECT_EQ(points.y[150], -trace.log_density[150]);
    EXPECT_EQ(steps(trace).panels.size(), 2U);
}

TEST(StepsFigure, HasTheMeanAndTheSpreadOfManyChains) {
    assess::Trace trace = normal_trace(100, 12, 1);
    for (double& v : trace.values) v += 1e8;  // where a sum of squares would lose every digit
    const draw::Panel panel = steps(trace).panels[0];
    const auto mean = marks_of<draw::Lines>(panel)[0];
    const auto spread = marks_of<draw::Area>(panel)[0];
    for (std::size_t d = 0; d < 12; ++d) {
        long double sum = 0, squares = 0;
        for (std::size_t c = 0; c < 100; ++c) sum += trace.values[c * 12 + d];
        for (std::size_t c = 0; c < 100; ++c) squares += std::pow(trace.values[c * 12 + d] - sum / 100, 2.0L);
        EXPECT_NEAR(mean.y[d], static_cast<double>(sum / 100), 1e-6);
        const double sd = static_cast<double>(std::sqrt(squares / 99));
        EXPECT_NEAR(spread.high[d] - mean.y[d], sd, 1e-6);
        EXPECT_NEAR(mean.y[d] - spread.low[d], sd, 1e-6);
    }
}

}  // namespace
}  // namespace fokker::show
