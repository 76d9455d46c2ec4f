#include "fokker/cli/job.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/options.hpp"

namespace fokker::cli {

int Job::dim() const {
    if (!moves()) return target->dim;
    const auto* sde = std::get_if<Sde>(&process);
    return sde != nullptr ? sde->dim : std::get<Ode>(process).dim;
}

std::optional<double> Job::langevin_step() const {
    const auto& times = options.times;
    if (!langevin_sigma || scheme != &kEulerMaruyama) return std::nullopt;
    double smallest = times[1] - times[0];
    for (std::size_t k = 1; k < times.size(); ++k) smallest = std::min(smallest, times[k] - times[k - 1]);
    const double largest = largest_step(times);
    return largest - smallest <= 1e-9 * largest ? std::optional(largest) : std::nullopt;
}

Expr Job::update() const {
    const auto* sde = std::get_if<Sde>(&process);
    return sde != nullptr ? one_step(*sde, *scheme) : one_step(std::get<Ode>(process), *scheme);
}

const Parameters& Job::parameters() const {
    const auto* sde = std::get_if<Sde>(&process);
    return sde != nullptr ? sde->parameters : std::get<Ode>(process).parameters;
}

Simulation Job::run(const SimulateOptions& with) const {
    const auto* sde = std::get_if<Sde>(&process);
    return sde != nullptr ? simulate(*sde, with) : simulate(std::get<Ode>(process), with);
}

namespace {

// The number of particles may stand in [simulate] or in its start. Set on the command line, it replaces that of the
// file, wherever that stands.
void let_command_line_choose_particles(Table& spec) {
    Value* simulate = find(spec, "simulate");
    auto* outer = simulate == nullptr ? nullptr : std::get_if<Table>(&simulate->data);
    Value* start = outer == nullptr ? nullptr : find(*outer, "start");
    auto* inner = start == nullptr ? nullptr : std::get_if<Table>(&start->data);
    if (inner == nullptr || find(*outer, "particles") == nullptr || find(*inner, "particles") == nullptr) return;
    const auto is_of_file = [](const Entry& e) { return e.key == "particles" && e.value.place.line > 0; };
    const bool set_outer = find(*outer, "particles")->place.line == 0,
               set_inner = find(*inner, "particles")->place.line == 0;
    if (set_outer != set_inner) std::erase_if(set_outer ? *inner : *outer, is_of_file);
}

Job build_job(SweptRun& run, bool swept, const std::string& path, const std::string& name) {
    Job job;
    job.spec = std::move(run.spec);
    job.label = run.label;
    job.swept = swept;
    job.variables = run.variables;
    let_command_line_choose_particles(job.spec);
    check_spec(job.spec, path);
    const Section spec(job.spec, "", {path, 0, 0});
    job.title = spec.text("title", name);
    build_process(spec, job);
    if (job.moves()) {
        if (!spec.has("simulate")) spec.fail("", "simulate is missing: how particles are carried through the equation");
        build_simulation(spec, job);
    } else if (spec.has("simulate")) {
        spec.fail("simulate", "a density does not move; [sde] of kind \"langevin\" carries particles to it");
    }
    return job;
}

Experiment build(Table table, const std::string& path, const std::string& name, bool figures) {
    Experiment experiment;
    experiment.spec = std::move(table);
    experiment.name = name;
    experiment.sweep = expand_sweep(experiment.spec, path);
    for (SweptRun& run : experiment.sweep.runs) {
        try {
            experiment.runs.push_back(build_job(run, experiment.sweep.swept, path, name));
        } catch (const Error& e) {
            if (!experiment.sweep.swept) throw;
            throw Error(std::string(e.what()) + "\n(in the run \"" + without_mathematics(run.label) + "\")");
        }
    }
    const Job& first = experiment.runs.front();
    const Section spec(first.spec, "", {path, 0, 0});
    experiment.title = first.title;
    experiment.description = spec.text("description");
    experiment.reproduces = spec.text("reproduces");
    for (const char* key : {"title", "description", "reproduces"})
        spec.located(key, [&] { return draw::read_math_text(spec.text(key)); });
    for (const Job& job : experiment.runs) experiment.threads = std::max(experiment.threads, job.options.threads);
    build_figures(experiment);
    if (!figures) {
        experiment.figures.clear();
        experiment.films.clear();
    }
    choose_save(experiment);
    return experiment;
}

}  // namespace

Experiment read_experiment(const std::string& path, const std::vector<Assignment>& assignments, bool figures) {
    Table spec = read_toml_file(path);
    for (const Assignment& a : assignments) set(spec, a.text, a.origin);
    return build(std::move(spec), path, std::filesystem::path(path).stem().string(), figures);
}

Experiment build_experiment(Table spec, const std::string& name) {
    return build(std::move(spec), name, name, true);
}

void check_memory(const Section& section, std::string_view key, double bytes, const std::string& what) {
    const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
    if (bytes <= there) return;
    section.fail(key, what + " takes " + number(bytes / 1e9, 3) + " GB of memory; this machine has " +
                          number(there / 1e9, 3) + " GB");
}

}  // namespace fokker::cli
