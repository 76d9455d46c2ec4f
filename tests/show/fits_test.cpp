#include "fokker/show/fits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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

TEST(Fits, OfOneComponentAreCurvesWithAreaOne) {
    const Density p = from_energy("x^2/2", 1), q = Gaussian::isotropic(1, 1.0);
    const draw::Figure figure = fits(p, {{.label = "q", .density = &q}});
    const auto lines = marks_of<draw::Lines>(figure.panels[0]);
    ASSERT_EQ(lines.size(), 2U);
    for (std::size_t i = 0; i < lines[0].y.size(); ++i) EXPECT_NEAR(lines[0].y[i], lines[1].y[i], 1e-4);
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

TEST(FitFilm, BeginsAtTheStartAndEndsAtTheEnd) {
    const Fit done = short_fit(10);
    const Density end = done.density();
    const FitFilm film(Density(two_parts()), {{.label = "a", .fit = &done, .density = &end}}, {});
    EXPECT_EQ(film.frames(), 5U);
    const auto first = marks_of<draw::Ellipse>(film.frame(0).panels[1]),
               last = marks_of<draw::Ellipse>(film.frame(4).panels[1]);
    EXPECT_EQ(first[0].x, done.family.density(done.family.named(done.best_restart().start)).modes->means[0][0]);
    EXPECT_EQ(last[0].x, end.modes->means[0][0]);
}

}  // namespace
}  // namespace fokker::show
