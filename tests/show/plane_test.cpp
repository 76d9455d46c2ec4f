#include "fokker/show/plane.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

const Density kNormal = Gaussian::isotropic(2, 1.0);

Simulation run_on(const Density& target, double sigma = 1, std::size_t particles = 200) {
    SimulateOptions options{.start = Gaussian::isotropic(target.dim, 16.0), .particles = particles};
    options.times = steps(0.01, 100);
    options.save = every(10);
    return simulate(langevin(target, {.sigma = sigma}), options);
}

Density twins() {
    return GaussianMixture{{0.5, 0.5}, {{-2, 0}, {2, 0}}, {{2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0, 0, 1}}}};
}

TEST(Plane, SamplesOfAllTimesShareLimitsAndTheTarget) {
    const Simulation run = run_on(kNormal);
    const PlaneCanvas canvas = plane_canvas(run, &kNormal);
    const draw::Panel first = samples_panel(canvas, run, 0), last = samples_panel(canvas, run, 10);
    EXPECT_EQ(first.x.limits->high, 5);
    EXPECT_EQ(last.x.limits->high, 5);
    EXPECT_EQ(first.title, "$t$ = 0");
    EXPECT_EQ(last.title, "$t$ = 1");
    EXPECT_EQ(marks_of<draw::Image>(last).size(), 1U);
    const auto points = marks_of<draw::Points>(last).at(0);
    ASSERT_EQ(points.x.size(), 200U);
    EXPECT_EQ(points.x[7], run.state(7, 10)[0]);
    EXPECT_EQ(points.y[7], run.state(7, 10)[1]);
}

TEST(Plane, RingsSayHowManySamplesTheyHold) {
    Simulation run = run_on(kNormal, 1, 4);
    SimulateOptions options{.start = Points{2, {0, 0, 0, 1.5, 3, 0, 0.5, 0}}, .particles = 4};
    options.times = {0, 1e-9};
    options.save = everything();
    run = simulate(langevin(kNormal), options);
    const PlaneCanvas canvas = plane_canvas(run, &kNormal, {.radii = {1, 2}});
    const draw::Panel panel = samples_panel(canvas, run, 0);
    EXPECT_TRUE(says(panel.notes, "50 % within 1$\\sigma$ (normal law 39 %)"));
    EXPECT_TRUE(says(panel.notes, "75 % within 2$\\sigma$ (normal law 86 %)"));
    const auto rings = marks_of<draw::Ellipse>(panel);
    ASSERT_EQ(rings.size(), 2U);
    EXPECT_EQ(rings[0].label, "1$\\sigma$");
    EXPECT_EQ(rings[1].label, "2$\\sigma$");
    EXPECT_EQ(rings[1].radius, 2);
}

TEST(Plane, FewModesHaveTheirFractionsAndManyWhatIsMisplaced) {
    const Density two = twins(), many = GaussianMixture::symmetric_2d({.modes = 5, .std = 1, .radius = 8});
    const Simulation on_two = run_on(two), on_many = run_on(many);
    const auto few_notes = samples_panel(plane_canvas(on_two, &two), on_two, 10).notes;
    EXPECT_TRUE(says(few_notes, "at (−2, 0): 0."));
    EXPECT_TRUE(says(few_notes, "(weight 0.5)"));
    const draw::Panel panel = samples_panel(plane_canvas(on_many, &many), on_many, 10);
    EXPECT_NE(panel.subtitle.find("misplaced "), std::string::npos);
    EXPECT_NE(marks_of<draw::Points>(panel).at(0).label.find("|fraction − weight|"), std::string::npos);
    EXPECT_FALSE(panel.count_outside);
}

TEST(Plane, FramesOfAFilmHaveTheSameLayout) {
    const Density many = GaussianMixture::symmetric_2d({.modes = 5, .std = 1, .radius = 8});
    const Simulation run = run_on(many);
    PlaneOptions options{.x_limits = draw::Limits{-4, 4}, .y_limits = draw::Limits{-4, 4}};
    options.film = true;
    const PlaneCanvas canvas = plane_canvas(run, &many, options);
    std::vector<draw::Layout> layouts;
    for (std::size_t t = 0; t < run.times.size(); ++t) {
        draw::Figure figure{.width = 800, .height = 400};
        figure.panels = {samples_panel(canvas, run, t)};
        EXPECT_TRUE(figure.panels[0].notes.empty());
        EXPECT_NE(figure.panels[0].subtitle.find("outside: "), std::string::npos);
        EXPECT_NE(figure.panels[0].subtitle.find("misplaced "), std::string::npos);
        layouts.push_back(draw::layout_of(figure));
        EXPECT_EQ(layouts[t].frames[0].y, layouts[0].frames[0].y);
        EXPECT_EQ(layouts[t].frames[0].height, layouts[0].frames[0].height);
    }
}

TEST(Plane, CountsTheDivergedByEachTimeAndNamesTheCauseAtTheLast) {
    const Density two = twins();
    SimulateOptions options{.start = Gaussian::isotropic(2, 16.0), .particles = 50};
    options.times = steps(0.5, 800);
    options.save = every(400);
    const Simulation run = simulate(langevin(two, {.sigma = 20}), options);
    ASSERT_EQ(run.failures.size(), 50U);
    PlaneOptions with_step;
    with_step.langevin = LangevinStep{20, 0.5};
    const PlaneCanvas canvas = plane_canvas(run, &two, with_step);
    const draw::Panel first = samples_panel(canvas, run, 0), last = samples_panel(canvas, run, 2);
    EXPECT_FALSE(says(first.notes, "diverged"));
    EXPECT_FALSE(says(first.notes, "unstable"));
    EXPECT_TRUE(says(last.notes, "diverged: 50 of 50"));
    EXPECT_TRUE(says(last.notes, "unstable"));
    EXPECT_FALSE(says(last.notes, "nan"));
    EXPECT_NE(last.empty_because, "");
    EXPECT_NO_THROW(kernel_density_panel(canvas, run, 2));
}

TEST(Plane, TheLawThatACoarseStepReachesIsDrawnAtAllTimes) {
    const Simulation run = run_on(kNormal, 10);
    PlaneOptions with_step;
    with_step.langevin = LangevinStep{10, 0.01};
    const PlaneCanvas canvas = plane_canvas(run, &kNormal, with_step);
    EXPECT_EQ(marks_of<draw::Ellipse>(samples_panel(canvas, run, 0)).size(), 1U);
    const auto reached = marks_of<draw::Ellipse>(samples_panel(canvas, run, 10));
    ASSERT_EQ(reached.size(), 1U);
    EXPECT_NEAR(reached[0].xx, 1 / (1 - 0.25), 1e-12);  // sigma^2 h / 4 = 1/4
    EXPECT_EQ(reached[0].dash, draw::Dash::dashed);
}

TEST(Plane, SaysHowManySamplesAreOutsideUnderTheTitleWhereThereAreAny) {
    const Simulation run = run_on(kNormal);
    const PlaneOptions narrow{.x_limits = draw::Limits{-1e-6, 1e-6}, .y_limits = draw::Limits{-1, 1}};
    const draw::Panel panel = samples_panel(plane_canvas(run, &kNormal, narrow), run, 10);
    EXPECT_EQ(panel.subtitle, "outside: 200");
    EXPECT_TRUE(panel.notes.empty());
    const PlaneOptions wide{.x_limits = draw::Limits{-99, 99}, .y_limits = draw::Limits{-99, 99}};
    EXPECT_EQ(samples_panel(plane_canvas(run, &kNormal, wide), run, 10).subtitle, "");
}

TEST(Plane, HasAsManyLevelsAsAsked) {
    const Simulation run = run_on(kNormal);
    const auto levels = [&](std::size_t count) {
        const PlaneCanvas canvas = plane_canvas(run, &kNormal, {.levels = count});
        return std::get<draw::Contours>(canvas.over.at(0)).levels.size();
    };
    EXPECT_EQ(levels(0), levels(8));
    EXPECT_NEAR(static_cast<double>(levels(6)), 6, 3);
    EXPECT_NEAR(static_cast<double>(levels(30)), 30, 15);
}

TEST(Plane, TrailsEndAtTheSamples) {
    const Simulation run = run_on(kNormal, 1, 3);
    const draw::Panel panel = samples_panel(plane_canvas(run, &kNormal, {.trail = 4}), run, 6);
    const auto trails = marks_of<draw::Lines>(panel).at(0);
    EXPECT_EQ(trails.series, 3U);
    ASSERT_EQ(trails.x.size(), 15U);
    EXPECT_EQ(trails.x[0], run.state(0, 2)[0]);
    EXPECT_EQ(trails.y[14], run.state(2, 6)[1]);
    EXPECT_TRUE(marks_of<draw::Lines>(samples_panel(plane_canvas(run, &kNormal, {.trail = 4}), run, 0)).empty());
}

TEST(Plane, PathsHaveTheirStartAndEnd) {
    const Simulation run = run_on(kNormal);
    const draw::Panel panel = paths_panel(plane_canvas(run, &kNormal, {.paths = 3}), run);
    std::vector<std::string> labels;
    for (const auto& markers : marks_of<draw::Markers>(panel)) {
        EXPECT_EQ(markers.x.size(), 3U);
        labels.push_back(markers.label);
    }
    EXPECT_EQ(labels, (std::vector<std::string>{"start", "end"}));
    EXPECT_EQ(panel.title, "3 of 200 paths");
    const auto starts = marks_of<draw::Markers>(panel).at(0);
    EXPECT_EQ(starts.x, (std::vector{run.state(0, 0)[0], run.state(99, 0)[0], run.state(199, 0)[0]}));
    EXPECT_EQ(panel.x.limits->high, 5);
}

TEST(Plane, OfFiveComponentsTwoAreChosenAndTheTargetIsNotDrawn) {
    const Density five = Gaussian::isotropic(5, 1.0);
    const Simulation run = run_on(five);
    try {
        plane_canvas(run, &five);
        FAIL() << "two components must be chosen";
    } catch (const Error& e) {
        EXPECT_NE(std::string(e.what()).find("components = [1, 2]"), std::string::npos);
    }
    const PlaneCanvas canvas = plane_canvas(run, &five, {.components = {4, 1}});
    const draw::Panel panel = samples_panel(canvas, run, 10);
    EXPECT_EQ(panel.x.label, "$x_{5}$");
    EXPECT_EQ(panel.y.label, "$x_{2}$");
    EXPECT_EQ(marks_of<draw::Points>(panel).at(0).x[3], run.state(3, 10)[4]);
    EXPECT_TRUE(marks_of<draw::Image>(panel).empty());
    EXPECT_FALSE(canvas.color_bar.has_value());
}

TEST(Plane, RefusesWhatItCannotShow) {
    const Simulation run = run_on(kNormal);
    EXPECT_THROW(plane_canvas(run, &kNormal, {.components = {0}}), Error);
    EXPECT_THROW(plane_canvas(run, &kNormal, {.components = {0, 2}}), Error);
    EXPECT_THROW(plane_canvas(run, &kNormal, {.components = {1, 1}}), Error);
    EXPECT_THROW(plane_canvas(run, nullptr, {.radii = {1}}), Error);
    EXPECT_THROW(plane_canvas(run, nullptr, {.x_limits = draw::Limits{2, 1}}), Error);
    const Density line = Gaussian::isotropic(1, 1.0);
    EXPECT_THROW(plane_canvas(run_on(line), &line), Error);
    EXPECT_THROW(samples_panel(plane_canvas(run, &kNormal), run, 11), Error);
    Simulation without_states = run_on(kNormal);
    without_states.storage = {};
    EXPECT_THROW(plane_canvas(without_states, &kNormal), Error);
}

}  // namespace
}  // namespace fokker::show
