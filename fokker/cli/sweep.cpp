#include "fokker/cli/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "fokker/cli/formula.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kMostRuns = 1000;

Expr read(std::string_view text, const Variables& variables) {
    Scope scope;
    for (const auto& [name, value] : variables) scope.parameters[name] = 1;
    Expr e = parse_formula(text, scope);
    if (e.size() != 1) throw Error("must have one value, has " + std::to_string(e.size()));
    return e;
}

double value_of(std::string_view text, const Variables& variables) {
    Parameters parameters;
    for (const auto& [name, value] : variables) parameters[name] = {value};
    return evaluate(bind_parameters(read(text, variables), parameters))[0];
}

// A number, or a formula of the variables; `path` is the key that errors name.
double number_of(const Value& value, const Variables& variables, const std::string& path) {
    if (value.is_number()) return value.number();
    const auto* text = value.as<std::string>();
    if (text == nullptr) fail(value.place, path + " must be a number or a formula, got " + quote(value));
    double number = 0;
    try {
        number = value_of(*text, variables);
    } catch (const ParseError& e) {
        Place place = value.place;
        if (value.in_quotes && e.line == 0) place.column += 1 + e.column;
        fail(place, path + ": " + e.problem + "\n" + e.excerpt);
    } catch (const Error& e) {
        fail(value.place, path + ": " + e.what());
    }
    if (!std::isfinite(number)) fail(value.place, path + " must be finite; " + quote(value) + " is not");
    return number;
}

// A name that the language of formulas has not taken.
void check_name(const Entry& e, const std::string& path) {
    try {
        static_cast<void>(read(e.key, {{e.key, 0.0}}));
    } catch (const Error& error) {
        fail(e.place, path + ": " + error.what());
    }
}

// What a list holds. A name alone is no formula but a text that was meant for a key.
double number_of_list(const Value& value, const std::string& path) {
    try {
        return number_of(value, {}, path);
    } catch (const Error& e) {
        if (value.as<std::string>() == nullptr) throw;
        throw Error(
            std::string(e.what()) +
            "\nLists of a sweep hold numbers. Texts are set by cases, one a run:\n    [[sweep.case]]\n    label = " +
            quote(value) + "\n    \"TABLE.KEY\" = " + quote(value));
    }
}

// ---- the lists --------------------------------------------------------------------------------------------------
// One entry for each place in lists side by side.
std::vector<Variables> places_of(const Value& lists, const std::string& path) {
    std::vector<Variables> places;
    const Entry* first = nullptr;
    for (const Entry& e : std::get<Table>(lists.data)) {
        const List& list = std::get<List>(e.value.data);
        const std::string here = path + "." + e.key;
        check_name(e, here);
        if (e.key == "run") fail(e.place, here + ": the name \"run\" is that of the number of the run");
        if (list.empty()) fail(e.value.place, here + " is empty: there is nothing to run");
        if (first != nullptr && list.size() != places.size())
            fail(e.value.place, here + " has " + counted(list.size(), "value") + " and " + path + "." + first->key +
                                    " (" + to_string(first->place) + ") has " + std::to_string(places.size()) +
                                    "; lists side by side must have the same length");
        if (first == nullptr) first = &e;
        places.resize(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) places[i][e.key] = number_of_list(list[i], here);
    }
    if (places.empty()) fail(lists.place, path + " holds no list: there is nothing to run");
    return places;
}

std::string plain_label(const Variables& variables) {
    std::string label;
    for (const auto& [name, value] : variables) {
        if (name != "run") label += (label.empty() ? "" : ", ") + name + " = " + number(value);
    }
    return label;
}

void check_label(const std::string& label, const Value& text, const std::string& path) {
    try {
        static_cast<void>(draw::read_math_text(label));
    } catch (const Error& e) {
        fail(text.place, path + ": " + e.what());
    }
}

std::string label_of(const Table& sweep, std::string_view key, const Variables& variables) {
    const Value* text = find(sweep, key);
    if (text == nullptr) return plain_label(variables);
    std::string label = fill_in(*text, variables);
    check_label(label, *text, "sweep." + std::string(key));
    return label;
}

// ---- what a run sets --------------------------------------------------------------------------------------------
bool may_be_swept(std::string_view key) {
    if (key == "simulate.threads" || key == "fit.threads") return false;  // shared by all runs
    const std::string_view table = key.substr(0, key.find('.'));
    return table == "sde" || table == "ode" || table == "density" || table == "simulate" || table == "fit";
}

const Value* find_path(const Table& table, std::string_view path) {
    const std::size_t dot = path.find('.');
    const Value* value = find(table, path.substr(0, dot));
    if (value == nullptr || dot == std::string_view::npos) return value;
    const auto* inner = value->as<Table>();
    return inner == nullptr ? nullptr : find_path(*inner, path.substr(dot + 1));
}

void put(Table& spec, const Entry& setting, Value value, const std::string& path) {
    if (!may_be_swept(setting.key))
        fail(setting.place,
             path + ": a run can set keys of [sde], [ode], [density], [simulate] and [fit], such as \"sde.sigma\"");
    const Value* before = find_path(spec, setting.key);
    if (before != nullptr && before->place.line == 0 && before->place.origin.starts_with("--"))
        fail(before->place, setting.key + " is set by the sweep (" + to_string(setting.place) +
                                ") for each run; change the sweep, or remove it with --set sweep={}");
    set(spec, setting.key, std::move(value));
}

// `set` of the sweep, for one run.
void apply(const Table& sweep, const Variables& variables, Table& spec) {
    const Value* settings = find(sweep, "set");
    if (settings == nullptr) return;
    for (const Entry& e : std::get<Table>(settings->data)) {
        const std::string path = "sweep.set.\"" + e.key + "\"";
        Value value = e.value;
        if (auto* list = std::get_if<List>(&value.data)) {
            for (Value& v : *list) v.data = number_of(v, variables, path);
        } else {
            value.data = number_of(e.value, variables, path);
        }
        put(spec, e, std::move(value), path);
    }
}

// The names in the formulas between < and > of a text.
void use_in_text(const std::string& text, const Variables& variables, std::set<std::string>& used) {
    for (std::size_t open = text.find('<'); open != std::string::npos; open = text.find('<', open + 1)) {
        const std::size_t close = text.find('>', open);
        if (close == std::string::npos) return;
        try {
            for (const Expr& symbol : symbols(read(text.substr(open + 1, close - open - 1), variables)))
                used.insert(symbol.node().symbol.name);
        } catch (const Error&) {
            return;  // said where the label is filled in
        }
    }
}

// Names that have values but that neither `set` nor a label uses are slips.
void check_used(const Table& sweep, const Variables& variables, const Value& lists, const std::string& path) {
    std::set<std::string> used;
    const auto look = [&](const Value& value, const std::string& key) {
        static_cast<void>(number_of(value, variables, "sweep.set.\"" + key + "\""));
        const auto* text = value.as<std::string>();
        if (text == nullptr) return;
        for (const Expr& symbol : symbols(read(*text, variables))) used.insert(symbol.node().symbol.name);
    };
    if (const Value* settings = find(sweep, "set")) {
        for (const Entry& e : std::get<Table>(settings->data)) {
            if (const auto* list = e.value.as<List>()) {
                for (const Value& v : *list) look(v, e.key);
            } else {
                look(e.value, e.key);
            }
        }
    }
    for (const char* key : {"label", "row_label", "column_label"}) {
        const Value* label = find(sweep, key);
        if (label != nullptr) use_in_text(*label->as<std::string>(), variables, used);
    }
    for (const Entry& e : std::get<Table>(lists.data)) {
        if (!used.contains(e.key))
            fail(e.place, path + "." + e.key + " has values, but neither sweep.set nor a label uses it");
    }
}

void check_count(std::size_t runs, const Place& place) {
    if (runs > kMostRuns) fail(place, "sweep: " + grouped(runs) + " runs; at most " + grouped(kMostRuns));
}

void number_runs(Sweep& sweep) {
    for (std::size_t i = 0; i < sweep.runs.size(); ++i) sweep.runs[i].variables["run"] = static_cast<double>(i + 1);
}

// ---- the three forms --------------------------------------------------------------------------------------------
void side_by_side(const Table& table, Sweep& sweep) {
    const Value& lists = *find(table, "values");
    if (const Value* columns = find(table, "columns"))
        fail(columns->place, "sweep.columns goes with sweep.rows; lists side by side are all in sweep.values");
    auto places = places_of(lists, "sweep.values");
    check_count(places.size(), lists.place);
    for (Variables& place : places) sweep.runs.push_back({{}, {}, std::move(place)});
    number_runs(sweep);
    check_used(table, sweep.runs[0].variables, lists, "sweep.values");
    for (SweptRun& run : sweep.runs) run.label = label_of(table, "label", run.variables);
}

void every_with_every(const Table& table, Sweep& sweep) {
    const Value &rows = *find(table, "rows"), *columns = find(table, "columns");
    if (columns == nullptr) fail(rows.place, "sweep.rows needs sweep.columns; for one list of runs use sweep.values");
    const auto down = places_of(rows, "sweep.rows"), across = places_of(*columns, "sweep.columns");
    check_count(down.size() * across.size(), rows.place);
    for (const Variables& d : down) {
        for (const Variables& a : across) {
            SweptRun& run = sweep.runs.emplace_back();
            run.variables = d;
            for (const auto& [name, value] : a) {
                if (!run.variables.emplace(name, value).second)
                    fail(columns->place, "sweep.columns." + name + " is a name of sweep.rows too");
            }
        }
    }
    number_runs(sweep);
    check_used(table, sweep.runs[0].variables, rows, "sweep.rows");
    check_used(table, sweep.runs[0].variables, *columns, "sweep.columns");
    sweep.grid = true;
    sweep.rows = down.size();
    sweep.columns = across.size();
    for (const Variables& d : down) sweep.row_titles.push_back(label_of(table, "row_label", d));
    for (const Variables& a : across) sweep.column_titles.push_back(label_of(table, "column_label", a));
    for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
        const std::string both = sweep.row_titles[i / sweep.columns] + ", " + sweep.column_titles[i % sweep.columns];
        sweep.runs[i].label =
            find(table, "label") != nullptr ? label_of(table, "label", sweep.runs[i].variables) : both;
    }
}

void case_by_case(const Table& table, Sweep& sweep) {
    const List& cases = std::get<List>(find(table, "case")->data);
    if (cases.empty()) fail(find(table, "case")->place, "sweep.case is empty: there is nothing to run");
    check_count(cases.size(), find(table, "case")->place);
    sweep.runs.resize(cases.size());
    number_runs(sweep);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Value* label = find(std::get<Table>(cases[i].data), "label");
        if (label == nullptr)
            fail(cases[i].place, "sweep.case." + std::to_string(i) + ".label is missing: the name of the run");
        if (label->as<std::string>() == nullptr)
            fail(label->place, "sweep.case." + std::to_string(i) + ".label must be text, got " + quote(*label));
        sweep.runs[i].label = fill_in(*label, sweep.runs[i].variables);
        check_label(sweep.runs[i].label, *label, "sweep.case." + std::to_string(i) + ".label");
    }
}

void set_keys(const Table& table, const Table& base, Sweep& sweep) {
    for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
        SweptRun& run = sweep.runs[i];
        run.spec = base;
        apply(table, run.variables, run.spec);
        const Value* cases = find(table, "case");
        if (cases == nullptr) continue;
        for (const Entry& e : std::get<Table>(std::get<List>(cases->data)[i].data)) {
            if (e.key != "label") put(run.spec, e, e.value, "sweep.case." + std::to_string(i) + ".\"" + e.key + "\"");
        }
    }
}

// Runs are independent: each has a stream of its own, unless the sweep says which.
void give_streams(Sweep& sweep, const Table& base, const std::string& how) {
    const std::string key = how + ".stream";
    const Value* given = find_path(base, key);
    const double first = given != nullptr && given->is_whole() ? given->number() : 0;
    for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
        Table& spec = sweep.runs[i].spec;
        const Value* table = find(spec, how);
        const Value* stream = find_path(spec, key);
        const bool chosen = stream != nullptr && (given == nullptr || stream->place.line != given->place.line ||
                                                  stream->place.column != given->place.column);
        if (table == nullptr || table->as<Table>() == nullptr || chosen) continue;
        set(spec, key, {static_cast<std::int64_t>(first) + static_cast<std::int64_t>(i), table->place, false});
    }
}

}  // namespace

Sweep expand_sweep(const Table& spec, const std::string& origin) {
    Sweep sweep;
    const Value* found = find(spec, "sweep");
    const auto* given = found == nullptr ? nullptr : found->as<Table>();
    Table base = spec;
    // --set sweep={} runs the spec as if it had no sweep.
    const bool removed = given != nullptr && given->empty() && found->place.line == 0;
    if (found != nullptr && !removed) {
        Table checked = check_sweep(*found, origin);
        std::erase_if(base, [](const Entry& e) { return e.key == "sweep"; });
        sweep.swept = true;
        if (find(checked, "values") != nullptr) {
            side_by_side(checked, sweep);
        } else if (find(checked, "rows") != nullptr) {
            every_with_every(checked, sweep);
        } else {
            case_by_case(checked, sweep);
        }
        set_keys(checked, base, sweep);
        for (const char* how : {"simulate", "fit"}) give_streams(sweep, base, how);
        if (!sweep.grid) {
            const Value* across = find(checked, "across");
            const auto n = sweep.runs.size();
            sweep.columns = across != nullptr ? static_cast<std::size_t>(across->number())
                                              : std::min<std::size_t>(n, n <= 4   ? n
                                                                         : n <= 9 ? 3
                                                                                  : 4);
            sweep.columns = std::min(sweep.columns, n);
            sweep.rows = (n + sweep.columns - 1) / sweep.columns;
        }
        return sweep;
    }
    std::erase_if(base, [](const Entry& e) { return e.key == "sweep"; });
    sweep.runs.push_back({std::move(base), {}, {{"run", 1.0}}});
    return sweep;
}

std::string fill_in(const Value& value, const Variables& variables, bool ascii) {
    const std::string& text = *value.as<std::string>();
    std::string filled;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find('<', at), close = open == std::string::npos ? open : text.find('>', open);
        if (close == std::string::npos) return filled + text.substr(at);
        filled += text.substr(at, open - at);
        double result = 0;
        try {
            result = value_of(std::string_view(text).substr(open + 1, close - open - 1), variables);
        } catch (const ParseError& e) {
            fail(value.place, "in " + quote(value) + ": " + e.problem + "\n" + e.excerpt);
        } catch (const Error& e) {
            fail(value.place, "in " + quote(value) + ": " + e.what());
        }
        if (!std::isfinite(result))
            fail(value.place, "in " + quote(value) + ": " + number(result) + " is no finite number");
        std::string digits = number(result);
        if (!ascii && digits.starts_with('-')) digits.replace(0, 1, "\u2212");
        filled += digits;
        at = close + 1;
    }
    return filled;
}

}  // namespace fokker::cli
