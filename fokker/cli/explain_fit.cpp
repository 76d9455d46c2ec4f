// A fit as it is understood: target, family, what is made small and by what.
#include <optional>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/explained.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/fit/compiled_loss.hpp"

namespace fokker::cli {
namespace {

struct FormulaOfObjective {
    std::string operator()(const MaximumLikelihood&) const { return "-E_p log q"; }
    std::string operator()(const ForwardKl&) const { return "E_p (log p - log q)"; }
    std::string operator()(const ScoreMatching&) const { return "E_p (|grad log q|^2 / 2 + laplacian log q)"; }
    std::string operator()(const ReverseKl&) const { return "E_q (log q - log p)"; }
    std::string operator()(const FisherDivergence&) const { return "E_q |grad log q - grad log p|^2 / 2"; }
    std::string operator()(const RenyiBound& renyi) const {
        const std::string power = number(1 - renyi.alpha, 6);
        return "-E log(mean of (p / q)^" + power + " over " + counted(static_cast<std::uint64_t>(renyi.draws), "draw") +
               " of q) / " + power;
    }
};

// Of a job, with what is by default.
struct Explained {
    const FitJob* job = nullptr;
    std::vector<Formula> formulas;
    Parameters parameters;             // of the target: the numbers in its formula
    std::optional<CompiledLoss> loss;  // none by em, and where nothing is fitted
    std::string optimiser, why;        // why: of one that nobody named
    int starts = 0;
};

Explained explained(const FitJob& job) {
    Explained e;
    e.job = &job;
    if (const Density* p = job.density()) {
        e.formulas.push_back(formula("target, " + p->name, "log p(x)", p->log_density));
        e.parameters = p->parameters;
    }
    e.formulas.push_back(
        formula("family, " + job.family.name, "log q(x)", job.given ? job.given->log_density : job.family.log_density));
    if (job.given) return e;
    FitOptions options = job.options;
    if (!options.optimiser) {
        const DefaultOptimiser chosen = default_optimiser(job.target, job.family, job.objective, options.samples);
        options.optimiser = chosen.optimiser;
        e.why = chosen.why;
    }
    e.optimiser = name(*options.optimiser);
    e.starts = number_of_starts(job.target, job.family, options);
    if (std::holds_alternative<ExpectationMaximisation>(*options.optimiser)) return e;
    try {
        e.loss = compiled_loss(job.target, job.family, job.objective);
    } catch (const Error& error) {
        fail_at_key(job, error.what());
    }
    e.formulas.push_back(formula("what a draw adds to the loss", "l", e.loss->value));
    return e;
}

// "logits (2), means (4)"
std::string parameters_text(const Family& family) {
    std::string text;
    for (const FamilyParameter& p : family.parameters)
        text += (text.empty() ? "" : ", ") + p.name + " (" + std::to_string(p.start.size()) + ")";
    return text;
}

std::string to_text(const Fitting& fitting, const Explained& e) {
    const FitJob& job = *e.job;
    std::string text = without_mathematics(fitting.title) + "\n  " + job.family.name + " to " + job.target_name +
                       "\n\n" + mathematics_text(e.formulas, e.parameters);
    if (job.given) return text + "\nNothing is fitted: the density is held against the target as it is.\n";
    text += "  parameters of the family, and how many numbers each has\n    " + parameters_text(job.family) + ": " +
            counted(job.family.size(), "number") + "\n  objective, " + std::string(name(job.objective)) +
            "\n    L = " + std::visit(FormulaOfObjective{}, job.objective) + "\n\nThe fit\n  by " + e.optimiser +
            (e.why.empty() ? "" : ": " + e.why + kNameAdam) + "\n  at most " +
            counted(static_cast<std::uint64_t>(job.options.iterations), "iteration") + " a start, " +
            counted(static_cast<std::uint64_t>(e.starts), "start") + "\n";
    if (!e.loss) return text + "\nNo program is compiled: em moves by the moments of its parts.\n";
    const Program& draws = e.loss->draws;
    return text + "\nThe program, loss and gradient\n  " + counted(draws.lane.instructions.size(), "instruction") +
           " a draw, " + grouped(e.loss->once) + " once an iteration; " +
           counted(static_cast<std::uint64_t>(draws.lane.rows), "register") + ", " +
           counted(static_cast<std::uint64_t>(draws.normals), "normal") + " a draw\n" +
           listing_text("for each draw", draws.lane);
}

Json to_json(const Fitting& fitting, const Explained& e) {
    const FitJob& job = *e.job;
    Json json;
    json["title"] = fitting.title;
    json["target"] = job.target_name;
    json["family"] = job.family.name;
    json["formulas"] = formulas_json(e.formulas);
    json["parameters"] = parameters_json(e.parameters);
    if (job.given) return json;
    Json& sizes = json["family_parameters"] = Json::Object{};
    for (const FamilyParameter& p : job.family.parameters) sizes[p.name] = static_cast<std::uint64_t>(p.start.size());
    json["objective"]["name"] = std::string(name(job.objective));
    json["objective"]["text"] = std::visit(FormulaOfObjective{}, job.objective);
    json["optimiser"] = e.optimiser;
    json["iterations"] = job.options.iterations;
    json["starts"] = e.starts;
    if (!e.loss) return json;
    Json& program = json["program"];
    program["instructions"] = static_cast<std::uint64_t>(e.loss->draws.lane.instructions.size());
    program["instructions_once_an_iteration"] = static_cast<std::uint64_t>(e.loss->once);
    program["registers"] = e.loss->draws.lane.rows;
    program["normals_a_draw"] = e.loss->draws.normals;
    program["listing"] = listing_json(e.loss->draws.lane);
    return json;
}

}  // namespace

int explain(const Fitting& fitting, bool json) {
    const Explained e = explained(fitting.jobs.front());
    print(to_text(fitting, e), json);
    if (json) print(to_json(fitting, e));
    return 0;
}

}  // namespace fokker::cli
