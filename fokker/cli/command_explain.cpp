#include "fokker/cli/commands.hpp"
#include "fokker/cli/explained.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/program/program.hpp"

namespace fokker::cli {
namespace {

std::vector<Formula> mathematics(const Job& job) {
    std::vector<Formula> all;
    if (job.target) {
        all.push_back(formula("energy", "E(x)", job.target->energy()));
        all.push_back(formula("score", "grad log p(x)", job.target->score()));
    }
    if (const auto* sde = std::get_if<Sde>(&job.process)) {
        all.push_back(formula("drift", "f(x, t)", sde->drift));
        all.push_back(formula("diffusion", "g(x, t)", sde->diffusion));
    } else {
        all.push_back(formula("drift", "f(x, t)", std::get<Ode>(job.process).drift));
    }
    all.push_back(formula("one step, " + std::string(job.scheme->name), "x'", job.update()));
    return all;
}

// Runs the compiled step on one thread for about 20 ms from the start of the spec.
Simulation measure(const Job& job) {
    SimulateOptions options = job.options;
    const double from = options.times[0], h = options.times[1] - options.times[0];
    if (!std::holds_alternative<Points>(options.start))
        options.particles = std::min<std::size_t>(options.particles, 1024);
    options.threads = 1;
    options.save = final_state();
    options.summaries.reset();
    for (std::size_t count = 16;; count *= 2) {
        options.times = steps(h, count);
        for (double& t : options.times) t += from;
        Simulation run = job.run(options);
        if (run.seconds > 0.02 || count >= (1U << 24U)) return run;
    }
}

struct Compiled {
    Program program;
    std::uint64_t uniforms = 0, bytes = 0;
    int lanes = 0;
    double nanoseconds = 0;
};

Compiled compile_job(const Job& job) {
    Compiled c;
    const Expr step = bind_parameters(job.update(), job.parameters());
    c.program = compile({&step, 1}, {.feed_back = true});
    c.uniforms = c.program.uniform.output_rows.size();
    const Simulation run = measure(job);
    c.lanes = run.block_size;
    c.bytes =
        static_cast<std::uint64_t>(c.program.lane.rows) * static_cast<std::uint64_t>(run.block_size) * sizeof(double);
    c.nanoseconds =
        1e9 * run.seconds / (static_cast<double>(run.particles.size()) * static_cast<double>(run.step_count));
    return c;
}

std::string to_text(const Job& job, const std::vector<Formula>& formulas, const Compiled& c) {
    std::string text =
        without_mathematics(job.title) + "\n  " + job.equation + "\n\n" + mathematics_text(formulas, job.parameters());
    text += "\nThe program\n  " + counted(c.program.lane.instructions.size(), "instruction") + " a particle, " +
            grouped(c.program.uniform.instructions.size()) + " once a step; " +
            counted(static_cast<std::uint64_t>(c.program.lane.rows), "register") + ", " + grouped(c.bytes) +
            " bytes a block of " + counted(static_cast<std::uint64_t>(c.lanes), "particle") + "; " +
            counted(c.uniforms, "uniform") + ", " + counted(static_cast<std::uint64_t>(c.program.normals), "normal") +
            " a step\n";
    text += listing_text("once a step", c.program.uniform) + listing_text("for each particle", c.program.lane);
    return text + "  about " + number(c.nanoseconds, 3) + " ns a particle-step, measured here (one thread, " +
           std::string(name(job.options.isa)) + ")\n";
}

Json to_json(const Job& job, const std::vector<Formula>& formulas, const Compiled& c) {
    Json json;
    json["title"] = job.title;
    json["equation"] = job.equation;
    json["formulas"] = formulas_json(formulas);
    json["parameters"] = parameters_json(job.parameters());
    Json& program = json["program"];
    program["instructions"] = static_cast<std::uint64_t>(c.program.lane.instructions.size());
    program["instructions_once_a_step"] = static_cast<std::uint64_t>(c.program.uniform.instructions.size());
    program["registers"] = c.program.lane.rows;
    program["block_size"] = c.lanes;
    program["bytes_a_block"] = c.bytes;
    program["uniforms"] = c.uniforms;
    program["normals_a_step"] = c.program.normals;
    program["isa"] = name(job.options.isa);
    program["listing"] = listing_json(c.program.lane);
    program["listing_once_a_step"] = listing_json(c.program.uniform);
    json["ns_a_particle_step"] = c.nanoseconds;
    return json;
}

}  // namespace

int explain(const ExplainCommand& command) {
    std::vector<Assignment> assignments;
    for (const std::string& text : command.set) assignments.push_back({text, cut("--set " + text, kLongestOrigin)});
    if (wants_fit(read_toml_file(command.spec))) return explain(read_fitting(command.spec, assignments), command.json);
    const Experiment all = read_experiment(command.spec, assignments);
    const Job& job = all.runs.front();
    if (!job.moves()) throw Error(command.spec + ": a density alone does not move: there is no step to explain");
    const auto formulas = mathematics(job);
    const Compiled compiled = compile_job(job);
    print(to_text(job, formulas, compiled), command.json);
    if (command.json) print(to_json(job, formulas, compiled));
    return 0;
}

}  // namespace fokker::cli
