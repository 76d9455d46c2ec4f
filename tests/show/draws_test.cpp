// What the pictures of draws have in common: which components and chains they show, what they refuse, and that any
// trace can be drawn.
#include "fokker/show/draws.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "draws.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker::show {
namespace {

const std::vector<std::string> kNames{"trace", "steps", "ranks", "autocorrelation", "pairs", "energy"};

std::string error_of(const auto& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(Diagnostics, AreAllPicturesThatTheTraceHasNumbersFor) {
    assess::Trace trace = normal_trace(4, 100, 2);
    const auto names_of = [](const auto& figures) {
        std::vector<std::string> names;
        for (const auto& [name, figure] : figures) names.push_back(name);
        return names;
    };
    EXPECT_EQ(names_of(diagnostics(trace)), std::vector<std::string>(kNames.begin(), kNames.end() - 1));
    trace.energy.assign(400, 1);
    EXPECT_EQ(names_of(diagnostics(trace)), kNames);
    // Of a chain alone ranks say nothing, and a component alone has no pair.
    EXPECT_EQ(names_of(diagnostics(normal_trace(1, 100, 2))),
              (std::vector<std::string>{"trace", "steps", "autocorrelation", "pairs"}));
    EXPECT_EQ(names_of(diagnostics(normal_trace(4, 100, 1))),
              (std::vector<std::string>{"trace", "steps", "ranks", "autocorrelation"}));
}

TEST(Diagnostics, CanBeDrawnForOneChainAndManyOneComponentAndTwentyFewDrawsAndManyEqualOnesAndNone) {
    for (const std::size_t chains : {1U, 2U, 9U, 100U}) {
        for (const std::size_t dim : {1U, 2U, 3U, 5U, 20U}) {
            for (const std::size_t draws : {1U, 4U, 60U}) {
                assess::Trace trace = normal_trace(chains, draws, dim);
                trace.energy.assign(chains * draws, 2.5);
                for (std::size_t n = 0; n < chains * draws; ++n) {
                    trace.values[n * dim] = 0.1;                                           // the first is constant,
                    if (dim > 1) trace.values[n * dim + 1] = std::nan("");                 // the second is nothing,
                    if (dim > 2 && n % 3 == 0) trace.values[n * dim + 2] = INFINITY;       // the third is so at times,
                    if (n % 2 == 0) trace.energy[n] = std::numeric_limits<double>::max();  // and energies are huge
                }
                for (const auto& [name, figure] : diagnostics(trace)) {
                    SCOPED_TRACE(name + ": " + figure.subtitle + ", " + std::to_string(dim) + " components");
                    EXPECT_NO_THROW(draw::layout_of(figure));
                    EXPECT_LE(figure.panels.size(), figure.rows * figure.columns);
                }
            }
        }
    }
}

TEST(Diagnostics, ShowTheFirstFewComponentsAndSayOfHowMany) {
    const assess::Trace trace = normal_trace(4, 50, 20);
    EXPECT_EQ(show::trace(trace).panels.size(), 2 * 6U);
    EXPECT_EQ(show::trace(trace).subtitle, "4 chains of 50 draws; 6 of 20 components");
    EXPECT_EQ(ranks(trace).panels.size(), 9U);
    EXPECT_EQ(autocorrelation(trace).panels.size(), 9U);
    EXPECT_EQ(pairs(trace).panels.size(), 4 * 4U);
    EXPECT_EQ(steps(trace).panels.size(), 3U);
    EXPECT_EQ(show::trace(normal_trace(1, 50, 6)).subtitle, "1 chain of 50 draws");
}

TEST(Diagnostics, ShowTheComponentsThatWereAskedForInTheirOrder) {
    const assess::Trace trace = normal_trace(2, 50, 20);
    const DrawsOptions options{.components = {19, 3}};
    EXPECT_EQ(ranks(trace, options).panels[0].title, "$x_{20}$");
    EXPECT_EQ(ranks(trace, options).panels[1].title, "$x_{4}$");
    const auto points = marks_of<draw::Points>(pairs(trace, options).panels[2]);
    ASSERT_EQ(points.size(), 1U);
    for (std::size_t n = 0; n < 100; ++n) {
        EXPECT_EQ(points[0].x[n], trace.values[n * 20 + 19]);
        EXPECT_EQ(points[0].y[n], trace.values[n * 20 + 3]);
    }
}

TEST(Diagnostics, RefuseComponentsThatAreNotThereAndTracesWithoutDraws) {
    const assess::Trace trace = normal_trace(2, 50, 3);
    const auto by_draw = +[](const assess::Trace& t, const DrawsOptions& options) { return steps(t, options); };
    const auto all = {show::trace, ranks, autocorrelation, pairs, by_draw};
    for (const auto& figure : all) {
        EXPECT_EQ(error_of([&] { figure(trace, {.components = {0, 3}}); }), "component 4 of draws that have 3");
        EXPECT_EQ(error_of([&] { figure(assess::Trace{}, {}); }), "there are no draws to show");
    }
    EXPECT_EQ(error_of([&] { energy(trace); }), "these draws come without energies; nuts and hmc keep them");
    const Gaussian target = Gaussian::isotropic(2, 1.0);
    EXPECT_EQ(error_of([&] { over_target(trace, target); }), "draws over their target: both must have two components");
    EXPECT_EQ(error_of([&] { over_target(normal_trace(2, 0, 2), target); }), "there are no draws to show");
}

TEST(Diagnostics, ShowEightOfManyChainsEvenlyChosen) {
    const draw::Figure figure = ranks(normal_trace(100, 40, 1));
    EXPECT_EQ(figure.subtitle, "100 chains of 40 draws, 8 of them shown");
    std::vector<std::string> labels;
    for (const auto& line : marks_of<draw::Lines>(figure.panels[0])) labels.push_back(line.label);
    EXPECT_EQ(labels, (std::vector<std::string>{"chain 1", "chain 13", "chain 26", "chain 38", "chain 51", "chain 63",
                                                "chain 76", "chain 88"}));
}

TEST(Diagnostics, TakeNamesAsTheyAreButLettersWithNumbersAsMathematics) {
    assess::Trace trace = normal_trace(2, 50, 5);
    trace.names = {"x12", "theta[3]", "price in $", "$\\mu$", "a_1"};
    const draw::Figure figure = ranks(trace);
    const std::vector<std::string> titles{"$x_{12}$", "theta[3]", "price in \\$", "$\\mu$", "a_1"};
    for (std::size_t p = 0; p < titles.size(); ++p) EXPECT_EQ(figure.panels[p].title, titles[p]);
    for (const auto& [name, one] : diagnostics(trace)) EXPECT_NO_THROW(draw::layout_of(one)) << name;
}

TEST(OverTarget, HasEveryDrawOfAFewAndEvenlyChosenOnesOfMany) {
    const Gaussian target = Gaussian::isotropic(2, 1.0);
    const assess::Trace few = normal_trace(2, 50, 2);
    const auto points = marks_of<draw::Points>(over_target(few, target).panels[0]);
    ASSERT_EQ(points.size(), 1U);
    ASSERT_EQ(points[0].x.size(), 100U);
    for (std::size_t n = 0; n < 100; ++n) {
        EXPECT_EQ(points[0].x[n], few.values[2 * n]);
        EXPECT_EQ(points[0].y[n], few.values[2 * n + 1]);
    }
    const assess::Trace many = normal_trace(3, 20'000, 2);
    const draw::Figure thinned = over_target(many, target);
    EXPECT_EQ(marks_of<draw::Points>(thinned.panels[0])[0].x.size(), 20'000U);
    EXPECT_NE(thinned.subtitle.find(", one in 3 shown"), std::string::npos) << thinned.subtitle;
}

TEST(OverTarget, HasTheLastDrawOfEachOfManyChainsAndTheirExactLaw) {
    const Gaussian target = Gaussian::isotropic(2, 1.0), last{{0.5, -0.5}, {2, 2, {0.2, 0.1, 0.1, 0.3}}};
    const assess::Trace trace = normal_trace(100, 30, 2);
    const draw::Figure figure = over_target(trace, target, {}, last);
    EXPECT_TRUE(figure.subtitle.ends_with("; the last of each chain")) << figure.subtitle;
    const auto points = marks_of<draw::Points>(figure.panels[0]);
    ASSERT_EQ(points.size(), 1U);
    ASSERT_EQ(points[0].x.size(), 100U);
    for (std::size_t c = 0; c < 100; ++c) {
        EXPECT_EQ(points[0].x[c], trace.values[2 * (c * 30 + 29)]);
        EXPECT_EQ(points[0].y[c], trace.values[2 * (c * 30 + 29) + 1]);
    }
    const auto ellipses = marks_of<draw::Ellipse>(figure.panels[0]);
    ASSERT_EQ(ellipses.size(), 2U);
    EXPECT_EQ(ellipses[1].radius, 2);
    EXPECT_EQ(ellipses[1].x, 0.5);
    EXPECT_EQ(ellipses[1].xy, 0.1);
    EXPECT_TRUE(marks_of<draw::Ellipse>(over_target(trace, target).panels[0]).empty());
}

TEST(OverTarget, LeavesOutWhatIsNotFinite) {
    const Gaussian target = Gaussian::isotropic(2, 1.0);
    assess::Trace trace = normal_trace(2, 50, 2);
    trace.values[5] = std::nan("");
    EXPECT_NO_THROW(draw::layout_of(over_target(trace, target)));
    for (double& v : trace.values) v = INFINITY;
    EXPECT_NO_THROW(draw::layout_of(over_target(trace, target)));
}

}  // namespace
}  // namespace fokker::show
