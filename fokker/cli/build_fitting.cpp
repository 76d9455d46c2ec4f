// [fit] of a spec.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/schedule.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_file.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/take.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/fit/data.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// ---- the target ---------------------------------------------------------------------------------------------------

fs::path beside_spec(const Value& file) {
    fs::path path = *file.as<std::string>();
    return path.is_relative() && file.place.line > 0 ? fs::path(file.place.origin).parent_path() / path : path;
}

// density.draws: rows of an array, or the draws of all chains of a file that holds chains.
Points read_data_points(const Section& density) {
    const Value& given = density.value("draws");
    const auto* table = given.as<Table>();
    const Value& file = table != nullptr ? *find(*table, "file") : given;
    const Value* array = table != nullptr ? find(*table, "array") : nullptr;
    return density.located("draws", [&]() -> Points {
        const fs::path path = beside_spec(file);
        if (path.extension() == ".nc") {
            const assess::Trace trace = read_draws({path.string()});
            return {static_cast<int>(trace.dim()), {trace.values.begin(), trace.values.end()}};
        }
        const store::Array rows = read_array(file, array == nullptr ? "" : *array->as<std::string>());
        if (rows.shape.empty() || rows.shape.size() > 2)
            throw Error("the array has the shape " + store::to_string(rows.shape) + "; expected [rows, components]");
        return {rows.shape.size() == 2 ? static_cast<int>(rows.shape[1]) : 1, rows.values};
    });
}

void read_target(const Section& spec, FitJob& job) {
    const Section density = spec.section("density");
    if (density.has("draws")) {
        for (const char* key : {"params", "log_normaliser"}) {
            if (density.has(key)) density.fail(key, "is for a formula; draws are data");
        }
        Points points = read_data_points(density);
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

Family family_of(const Section& s, int dim) {
    const std::string kind = s.text("kind");
    if (kind.empty()) return formula_of(s, dim);
    if (kind == "affine-flow") return s.located("", [&] { return flow_of(s, dim); });
    return s.located("", [&]() -> Family {
        if (kind == "gaussian") {
            GaussianFamily family{.dim = dim};
            take(s, "floor", family.floor);
            take(s, "spread", family.spread);
            take(s, "scale", family.scale);
            return family;
        }
        if (kind == "mean-field") {
            MeanFieldGaussianFamily family{.dim = dim};
            take(s, "floor", family.floor);
            take(s, "spread", family.spread);
            take(s, "scale", family.scale);
            return family;
        }
        MixtureFamily family{.components = static_cast<int>(s.whole("components")), .dim = dim};
        if (s.text("covariance") == "cholesky") family.covariance = MixtureCovariance::cholesky;
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

Objective objective_of(const Section& s, bool data) {
    const std::string name = s.text("objective", data ? "maximum-likelihood" : "forward-kl");
    if (name == "maximum-likelihood") return MaximumLikelihood{};
    if (name == "score-matching") return ScoreMatching{};
    if (name == "reverse-kl") return ReverseKl{gradient_of(s.text("gradient"))};
    if (name == "fisher") return FisherDivergence{};
    if (name == "renyi") return RenyiBound{.alpha = s.number("alpha"), .draws = static_cast<int>(s.whole("draws"))};
    return ForwardKl{};
}

Optimiser optimiser_of(const Section& s) {
    const std::string kind = s.text("kind", "adam");
    if (kind == "sgd")
        return Sgd{.step_size = schedule_of(s, "step_size", Sgd{}.step_size), .momentum = s.number("momentum")};
    if (kind == "lbfgs") {
        Lbfgs lbfgs{.memory = static_cast<int>(s.whole("memory"))};
        take(s, "tolerance", lbfgs.tolerance);
        return lbfgs;
    }
    const Adam fallback = std::get<Adam>(FitOptions{}.optimiser);
    return Adam{.step_size = schedule_of(s, "step_size", fallback.step_size),
                .beta1 = s.number("beta1"),
                .beta2 = s.number("beta2"),
                .epsilon = s.number("epsilon"),
                .weight_decay = s.number("weight_decay")};
}

EmFitOptions em_of(const Section& fit, const Section& optimiser, const Section& family) {
    if (family.text("kind") != "mixture")
        family.fail("kind", "em fits mixtures: kind = \"mixture\", with one component for a Gaussian");
    for (const char* key : {"keep_every", "noise_every", "clip", "tolerance", "window", "common_draws"}) {
        if (fit.has(key))
            fit.fail(key, "is for gradients; em has " +
                              std::string(std::string(key) == "tolerance" ? "optimiser.tolerance" : "none"));
    }
    for (const char* key : {"floor", "spread", "scale", "covariance"}) {
        if (family.has(key)) family.fail(key, "is for gradients; em begins with k-means++ and has optimiser.floor");
    }
    EmFitOptions em{.components = static_cast<int>(family.whole("components")),
                    .iterations = static_cast<int>(fit.whole("iterations")),
                    .floor = optimiser.number("floor"),
                    .evaluation_samples = static_cast<int>(fit.whole("evaluation_samples")),
                    .seed = static_cast<std::uint64_t>(fit.whole("seed")),
                    .stream = static_cast<std::uint32_t>(fit.whole("stream")),
                    .threads = static_cast<int>(fit.whole("threads"))};
    take(optimiser, "tolerance", em.tolerance);
    take(fit, "samples", em.samples);
    take(fit, "restarts", em.restarts);
    return em;
}

FitOptions options_of(const Section& s, const Section& optimiser) {
    FitOptions o{.optimiser = optimiser_of(optimiser),
                 .iterations = static_cast<int>(s.whole("iterations")),
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
    o.keep_every = s.has("film") ? std::max(1, o.iterations / 500) : 0;
    take(s, "keep_every", o.keep_every);
    o.noise_every = std::max(1, o.iterations / 100);
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

FitJob build_job(SweptRun& run, const std::string& path) {
    FitJob job;
    job.spec = std::move(run.spec);
    job.label = run.label;
    check_spec(job.spec, path);
    const Section spec(job.spec, "", {path, 0, 0});
    if (!spec.has("density")) spec.fail("fit", "a family is fitted to [density]; [sde] and [ode] are for [simulate]");
    for (const char* key : {"simulate", "sample", "figure"}) {
        if (spec.has(key))
            spec.fail(key, std::string("is not for a spec with [fit]") +
                               (std::string(key) == "figure" ? ", whose pictures are always the same" : ""));
    }
    if (spec.has("film")) spec.fail("film", "is not for a spec with [fit], which has fit.film");
    read_target(spec, job);
    const Section fit = spec.section("fit"), optimiser = fit.section("optimiser"), family = fit.section("family");
    const int dim = job.density() != nullptr ? job.density()->dim : job.draws()->dim;
    if (family.text("kind") == "given") {
        job.given = build_density(family.section("density"), dim);
        job.family.name = job.given->name;
        job.family.dim = dim;
        job.options.evaluation_samples = static_cast<int>(fit.whole("evaluation_samples"));
        job.options.seed = static_cast<std::uint64_t>(fit.whole("seed"));
        job.options.stream = static_cast<std::uint32_t>(fit.whole("stream"));
        for (const char* key : {"objective", "samples", "restarts", "noise_every", "keep_every", "film", "tolerance",
                                "window", "clip", "common_draws"}) {
            if (fit.has(key)) fit.fail(key, "has no use for a family of kind \"given\", which is not fitted");
        }
        return job;
    }
    job.family = family_of(family, dim);
    job.objective = objective_of(fit, job.draws() != nullptr);
    if (optimiser.text("kind") == "em") {
        job.em = em_of(fit, optimiser, family);
        return job;
    }
    job.options = options_of(fit, optimiser);
    if (fit.has("film") && dim != 2)
        fit.fail("film",
                 "shows two components, and there " + std::string(dim == 1 ? "is " : "are ") + std::to_string(dim));
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
    if (!fitting.film.empty() && fitting.jobs.front().em)
        fit.fail("film", "em moves in a few large steps; leave it out");
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
