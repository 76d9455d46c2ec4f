// A formula as a picture: the spec that a person would write for it, made from the command line.
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/draw_figures.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/named_numbers.hpp"
#include "fokker/cli/spec_keys.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

double end_of(const std::string& text, const std::string& range) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value))
        throw Error("--range " + range + ": " + (text.empty() ? "an end is missing" : "\"" + text + "\" is no number") +
                    "; expected from:to,from:to such as -3:3,-2:2, or from:to for a formula of x1 alone");
    return value;
}

List limits_of(const std::string& range) {
    const Place place{"--range " + cut(range, kLongestOrigin), 0, 0};
    List limits;
    if (range.ends_with(',')) end_of("", range);
    for (const std::string& part : split(range, ',')) {
        const std::size_t colon = part.find(':');
        const double from = end_of(part.substr(0, colon), range),
                     to = end_of(colon == std::string::npos ? "" : part.substr(colon + 1), range);
        if (!(from < to)) throw Error("--range " + range + ": expected from < to, got " + part);
        limits.push_back({List{{from, place, false}, {to, place, false}}, place, false});
    }
    if (limits.empty() || limits.size() > 2)
        throw Error("--range " + range + ": one range for a formula of x1, or two for one of x1 and x2");
    return limits;
}

std::string key_of(const PlotCommand& command) {
    if (command.as == "energy") return "energy";
    if (command.as == "log-density" || command.as == "density") return "log_density";
    const std::vector<std::string> known{"energy", "log-density", "density"};
    const std::string nearest = nearest_name(command.as, known);
    throw Error("--as " + command.as + ": the formula is an energy, a log-density or a density" +
                (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

// The spec, as if it were a file.
Table spec_of(const PlotCommand& command) {
    Table spec;
    const auto text = [&](const std::string& key, const std::string& value, const std::string& origin) {
        set(spec, key, {value, {origin, 0, 0}, false});
    };
    const auto option = [&](const std::string& key, const std::string& value, const std::string& name) {
        if (!value.empty()) set(spec, key + "=" + value, name + " " + cut(value, kLongestOrigin));
    };
    const List limits = limits_of(command.range);
    const bool line = limits.size() == 1;
    text("title", command.title.empty() ? cut(command.formula, 60) : command.title, "--title");
    const std::string formula = command.as == "density" ? "log(" + command.formula + ")" : command.formula;
    text("density." + key_of(command), formula, "formula");
    set(spec, "density.dim", {std::int64_t{line ? 1 : 2}, {"--range", 0, 0}, false});
    for (const std::string& assignment : command.set) {
        named_numbers(assignment, "--set");
        set(spec, "density.params." + assignment, "--set " + cut(assignment, kLongestOrigin));
    }
    if (line && command.score) throw Error("--score: a formula of one component is drawn over its score anyway");
    set(spec, "figure", {List{{Table{}, {"figure", 0, 0}, false}}, {"figure", 0, 0}, false});
    text("figure.0.kind", line ? "profile" : "plane", "figure");
    text("figure.0.file", fs::path(command.out).filename().string(), "-o");
    set(spec, "figure.0.limits", {limits, {"--range", 0, 0}, false});
    if (!line) {
        List views{{command.as, {"--as", 0, 0}, false}};
        if (command.score) views.push_back({std::string("score"), {"--score", 0, 0}, false});
        set(spec, "figure.0.views", {std::move(views), {"--as", 0, 0}, false});
    }
    option("figure.0.levels", command.levels, "--levels");
    option("figure.0.arrows", command.arrows, "--arrows");
    option("figure.0.width", command.width, "--width");
    if (!command.theme.empty()) text("figure.0.theme", command.theme, "--theme");
    return spec;
}

}  // namespace

int plot(const PlotCommand& command) {
    const Table spec = spec_of(command);
    const Experiment all = build_experiment(spec, "plot");
    if (command.print_spec) return print_spec(spec, command.json);
    const FigureRequest& request = all.figures.front();
    std::vector<Part> parts;
    parts.push_back(part_of(all, all.runs.front(), {}, request));
    assemble(all, request, std::move(parts)).save(command.out);
    print("wrote " + command.out + "\n", command.json);
    if (command.json) {
        Json json;
        json["files"] = Json::Array{Json(command.out)};
        print(json);
    }
    return 0;
}

}  // namespace fokker::cli
