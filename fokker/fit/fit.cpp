#include "fokker/fit/fit.hpp"

#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/density/symbol_check.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/fit/data.hpp"
#include "fokker/fit/eigen_floor.hpp"
#include "fokker/fit/em_fit.hpp"
#include "fokker/fit/polish.hpp"
#include "fokker/fit/restart.hpp"
#include "fokker/fit/standard_columns.hpp"
#include "fokker/fit/starts.hpp"
#include "fokker/fit/trend.hpp"
#include "fokker/fit/undefined.hpp"

namespace fokker {
namespace {

constexpr int kDraws = 500;  // an iteration, unless told otherwise

void check_options(const FitOptions& o) {
    const auto at_least = [](int value, int least, const char* name) {
        if (value < least)
            throw Error(std::string(name) + ": " + std::to_string(least) + " or more; got " + std::to_string(value));
    };
    at_least(o.iterations, 1, "iterations");
    at_least(o.samples, 0, "samples");
    at_least(o.window, 1, "window");
    at_least(o.restarts, 0, "restarts");
    at_least(o.evaluation_samples, 2, "evaluation_samples");
    at_least(o.keep_every, 0, "keep_every");
    at_least(o.noise_every, 0, "noise_every");
    at_least(o.threads, 0, "threads");
    for (const auto& [name, value] : {std::pair("tolerance", o.tolerance), std::pair("clip", o.clip)}) {
        if (!(value >= 0) || !std::isfinite(value))
            throw Error(std::string(name) + " must be finite and 0 or more: got " + number(value));
    }
    if (!o.starts.empty() && o.restarts != 0 && static_cast<std::size_t>(o.restarts) != o.starts.size())
        throw Error("restarts: " + std::to_string(o.restarts) + " for " + counted(o.starts.size(), "given start"));
}

void check_noise(const FitTarget& target, const FitOptions& o) {
    if (o.common_draws && std::holds_alternative<Points>(target) && o.samples == 0)
        throw Error("common_draws: each iteration takes all rows of the data, which are the same; leave it out");
    if (o.noise_every == 0 || is_noisy(target, o)) return;
    throw Error(std::string("noise_every: the gradient has no noise from iteration to iteration: ") +
                (o.common_draws ? "the draws are the same at each (common_draws)" : "each takes all rows of the data") +
                "; leave it out");
}

void check_lbfgs(const FitTarget& target, const FitOptions& o) {
    if (o.tolerance > 0) throw Error("tolerance: lbfgs has its own, of the gradient");
    if (o.clip > 0) throw Error("clip: the line search of lbfgs chooses how far to go; leave it out");
    const bool all_data = std::holds_alternative<Points>(target) && o.samples == 0;
    if (!all_data && !o.common_draws)
        throw Error(
            "lbfgs needs a loss that is a function of the parameters: take all the data, or the same draws at "
            "every iteration (common_draws)");
}

void check_family(const Family& family) {
    if (family.parameters.empty()) throw Error("the " + family.name + " has no parameters to fit");
    Parameters starts;
    for (const FamilyParameter& p : family.parameters) {
        if (!starts.emplace(p.name, p.start).second)
            throw Error("the " + family.name + " has two parameters of the name " + p.name);
        if (!(p.spread >= 0) || !std::isfinite(p.spread))
            throw Error("parameter " + p.name + ": spread must be finite and 0 or more: got " + number(p.spread));
    }
    if (!depends_on(family.log_density, SymbolKind::state))
        throw Error("the log density of the " + family.name +
                    " does not depend on x, so that its integral is infinite");
    const NamedFormula formula{"the log density of the " + family.name, family.log_density};
    check_symbols({&formula, 1}, family.dim, starts, false);
}

void check_data(const Points& data, const Family& family) {
    if (data.dim != family.dim)
        throw Error("family: the " + family.name + " has " + counted(family.dim, "component") + ", and the data have " +
                    counted(data.dim, "column"));
    if (data.values.size() % static_cast<std::size_t>(data.dim) != 0)
        throw Error("the data are " + counted(data.values.size(), "number") + ", no whole rows of " +
                    std::to_string(data.dim));
    check_rows(data);
    if (family.any_covariance) check_covariance(data);
}

void check_target(const FitTarget& target, const Family& family) {
    if (const auto* data = std::get_if<Points>(&target)) return check_data(*data, family);
    const Density& density = std::get<Density>(target);
    if (density.dim != family.dim)
        throw Error("family: the " + family.name + " has " + counted(family.dim, "component") +
                    ", and the target has " + std::to_string(density.dim));
}

// A floor that is above the spread of the data decides the fit, and not the data.
void check_floor(const FitTarget& target, const Family& family) {
    const auto* data = std::get_if<Points>(&target);
    if (data == nullptr || !family.mixture) return;
    const std::vector<double> sd = standard_columns(*data).sd;
    const auto least = std::ranges::min_element(sd);
    if (family.mixture->floor < *least) return;
    throw Error("floor: the standard deviation of component " + std::to_string(least - sd.begin() + 1) +
                " of the data is " + number(*least) + ", and no part of the mixture can be narrower than " +
                number(family.mixture->floor) + "; give a floor below, or 0");
}

// Samples an iteration.
std::size_t samples_of(const FitTarget& target, const Loss& loss, const FitOptions& options) {
    const auto* data = std::get_if<Points>(&target);
    const auto wanted = static_cast<std::size_t>(options.samples);
    if (data == nullptr) {
        const std::size_t samples = wanted == 0 ? kDraws : wanted;
        if (loss.weighed && samples < 2) throw Error("samples: the score function needs 2 or more");
        return samples;
    }
    if (wanted >= data->count())
        throw Error("samples: the data have " + counted(data->count(), "row") +
                    "; give fewer, or leave it out to take all of them at every iteration");
    return wanted == 0 ? data->count() : wanted;
}

// "the loss was not finite, nor its gradient by mean[0]".
std::string words(const FitDivergence& d) {
    const std::string parameter = d.parameter.empty() ? ""
                                  : d.what == "loss"  ? ", nor its gradient by " + d.parameter
                                                      : ", " + d.parameter + " first";
    return "the " + d.what + (d.what == "parameters" ? " were" : " was") + " not finite" + parameter;
}

}  // namespace

Density Fit::density() const {
    const FitRestart& r = best_restart();
    if (r.divergence && !restarts[0].divergence->where.empty())
        throw Error("no restart of the fit stayed finite: at the start of the first " + restarts[0].divergence->where +
                    "; it must be finite wherever the fit looks: another start, or a formula that is defined there");
    if (r.divergence)
        throw Error(
            "no restart of the fit stayed finite: in iteration " + std::to_string(restarts[0].divergence->iteration) +
            " of the first, " + words(*restarts[0].divergence) +
            (r.divergence->iteration == 0 ? "; the log density must be finite at the start: is it at every draw "
                                            "of the target? Another start may help"
                                          : "; a smaller step_size, clip or another start may help"));
    return family.density(parameters());
}

namespace {

// Of the best start, whose losses cannot tell rest from steps that are too short.
void judge_rest(const FitTarget& target, const Objective& objective, const FitOptions& options,
                const Coordinates& coordinates, Fit& fit) {
    FitRestart& best = fit.restarts[fit.best];
    if (best.end == FitEnd::stopped) return;
    const auto fall = fall_by_lbfgs(target, fit.family, objective, options, coordinates, best.theta,
                                    static_cast<std::size_t>(fit.samples));
    if (!fall) return;
    best.expected_fall = fall->fall;
    best.expected_fall_error = fall->error;
    best.still_falling = best.still_falling || fall->falls();
}

// Parts of the best start whose covariance has an eigenvalue within a hundredth of the floor of the family.
int parts_on_the_floor(const Fit& fit, double floor) {
    const Density found = fit.density();
    if (!(floor > 0) || !found.modes) return 0;
    constexpr double kNear = 1.01;
    const auto on_it = [&](Matrix covariance) { return raise_eigenvalues(covariance, kNear * kNear * floor * floor); };
    return static_cast<int>(std::ranges::count_if(found.modes->covariances, on_it));
}

// With the optimiser said.
Fit fit_by(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options) {
    const auto before = std::chrono::steady_clock::now();
    check_options(options);
    check_family(family);
    check_target(target, family);
    if (family.mixture && family.mixture->start == MixtureStart::kmeans && std::holds_alternative<Density>(target))
        throw Error("start: k-means++ needs data, and the target is a density: start at random");
    if (const auto* em = std::get_if<ExpectationMaximisation>(&*options.optimiser))
        return fit_by_em(target, family, objective, options, *em);
    check_noise(target, options);
    check_floor(target, family);
    Loss loss = make_loss(target, family, objective);
    if (std::holds_alternative<Lbfgs>(*options.optimiser)) check_lbfgs(target, options);

    Fit result;
    result.family = family;
    result.objective = loss.name;
    result.optimiser = name(*options.optimiser);
    result.threads = options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
    result.isa = options.isa;
    const Coordinates units = coordinates(target, family);
    const std::vector<std::vector<double>> starts = starts_of(target, family, options, units);

    const auto* data = std::get_if<Points>(&target);
    const SampleSource source{.density = std::get_if<Density>(&target),
                              .data = data,
                              .resampled = data != nullptr && options.samples > 0,
                              .seed = options.seed,
                              .stream = options.stream,
                              .isa = options.isa};
    const bool looks_at_each = options.noise_every > 0 || std::holds_alternative<Lbfgs>(*options.optimiser) ||
                               (loss.weighed && loss.gradient == Gradient::control_variate);
    const std::size_t samples = samples_of(target, loss, options);
    const LossSetup losses{
        .loss = loss,
        .shared = LossProgram(loss, family, ByWhat::shared, options.isa),
        .each = looks_at_each ? std::optional(LossProgram(loss, family, ByWhat::each, options.isa)) : std::nullopt,
        .source = source,
        .samples = samples,
        .size = family.size(),
        .threads = starts.size() < static_cast<std::size_t>(result.threads) ? result.threads : 1};
    RestartSetup setup{
        .loss = &losses,
        .options = &options,
        .evaluation_source = source,
        .evaluation_samples = data != nullptr ? data->count() : static_cast<std::size_t>(options.evaluation_samples),
        .element_names = family.element_names(),
        .coordinates = units};
    setup.evaluation_source.resampled = false;

    result.samples = static_cast<int>(samples);
    result.noisy = is_noisy(target, options);
    result.restarts.resize(starts.size());
    std::atomic<std::size_t> next{0};
    run_workers(result.threads, [&](int) {
        for (std::size_t r = next.fetch_add(1); r < starts.size(); r = next.fetch_add(1))
            result.restarts[r] = run_restart(setup, starts[r]);
    });

    const auto height = [](const FitRestart& r) {
        return std::isfinite(r.loss) ? r.loss : std::numeric_limits<double>::infinity();
    };
    result.best =
        static_cast<std::size_t>(std::ranges::min_element(result.restarts, {}, height) - result.restarts.begin());
    if (std::isfinite(result.best_restart().loss) && !std::holds_alternative<Lbfgs>(*options.optimiser))
        judge_rest(target, objective, options, units, result);
    if (family.mixture && std::isfinite(result.best_restart().loss))
        result.restarts[result.best].floored = parts_on_the_floor(result, family.mixture->floor);
    FitRestart& first = result.restarts[0];
    if (result.best_restart().divergence && first.divergence && first.divergence->iteration == 0)
        first.divergence->where = undefined_at(target, family, objective, first.start, options);
    result.stopped = std::ranges::any_of(result.restarts, [](const auto& r) { return r.end == FitEnd::stopped; });
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return result;
}

}  // namespace

bool is_noisy(const FitTarget& target, const FitOptions& options) {
    const bool em = options.optimiser && std::holds_alternative<ExpectationMaximisation>(*options.optimiser);
    const bool all_rows = std::holds_alternative<Points>(target) && options.samples == 0;
    return !em && !all_rows && !options.common_draws;
}

bool counts_restarts(const Optimiser& optimiser) {
    return std::holds_alternative<Lbfgs>(optimiser) || std::holds_alternative<ExpectationMaximisation>(optimiser);
}

Fit fit(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options) {
    if (options.optimiser) return fit_by(target, family, objective, options);
    const DefaultOptimiser chosen = default_optimiser(target, family, objective, options.samples);
    FitOptions own = options;
    own.optimiser = chosen.optimiser;
    try {
        return fit_by(target, family, objective, own);
    } catch (const Error& e) {
        // What an optimiser refuses that nobody named needs a word on where it is from.
        const std::string message = e.what(), named = " " + std::string(name(chosen.optimiser)) + " ";
        if (chosen.why.empty() || (" " + message).find(named) == std::string::npos) throw;
        throw Error(message + "; " + chosen.why);
    }
}

}  // namespace fokker
