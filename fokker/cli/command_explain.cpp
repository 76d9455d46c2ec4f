#include <sstream>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/expr/abbreviate.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/program.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kLongestLine = 600;  // of a formula for people; JSON has all of it
constexpr std::size_t kMostInstructions = 200;

struct Formula {
    std::string name, symbol;
    Expr expression{0.0};
    std::string text, latex;
};

// Shared sub-expressions can make the text of a small expression too long to print.
Formula formula(std::string name, std::string symbol, const Expr& e) {
    Formula f{std::move(name), std::move(symbol), simplify(e), {}, {}};
    try {
        f.text = to_text(f.expression);
        f.latex = to_latex(f.expression);
    } catch (const Error& error) {
        f.text = f.latex = std::string("(") + error.what() + ")";
    }
    return f;
}

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

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

struct Compiled {
    Program program;
    std::vector<std::string> lane, uniform;
    std::uint64_t uniforms = 0, bytes = 0;
    int lanes = 0;
    double nanoseconds = 0;
};

Compiled compile_job(const Job& job) {
    Compiled c;
    const Expr step = bind_parameters(job.update(), job.parameters());
    c.program = compile({&step, 1}, {.feed_back = true});
    c.lane = lines_of(to_text(c.program.lane));
    c.uniform = lines_of(to_text(c.program.uniform));
    c.uniforms = c.program.uniform.output_rows.size();
    const Simulation run = measure(job);
    c.lanes = run.block_size;
    c.bytes =
        static_cast<std::uint64_t>(c.program.lane.rows) * static_cast<std::uint64_t>(run.block_size) * sizeof(double);
    c.nanoseconds =
        1e9 * run.seconds / (static_cast<double>(run.particles.size()) * static_cast<double>(run.step_count));
    return c;
}

std::string listing(const std::string& title, const std::vector<std::string>& lines) {
    if (lines.empty()) return "";
    std::string text = "  " + title + "\n";
    for (std::size_t i = 0; i < std::min(lines.size(), kMostInstructions); ++i)
        text += "    " + cut(lines[i], 110) + "\n";
    if (lines.size() > kMostInstructions) text += "    and " + grouped(lines.size() - kMostInstructions) + " more\n";
    return text;
}

std::string to_text(const Job& job, const std::vector<Formula>& formulas, const Compiled& c) {
    std::string text = without_mathematics(job.title) + "\n  " + job.equation + "\n\nThe mathematics\n";
    Abbreviations shorten;
    for (const Formula& f : formulas) {
        const Expr e = shorten(f.expression);
        text += "  " + f.name + "\n    " + f.symbol + " = " + cut(to_text(e), kLongestLine) +
                "\n    LaTeX: " + cut(to_latex(e), kLongestLine) + "\n";
    }
    if (!shorten.definitions().empty()) text += "  where\n";
    for (const auto& [symbol, meaning] : shorten.definitions())
        text += "    " + to_text(symbol) + " = " + cut(to_text(meaning), kLongestLine) + "\n";
    for (const auto& [name, values] : job.parameters())
        text += "  " + name + " = " + (values.size() == 1 ? number(values[0], 6) : vector(values)) + "\n";
    text += "\nThe program\n  " + counted(c.lane.size(), "instruction") + " a particle, " + grouped(c.uniform.size()) +
            " once a step; " + counted(static_cast<std::uint64_t>(c.program.lane.rows), "register") + ", " +
            grouped(c.bytes) + " bytes a block of " + counted(static_cast<std::uint64_t>(c.lanes), "particle") + "; " +
            counted(c.uniforms, "uniform") + ", " + counted(static_cast<std::uint64_t>(c.program.normals), "normal") +
            " a step\n";
    text += listing("once a step", c.uniform) + listing("for each particle", c.lane);
    return text + "  about " + number(c.nanoseconds, 3) + " ns a particle-step, measured here (one thread, " +
           std::string(name(job.options.isa)) + ")\n";
}

Json list_of(const std::vector<std::string>& lines) {
    Json::Array array(lines.begin(), lines.end());
    return array;
}

Json to_json(const Job& job, const std::vector<Formula>& formulas, const Compiled& c) {
    Json json;
    json["title"] = job.title;
    json["equation"] = job.equation;
    Json::Array all;
    for (const Formula& f : formulas) {
        Json& one = all.emplace_back();
        one["name"] = f.name;
        one["symbol"] = f.symbol;
        one["text"] = f.text;
        one["latex"] = f.latex;
    }
    json["formulas"] = std::move(all);
    Json& parameters = json["parameters"] = Json::Object{};
    for (const auto& [name, values] : job.parameters())
        parameters[name] = values.size() == 1 ? Json(values[0]) : Json::list(values);
    Json& program = json["program"];
    program["instructions"] = static_cast<std::uint64_t>(c.lane.size());
    program["instructions_once_a_step"] = static_cast<std::uint64_t>(c.uniform.size());
    program["registers"] = c.program.lane.rows;
    program["block_size"] = c.lanes;
    program["bytes_a_block"] = c.bytes;
    program["uniforms"] = c.uniforms;
    program["normals_a_step"] = c.program.normals;
    program["isa"] = name(job.options.isa);
    program["listing"] = list_of(c.lane);
    program["listing_once_a_step"] = list_of(c.uniform);
    json["ns_a_particle_step"] = c.nanoseconds;
    return json;
}

}  // namespace

int explain(const ExplainCommand& command) {
    std::vector<Assignment> assignments;
    for (const std::string& text : command.set) assignments.push_back({text, cut("--set " + text, kLongestOrigin)});
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
