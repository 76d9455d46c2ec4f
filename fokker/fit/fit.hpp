// Families fitted to targets.
//
//     fit(target, MixtureFamily{.components = 4, .dim = 2}, ForwardKl{}, {.seed = 1})
//
// The parameters are inputs of one compiled program, so nothing is compiled again when they move. Losses and gradients
// are sums over fixed chunks of samples, combined in the order of the samples; random number (iteration, sample) is a
// function of its address. So a fit has the same bits whatever the threads and the instruction set.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/points.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/fit/family.hpp"
#include "fokker/fit/objective.hpp"
#include "fokker/fit/optimiser.hpp"
#include "fokker/program/isa.hpp"

namespace fokker {

// A density, or data: points that are taken for draws from it.
using FitTarget = std::variant<Density, Points>;

struct FitOptions {
    std::optional<Optimiser> optimiser = {};  // absent: default_optimiser
    int iterations = 5000;                    // at most
    // Draws an iteration. 0: all the data at every iteration, or 500 draws. Fewer than the data: so many rows, chosen
    // anew at every iteration, with replacement. Of em: draws from a density, once; 0: 100,000.
    int samples = 0;
    bool common_draws = false;  // the same draws at every iteration, so that the loss is a function of theta
    // Stops where the mean loss of the last `window` iterations is less than this below that of the window before;
    // 0: never.
    double tolerance = 0;
    int window = 100;
    // The longest gradient; 0: any. Of data it is, as every step is, that of the fit to standardised columns.
    double clip = 0;
    int restarts = 0;                     // independent starts, of which the best is kept. 0: as number_of_starts says
    std::vector<Parameters> starts = {};  // given: one a restart, instead of the family's own
    int evaluation_samples = 100'000;     // draws for the final loss of each restart, where there are no data
    int keep_every = 0;                   // parameters are kept at every so many iterations, first and last; 0: not
    int noise_every = 0;  // the gradient's noise, where is_noisy, is measured at every so many iterations; 0: not
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;  // fits with the same seed and another stream are independent
    int threads = 0;           // 0: as many as there are processors. The result does not depend on it
    Isa isa = active_isa();    // the result does not depend on it
    // Counts iterations of all restarts, and at the end of each those that it did not need. Of em and lbfgs, which take
    // as few as they need, it counts restarts. So it is known what it comes to.
    Progress* progress = nullptr;
};

// Where a restart left the finite numbers: it stops there, at the last parameters that were finite.
struct FitDivergence {
    int iteration = 0;
    std::string what;       // "loss", "gradient", "squared gradient" (which adam keeps) or "parameters"
    std::string parameter;  // the first element that is not finite: "means[3]"; empty where the loss alone is not
    // Of a fit of which no start stays finite, at its first, if that is so from the beginning: "the log density of the
    // target is nan at x = (-0.3, 1)"; empty where no such point was found.
    std::string where = {};
};

// The scatter of the gradient at one iteration, over all elements of theta.
struct GradientNoise {
    int iteration = 0;
    double variance = 0;  // sum_j Var g_j, of the gradient of one draw; that of the mean over n draws is 1 / n of it
    double squared_length = 0;  // |mean gradient|^2, as measured
};

// Which end a restart came to.
enum class FitEnd : std::uint8_t {
    iterations,
    tolerance,
    stalled,  // lbfgs finds no lower loss: a minimum to rounding, unless still_falling
    diverged,
    stopped,  // by Progress
};

struct FitRestart {
    std::vector<double> start, theta;  // [family.size()], first and last. Parts that em emptied have weight 1e-300
    // At the end, from draws that are independent of the fit (of data: all of them). NaN where it diverged.
    double loss = 0, loss_error = 0;
    FitEnd end = FitEnd::iterations;
    bool still_falling = false;  // it had not settled: see still_falling and expected_fall
    // By how much the loss would fall yet. Of lbfgs: if it were a quadratic, g' H g / 2 with the inverse Hessian H that
    // the last round of steps saw, or, where it had none to take, with that of the scatter of the gradient; more than
    // 1e-6 and 0.01 / samples where iterations ran out, or no lower loss was found, is not settled. Of sgd and adam,
    // for the best start: the fall that two tries of L-BFGS from there find (fokker/fit/polish.hpp), with its standard
    // error; more than 1e-3 and 4.5 errors is not settled. NaN where it was not measured.
    double expected_fall = std::numeric_limits<double>::quiet_NaN(), expected_fall_error = 0;
    std::optional<FitDivergence> divergence;
    // Parts of a mixture that stand on its floor (by gradients, of the best start), and that lost all draws (by em).
    int floored = 0, emptied = 0;
    int iterations = 0;                         // steps taken
    std::vector<double> losses, loss_errors;    // before each step, with the standard error; of em the end as well
    std::vector<int> kept_iterations;           // [kept]: steps taken when it was kept
    std::vector<double> kept;                   // [kept, family.size()]
    std::vector<GradientNoise> gradient_noise;  // as often as was asked
};

// Has a fit by noisy gradients that ran out of iterations not settled? The mean loss of the last window lies below that
// of the window before by more than 4.5 standard errors of their difference, as the losses scatter within each, and by
// more than 1e-3; and so does that of the last half window. Windows have `window` losses, or a twentieth of all where
// that is more.
bool still_falling(std::span<const double> losses, int window);

struct Fit {
    Family family;
    std::string objective, optimiser;  // names
    int samples = 0;                   // an iteration
    bool noisy = true;                 // as is_noisy says
    std::vector<FitRestart> restarts;  // all, in order
    std::size_t best = 0;              // the one with the least loss

    const FitRestart& best_restart() const { return restarts[best]; }
    Parameters parameters() const { return family.named(best_restart().theta); }
    // Throws fokker::Error where every restart diverged: says when, and which parameter.
    Density density() const;

    bool stopped = false;
    double seconds = 0;  // wall clock
    int threads = 0;
    Isa isa = Isa::baseline;
};

// The optimiser of a fit that names none.
//     data, the likelihood of a mixture: em, which is exact and has no step size
//     data, all rows at every iteration: lbfgs, for the loss is a function of the parameters
//     else adam
struct DefaultOptimiser {
    Optimiser optimiser;
    std::string why;  // what an error about it adds: "em is the default for ...; for adam say so"; empty of adam
};
DefaultOptimiser default_optimiser(const FitTarget& target, const Family& family, const Objective& objective,
                                   int samples);

// Are losses and gradients those of draws, or of rows, that each iteration has of its own? Not by em, nor of all rows
// of the data, nor with common_draws: there they are functions of the parameters, and scatter says nothing of the way.
bool is_noisy(const FitTarget& target, const FitOptions& options);

// How many starts these options ask for: those given, `restarts`, or else 8 from clusters (em, and mixtures on data),
// 16 where the family starts at random, and 1 where all would be the same.
int number_of_starts(const FitTarget& target, const Family& family, const FitOptions& options);

// Does FitOptions::progress count restarts, and not iterations?
bool counts_restarts(const Optimiser& optimiser);

// Throws fokker::Error for options that make no sense, a target that the objective cannot use (no sampler, not
// normalised, data that are not finite), and a family that does not know the draws that it needs. A fit that leaves the
// finite numbers is no error but a FitDivergence.
Fit fit(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options = {});

}  // namespace fokker
