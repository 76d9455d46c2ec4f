#include "fokker/sample/start.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

std::string message(const Density& density, const SampleOptions& options) {
    try {
        starting_points(make_target(density, options.bounds), options);
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(Start, IsSoughtUntilTheDensityIsFinite) {
    // Finite on an eighth of the interval alone.
    const Density p = from_log_density("log(x1 - 1.5)", 1);
    const auto starts = starting_points(make_target(p), {.chains = 50, .seed = 1});
    for (const double x : starts) {
        EXPECT_GT(x, 1.5);
        EXPECT_LT(x, 2.0);
    }
}

TEST(Start, OfAChainDoesNotDependOnTheOthers) {
    const Target target = make_target(from_log_density("log(x1 - 1)", 1));
    const auto few = starting_points(target, {.chains = 3, .seed = 1}),
               many = starting_points(target, {.chains = 90, .seed = 1});
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(few[i], many[i]);
}

TEST(Start, ThatIsNowhereSaysWhatWasSeen) {
    const std::string text = message(from_log_density("log(-1 - x1^2)", 1), {.chains = 2});
    EXPECT_NE(text.find("100 tries"), std::string::npos) << text;
    EXPECT_NE(text.find("nan"), std::string::npos) << text;
}

TEST(Start, AtAPointOutsideTheDensityNamesChainAndPoint) {
    const std::string text = message(from_log_density("log(x1)", 1), {.chains = 2, .start = AtPoint{{-1}}});
    EXPECT_NE(text.find("chain 1 cannot start at (-1)"), std::string::npos) << text;
}

TEST(Start, WhereTheSlopeAloneIsInfiniteIsRefused) {
    EXPECT_NE(message(from_log_density("-sqrt(abs(x1))", 1), {.chains = 1, .start = AtPoint{{0}}}), "");
}

TEST(Start, OfAnotherSizeIsAnError) {
    const Density p = from_energy("sum(x^2)", 2);
    EXPECT_NE(message(p, {.chains = 1, .start = AtPoint{{1, 2, 3}}}), "");
    EXPECT_NE(message(p, {.chains = 3, .start = Points{2, {1, 2, 3, 4}}}), "");
    EXPECT_NE(message(p, {.chains = 1, .start = Density(Gaussian::isotropic(3, 1.0))}), "");
    EXPECT_NE(message(p, {.chains = 1, .start = FindFinite{-1}}), "");
}

}  // namespace
}  // namespace fokker
