#include "fokker/show/fits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

GaussianMixture two_parts() {
    return {.weights = {0.25, 0.75},
            .means = {{-2, 0}, {2, 1}},
            .covariances = {{2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0.5, 0.5, 2}}}};
}

Fit short_fit(int keep_every = 0) {
    return fit(Density(two_parts()), MixtureFamily{.components = 2, .dim = 2}, ForwardKl{},
               {.iterations = 40,
                .samples = 50,
                .restarts = 2,
                .evaluation_samples = 500,
                .keep_every = keep_every,
                .noise_every = 10});
}

TEST(Fits, ShowTargetAndFitsInTheColoursOfTheTarget) {
    const Density p = two_parts(), q = Gaussian::isotropic(2, 4.0);
    const draw::Figure figure = fits(p, {{.label = "one", .density = &q}, {.label = "none"}});
    ASSERT_EQ(figure.panels.size(), 6U);
    EXPECT_EQ(figure.columns, 3U);
    const auto target = marks_of<draw::Image>(figure.panels[0]).front();
    const auto fitted = marks_of<draw::Image>(figure.panels[1]).front();
    EXPECT_EQ(target.limits->low, 0);
    EXPECT_EQ(target.limits->high, std::ranges::max(target.grid.values));
    EXPECT_EQ(fitted.limits->high, target.limits->high);
    EXPECT_EQ(figure.panels[2].empty_because, "diverged");
}

// Values at nodes are densities: they sum to the mass inside the view, which for five standard deviations is 1.
TEST(Fits, ShowDensitiesThatIntegrateToOneWhateverIsKnownOfThem) {
    Density p = two_parts();
    for (const bool known : {true, false}) {
        if (!known) p.log_normaliser.reset();
        const auto grid = marks_of<draw::Image>(fits(p, {}).panels[0]).front().grid;
        double sum = 0;
        for (const double v : grid.values) sum += v;
        const auto cells = static_cast<double>(grid.columns - 1);
        sum *= (grid.x.high - grid.x.low) * (grid.y.high - grid.y.low) / (cells * cells);
        EXPECT_NEAR(sum, 1, 1e-4) << known;
    }
}

// The image is not transposed: the value beside the heavier mean, at (2, 1), is the highest of all.
TEST(Fits, ShowDensitiesTheRightWayRound) {
    const auto grid = marks_of<draw::Image>(fits(Density(two_parts()), {}).panels[0]).front().grid;
    const auto best = static_cast<std::size_t>(std::ranges::max_element(grid.values) - grid.values.begin());
    const auto cells = static_cast<double>(grid.columns - 1);
    const double x = grid.x.low + (grid.x.high - grid.x.low) * static_cast<double>(best % grid.columns) / cells;
    const double y = grid.y.low + (grid.y.high - grid.y.low) * static_cast<double>(best / grid.columns) / cells;
    EXPECT_NEAR(x, 2, 0.1);
    EXPECT_NEAR(y, 1, 0.1);
}

TEST(Fits, ShowComponentsAsEllipsesOfOneAndTwoDeviations) {
    const Density p = two_parts();
    const draw::Figure figure = fits(p, {{.density = &p}});
    const auto ellipses = marks_of<draw::Ellipse>(figure.panels[3]);
    ASSERT_EQ(ellipses.size(), 4U);
    EXPECT_EQ(ellipses[2].x, 2);
    EXPECT_EQ(ellipses[2].yy, 2);
    EXPECT_EQ(ellipses[3].radius, 2);
    EXPECT_EQ(marks_of<draw::Markers>(figure.panels[3])[1].labels, std::vector<std::string>{"75 %"});
    // Weights stand over all ellipses.
    EXPECT_TRUE(std::holds_alternative<draw::Ellipse>(figure.panels[3].marks[4]));
    EXPECT_TRUE(std::holds_alternative<draw::Markers>(figure.panels[3].marks[5]));
}

TEST(Fits, ShowWeightsToATenthOfAPercent) {
    GaussianMixture mixture = two_parts();
    mixture.weights = {0.125, 0.875};
    const Density p = mixture;
    EXPECT_EQ(marks_of<draw::Markers>(fits(p, {}).panels[1])[0].labels, std::vector<std::string>{"12.5 %"});
}

// A fitted weight is never whole by itself, so all of a fit have a tenth.
TEST(Fits, ShowWeightsOfOneFitToTheSameDecimal) {
    GaussianMixture mixture = two_parts();
    mixture.weights = {0.3999, 0.6001};
    const Density p = two_parts(), q = mixture;
    const auto means = marks_of<draw::Markers>(fits(p, {{.density = &q}}).panels[3]);
    EXPECT_EQ(means[0].labels, std::vector<std::string>{"40.0\u202f%"});
    EXPECT_EQ(means[1].labels, std::vector<std::string>{"60.0\u202f%"});
}

std::size_t color_of(const draw::Ink& ink) {
    return std::get<draw::Series>(ink).index;
}

// The second component lies nearer to the first part than the first one does to any; the third finds no part.
TEST(Fits, GiveAComponentTheColourOfTheNearestPartOfTheTarget) {
    const GaussianMixture mixture{.weights = {1, 1, 1},
                                  .means = {{-1, 0}, {-2, 0.1}, {9, 9}},
                                  .covariances = std::vector<Matrix>(3, {2, 2, {1, 0, 0, 1}})};
    const Density p = two_parts(), q = mixture;
    const auto ellipses = marks_of<draw::Ellipse>(fits(p, {{.density = &q}}).panels[3]);
    EXPECT_EQ(color_of(ellipses[0].ink), 1U);
    EXPECT_EQ(color_of(ellipses[2].ink), 0U);
    EXPECT_EQ(color_of(ellipses[4].ink), 2U);
}

TEST(Fits, OfDataHaveTheNamesOfTheirColumnsAndTheirPoints) {
    const Points x = sample(Gaussian::isotropic(2, 1.0), 200, {.seed = 1});
    const Density q = Gaussian::isotropic(2, 1.0);
    const draw::Figure figure = fits(x, {{.density = &q}}, {.names = {"speed_kmh", "x2"}});
    for (const draw::Panel& panel : figure.panels) {
        EXPECT_EQ(panel.x.label, "speed_kmh");
        EXPECT_EQ(panel.y.label, "$x_{2}$");
        EXPECT_TRUE(panel.equal_aspect);
    }
    for (const std::size_t below : {2U, 3U})
        EXPECT_EQ(marks_of<draw::Points>(figure.panels[below]).front().x.size(), 200U);
    EXPECT_EQ(fits(x, {}).panels[0].x.label, "$x_1$");
}

// Minutes beside seconds: on equal scales one would be a line.
TEST(Fits, OfDataInUnequalUnitsFillTheirPanels) {
    Points x = sample(Gaussian::isotropic(2, 1.0), 2000, {.seed = 1});
    for (std::size_t i = 0; i < x.count(); ++i) x.values[2 * i] *= 60;
    const draw::Panel panel = fits(x, {}).panels[0];
    EXPECT_FALSE(panel.equal_aspect);
    EXPECT_NEAR((panel.x.limits->high - panel.x.limits->low) / (panel.y.limits->high - panel.y.limits->low), 60, 15);
}

// Kernels are as wide as each column asks: in other units the picture is the same, and densities are those of the
// units.
TEST(Fits, OfDataLookTheSameInWhateverUnits) {
    const Points x = sample(Gaussian::isotropic(2, 1.0), 500, {.seed = 1});
    const auto values = [&x](double unit) {
        Points scaled = x;
        for (std::size_t i = 0; i < x.count(); ++i) scaled.values[2 * i] *= unit;
        return marks_of<draw::Image>(fits(scaled, {}).panels[0]).front().grid.values;
    };
    const std::vector<double> seconds = values(64), others = values(65536);
    const double highest = std::ranges::max(seconds);
    for (std::size_t i = 0; i < seconds.size(); ++i) EXPECT_NEAR(1024 * others[i], seconds[i], 1e-9 * highest) << i;
}

// Whatever constant the energy has, and though exp of it leaves the numbers.
TEST(Fits, OfOneComponentAreCurvesWithAreaOne) {
    for (const char* energy : {"x^2/2", "x^2/2 + 1000", "x^2/2 - 1000"}) {
        const Density p = from_energy(energy, 1), q = Gaussian::isotropic(1, 1.0);
        const draw::Figure figure = fits(p, {{.label = "q", .density = &q}});
        const auto lines = marks_of<draw::Lines>(figure.panels[0]);
        ASSERT_EQ(lines.size(), 2U);
        for (std::size_t i = 0; i < lines[0].y.size(); ++i) EXPECT_NEAR(lines[0].y[i], lines[1].y[i], 1e-4) << energy;
    }
}

// Of 13 panels three bands of five columns, each with its images above its ellipses.
TEST(Fits, OfManyRunsStandInBandsOfFive) {
    const Density p = two_parts(), q = Gaussian::isotropic(2, 4.0);
    std::vector<FittedRun> runs(12, {.density = &q});
    for (std::size_t r = 0; r < runs.size(); ++r) runs[r].label = std::to_string(r + 1);
    const draw::Figure figure = fits(p, runs);
    EXPECT_EQ(figure.columns, 5U);
    EXPECT_EQ(figure.rows, 6U);
    ASSERT_EQ(figure.panels.size(), 30U);
    EXPECT_EQ(figure.panels[0].title, "target");
    EXPECT_EQ(figure.panels[4].title, "4");
    EXPECT_EQ(figure.panels[10].title, "5");
    EXPECT_EQ(figure.panels[22].title, "12");
    EXPECT_FALSE(figure.panels[23].visible);
    EXPECT_EQ(marks_of<draw::Ellipse>(figure.panels[15]).size(), 2U);
    EXPECT_EQ(figure.color_bars.size(), 1U);
    const draw::Layout layout = draw::layout_of(figure);
    for (const std::size_t i : {0U, 4U, 10U, 22U}) EXPECT_GT(layout.frames[i].width, 150) << i;
}

TEST(Fits, LeaveOutWeightsThatWouldLieOnOneAnotherAndSaySo) {
    GaussianMixture close = two_parts();
    close.means = {{0, 0}, {0.05, 0.05}};
    const Density p = two_parts(), q = close;
    const draw::Figure figure = fits(p, {{.density = &q}});
    const auto words = [&](std::size_t panel) {
        std::size_t count = 0;
        for (const draw::Markers& mean : marks_of<draw::Markers>(figure.panels[panel])) count += mean.labels.size();
        return count;
    };
    EXPECT_EQ(words(2), 2U);
    EXPECT_EQ(words(3), 0U);
    EXPECT_NE(figure.subtitle.find("weights where there is room"), std::string::npos);
    EXPECT_EQ(fits(p, {{.density = &p}}).subtitle.find("room"), std::string::npos);
}

TEST(Fits, OfThreeComponentsAreAnError) {
    EXPECT_THROW(fits(Density(Gaussian::isotropic(3, 1)), {}), Error);
}

TEST(Losses, ShowEveryRestartAndTheLossAtTheEnd) {
    const Fit done = short_fit();
    const draw::Panel panel = losses({{.label = "a", .fit = &done}}, 1).panels[0];
    EXPECT_EQ(marks_of<draw::Lines>(panel).size(), 2U);
    EXPECT_EQ(marks_of<draw::Reference>(panel).front().value, done.best_restart().loss);
    const draw::Area band = marks_of<draw::Area>(panel).front();
    // Windows of one iteration: the band is two standard errors of that iteration's loss.
    EXPECT_DOUBLE_EQ(band.high[5] - band.low[5], 4 * done.best_restart().loss_errors[5]);
}

// The loss of a fit that comes down from 1 to `end` in 400 iterations, each by 100 draws.
Fit falling_to(double end) {
    Fit done = short_fit();
    done.restarts.resize(1);
    done.best = 0;
    FitRestart& restart = done.restarts[0];
    restart.losses.clear();
    for (int i = 0; i < 400; ++i) restart.losses.push_back(std::pow(end, std::min(1.0, i / 300.0)));
    restart.loss_errors.assign(400, end / 10);
    restart.loss = end;
    restart.loss_error = end / 100;
    done.samples = 100;
    return done;
}

TEST(Losses, ThatComeCloseToZeroStandOnALogarithmicAxis) {
    const Fit far = falling_to(1e-3), near = falling_to(0.1);
    const auto scale = [](const Fit& fit, bool from_zero) {
        return losses({{.fit = &fit, .loss_from_zero = from_zero}}, 1).panels[0].y.scale;
    };
    EXPECT_EQ(scale(far, true), draw::Scale::log10);
    EXPECT_EQ(scale(near, true), draw::Scale::linear);
    EXPECT_EQ(scale(far, false), draw::Scale::linear);
}

// Means below 0 are noise around it: they lie below the frame, and the axis ends where they begin.
TEST(Losses, OnALogarithmicAxisEndWhereTheMeanIsLostInItsNoise) {
    Fit done = falling_to(1e-6);
    FitRestart& restart = done.restarts[0];
    for (std::size_t i = 200; i < 400; ++i) restart.losses[i] = i % 8 < 4 ? 1e-3 : -1e-3;
    restart.loss_errors.assign(400, 1e-3);
    const draw::Panel panel = losses({{.fit = &done, .loss_from_zero = true}}, 1).panels[0];
    ASSERT_EQ(panel.y.scale, draw::Scale::log10);
    EXPECT_GT(panel.y.limits->low, 1e-4);
    EXPECT_LT(panel.y.limits->low, 1e-2);
    const draw::Lines line = marks_of<draw::Lines>(panel).front();
    for (const double y : line.y) EXPECT_GT(y, 0);
}

TEST(Losses, SayWhatIsDrawn) {
    const Fit done = falling_to(0.1);
    const draw::Panel panel =
        losses({{.fit = &done, .loss = "KL$(p, q)$, nats", .loss_at_end = "0.1 ± 0.001"}}, 1).panels[0];
    EXPECT_EQ(panel.y.label, "KL$(p, q)$, nats");
    EXPECT_EQ(panel.subtitle, "at the end 0.1 ± 0.001");
    EXPECT_EQ(marks_of<draw::Lines>(panel).front().label, "loss, mean over 4 iterations");
    EXPECT_EQ(marks_of<draw::Area>(panel).front().label, "± 2 standard errors of one iteration's mean of 100");
}

// All rows of the data at every iteration, or the same draws: nothing scatters from one iteration to the next.
TEST(Losses, OfFunctionsOfTheParametersHaveNoBandOfNoise) {
    const Points x = sample(Gaussian::isotropic(2, 1.0), 200, {.seed = 1});
    const FitOptions adam{.optimiser = Adam{}, .iterations = 40, .restarts = 1, .evaluation_samples = 500};
    FitOptions same = adam, rows = adam;
    same.common_draws = true;
    rows.samples = 50;
    const auto bands = [](const FitTarget& target, const FitOptions& options) {
        const Fit done = fit(target, GaussianFamily{.dim = 2}, MaximumLikelihood{}, options);
        return marks_of<draw::Area>(losses({{.fit = &done}}, 1).panels[0]).size();
    };
    EXPECT_EQ(bands(x, adam), 0U);
    EXPECT_EQ(bands(Density(two_parts()), same), 0U);
    EXPECT_EQ(bands(x, rows), 1U);
    EXPECT_EQ(bands(Density(two_parts()), adam), 1U);
}

// One legend serves all panels: a number that is that of some alone is not in it.
TEST(Losses, OfFitsThatDifferShareALegendThatHoldsForAll) {
    const Fit one = falling_to(0.1), other = short_fit();
    const draw::Figure figure = losses({{.fit = &one}, {.fit = &other}}, 2);
    for (const draw::Panel& panel : figure.panels) {
        EXPECT_EQ(marks_of<draw::Lines>(panel).back().label, "loss, mean over 1 % of the iterations");
        EXPECT_EQ(marks_of<draw::Area>(panel).front().label, "± 2 standard errors of one iteration");
    }
}

// EM of one Gaussian is done at once: its losses differ by rounding.
TEST(Losses, OfAFitThatIsDoneAtOnceHaveReadableAxes) {
    const Points x = sample(Gaussian::isotropic(2, 1.0), 200, {.seed = 1});
    const Fit done = fit(x, MixtureFamily{.components = 1, .dim = x.dim}, MaximumLikelihood{});
    const draw::Panel panel = losses({{.label = "a", .fit = &done}}, 1).panels[0];
    EXPECT_GE(panel.y.limits->high - panel.y.limits->low, 0.99e-4 * std::abs(done.best_restart().loss));
    ASSERT_FALSE(panel.x.ticks.empty());
    for (std::size_t k = 0; k < panel.x.ticks.size(); ++k) EXPECT_EQ(panel.x.ticks[k].label, std::to_string(k));
}

TEST(GradientNoise, IsThatOfTheMeanOverTheDraws) {
    const Fit done = short_fit();
    const draw::Panel panel = gradient_noise({{.label = "a", .fit = &done}}).panels[0];
    const auto line = marks_of<draw::Lines>(panel).front();
    EXPECT_DOUBLE_EQ(line.y[1], done.best_restart().gradient_noise[1].variance / 50);
}

// Curves that coincide: each is narrower than those below it, or has gaps.
TEST(GradientNoise, OfRunsThatCoincideCanBeToldApart) {
    const Fit done = short_fit();
    const auto lines = marks_of<draw::Lines>(
        gradient_noise({{.label = "a", .fit = &done}, {.label = "b", .fit = &done}, {.label = "c", .fit = &done}})
            .panels[0]);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].dash, draw::Dash::solid);
    EXPECT_EQ(lines[1].dash, draw::Dash::dashed);
    EXPECT_EQ(lines[2].dash, draw::Dash::dotted);
    EXPECT_GT(lines[0].width, lines[1].width + 0.5);
}

// There are eight colours.
TEST(GradientNoise, OfRunsOfOneColourDiffersByItsDashes) {
    const Fit done = short_fit();
    const std::vector<FittedRun> runs(17, {.label = "a", .fit = &done});
    const auto lines = marks_of<draw::Lines>(gradient_noise(runs).panels[0]);
    ASSERT_EQ(lines.size(), 17U);
    EXPECT_NE(lines[8].dash, lines[0].dash);
    EXPECT_NE(lines[16].dash, lines[8].dash);
}

TEST(GradientNoise, MeasuredOftenIsDrawnThinUnderItsRunningMedian) {
    Fit done = short_fit();
    done.samples = 1;
    auto& noise = done.restarts[done.best].gradient_noise;
    noise.clear();
    for (int i = 0; i < 40; ++i) noise.push_back({.iteration = i, .variance = i == 20 ? 1000.0 : 1.0});
    const draw::Panel panel = gradient_noise({{.label = "a", .fit = &done}}).panels[0];
    const auto lines = marks_of<draw::Lines>(panel);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].y[20], 1000);
    EXPECT_LT(lines[0].width, lines[1].width);
    EXPECT_EQ(lines[1].y, std::vector<double>(40, 1.0));
    EXPECT_EQ(lines[1].label, "a: median 1, mean 26");
}

TEST(FitFilm, NamesTheIterationThatItShowsAndKeepsTheColoursOfTheEnd) {
    const Fit done = short_fit(10);
    const Density end = done.density();
    const FitFilm film(Density(two_parts()), {{.label = "a", .fit = &done, .density = &end}}, {});
    const auto colors = [&](std::size_t frame) {
        const auto ellipses = marks_of<draw::Ellipse>(film.frame(frame).panels[1]);
        return std::pair{color_of(ellipses[0].ink), color_of(ellipses[2].ink)};
    };
    for (std::size_t f = 0; f < film.frames(); ++f) {
        EXPECT_EQ(film.frame(f).subtitle, "after " + std::to_string(10 * f) + " iterations");
        EXPECT_EQ(colors(f), colors(film.frames() - 1));
    }
}

TEST(FitFilm, BeginsAtTheStartAndEndsAtTheEnd) {
    const Fit done = short_fit(10);
    const Density end = done.density();
    const FitFilm film(Density(two_parts()), {{.label = "a", .fit = &done, .density = &end}}, {});
    EXPECT_EQ(film.frames(), 5U);
    const auto first = marks_of<draw::Ellipse>(film.frame(0).panels[1]),
               last = marks_of<draw::Ellipse>(film.frame(4).panels[1]);
    EXPECT_EQ(first[0].x, done.family.density(done.family.named(done.best_restart().start)).modes->means[0][0]);
    EXPECT_EQ(last[0].x, end.modes->means[0][0]);
    char loss[32];
    std::snprintf(loss, sizeof loss, "loss %.3f", done.best_restart().losses[20]);
    EXPECT_EQ(film.frame(2).panels[1].subtitle, loss);
}

}  // namespace
}  // namespace fokker::show
