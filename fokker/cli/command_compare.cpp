// Two files of draws, or one and a formula: are they one law?
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>

#include "fokker/assess/words.hpp"
#include "fokker/cli/commands.hpp"
#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/named_numbers.hpp"
#include "fokker/cli/report_comparison.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/comparison.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

std::uint64_t seed_of(const std::string& text) {
    std::uint64_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, seed);
    if (!text.empty() && (problem != std::errc{} || stopped != end))
        throw Error("--seed " + text + ": expected a whole number from 0 to 18446744073709551615");
    return seed;
}

// ---- draws ---------------------------------------------------------------------------------------------------------

// A file, or several with commas between them unless that is the name of one.
std::vector<std::string> files_of(const std::string& text) {
    std::error_code ignored;
    if (fs::exists(text, ignored)) return {text};
    std::vector<std::string> files;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find(',', from), text.size());
        files.push_back(text.substr(from, to - from));
        if (files.back().empty()) throw Error("\"" + text + "\": a file name is missing beside a comma");
        from = to + 1;
    }
    return files;
}

assess::Trace finite_draws(const std::string& text) {
    const assess::Trace trace = read_draws(files_of(text));
    for (std::size_t n = 0; n < trace.values.size(); ++n) {
        if (std::isfinite(trace.values[n])) continue;
        const std::size_t row = n / trace.dim();
        throw Error(text + ": " + trace.names[n % trace.dim()] + " is " +
                    (std::isnan(trace.values[n]) ? "nan" : number(trace.values[n])) + " in draw " +
                    std::to_string(row % trace.draws + 1) + " of chain " + std::to_string(row / trace.draws + 1) +
                    "; only finite draws can be compared");
    }
    return trace;
}

// Some components, in this order.
assess::Trace chosen(const assess::Trace& trace, const std::vector<std::size_t>& components) {
    assess::Trace part;
    part.chains = trace.chains;
    part.draws = trace.draws;
    for (const std::size_t j : components) part.names.push_back(trace.names[j]);
    for (std::size_t row = 0; row < trace.chains * trace.draws; ++row) {
        for (const std::size_t j : components) part.values.push_back(trace.values[row * trace.dim() + j]);
    }
    return part;
}

std::vector<std::string> names_without(const assess::Trace& trace, const assess::Trace& other) {
    std::vector<std::string> names;
    for (const std::string& name : trace.names) {
        if (std::ranges::find(other.names, name) == other.names.end()) names.push_back(name);
    }
    return names;
}

// By name; where no name is in both files, by place. The notes say what that leaves out.
void pair_components(Compared& what) {
    std::vector<std::size_t> of_a, of_b;
    for (std::size_t j = 0; j < what.a.dim(); ++j) {
        const auto found = std::ranges::find(what.b.names, what.a.names[j]);
        if (found == what.b.names.end()) continue;
        of_a.push_back(j);
        of_b.push_back(static_cast<std::size_t>(found - what.b.names.begin()));
    }
    if (of_a.empty()) {
        if (what.a.dim() != what.b.dim()) {
            throw Error(what.first + " has " + counted(what.a.dim(), "component") + " (" +
                        assess::listed(what.a.names) + "), " + what.second + " has " + std::to_string(what.b.dim()) +
                        " (" + assess::listed(what.b.names) + "), and no name is in both: nothing can be compared");
        }
        what.notes.push_back("No name is in both files; components are compared by their place: " +
                             assess::listed(what.a.names) + " of A with " + assess::listed(what.b.names) + " of B.");
        return;
    }
    const std::vector<std::string> only_a = names_without(what.a, what.b), only_b = names_without(what.b, what.a);
    if (!only_a.empty()) what.notes.push_back("Only in A and left out: " + assess::listed(only_a) + ".");
    if (!only_b.empty()) what.notes.push_back("Only in B and left out: " + assess::listed(only_b) + ".");
    what.a = chosen(what.a, of_a);
    what.b = chosen(what.b, of_b);
}

// ---- a law ---------------------------------------------------------------------------------------------------------

// The density of a spec that a person would write for the formula.
Density law_of(const CompareCommand& command, std::size_t dim) {
    const bool energy = !command.energy.empty();
    const std::string option = energy ? "--energy" : "--log-density";
    Table spec;
    set(spec, energy ? "density.energy" : "density.log_density",
        Value{energy ? command.energy : command.log_density, {option, 0, 0}, false});
    set(spec, "density.dim", Value{static_cast<std::int64_t>(dim), {"A", 0, 0}, false});
    for (const std::string& assignment : command.set) {
        named_numbers(assignment, "--set");
        set(spec, "density.params." + assignment, "--set " + cut(assignment, kLongestOrigin));
    }
    for (const std::string& text : command.data) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos || sign == 0) throw Error("--data " + text + ": expected NAME=FILE");
        set(spec, "data." + text.substr(0, sign),
            Value{text.substr(sign + 1), {"--data " + cut(text, kLongestOrigin), 0, 0}, false});
    }
    check_spec(spec, option);
    const Section section(spec, "", {option, 0, 0});
    return build_density(section.section("density"), 0, read_data(section));
}

// The law must know every draw: where its density is zero there is no score.
void check_support(const Compared& what, const Density& law) {
    const std::vector<double> logs =
        evaluate(bind_parameters(law.log_density, law.parameters), what.a.values, what.a.chains * what.a.draws);
    const auto outside = std::ranges::find_if(logs, [](double v) { return !std::isfinite(v); });
    if (outside == logs.end()) return;
    const auto row = static_cast<std::size_t>(outside - logs.begin());
    throw Error("the log density is " + (std::isnan(*outside) ? "nan" : number(*outside)) + " at draw " +
                std::to_string(row % what.a.draws + 1) + " of chain " + std::to_string(row / what.a.draws + 1) +
                " of " + what.first + ": a law that A is held against must be positive at every draw");
}

// Which component is x1 and so on, where files call them otherwise.
std::string positions(const std::vector<std::string>& names) {
    std::vector<std::string> said;
    bool plain = true;
    for (std::size_t j = 0; j < names.size(); ++j) {
        const std::string x = "x" + std::to_string(j + 1);
        plain = plain && (names[j] == x || names[j] == "x[" + std::to_string(j) + "]");
        said.push_back(x + " is " + names[j]);
    }
    return plain ? "" : "In the formula " + assess::listed(said) + ".";
}

void check(const CompareCommand& command) {
    const std::size_t laws =
        std::size_t{!command.second.empty()} + !command.energy.empty() + !command.log_density.empty();
    if (laws == 0)
        throw Error("B is missing: what " + command.first +
                    " is held against, a file of draws, --energy FORMULA or --log-density FORMULA");
    if (laws > 1)
        throw Error("one of a second file, --energy and --log-density is B; there are " + std::to_string(laws));
    if (command.second.empty()) return;
    if (!command.set.empty()) throw Error("--set " + command.set.front() + ": is for a formula, and B is a file");
    if (!command.data.empty()) throw Error("--data " + command.data.front() + ": is for a formula, and B is a file");
}

// ---- both ----------------------------------------------------------------------------------------------------------

// For pictures, where dollars would begin mathematics.
std::string label(const std::string& text) {
    return cut(without_mathematics(text), 120);
}

void finish(const CompareCommand& command, std::string text, const Json& json,
            const std::function<draw::Figure()>& figure) {
    if (!command.out.empty()) {
        make_folder(command.out);
        const fs::path summary = fs::path(command.out) / "summary.json",
                       picture = fs::path(command.out) / "comparison.png";
        store::write_text(summary, json.to_text());
        figure().save(picture);
        text +=
            "wrote " + summary.lexically_normal().string() + "\nwrote " + picture.lexically_normal().string() + "\n";
    }
    if (!command.quiet) print(text, command.json);
    if (command.json) print(json);
}

void compare_files(const CompareCommand& command, Compared what) {
    what.second = command.second;
    what.b = finite_draws(command.second);
    pair_components(what);
    if (what.a.values == what.b.values) what.notes.push_back("A and B hold the same draws.");
    const assess::Comparison result =
        assess::compare(what.a, what.b, {.seed = seed_of(command.seed), .first = what.first, .second = what.second});
    finish(command, to_text(what, result), to_json(what, result), [&] {
        return show::comparison(what.a, what.b, result, "A: " + label(what.first), "B: " + label(what.second),
                                {.title = label(headline(result))});
    });
}

void compare_to_law(const CompareCommand& command, Compared what) {
    const Density law = law_of(command, what.a.dim());
    what.second = law.name;
    const std::string said = positions(what.a.names);
    if (!said.empty()) what.notes.push_back(said);
    check_support(what, law);
    const Expr score = bind_parameters(law.score(), law.parameters);
    const assess::LawComparison result =
        assess::compare(what.a, [&](const Points& points) { return evaluate(score, points.values, points.count()); },
                        {.seed = seed_of(command.seed), .first = what.first});
    finish(command, to_text(what, result), to_json(what, result),
           [&] { return show::comparison(what.a, law, {.title = label(what.first) + " and " + label(law.name)}); });
}

}  // namespace

int compare(const CompareCommand& command) {
    check(command);
    seed_of(command.seed);
    Compared what{.first = command.first, .second = {}, .a = finite_draws(command.first), .b = {}, .notes = {}};
    if (command.second.empty())
        compare_to_law(command, std::move(what));
    else
        compare_files(command, std::move(what));
    return 0;
}

}  // namespace fokker::cli
