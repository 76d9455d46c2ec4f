#include "fokker/cli/spec_section.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "fokker/cli/formula.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker::cli {

std::vector<double> numbers_of(const Value& value) {
    if (value.is_number()) return {value.number()};
    std::vector<double> numbers;
    for (const Value& v : std::get<List>(value.data)) numbers.push_back(v.number());
    return numbers;
}

const Value& Section::value(std::string_view key) const {
    const Value* found = find(*table_, key);
    if (found == nullptr) fail("", std::string(key) + " is missing");
    return *found;
}

std::string Section::path(std::string_view key) const {
    if (key.empty()) return path_;
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::string Section::text(std::string_view key, const std::string& fallback) const {
    return has(key) ? std::get<std::string>(value(key).data) : fallback;
}

double Section::number(std::string_view key) const {
    return value(key).number();
}

std::int64_t Section::whole(std::string_view key) const {
    return std::get<std::int64_t>(value(key).data);
}

bool Section::flag(std::string_view key) const {
    return std::get<bool>(value(key).data);
}

std::vector<double> Section::numbers(std::string_view key) const {
    return numbers_of(value(key));
}

std::vector<std::vector<double>> Section::vectors(std::string_view key) const {
    std::vector<std::vector<double>> vectors;
    for (const Value& v : std::get<List>(value(key).data)) vectors.push_back(numbers_of(v));
    return vectors;
}

Section Section::section(std::string_view key) const {
    const Value& inner = value(key);
    return {std::get<Table>(inner.data), path(key), inner.place};
}

Parameters Section::parameters(std::string_view key) const {
    Parameters parameters;
    if (!has(key)) return parameters;
    for (const Entry& e : std::get<Table>(value(key).data)) parameters[e.key] = numbers_of(e.value);
    return parameters;
}

Expr Section::formula(std::string_view key, int dim, bool time, const Parameters& parameters) const {
    Scope scope{.dim = dim, .time = time};
    for (const auto& [name, values] : parameters) scope.parameters[name] = static_cast<int>(values.size());
    return formula(key, scope);
}

Expr Section::formula(std::string_view key, const Scope& scope) const {
    const Value& formula = value(key);
    std::string text;
    if (formula.is_number()) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.17g", formula.number());
        text = digits;
    } else {
        text = std::get<std::string>(formula.data);
    }
    try {
        return parse_formula(text, scope);
    } catch (const ParseError& e) {
        Place place = formula.place;
        if (formula.in_quotes && e.line == 0) place.column += 1 + e.column;
        cli::fail(place, path(key) + ": " + e.problem + "\n" + e.excerpt);
    } catch (const Error& e) {
        fail(key, e.what());
    }
}

void Section::check_parameters_used(std::initializer_list<Expr> formulas) const {
    if (!has("params")) return;
    std::set<std::string> used;
    for (const Expr& e : formulas) {
        for (const Expr& symbol : symbols(e)) used.insert(symbol.node().symbol.name);
    }
    for (const Entry& e : std::get<Table>(value("params").data)) {
        if (!used.contains(e.key))
            cli::fail(e.place, path("params") + "." + e.key + " has a value, but no formula uses it");
    }
}

void Section::fail_as(std::string_view key, std::string_view message) const {
    const std::string_view word = message.substr(0, std::min(message.find_first_of(": "), message.size()));
    const bool names_key = !word.empty() && (key.empty() ? has(word) : word == key);
    if (!names_key) fail(key, std::string(message));
    cli::fail(value(word).place, path(word) + std::string(message.substr(word.size())));
}

void Section::fail(std::string_view key, const std::string& message) const {
    const Value* found = find(*table_, key);
    const std::string where = path(key);
    cli::fail(found != nullptr ? found->place : place_, (where.empty() ? "" : where + ": ") + message);
}

}  // namespace fokker::cli
