#include "fokker/show/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

const draw::Lines* line_called(const draw::Figure& figure, const std::string& label) {
    for (const draw::Mark& mark : figure.panels[0].marks) {
        const auto* lines = std::get_if<draw::Lines>(&mark);
        if (lines != nullptr && lines->label == label) return lines;
    }
    return nullptr;
}

// The area under a curve and its variance, by the trapezoid rule.
std::pair<double, double> area_and_variance(const draw::Lines& curve) {
    double area = 0, mean = 0, square = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
        const double width = curve.x[i] - curve.x[i - 1], x = (curve.x[i] + curve.x[i - 1]) / 2,
                     y = (curve.y[i] + curve.y[i - 1]) / 2;
        area += y * width;
        mean += x * y * width;
        square += x * x * y * width;
    }
    return {area, square / area - mean * mean / (area * area)};
}

HistogramOptions known(const Sde& process, const SimulateOptions& run) {
    HistogramOptions options;
    options.exact = as_linear(process);
    options.start = law_of(run.start, run.particles, process.dim, run.times.front());
    options.step_times = run.times;
    return options;
}

TEST(Histogram, OfACoarseRunShowsTheLawOfTheEquationAndThatOfTheScheme) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 1};
    SimulateOptions run{.particles = 500};
    run.times = steps(1, 30);
    const draw::Figure figure = histogram(simulate(process, run), known(process, run));
    const draw::Lines* scheme = line_called(figure, "law of the scheme");
    ASSERT_NE(scheme, nullptr);
    const auto [area, variance] = area_and_variance(*scheme);
    EXPECT_NEAR(area, 1, 1e-4);
    EXPECT_NEAR(variance, 1, 1e-3);  // h = 1: sigma^2 h / (1 - (1 - h theta)^2) = 1, where the equation has 1/2
    EXPECT_NE(line_called(figure, "law of the equation"), nullptr);
}

TEST(Histogram, OfAFineRunNamesBothLawsThoughTheyCoincide) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 1};
    SimulateOptions run{.particles = 500};
    run.times = steps(0.001, 3000);
    const draw::Figure figure = histogram(simulate(process, run), known(process, run));
    EXPECT_NE(line_called(figure, "law of the scheme"), nullptr);
    EXPECT_NE(line_called(figure, "law of the equation"), nullptr);
}

// A product of a quartic and a normal law: the second component is integrated out, and the first is normalised.
TEST(Histogram, OfATargetInThePlaneShowsItsMarginal) {
    SimulateOptions run{.start = Gaussian::isotropic(2, 1.0), .particles = 2000};
    run.times = steps(0.01, 300);
    HistogramOptions options{.component = 1};
    options.target = from_energy("(x1^2 - 1)^2 + 2*x2^2", 2);
    const draw::Figure figure = histogram(simulate(langevin(*options.target), run), options);
    const draw::Lines* target = line_called(figure, "target, where samples are");
    ASSERT_NE(target, nullptr);
    const auto [area, variance] = area_and_variance(*target);
    EXPECT_NEAR(area, 1, 1e-12);
    EXPECT_NEAR(variance, 0.25, 1e-2);
}

// Half of the mass is where no sample is: the curve over the samples has half the area, and the other mode is shown.
TEST(Histogram, OfSamplesInOneOfTwoModesShowsBothModesOfTheTarget) {
    for (const int dim : {1, 2}) {
        const auto d = static_cast<std::size_t>(dim);
        std::vector<double> left(d, 0.0), right(d, 0.0);
        left[d - 1] = -10;
        right[d - 1] = 10;
        Matrix unit{dim, dim, std::vector<double>(d * d, 0.0)};
        for (std::size_t j = 0; j < d; ++j) unit.values[j * d + j] = 1;
        HistogramOptions options{.component = dim - 1};
        options.target = GaussianMixture{{0.5, 0.5}, {left, right}, {unit, unit}};
        SimulateOptions run{.start = Gaussian{left, unit}, .particles = 2000};
        run.times = steps(0.01, 10);
        const draw::Figure figure = histogram(simulate(langevin(*options.target), run), options);
        const draw::Lines* target = line_called(figure, "target");
        ASSERT_NE(target, nullptr);
        EXPECT_NEAR(area_and_variance(*target).first, 1, 1e-6);
        EXPECT_NEAR(area_and_variance(*target).second, 101, 0.1);
        EXPECT_NEAR(*std::ranges::max_element(target->y), 0.5 / std::sqrt(2 * std::numbers::pi), 1e-3);
        EXPECT_GT(figure.panels[0].x.limits->high, 12);
        EXPECT_LT(figure.panels[0].x.limits->high, 15);
    }
}

TEST(Histogram, OfSamplesFarWiderThanTheirLawStillShowsTheSamples) {
    const OrnsteinUhlenbeck process{.theta = 100, .sigma = 1};
    SimulateOptions run{.start = OnLine{-1, 1}, .particles = 500};
    run.times = steps(1, 50);
    const draw::Figure figure = histogram(simulate(process, run), known(process, run));
    EXPECT_LT(figure.panels[0].y.limits->high, 1e-90);
    EXPECT_TRUE(says(figure.panels[0].notes, "law of the equation is $"));
    EXPECT_TRUE(says(figure.panels[0].notes, " times taller: not drawn to its top"));
}

TEST(Histogram, HasOnePanelATime) {
    SimulateOptions run{.particles = 100};
    run.times = steps(0.1, 10);
    run.save = everything();
    const Simulation simulation = simulate(BrownianMotion{}, run);
    EXPECT_EQ(histogram(simulation).panels.size(), 1U);
    EXPECT_EQ(histogram(simulation, {.times = {0.1, 0.5, 0.7, 1}}).panels.size(), 4U);
}

TEST(Histogram, RefusesAComponentThatIsNot) {
    SimulateOptions run{.particles = 10};
    run.times = {0, 1};
    EXPECT_THROW(histogram(simulate(BrownianMotion{}, run), {.component = 1}), Error);
}

TEST(Histogram, HoldsTheMomentsAgainstTheSchemeAndTheEquationOnceEach) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 1};
    SimulateOptions run{.particles = 500};
    run.times = steps(1, 30);
    const draw::Panel panel = histogram_panel(simulate(process, run), known(process, run));
    ASSERT_EQ(panel.notes.size(), 2U);
    EXPECT_EQ(panel.notes[0].substr(0, 5), "mean ");
    EXPECT_NE(panel.notes[1].find(", scheme 1, equation 0.5"), std::string::npos) << panel.notes[1];
    HistogramOptions variance_alone = known(process, run);
    variance_alone.mean = false;
    variance_alone.title = "a title";
    const draw::Panel brief = histogram_panel(simulate(process, run), variance_alone);
    EXPECT_EQ(brief.notes.size(), 1U);
    EXPECT_EQ(brief.title, "a title");
}

// Fourth powers of these are beyond the finite numbers: the error is not known, and not zero.
TEST(Histogram, AnErrorThatIsNotKnownIsNotSaid) {
    SimulateOptions run{.start = Points{1, {1e100, -1e100, 3e100, -2e100}}, .particles = 4};
    run.times = {0, 1};
    const draw::Panel panel = histogram_panel(simulate(BrownianMotion{}, run));
    ASSERT_EQ(panel.notes.size(), 2U);
    EXPECT_EQ(panel.notes[1], "variance $4.92\\times 10^{200}$");
}

TEST(Histogram, NoCurveIsCutOff) {
    const OrnsteinUhlenbeck process{.theta = 1.5, .sigma = 1};
    SimulateOptions run{.particles = 500};
    run.times = steps(1, 30);  // the scheme is far wider than the equation, and so the lower
    const draw::Figure figure = histogram(simulate(process, run), known(process, run));
    const draw::Lines* equation = line_called(figure, "law of the equation");
    ASSERT_NE(equation, nullptr);
    EXPECT_GT(figure.panels[0].y.limits->high, *std::ranges::max_element(equation->y));
}

TEST(Histogram, OfAPointStartIsALineAtThePoint) {
    SimulateOptions run{.start = AtPoint{{3}}, .particles = 100};
    run.times = {0, 1};
    run.save = everything();
    HistogramOptions options = known(BrownianMotion{}, run);
    options.times = {0};
    const draw::Figure figure = histogram(simulate(BrownianMotion{}, run), options);
    const auto lines = marks_of<draw::Lines>(figure.panels[0]);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].x, (std::vector<double>{3, 3}));
    EXPECT_TRUE(says(figure.panels[0].notes, "all 100 samples at 3"));
    EXPECT_NO_THROW(draw::layout_of(figure));
}

// Without noise all paths meet, at a distance that only rounding knows.
TEST(Histogram, OfPathsThatMetSaysHowCloseTheyAre) {
    SimulateOptions run{.start = OnLine{-50, 50}, .particles = 100};
    run.times = steps(0.1, 1000);
    const draw::Panel panel = histogram_panel(simulate(OrnsteinUhlenbeck{.theta = 1, .sigma = 0}, run),
                                              known(OrnsteinUhlenbeck{.theta = 1, .sigma = 0}, run));
    EXPECT_TRUE(says(panel.notes, "all 100 samples at 0, within "));
    EXPECT_EQ(marks_of<draw::Lines>(panel).size(), 1U);
}

TEST(Histogram, WithoutAnyFiniteSampleSaysWhy) {
    SimulateOptions run{.start = OnLine{-1, 1}, .particles = 100};
    run.times = steps(1, 400);
    const OrnsteinUhlenbeck process{.theta = 100, .sigma = 1};
    const draw::Figure figure = histogram(simulate(process, run), known(process, run));
    EXPECT_TRUE(says(figure.panels[0].notes, "diverged: 100 of 100 paths"));
    EXPECT_NO_THROW(draw::layout_of(figure));
}

}  // namespace
}  // namespace fokker::show
