#include "fokker/cli/commands.hpp"
#include "fokker/cli/formula.hpp"
#include "fokker/cli/named_numbers.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker::cli {
namespace {

struct Question {
    Expr formula{0.0};
    std::vector<double> x;
    double t = 0;
};

Question read(const EvalCommand& command) {
    Question q;
    Scope scope;
    for (const std::string& text : command.at) {
        const auto [name, values] = named_numbers(text, "--at");
        if (name == "x") {
            q.x = values;
            scope.dim = static_cast<int>(values.size());
        } else if (name == "t" && values.size() == 1) {
            q.t = values[0];
            scope.time = true;
        } else {
            throw Error("--at " + text + ": gives the point x=... and the time t=...; parameters are given by --set");
        }
    }
    Parameters parameters;
    for (const std::string& text : command.set) {
        auto [name, values] = named_numbers(text, "--set");
        scope.parameters[name] = static_cast<int>(values.size());
        parameters[name] = std::move(values);
    }
    try {
        q.formula = bind_parameters(parse_formula(command.formula, scope), parameters);
    } catch (const ParseError& e) {
        std::string hint;
        if (scope.dim == 0 && e.problem.starts_with("unknown name \"x")) hint = "\nThe point is given by --at x=1,2";
        if (!scope.time && e.problem == "unknown name \"t\"") hint = "\nThe time is given by --at t=0.5";
        throw Error("formula:" + std::to_string(e.line + 1) + ":" + std::to_string(e.column + 1) + ": " + e.problem +
                    "\n" + e.excerpt + hint);
    }
    return q;
}

std::string list_text(const std::vector<double>& values) {
    std::string text;
    for (const double v : values) text += (text.empty() ? "[" : ", ") + number(v, 17);
    return text + "]";
}

}  // namespace

int eval(const EvalCommand& command) {
    const Question q = read(command);
    Json json;
    std::string text;
    const auto value = evaluate(q.formula, q.x, q.t);
    text += "value     " + (value.size() == 1 ? number(value[0], 17) : list_text(value)) + "\n";
    json["value"] = Json::list(value);
    if (command.gradient || command.hessian) {
        const std::string option = command.gradient ? "--gradient" : "--hessian";
        if (q.x.empty()) throw Error(option + ": derivatives are with respect to x, and no point is given: --at x=1,2");
        if (q.formula.size() != 1)
            throw Error(option + ": the formula must have one value, has " + std::to_string(q.formula.size()) +
                        "; use sum(...) or one component");
        const Expr x = state(static_cast<int>(q.x.size()));
        const Expr gradient = differentiate(q.formula, x);
        if (command.gradient) {
            const auto values = evaluate(gradient, q.x, q.t);
            text += "gradient  " + list_text(values) + "\n";
            json["gradient"] = Json::list(values);
        }
        if (command.hessian) {
            Json::Array rows;
            for (const Expr& row : jacobian(gradient, x)) {
                const auto values = evaluate(row, q.x, q.t);
                text += (rows.empty() ? "hessian   " : "          ") + list_text(values) + "\n";
                rows.push_back(Json::list(values));
            }
            json["hessian"] = std::move(rows);
        }
    }
    print(text, command.json);
    if (command.json) print(json);
    return 0;
}

}  // namespace fokker::cli
