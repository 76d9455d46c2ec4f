// [simulate] of a spec.
#include <algorithm>
#include <cmath>

#include "fokker/cli/job.hpp"
#include "fokker/cli/spec_file.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/options.hpp"

namespace fokker::cli {
namespace {

std::pair<double, double> range_of(const Section& section, const char* key) {
    const auto ends = section.numbers(key);
    if (ends.size() != 2) section.fail(key, "expected two numbers, from and to, got " + quote(section.value(key)));
    return {ends[0], ends[1]};
}

// ---- times ----------------------------------------------------------------------------------------------------
std::vector<double> times_of(const Section& simulate) {
    if (simulate.value("times").as<List>() != nullptr) return simulate.numbers("times");
    const Section rule = simulate.section("times");
    const auto count = static_cast<std::size_t>(rule.whole("count"));
    check_memory(rule, "count", 8.0 * static_cast<double>(count), grouped(count) + " times");
    if (rule.has("linspace")) {
        const auto ends = range_of(rule, "linspace");
        return rule.located("count", [&] { return linspace(ends.first, ends.second, count); });
    }
    const double h = rule.number("steps");
    if (!(h > 0)) rule.fail("steps", "the step must be positive, got " + quote(rule.value("steps")));
    return steps(h, count);
}

// ---- where particles start ------------------------------------------------------------------------------------
Start start_of(const Section& start, Job& job) {
    const int dim = job.dim();
    if (start.has("array") && !start.has("file")) start.fail("array", "is for start.file");
    if (start.has("file")) return read_points(start, dim);
    if (start.has("linspace")) {
        const auto [from, to] = range_of(start, "linspace");
        return OnLine{from, to};
    }
    if (start.has("formula")) {
        const Expr map = start.formula("formula", Scope{.normals = dim, .uniforms = dim});
        return start.located("formula", [&] { return pushforward(map, dim); });
    }
    if (start.has("density")) {
        const Section density = start.section("density");
        job.start_is_gaussian = is_gaussian(density);
        Density built = build_density(density, dim);
        if (!built.can_sample())
            start.fail("density",
                       built.name + " cannot be sampled exactly; start from a Gaussian, a mixture, a point or a file");
        if (built.dim != dim)
            start.fail("density", "has " + counted(static_cast<std::uint64_t>(built.dim), "component") +
                                      "; the equation has " + std::to_string(dim));
        return built;
    }
    const auto point = start.numbers("point");
    if (point.size() != 1 && point.size() != static_cast<std::size_t>(dim))
        start.fail("point", std::to_string(point.size()) + " numbers; the equation has " +
                                counted(static_cast<std::uint64_t>(dim), "component"));
    for (const double x : point) {
        if (!std::isfinite(x)) start.fail("point", "must be finite, got " + quote(start.value("point")));
    }
    return AtPoint{point};
}

std::size_t particles_of(const Section& simulate, const Section& start) {
    if (simulate.has("particles") && start.has("particles"))
        start.fail("particles",
                   "is given as simulate.particles (" + to_string(simulate.value("particles").place) + ") as well");
    const Section& where = start.has("particles") ? start : simulate;
    if (where.has("particles")) return static_cast<std::size_t>(where.whole("particles"));
    return start.has("file") ? 0 : 1;
}

// ---- what is kept ---------------------------------------------------------------------------------------------
Save save_of(const Section& simulate) {
    if (!simulate.has("save")) return final_state();
    if (simulate.value("save").as<Table>() != nullptr) {
        const Section rule = simulate.section("save");
        Save save = rule.has("every")   ? every(static_cast<std::size_t>(rule.whole("every")))
                    : rule.has("count") ? evenly(static_cast<std::size_t>(rule.whole("count")))
                                        : at(rule.numbers("at"));
        save.states = rule.flag("states");
        return save;
    }
    const std::string name = simulate.text("save");
    Save save = name == "all" ? everything() : final_state();
    save.states = name != "none";
    return save;
}

std::optional<SummaryOptions> summaries_of(const Section& simulate) {
    const Value& value = simulate.value("summaries");
    if (const bool* flag = value.as<bool>()) return *flag ? std::optional(SummaryOptions{}) : std::nullopt;
    const Section section = simulate.section("summaries");
    const auto [from, to] = range_of(section, "range");
    if (!(from < to) || !std::isfinite(to - from))
        section.fail("range", "from must be less than to, got " + quote(section.value("range")));
    return SummaryOptions{
        .histogram_bins = static_cast<int>(section.whole("bins")), .histogram_from = from, .histogram_to = to};
}

const Scheme* scheme_of(const Section& simulate, const Job& job) {
    const bool is_ode = std::holds_alternative<Ode>(job.process);
    if (!simulate.has("scheme")) return is_ode ? &kRk4 : &kEulerMaruyama;
    const Scheme* chosen = simulate.located("scheme", [&] { return &scheme(simulate.text("scheme")); });
    simulate.located("scheme", [&] {
        return is_ode ? one_step(std::get<Ode>(job.process), *chosen) : one_step(std::get<Sde>(job.process), *chosen);
    });
    return chosen;
}

}  // namespace

void build_simulation(const Section& spec, Job& job) {
    const Section simulate = spec.section("simulate"), start = simulate.section("start");
    SimulateOptions& o = job.options;
    job.scheme = o.scheme = scheme_of(simulate, job);
    o.start = start_of(start, job);
    o.particles = particles_of(simulate, start);
    o.times = times_of(simulate);
    o.save = save_of(simulate);
    o.summaries = summaries_of(simulate);
    o.seed = static_cast<std::uint64_t>(simulate.whole("seed"));
    o.stream = static_cast<std::uint32_t>(simulate.whole("stream"));
    o.threads = static_cast<int>(simulate.whole("threads"));
    simulate.located("", [&] {
        check(o, job.dim());
        return 0;
    });
}

}  // namespace fokker::cli
