#include "fokker/cli/spec_keys.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "fokker/density/standard.hpp"

namespace fokker::cli {
namespace {

constexpr Kind kKinds[] = {
    {"sde", "langevin", "dX = sigma^2/2 grad log p(X) dt + sigma dW: keeps the target p for every sigma"},
    {"sde", "unadjusted-langevin",
     "dX = grad log p(X) dt + noise sqrt(2) dW: a step of eta is x + eta score(x) + noise sqrt(2 eta) z"},
    {"sde", "ornstein-uhlenbeck", "dX = -theta X dt + sigma dW: settles at N(0, sigma^2 / (2 theta))"},
    {"sde", "brownian", "dX = sigma dW"},
    {"density", "gaussian", "N(mean, covariance)"},
    {"density", "gaussian-mixture", "the sum of weights[k] N(means[k], covariances[k])"},
    {"density", "random-mixture-2d", "equal isotropic parts in the plane, their means uniform on a square"},
    {"density", "symmetric-mixture-2d", "equal isotropic parts in the plane, their means on a circle"},
    {"sample", "nuts", "the No-U-Turn sampler (Hoffman and Gelman 2014); leaves p invariant"},
    {"sample", "hmc", "Hamiltonian Monte Carlo with a fixed number of leapfrog steps; leaves p invariant"},
    {"sample", "mala", "Metropolis-adjusted Langevin; leaves p invariant"},
    {"sample", "random-walk", "random-walk Metropolis, which needs no gradient; leaves p invariant"},
    {"sample", "ghmc", "adjusted underdamped Langevin (Horowitz 1991); leaves p invariant"},
    {"sample", "elliptical-slice", "elliptical slices through a Gaussian part of p; leaves p invariant"},
    {"sample", "tempering", "parallel tempering, for regions that chains do not leave; leaves p invariant"},
    {"sample", "ula", "unadjusted Langevin: p^(1 / noise_scale^2), and a bias of the order of step_size"},
    {"sample", "baoab", "underdamped Langevin: p, and a bias of the order of step_size^2"},
    {"sample", "ais", "annealed importance sampling, with log Z"},
    {"sample", "smc", "sequential Monte Carlo, with log Z"},
    {"schedule", "constant", "from"},
    {"schedule", "linear", "from + (to - from) s, s from 0 at the first step to 1 at the last"},
    {"schedule", "exponential", "from (to / from)^s"},
    {"schedule", "cosine", "to + (from - to) (1 + cos(pi s)) / 2"},
    {"schedule", "warm-up", "linear over `steps`, constant after"},
    {"schedule", "steps", "from, times `factor` after each `every` steps"},
    {"fit", "forward-kl", "KL(p, q), by draws from the target: maximum likelihood, and 0 where q = p"},
    {"fit", "maximum-likelihood", "-E_p log q, by draws from the target or by data"},
    {"fit", "score-matching", "Hyvarinen's, by draws or data: needs of q its score alone"},
    {"fit", "reverse-kl", "KL(q, p), by draws from the family: the target need not be normalised"},
    {"fit", "fisher", "E_q |grad log q - grad log p|^2 / 2, by draws from the family: needs the target's score alone"},
    {"fit", "renyi", "Renyi's bound of order alpha, by draws from the family; alpha = 0: importance-weighted"},
    {"family", "gaussian", "N(mean, covariance), the covariance full"},
    {"family", "mean-field", "N(mean, covariance), the covariance diagonal"},
    {"family", "mixture", "a mixture of Gaussians"},
    {"family", "affine-flow", "x = mean + L y, y from a base density"},
    {"family", "given", "one density, which is not fitted: what it is worth is estimated"},
    {"optimiser", "adam", "Adam (Kingma and Ba 2015); AdamW with a weight decay"},
    {"optimiser", "sgd", "stochastic gradient descent, with momentum if wanted"},
    {"optimiser", "lbfgs", "L-BFGS with a line search, for losses that are functions: all data, or common_draws"},
    {"optimiser", "em", "expectation and maximisation from k-means++, for mixtures and likelihoods: no gradient"},
    {"figure", "dynamics",
     "samples over the log density of the target, one column a time, with the fraction in each mode"},
    {"figure", "trajectories", "paths against time or in the plane, with the exact band where it is known"},
    {"figure", "histogram", "samples of one component with the exact density where it is known"},
    {"figure", "plane", "densities, scores, samples and paths of two components, as the views say: one row a run"},
    {"figure", "profile", "a density of one component over its score"},
    {"figure", "curves", "densities of one component, all runs in one panel"},
    {"figure", "draws", "exact draws of a density in the plane over its ellipses"},
    {"figure", "characteristic-function",
     "real and imaginary part of the empirical characteristic function of draws, over the exact one with the band that "
     "chance allows"},
    {"figure", "sigreg",
     "SIGReg of exact draws in the plane: value, p-value, gradient, and the statistic of each direction; one row a "
     "run"},
    {"figure", "spread", "standard deviation over the particles against time, all runs in one panel"},
    {"figure", "mixing",
     "how far the fractions in the modes are from their weights, against time, all runs in one panel"},
    {"figure", "agreement", "two runs path by path, and the largest difference between them"},
};

constexpr TableHelp kTableHelp[] = {
    {"", "The file",
     "One of [sde] and [ode] with [simulate], or [density] with [sample] or [fit], or [density] alone; [sweep] for "
     "many "
     "runs; any number of [[figure]] and [[film]]."},
    {"sde", "[sde]",
     "dX = f(X, t) dt + g(X, t) dW in the sense of Ito, one independent noise a component: a named kind, or text."},
    {"ode", "[ode]", "dx/dt = f(x, t)."},
    {"density", "A density: [density], [sde.target], start.density",
     "A named kind, text (energy or log_density), or a file: what `fokker fit` wrote, or draws to be fitted."},
    {"simulate", "[simulate]", "How many particles, from where, by which steps, and what is kept."},
    {"start", "start",
     "{ point = [1, 2] }, { linspace = [-50, 50] }, { density = { ... } }, { formula = \"4*z\" } or { file = "
     "\"x0.npz\" }."},
    {"times", "times", "{ linspace = [0, 5], count = 3000 }, { steps = 0.01, count = 500 }, or a list."},
    {"save", "save",
     "\"final\", \"all\", \"none\" (summaries only), { every = 100 }, { count = 50 } or { at = [0, 0.5, 5] }."},
    {"summaries", "summaries", "true, or { bins = 50, range = [-10, 10] } for histograms as well."},
    {"sample", "[sample]", "How draws from [density] are made."},
    {"sample-start", "sample.start",
     "{ find = 2 }, { point = [1, 2] }, { density = { ... } } or { file = \"x0.npz\" }."},
    {"fit", "[fit]", "How a family of densities is fitted to [density]."},
    {"family", "fit.family", "A named kind, or text: log_density with params, all of which are fitted."},
    {"optimiser", "fit.optimiser", "How the parameters move."},
    {"draws-file", "density.draws", "\"points.csv\", or { file = \"points.npz\", array = \"x\" }: one row a draw."},
    {"schedule", "A schedule: sample.step_size, sample.noise_scale, fit.optimiser.step_size",
     "{ shape = \"cosine\", from = 0.1, to = 0.001 }: a number that changes with the step, as docs/samplers.md says."},
    {"sweep", "[sweep]", "Many runs of one spec, each with random numbers of its own (stream 0, 1, 2, ...)."},
    {"figure", "[[figure]]", "One table a figure. On the command line, figure.0 is the first."},
    {"film", "[[film]]", "Samples in the plane as they move. MP4 and GIF are made by the ffmpeg program."},
};

}  // namespace

std::span<const Key> keys() {
    static const std::vector<Key> all_keys = [] {
        std::vector<Key> all;
        for (const auto part : {equation_keys(), simulation_keys(), sample_keys(), fit_keys(), show_keys()})
            all.insert(all.end(), part.begin(), part.end());
        // Standard densities are a list of their own; all of them take components and parameters.
        static std::vector<std::string> named;
        named.reserve(2);
        for (Key& key : all) {
            if (key.table != "density" || (key.name != "dim" && key.name != "params")) continue;
            named.emplace_back(key.kinds);
            for (const StandardDensity& density : standard_densities()) named.back() += "|" + std::string(density.name);
            key.kinds = named.back();
        }
        return all;
    }();
    return all_keys;
}

const Key* find_key(std::string_view table, std::string_view name) {
    for (const Key& key : keys()) {
        if (key.table == table && key.name == name) return &key;
    }
    return nullptr;
}

std::span<const Kind> kinds() {
    static const std::vector<std::string> helps = [] {
        std::vector<std::string> texts;
        for (const StandardDensity& density : standard_densities())
            texts.push_back("E = " + std::string(density.energy) + "; " + std::string(density.facts));
        return texts;
    }();
    static const std::vector<Kind> all = [] {
        std::vector<Kind> list(std::begin(kKinds), std::end(kKinds));
        const auto after = std::ranges::find(list, std::string_view("sample"), &Kind::table);
        std::vector<Kind> standard;
        for (std::size_t k = 0; k < helps.size(); ++k)
            standard.push_back({"density", standard_densities()[k].name, helps[k]});
        list.insert(after, standard.begin(), standard.end());
        return list;
    }();
    return all;
}

std::span<const TableHelp> tables() {
    return kTableHelp;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(separator, from), text.size());
        parts.emplace_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

std::string words(Type types) {
    struct Word {
        unsigned type;
        const char* text;
    };
    static constexpr Word kWords[] = {
        {kFormula, "a formula"},
        {kText, "text"},
        {kFlag, "true or false"},
        {kWhole, "a whole number"},
        {kNumber, "a number"},
        {kNumbers, "a list of numbers"},
        {kWholes, "a list of whole numbers"},
        {kVectors, "a list of lists of numbers"},
        {kMatrices, "a list of matrices"},
        {kTable, "a table"},
        {kTables, "a list of tables"},
        {kTexts, "a list of texts"},
        {kParameters, "a table of numbers"},
        {kLists, "a table of lists of numbers"},
        {kSettings, "a table of values"},
        {kCases, "a list of tables of values"},
        {kFiles, "a table of files"},
    };
    std::string text;
    for (const Word& word : kWords) {
        if ((types & word.type) != 0) text += (text.empty() ? "" : " or ") + std::string(word.text);
    }
    return text;
}

}  // namespace fokker::cli
