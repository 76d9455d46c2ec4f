#include "fokker/cli/formula_command.hpp"

#include <algorithm>
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
    for (const StandardDensity& density : standard_densities()) known.emplace_back(density.name);
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

}  // namespace

bool is_spec(const std::string& what) {
    return what.ends_with(".toml");
}

void set_option(Table& spec, const std::string& key, const std::string& value, const std::string& option) {
    if (!value.empty()) set(spec, key + "=" + value, option + " " + cut(value, kLongestOrigin));
}

void set_formula(Table& spec, const FormulaWords& command) {
    std::string formula = command.what;
    const bool named = std::ranges::any_of(standard_densities(), [&](const auto& d) { return d.name == formula; });
    if (!named) check_name(formula);
    if (named && command.as != "energy") throw Error("--as: is for a formula; " + formula + " is a density by name");
    const std::string key = named ? "kind" : formula_key(command, formula);
    set(spec, "title", Value{cut(command.what, 60), {"formula", 0, 0}, false});
    set(spec, "density." + key, Value{formula, {"formula", 0, 0}, false});
    if (command.dim.empty() && !named)
        set(spec, "density.dim", Value{dimension_of(command.what), {"formula", 0, 0}, false});
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
