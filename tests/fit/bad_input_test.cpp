// Mistakes are errors that say what would be right.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker {
namespace {

Family plane() {
    return GaussianFamily{.dim = 2};
}

void expect_error(const std::string& part, const auto& call) {
    try {
        call();
        ADD_FAILURE() << "no error with: " << part;
    } catch (const Error& e) {
        EXPECT_NE(std::string(e.what()).find(part), std::string::npos) << "got: " << e.what();
    }
}

void expect_fit_error(const std::string& part, const FitTarget& target, const Objective& objective,
                      const FitOptions& options = {.iterations = 2}, const Family& family = plane()) {
    expect_error(part, [&] { fit(target, family, objective, options); });
}

TEST(Fit, NeedsATargetThatTheObjectiveCanUse) {
    const Density energy = from_energy("x1^2 + x2^4", 2);
    expect_fit_error("no exact sampler: draw from it first (sample with nuts", energy, MaximumLikelihood{});
    expect_fit_error("needs a normalised target", energy, ForwardKl{});
    const Points data{2, {1, 2, 3, 4, 5, 7}};
    expect_fit_error("the target is data: use maximum-likelihood", data, ForwardKl{});
    expect_fit_error("the target is data", data, ReverseKl{});
    expect_fit_error("family: the Gaussian has 2 components, and the target has 3",
                     Density(Gaussian::isotropic(3, 1.0)), ReverseKl{});
    fit(energy, plane(), ReverseKl{}, {.iterations = 2, .evaluation_samples = 10});  // needs neither
}

TEST(Fit, RefusesDataThatAreNotFiniteOrOfAnotherWidth) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    expect_fit_error("data: 2 of 4 rows are not finite: rows 2 and 4", Points{2, {0, 1, nan, 1, 2, 2, 1, -INFINITY}},
                     MaximumLikelihood{});
    expect_fit_error("data: 1 of 2 rows is not finite: row 2", Points{2, {0, 1, nan, 1}}, MaximumLikelihood{});
    expect_fit_error("3 columns", Points{3, {0, 1, 2}}, MaximumLikelihood{});
    expect_fit_error("no whole rows", Points{2, {0, 1, 2}}, MaximumLikelihood{});
    expect_fit_error("data: there are no rows", Points{2, {}}, MaximumLikelihood{});
    expect_fit_error("the data have 3 rows; give fewer", Points{2, {0, 1, 2, 3, 4, 7}}, MaximumLikelihood{},
                     {.iterations = 2, .samples = 3});
}

TEST(Fit, RefusesAFloorThatIsAboveTheSpreadOfTheData) {
    const Points narrow{1, {0, 1e-4, 3e-4, -2e-4, 1e-5}};
    expect_fit_error("floor: the standard deviation of component 1 of the data is 0.00016", narrow, MaximumLikelihood{},
                     {.optimiser = Adam{}, .iterations = 2}, MixtureFamily{});
    fit(narrow, MixtureFamily{.floor = 1e-6}, MaximumLikelihood{}, {.optimiser = Adam{}, .iterations = 2});
    fit(narrow, MixtureFamily{}, MaximumLikelihood{});  // em has a floor of its own
}

// On a plane a full covariance has a likelihood without bound; a diagonal one has not.
TEST(Fit, RefusesDataOnAPlaneForFullCovariances) {
    Points data{3, {}};
    for (const auto& [a, b] : std::vector<std::pair<double, double>>{{0, 1}, {2, 0.5}, {1, 1}, {-1, 3}, {0.3, -2}})
        data.values.insert(data.values.end(), {a, b, a + 2 * b});
    for (const Family& family : {Family(GaussianFamily{.dim = 3}), Family(MixtureFamily{.dim = 3}),
                                 Family(AffineFlowFamily{.base = Gaussian::isotropic(3, 1.0)})})
        expect_fit_error("data: x3 is a linear combination of the components before it", data, MaximumLikelihood{}, {},
                         family);
    fit(data, MeanFieldGaussianFamily{.dim = 3}, MaximumLikelihood{}, {.iterations = 2});
}

TEST(Fit, NeedsAFamilyThatKnowsWhatTheObjectiveNeeds) {
    const Density target = Gaussian::isotropic(2, 1.0);
    const Family no_draw = formula_family("-0.5*dot(x - m, x - m) - log(2*pi)", 2, {{"m", {0, 0}}});
    expect_fit_error("give its draw", target, ReverseKl{}, {.iterations = 2}, no_draw);
    expect_fit_error("give its draw", target, ReverseKl{Gradient::score_function}, {.iterations = 2}, no_draw);
    expect_fit_error("would be the same", target, MaximumLikelihood{}, {.iterations = 2, .restarts = 2}, no_draw);
    expect_error("does not depend on x1", [] { formula_family("-m^2", 2, {{"m", {0}}}); });
    expect_error("does not depend on x2", [] { formula_family("-(x1 - m)^2", 2, {{"m", {0}}}); });
    expect_error("params = ", [] { formula_family("-x1^2", 1, {}); });
    expect_error("mu", [] { formula_family("-(x1 - mu)^2", 1, {{"m", {0}}}); });
    expect_error("not used", [] { formula_family("-x1^2", 1, {{"m", {0}}}); });
    expect_error("z", [] { formula_family("-(x1 - m)^2", 1, {{"m", {0}}}, "m + x"); });
    expect_error("normaliser", [] { return Family(AffineFlowFamily{.base = from_energy("x1^2", 1)}); });
    expect_error("dim = 0", [] { return Family(GaussianFamily{.dim = 0}); });
    expect_error("floor", [] { return Family(MixtureFamily{.floor = -1}); });
    expect_error("components = 0", [] { return Family(MixtureFamily{.components = 0}); });
    expect_error("scale", [] { return Family(MixtureFamily{.scale = 0}); });
}

TEST(Fit, RefusesOptionsThatMakeNoSense) {
    const Density target = Gaussian::isotropic(2, 1.0);
    const auto refuses = [&](const std::string& part, const FitOptions& options) {
        expect_fit_error(part, target, MaximumLikelihood{}, options);
    };
    refuses("iterations: 1 or more", {.iterations = 0});
    refuses("samples: 0 or more", {.samples = -1});
    refuses("window", {.window = 0});
    refuses("clip", {.clip = -1});
    refuses("tolerance", {.tolerance = NAN});
    refuses("evaluation_samples", {.evaluation_samples = 1});
    refuses("common_draws", {.optimiser = Lbfgs{}});
    refuses("lbfgs has its own", {.optimiser = Lbfgs{}, .common_draws = true, .tolerance = 1});
    refuses("line search", {.optimiser = Lbfgs{}, .common_draws = true, .clip = 1});
    refuses("momentum", {.optimiser = Sgd{.momentum = 2}});
    refuses("2 for 1 given start",
            {.restarts = 2, .starts = {{{"mean", {0, 0}}, {"log_diagonal", {0, 0}}, {"lower", {0}}}}});
    refuses("needs a value for its parameter lower", {.starts = {{{"mean", {0, 0}}, {"log_diagonal", {0, 0}}}}});
    refuses("the start of lower is not finite",
            {.starts = {{{"mean", {0, 0}}, {"log_diagonal", {0, 0}}, {"lower", {NAN}}}}});
    expect_fit_error("alpha", target, RenyiBound{.alpha = 1});
    expect_fit_error("draws", target, RenyiBound{.draws = 0});
    expect_fit_error("2 or more", target, ReverseKl{Gradient::leave_one_out}, {.samples = 1});
}

// The Laplacian of -|x - mu| / s is 0 but where it is not seen: without it the loss falls with 1 / s for ever.
TEST(Fit, RefusesScoreMatchingOfADensityWithKinks) {
    const Points data{1, {-1.5, -0.2, 0.1, 0.4, 2}};
    for (const auto& [formula, word] :
         {std::pair("-abs(x - mu)", "abs"), std::pair("-max(x - mu, mu - x)", "max"),
          std::pair("-where(x > mu, x - mu, mu - x)", "a comparison"), std::pair("-norm(x - mu)", "norm")}) {
        const Family family = formula_family(formula, 1, {{"mu", {0}}});
        expect_fit_error(std::string("and ") + word + " of x", data, ScoreMatching{}, {.iterations = 2}, family);
        expect_fit_error("use maximum-likelihood", data, ScoreMatching{}, {.iterations = 2}, family);
    }
    // Of parameters alone, and of the norm in a plane, whose Laplacian is an ordinary function.
    fit(data, formula_family("-square(x - abs(mu))", 1, {{"mu", {1}}}), ScoreMatching{}, {.iterations = 2});
    const Points plane_data{2, {1, 2, -1, 0.5, 0.3, -2}};
    fit(plane_data, formula_family("-norm(x - mu)", 2, {{"mu", {0, 0}}}), ScoreMatching{}, {.iterations = 2});
}

// Adam keeps the square of a gradient: where that is no number it would leave the parameter where it is, for ever.
TEST(Fit, ByAdamSaysWhereTheSquareOfAGradientIsNoNumber) {
    const Family family = formula_family("-1e200*square(x - mu) - square(s)", 1, {{"mu", {0}}, {"s", {1}}});
    const Fit result = fit(Points{1, {1, 2, 3}}, family, MaximumLikelihood{}, {.optimiser = Adam{}, .iterations = 5});
    ASSERT_TRUE(result.restarts[0].divergence);
    EXPECT_EQ(result.restarts[0].divergence->what, "squared gradient");
    EXPECT_EQ(result.restarts[0].divergence->parameter, "mu");
    EXPECT_EQ(result.restarts[0].divergence->iteration, 0);
    EXPECT_EQ(result.restarts[0].theta, result.restarts[0].start);
    expect_error("the squared gradient was not finite, mu first", [&] { result.density(); });
}

std::string why_not(const FitTarget& target, const Family& family, const Objective& objective) {
    try {
        static_cast<void>(fit(target, family, objective, {.iterations = 5, .samples = 0}).density());
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(BadInput, ThatIsUndefinedAtTheStartNamesAPointWhereItIs) {
    const Family lognormal = formula_family("-0.5*log(x - mu)^2 - log(x - mu) - 0.5*log(2*pi)", 1, {{"mu", {0}}});
    const std::string of_data = why_not(Points{1, {2, 3, -1, 4}}, lognormal, MaximumLikelihood{});
    EXPECT_NE(of_data.find("at the start of the first the log density of the family is nan at row 3 of the data, "
                           "x = (-1); it must"),
              std::string::npos)
        << of_data;
    const std::string of_draws = why_not(Density(Gaussian::isotropic(1, 1.0)), lognormal, ForwardKl{});
    EXPECT_NE(of_draws.find("the log density of the family is nan at x = (-"), std::string::npos) << of_draws;
    const std::string of_target = why_not(from_energy("x1^2/2 + log(x1)", 1), GaussianFamily{.dim = 1}, ReverseKl{});
    EXPECT_NE(of_target.find("the log density of the target is nan at x = (-"), std::string::npos) << of_target;
    EXPECT_EQ(of_target.find("step_size"), std::string::npos) << of_target;
}

}  // namespace
}  // namespace fokker
