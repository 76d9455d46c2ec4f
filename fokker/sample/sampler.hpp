// The samplers and their options. Each says what law it leaves invariant: that, and not what one asked for, is what its
// draws are from. E = -log p is the energy.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fokker/density/gaussian.hpp"
#include "fokker/sample/schedule.hpp"

namespace fokker {

// ---- adaptation, in a warm-up that is thrown away ------------------------------------------------------------
// How the diagonal of the mass matrix is found; its inverse is the square of the scale of each component.
enum class MassFrom : std::uint8_t {
    draws_and_gradients,  // scale^2 = sd of draws / sd of scores (Seyboldt et al., nutpie): fewer draws do
    draws,                // scale = sd of draws (Stan)
    unit,                 // scale = 1: no adaptation
};

struct Adapt {
    double target_accept = 0.8;  // of the mean acceptance probability, in (0, 1)
    MassFrom mass = MassFrom::draws_and_gradients;
};

// ---- exact samplers: they leave p invariant ------------------------------------------------------------------
// The No-U-Turn sampler (Hoffman and Gelman 2014) as Stan runs it: multinomial draws from the trajectory (Betancourt
// 2017) and the generalised criterion with its checks across subtrees.
struct Nuts {
    std::optional<double> step_size = {};  // of the leapfrog steps; none: adapted
    int max_tree_depth = 10;               // 2^depth - 1 leapfrog steps at most
    Adapt adapt = {};
};

// Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011) with a fixed number of leapfrog steps. Their size is jittered:
// trajectories of one length may come back to where they began.
struct Hmc {
    std::optional<double> step_size = {};
    int n_leapfrog = 10;
    double jitter = 0.3;            // in [0, 1): each draw takes step_size (1 + jitter (2 u - 1)), u uniform
    std::vector<double> mass = {};  // [dim]: the diagonal; [dim * dim], row by row: dense. Empty: adapted
    Adapt adapt = {.target_accept = 0.9};
};

// The Metropolis-adjusted Langevin algorithm (Roberts and Tweedie 1996): x + h score + sqrt(2 h) z, accepted or not.
struct Mala {
    std::optional<double> step_size = {};
    Adapt adapt = {.target_accept = 0.574};  // Roberts and Rosenthal 1998
};

// Random-walk Metropolis (Metropolis et al. 1953): x + h z, accepted or not. No gradient.
struct RandomWalk {
    std::optional<double> step_size = {};
    Adapt adapt = {.target_accept = 0.234, .mass = MassFrom::draws};  // Roberts, Gelman and Gilks 1997
};

// Generalised Hamiltonian Monte Carlo (Horowitz 1991): part of the momentum is kept, exp(-friction step_size) of it;
// one or more leapfrog steps, accepted or not, and a rejection turns the momentum round.
struct Ghmc {
    std::optional<double> step_size = {};
    double friction = 1;
    int n_leapfrog = 1;
    Adapt adapt = {.target_accept = 0.9};
};

// Elliptical slice sampling (Murray, Adams and MacKay 2010): p is a Gaussian times a likelihood exp(L), and so is
// proposed from ellipses through the Gaussian. Nothing to tune. `gaussian` is that part of p; the target stays p whole.
struct EllipticalSlice {
    std::vector<double> mean;  // [dim], or one number for all
    Matrix covariance;         // [dim, dim]
};

// Parallel tempering (Geyer 1991; Swendsen and Wang 1986): each chain is a ladder of replicas at inverse temperatures
// 1 = beta_1 > ... > beta_K = 0, which sample q^(1 - beta) p^beta by MALA or HMC and swap neighbours, even pairs and
// odd pairs in turn (Syed et al. 2022). The draws are those at beta = 1.
struct ParallelTempering {
    int replicas = 0;                      // K; 0: found in the warm-up, so that swaps reach the rate
    double swap_rate = 0.6;                // that the ladder adapts to
    int n_leapfrog = 4;                    // 1: MALA
    double jitter = 0.5;                   // of step sizes, as Hmc's
    std::optional<double> step_size = {};  // of beta = 1; none: adapted, each replica its own
    std::optional<double> width = {};      // sd of the Gaussian q around the start; none: from where the chains start
};

// ---- samplers with a bias ------------------------------------------------------------------------------------
// Unadjusted Langevin in the parametrisation of TorchEBM:
//     x' = x - step_size (grad E + decay x) + noise_scale sqrt(2 step_size) z.
// For small steps its law is exp(-(E + decay |x|^2 / 2) / noise_scale^2), temperature noise_scale^2; steps of size h
// bias it by O(h). noise_scale = 0 is gradient descent.
struct Ula {
    Schedule step_size{.from = 0.01, .to = 0.01};
    Schedule noise_scale{};
    double decay = 0;                                       // >= 0
    std::optional<std::pair<double, double>> reflect = {};  // components are reflected at these bounds
};

// Underdamped Langevin dynamics by BAOAB (Leimkuhler and Matthews 2013). Its law of x is p up to O(step_size^2), exact
// for a Gaussian.
struct Baoab {
    double step_size = 0.1;
    double friction = 1;
};

// ---- populations, which estimate the normaliser too ----------------------------------------------------------
// Each chain is an independent run with its own particles, from q = N(start, width^2) to p; its draws are particles.
// Annealed importance sampling (Neal 2001).
struct Ais {
    int particles = 0;       // of each chain; 0: as many as draws
    int temperatures = 200;  // steps of the path
    int n_leapfrog = 4;
    std::optional<double> width = {};
};

// Sequential Monte Carlo (Del Moral, Doucet and Jasra 2006): temperatures chosen so that the effective sample size
// falls to `ess` at each, systematic resampling, moves by HMC.
struct Smc {
    int particles = 0;  // of each chain; 0: as many as draws
    double ess = 0.5;   // of the particles
    int moves = 5;      // HMC moves at each temperature
    int n_leapfrog = 4;
    std::optional<double> width = {};
};

using Sampler =
    std::variant<Nuts, Hmc, Mala, RandomWalk, Ghmc, EllipticalSlice, ParallelTempering, Ula, Baoab, Ais, Smc>;

// How a sampler is called in specs and on the command line, and one line on it.
struct SamplerHelp {
    std::string_view name;     // "nuts"
    std::string_view summary;  // one line, with the paper
    std::string_view law;      // what law it leaves invariant
};
std::span<const SamplerHelp> samplers();  // in the order of the variant
const SamplerHelp& help(const Sampler& sampler);

// Are draws reflected at walls where the density does not fall to 0?
bool has_walls(const Sampler& sampler);

}  // namespace fokker
