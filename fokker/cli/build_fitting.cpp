// [fit] of a spec.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/schedule.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/take.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/fit/data.hpp"
#include "fokker/fit/standard_columns.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// ---- the target ---------------------------------------------------------------------------------------------------

fs::path beside_spec(const Value& file) {
    fs::path path = *file.as<std::string>();
    return path.is_relative() && file.place.line > 0 ? fs::path(file.place.origin).parent_path() / path : path;
}

// density.draws: the rows of a file, of all its chains.
assess::Trace read_data_rows(const Section& density) {
    const Value& given = density.value("draws");
    const auto* table = given.as<Table>();
    const Value& file = table != nullptr ? *find(*table, "file") : given;
    const Value* array = table != nullptr ? find(*table, "array") : nullptr;
    return density.located("draws", [&] {
        return read_rows(beside_spec(file).string(), array == nullptr ? "" : *array->as<std::string>(),
                         "density = { draws = { file = " + quote(file) + ", array = NAME } } in a spec");
    });
}

void read_target(const Section& spec, FitJob& job) {
    const Section density = spec.section("density");
    if (density.has("draws")) {
        for (const char* key : {"params", "log_normaliser"}) {
            if (density.has(key)) density.fail(key, "is for a formula; draws are data");
        }
        assess::Trace rows = read_data_rows(density);
        Points points{static_cast<int>(rows.dim()), {rows.values.begin(), rows.values.end()}};
        if (density.has("dim") && density.whole("dim") != points.dim)
            density.fail("dim", "is " + quote(density.value("dim")) + ", and the rows of the file have " +
                                    counted(static_cast<std::uint64_t>(points.dim), "number"));
        job.target_name =
            counted(points.count(), "draw") + " of " + counted(static_cast<std::uint64_t>(points.dim), "component");
        density.located("draws", [&] {
            check_rows(points);
            check_spread(points);
            return 0;
        });
        job.target = std::move(points);
        job.columns = std::move(rows.names);
        return;
    }
    Density target = build_density(density, 0, read_data(spec));
    check_data_used(spec);
    job.target_name = target.name;
    job.target = std::move(target);
}

// ---- the family ---------------------------------------------------------------------------------------------------

Family formula_of(const Section& s, int dim) {
    const Parameters parameters = s.parameters();
    if (parameters.empty()) s.fail("params", "is empty: there is nothing to fit");
    const std::string text = s.text("log_density");
    const std::optional<std::string> draw = s.has("draw") ? std::optional(s.text("draw")) : std::nullopt;
    return s.located("log_density", [&] { return formula_family(text, dim, parameters, draw); });
}

Family flow_of(const Section& s, int dim) {
    AffineFlowFamily flow{.base = build_density(s.section("base"), dim)};
    if (s.has("draw")) flow.base_draw = s.formula("draw", {.dim = 0, .normals = dim, .uniforms = dim});
    take(s, "floor", flow.floor);
    take(s, "spread", flow.spread);
    take(s, "scale", flow.scale);
    return flow;
}

// The narrowest column decides how narrow a component may be.
double least_deviation(const Points& data) {
    return std::ranges::min(standard_columns(data).sd);
}

MixtureFamily mixture_of(const Section& s, int dim, const Points* data) {
    MixtureFamily family{.components = static_cast<int>(s.whole("components")), .dim = dim};
    if (s.text("covariance") == "cholesky") family.covariance = MixtureCovariance::cholesky;
    if (s.has("start")) family.start = s.text("start") == "random" ? MixtureStart::random : MixtureStart::kmeans;
    if (family.start.value_or(data != nullptr ? MixtureStart::kmeans : MixtureStart::random) == MixtureStart::kmeans) {
        for (const char* key : {"spread", "scale"}) {
            if (s.has(key))
                s.fail(key, "is for random starts, and this mixture starts at the clusters of its draws; " +
                                s.path("start") + " = \"random\"");
        }
    }
    if (data != nullptr) family.floor *= least_deviation(*data);
    take(s, "floor", family.floor);
    take(s, "spread", family.spread);
    take(s, "scale", family.scale);
    return family;
}

Family family_of(const Section& s, int dim, const Points* data) {
    const std::string kind = s.text("kind");
    if (kind.empty()) return formula_of(s, dim);
    if (kind == "affine-flow") return s.located("", [&] { return flow_of(s, dim); });
    if (kind == "mixture") {
        const MixtureFamily mixture = mixture_of(s, dim, data);
        return s.located("", [&] { return Family(mixture); });
    }
    return s.located("", [&]() -> Family {
        if (kind == "gaussian") {
            GaussianFamily family{.dim = dim};
            take(s, "floor", family.floor);
            take(s, "spread", family.spread);
            take(s, "scale", family.scale);
            return family;
        }
        MeanFieldGaussianFamily family{.dim = dim};
        take(s, "floor", family.floor);
        take(s, "spread", family.spread);
        take(s, "scale", family.scale);
        return family;
    });
}

// ---- objective and optimiser --------------------------------------------------------------------------------------

Gradient gradient_of(const std::string& name) {
    for (const Gradient g : {Gradient::score_function, Gradient::leave_one_out, Gradient::control_variate}) {
        if (fokker::name(g) == name) return g;
    }
    return Gradient::reparameterised;
}

// Has the density the exact draws and the normaliser that forward-kl asks for?
bool has_draws(const Value& table) {
    Table density = *table.as<Table>();
    if (find(density, "kind") == nullptr && find(density, "file") == nullptr) return false;  // a formula
    check_table(density, "density", "density", table.place);
    const Density p = build_density(Section(density, "density", table.place), 0);
    return p.can_sample() && p.log_normaliser.has_value();
}

// Puts the objective into a spec that names none, before its keys are checked against it: the likelihood of draws, else
// the divergence that the target allows.
void settle_objective(Table& spec) {
    const Value *density = find(spec, "density"), *fit = find(spec, "fit");
    const auto is_table = [](const Value* v) { return v != nullptr && v->as<Table>() != nullptr; };
    if (!is_table(density) || !is_table(fit)) return;
    const Value* family = find(*fit->as<Table>(), "family");
    const Value* kind = is_table(family) ? find(*family->as<Table>(), "kind") : nullptr;
    const bool given = kind != nullptr && kind->as<std::string>() != nullptr && *kind->as<std::string>() == "given";
    if (given || find(*fit->as<Table>(), "objective") != nullptr) return;
    const bool draws = find(*density->as<Table>(), "draws") != nullptr;
    const char* objective = draws ? "maximum-likelihood" : has_draws(*density) ? "forward-kl" : "reverse-kl";
    set(spec, "fit.objective", Value{objective, fit->place, false});
}

Objective objective_of(const Section& s) {
    const std::string name = s.text("objective");
    if (name == "maximum-likelihood") return MaximumLikelihood{};
    if (name == "score-matching") return ScoreMatching{};
    if (name == "reverse-kl") return ReverseKl{gradient_of(s.text("gradient"))};
    if (name == "fisher") return FisherDivergence{};
    if (name == "renyi") return RenyiBound{.alpha = s.number("alpha"), .draws = static_cast<int>(s.whole("draws"))};
    return ForwardKl{};
}

// Of a checked table with its kind.
Optimiser optimiser_of(const Section& s) {
    const std::string kind = s.text("kind");
    if (kind == "sgd")
        return Sgd{.step_size = schedule_of(s, "step_size", Sgd{}.step_size), .momentum = s.number("momentum")};
    if (kind == "lbfgs") {
        Lbfgs lbfgs{.memory = static_cast<int>(s.whole("memory"))};
        take(s, "tolerance", lbfgs.tolerance);
        return lbfgs;
    }
    if (kind == "em") {
        ExpectationMaximisation em{.floor = s.number("floor")};
        take(s, "tolerance", em.tolerance);
        return em;
    }
    return Adam{.step_size = schedule_of(s, "step_size", Adam{}.step_size),
                .beta1 = s.number("beta1"),
                .beta2 = s.number("beta2"),
                .epsilon = s.number("epsilon"),
                .weight_decay = s.number("weight_decay")};
}

// What follows a message about an optimiser that nobody named.
std::string because(const DefaultOptimiser& chosen) {
    return chosen.why.empty() ? "" : "; " + chosen.why + kNameAdam;
}

// Puts the kind of the optimiser into the spec where it names none, and checks the table, which had to wait for that.
void settle_optimiser(Table& spec, const DefaultOptimiser& chosen) {
    Value& fit = *find(spec, "fit");
    if (find(std::get<Table>(fit.data), "optimiser") == nullptr)
        set(spec, "fit.optimiser", Value{Table{}, fit.place, false});
    Value& optimiser = *find(std::get<Table>(find(spec, "fit")->data), "optimiser");
    auto& table = std::get<Table>(optimiser.data);
    const bool named = find(table, "kind") != nullptr;
    if (!named)
        table.push_back({"kind", optimiser.place, {std::string(name(chosen.optimiser)), optimiser.place, false}});
    try {
        check_table(table, "optimiser", "fit.optimiser", optimiser.place);
    } catch (const Error& e) {
        if (named) throw;
        throw Error(e.what() + because(chosen));
    }
}

// What a spec may say to gradients alone. The library refuses options that have a value; these have one always.
void check_keys_of_lbfgs(const Section& fit, const std::string& why) {
    if (fit.has("window")) fit.fail("window", "is for sgd and adam; lbfgs looks at the gradient" + why);
}

void check_keys_of_em(const Section& fit, const Section& family, const std::string& why) {
    if (fit.has("window")) fit.fail("window", "is for gradients; em has none" + why);
    for (const char* key : {"floor", "spread", "scale", "covariance"}) {
        if (family.has(key))
            family.fail(key, "is for gradients; em begins at the clusters of k-means++ and has optimiser.floor" + why);
    }
}

FitOptions options_of(const Section& s, const FitTarget& target, const Optimiser& optimiser) {
    FitOptions o{.iterations = static_cast<int>(s.whole("iterations")),
                 .evaluation_samples = static_cast<int>(s.whole("evaluation_samples")),
                 .seed = static_cast<std::uint64_t>(s.whole("seed")),
                 .stream = static_cast<std::uint32_t>(s.whole("stream")),
                 .threads = static_cast<int>(s.whole("threads"))};
    take(s, "samples", o.samples);
    take(s, "common_draws", o.common_draws);
    take(s, "tolerance", o.tolerance);
    take(s, "window", o.window);
    take(s, "clip", o.clip);
    take(s, "restarts", o.restarts);
    // Em and lbfgs take few steps.
    const bool few =
        std::holds_alternative<ExpectationMaximisation>(optimiser) || std::holds_alternative<Lbfgs>(optimiser);
    o.keep_every = s.has("film") ? std::max(1, o.iterations / (few ? 5000 : 500)) : 0;
    take(s, "keep_every", o.keep_every);
    FitOptions with = o;
    with.optimiser = optimiser;
    o.noise_every = is_noisy(target, with) ? std::max(1, o.iterations / 100) : 0;
    take(s, "noise_every", o.noise_every);
    return o;
}

std::optional<draw::Limits> limits_of(const Section& s, std::string_view key) {
    if (!s.has(key)) return std::nullopt;
    const std::vector<double> ends = s.numbers(key);
    if (ends.size() != 2 || !(ends[0] < ends[1]))
        s.fail(key, "expected two numbers, from and to with from < to, got " + quote(s.value(key)));
    return draw::Limits{ends[0], ends[1]};
}

// The optimiser and the options, once target, family and objective are known.
void build_fit(FitJob& job, const std::string& path) {
    const auto fit_of = [&] { return Section(job.spec, "", {path, 0, 0}).section("fit"); };
    const int samples = fit_of().has("samples") ? static_cast<int>(fit_of().whole("samples")) : 0;
    const DefaultOptimiser chosen = default_optimiser(job.target, job.family, job.objective, samples);
    const bool said = fit_of().has("optimiser"), named = said && fit_of().section("optimiser").has("kind");
    settle_optimiser(job.spec, chosen);
    const Section fit = fit_of(), optimiser = fit.section("optimiser");
    const Optimiser resolved = optimiser_of(optimiser);
    if (std::holds_alternative<ExpectationMaximisation>(resolved))
        check_keys_of_em(fit, fit.section("family"), named ? "" : because(chosen));
    if (std::holds_alternative<Lbfgs>(resolved)) check_keys_of_lbfgs(fit, named ? "" : because(chosen));
    job.options = options_of(fit, job.target, resolved);
    if (said) job.options.optimiser = resolved;
    if (fit.has("film") && job.dim() != 2)
        fit.fail("film", "shows two components, and there " + std::string(job.dim() == 1 ? "is " : "are ") +
                             std::to_string(job.dim()));
}

// Does the spec say this key of [fit] itself? Once it is checked, keys have their defaults.
bool says(const Table& spec, const char* key) {
    const Value* fit = find(spec, "fit");
    const auto* table = fit == nullptr ? nullptr : fit->as<Table>();
    return table != nullptr && find(*table, key) != nullptr;
}

FitJob build_job(SweptRun& run, const std::string& path) {
    FitJob job;
    job.spec = std::move(run.spec);
    job.label = run.label;
    const bool says_iterations = says(job.spec, "iterations"), says_optimiser = says(job.spec, "optimiser"),
               says_evaluation = says(job.spec, "evaluation_samples");
    settle_objective(job.spec);
    check_spec(job.spec, path);
    const Section spec(job.spec, "", {path, 0, 0});
    if (!spec.has("density")) spec.fail("fit", "a family is fitted to [density]; [sde] and [ode] are for [simulate]");
    for (const char* key : {"simulate", "sample", "figure"}) {
        if (spec.has(key))
            spec.fail(key, std::string("is not for a spec with [fit]") +
                               (std::string(key) == "figure" ? ", whose pictures are always the same" : ""));
    }
    if (spec.has("film")) spec.fail("film", "is not for a spec with [fit], which has fit.film");
    job.target_spec = to_toml_value(*find(job.spec, "density"));
    read_target(spec, job);
    if (says_evaluation && job.draws() != nullptr)
        spec.section("fit").fail("evaluation_samples", "is for a density; of draws all rows are taken");
    const Section family = spec.section("fit").section("family");
    const int dim = job.density() != nullptr ? job.density()->dim : job.draws()->dim;
    if (family.text("kind") == "given") {
        const Section fit = spec.section("fit");
        job.given = build_density(family.section("density"), dim);
        if (job.given->dim != dim)
            family.fail("density", "has " + counted(static_cast<std::uint64_t>(job.given->dim), "component") +
                                       ", and the target has " + std::to_string(dim));
        job.family.name = job.given->name;
        job.family.dim = dim;
        job.options.evaluation_samples = static_cast<int>(fit.whole("evaluation_samples"));
        job.options.seed = static_cast<std::uint64_t>(fit.whole("seed"));
        job.options.stream = static_cast<std::uint32_t>(fit.whole("stream"));
        for (const char* key : {"objective", "samples", "restarts", "noise_every", "keep_every", "film", "tolerance",
                                "window", "clip", "common_draws"}) {
            if (fit.has(key)) fit.fail(key, "has no use for a family of kind \"given\", which is not fitted");
        }
        if (says_iterations || says_optimiser)
            fit.fail(says_iterations ? "iterations" : "optimiser",
                     "has no use for a family of kind \"given\", which is not fitted");
        return job;
    }
    job.family = family_of(family, dim, job.draws());
    job.objective = objective_of(spec.section("fit"));
    build_fit(job, path);
    return job;
}

}  // namespace

bool wants_fit(const Table& spec) {
    return find(spec, "fit") != nullptr;
}

Fitting build_fitting(Table table, const std::string& origin, const std::string& name) {
    Fitting fitting;
    fitting.spec = std::move(table);
    fitting.name = name;
    Sweep sweep = expand_sweep(fitting.spec, origin);
    fitting.columns = sweep.columns;
    for (SweptRun& run : sweep.runs) {
        try {
            fitting.jobs.push_back(build_job(run, origin));
        } catch (const Error& e) {
            if (!sweep.swept) throw;
            throw Error(std::string(e.what()) + "\n(in the run \"" + without_mathematics(run.label) + "\")");
        }
    }
    const Section spec(fitting.jobs.front().spec, "", {origin, 0, 0});
    fitting.title = spec.text("title", name);
    fitting.description = spec.text("description");
    fitting.reproduces = spec.text("reproduces");
    for (const char* key : {"title", "description", "reproduces"})
        spec.located(key, [&] { return draw::read_math_text(spec.text(key)); });
    const Section fit = spec.section("fit");
    fitting.threads = static_cast<int>(fit.whole("threads"));
    fitting.film = fit.text("film");
    if (!fitting.film.empty() && !fitting.film.ends_with(".mp4") && !fitting.film.ends_with(".gif"))
        fit.fail("film", "must end in .mp4 or .gif, got " + quote(fit.value("film")));
    const auto another = [&](const FitJob& job) { return job.target_spec != fitting.jobs.front().target_spec; };
    if (!fitting.film.empty() && std::ranges::any_of(fitting.jobs, another))
        fit.fail("film", "shows fits to one target, and the runs of this sweep have several; leave it out");
    fitting.x_limits = limits_of(fit, "x_limits");
    fitting.y_limits = limits_of(fit, "y_limits");
    return fitting;
}

Fitting read_fitting(const std::string& path, const std::vector<Assignment>& assignments) {
    Table spec = read_toml_file(path);
    for (const Assignment& a : assignments) set(spec, a.text, a.origin);
    return build_fitting(std::move(spec), path, fs::path(path).stem().string());
}

}  // namespace fokker::cli
