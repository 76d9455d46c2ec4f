#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker {
namespace {

const Points kData{2, {0, 0, 1, 0.1, 0.2, 1, 3, 2, 1, 1, 0.5, 0.3, -1, 2}};

std::string chosen(const FitTarget& target, const Family& family, const Objective& objective, int samples = 0) {
    return std::string(name(default_optimiser(target, family, objective, samples).optimiser));
}

TEST(DefaultOptimiser, IsExactWhereTheLossIsAFunctionOfTheParameters) {
    const Density density = Gaussian::isotropic(2, 1.0);
    const Family mixture = MixtureFamily{.dim = 2}, gaussian = GaussianFamily{.dim = 2};
    EXPECT_EQ(chosen(kData, mixture, MaximumLikelihood{}), "em");
    EXPECT_EQ(chosen(kData, mixture, ScoreMatching{}), "lbfgs");
    EXPECT_EQ(chosen(kData, gaussian, MaximumLikelihood{}), "lbfgs");
    EXPECT_EQ(chosen(kData, gaussian, MaximumLikelihood{}, 3), "adam");
    EXPECT_EQ(chosen(kData, mixture, MaximumLikelihood{}, 3), "adam");
    EXPECT_EQ(chosen(density, mixture, MaximumLikelihood{}), "adam");
    EXPECT_EQ(fit(kData, mixture, MaximumLikelihood{}).optimiser, "em");
    EXPECT_EQ(fit(kData, gaussian, MaximumLikelihood{}).optimiser, "lbfgs");
    EXPECT_EQ(fit(density, gaussian, MaximumLikelihood{}, {.iterations = 2}).optimiser, "adam");
}

TEST(DefaultOptimiser, IsNamedWhereAnOptionIsNotForIt) {
    const auto message = [](const Family& family, const FitOptions& options) -> std::string {
        try {
            fit(kData, family, MaximumLikelihood{}, options);
        } catch (const Error& e) {
            return e.what();
        }
        return "";
    };
    const Family mixture = MixtureFamily{.dim = 2}, gaussian = GaussianFamily{.dim = 2};
    EXPECT_EQ(message(gaussian, {.clip = 1}),
              "clip: the line search of lbfgs chooses how far to go; leave it out; lbfgs is the default where every "
              "iteration takes all rows of the data; for adam say so");
    EXPECT_EQ(message(gaussian, {.optimiser = Lbfgs{}, .clip = 1}),
              "clip: the line search of lbfgs chooses how far to go; leave it out");
    for (const FitOptions& options : {FitOptions{.clip = 1}, FitOptions{.noise_every = 1}, FitOptions{.tolerance = 1},
                                      FitOptions{.common_draws = true}})
        EXPECT_NE(message(mixture, options).find("em is the default for the likelihood of a mixture on data; for adam"),
                  std::string::npos)
            << message(mixture, options);
    EXPECT_EQ(message(gaussian, {.clip = -1}), "clip must be finite and 0 or more: got -1");
}

}  // namespace
}  // namespace fokker
