#include "fokker/cli/formula_command.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>

#include "fokker/cli/job.hpp"
#include "fokker/cli/named_numbers.hpp"
#include "fokker/cli/spec_keys.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/density/standard.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

bool is_named(const std::string& what) {
    return std::ranges::any_of(kinds(), [&](const Kind& k) { return k.table == "density" && k.name == what; });
}

bool is_fitted_file(const std::string& what) {
    return what.ends_with(".json");
}

// Words that can be no formula of x but are a file or a folder, or the name of one.
void check_no_file(const std::string& what) {
    static const std::regex x("\\bx[0-9]*\\b"), file_name("[^ ]*\\.[A-Za-z]{2,}[0-9]?");
    std::error_code error;
    const bool there = std::filesystem::exists(what, error) && !std::regex_search(what, x);
    if (!there && !std::regex_match(what, file_name)) return;
    throw Error(
        what + " is no density. One is a formula of x, a name of `fokker list densities`, or the FILE.json that " +
        "`fokker fit` wrote; a spec ends in .toml; files of draws are for `fokker fit` and end in .npz, .npy, " +
        ".csv or .nc");
}

// The largest k of xk in the formula, where x itself is not used.
std::int64_t dimension_of(const std::string& formula) {
    static const std::regex component("\\bx([0-9]{1,6})\\b"), whole("\\bx\\b");
    std::int64_t largest = 0;
    for (std::sregex_iterator it(formula.begin(), formula.end(), component), end; it != end; ++it)
        largest = std::max<std::int64_t>(largest, std::stol((*it)[1].str()));
    if (largest == 0 || std::regex_search(formula, whole))
        throw Error("--dim is missing: the formula does not say how many components x has");
    return largest;
}

// The density of nearly that name, or of a name with a word in common; "": there is none.
std::string nearest_density(const std::string& what) {
    constexpr std::size_t kWord = 4;  // letters of a word that says something
    std::vector<std::string> known;
    for (const Kind& kind : kinds()) {
        if (kind.table == "density") known.emplace_back(kind.name);
    }
    std::string nearest = nearest_name(what, known);
    const std::vector<std::string> said = split(what, '-');
    for (std::size_t k = 0; k < known.size() && nearest.empty(); ++k) {
        const std::vector<std::string> words = split(known[k], '-');
        const bool common = std::ranges::any_of(
            said, [&](const std::string& word) { return word.size() >= kWord && !nearest_name(word, words).empty(); });
        if (common) nearest = known[k];
    }
    return nearest;
}

// A name with a slip, which as a formula would be a difference of names that nobody gave.
void check_name(const std::string& what) {
    static const std::regex name("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    if (!std::regex_match(what, name)) return;
    if (const std::string nearest = nearest_density(what); !nearest.empty())
        throw Error("unknown density \"" + what + "\"; did you mean \"" + nearest +
                    "\"? `fokker list densities` names all; anything else is a formula of x");
}

std::string formula_key(const FormulaWords& command, std::string& formula) {
    if (command.as == "energy") return "energy";
    if (command.as == "density") formula = "log(" + formula + ")";
    if (command.as == "density" || command.as == "log-density") return "log_density";
    const std::vector<std::string> known{"energy", "log-density", "density"};
    const std::string nearest = nearest_name(command.as, known);
    throw Error("--as " + command.as + ": the formula is an energy, a log-density or a density" +
                (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

// What errors call it: where a density by name needs numbers, one of them may be missing.
Place place_of(const std::string& what, bool whole) {
    if (!whole) return {"formula", 0, 0};
    const bool needs_none = is_fitted_file(what) ||
                            std::ranges::any_of(standard_densities(), [&](const auto& d) { return d.name == what; });
    return {what + (needs_none ? "" : " (its numbers are set by --set density.KEY=VALUE)"), 0, 0};
}

}  // namespace

bool is_spec(const std::string& what) {
    return what.ends_with(".toml");
}

void set_option(Table& spec, const std::string& key, const std::string& value, const std::string& option) {
    if (!value.empty()) set(spec, key + "=" + value, option + " " + cut(value, kLongestOrigin));
}

void set_formula(Table& spec, const FormulaWords& command) {
    std::string formula = command.what;
    const bool file = is_fitted_file(formula), named = is_named(formula), whole = file || named;
    if (!whole) check_no_file(formula);
    if (!whole) check_name(formula);
    if (whole && command.as != "energy") throw Error("--as: is for a formula; " + formula + " is a density by name");
    const std::string key = file ? "file" : named ? "kind" : formula_key(command, formula);
    const Place place = place_of(formula, whole);
    set(spec, "title", Value{cut(command.what, 60), place, false});
    set(spec, "density." + key, Value{formula, place, false});
    if (command.dim.empty() && !whole)
        set(spec, "density.dim", Value{dimension_of(command.what), place, false});
    else if (!command.dim.empty())
        set(spec, "density.dim=" + command.dim, "--dim " + command.dim);
    for (const std::string& assignment : command.set) {
        const std::string origin = "--set " + cut(assignment, kLongestOrigin);
        const std::string name = assignment.substr(0, assignment.find('='));
        if (name.find('.') == std::string::npos) named_numbers(assignment, "--set");
        set(spec, (name.find('.') == std::string::npos ? "density.params." : "") + assignment, origin);
    }
}

}  // namespace fokker::cli
