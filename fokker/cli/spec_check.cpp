#include "fokker/cli/spec_check.hpp"

#include <algorithm>

#include "fokker/cli/spec_keys.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

std::string join(const std::vector<std::string>& names, const char* between = ", ") {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
    return text;
}

bool all_of(const Value& value, bool (*holds)(const Value&)) {
    const auto* list = value.as<List>();
    return list != nullptr && std::ranges::all_of(*list, holds);
}

bool is_number(const Value& value) {
    return value.is_number();
}
bool is_whole(const Value& value) {
    return value.is_whole();
}
bool is_numbers(const Value& value) {
    return all_of(value, is_number);
}
bool is_vectors(const Value& value) {
    return all_of(value, is_numbers);
}
bool is_table(const Value& value) {
    return value.as<Table>() != nullptr;
}

bool is_parameters(const Value& value) {
    const auto* table = value.as<Table>();
    return table != nullptr && std::ranges::all_of(*table, [](const Entry& e) {
               return e.value.is_number() || (is_numbers(e.value) && !e.value.as<List>()->empty());
           });
}

bool is_number_or_text(const Value& value) {
    return value.is_number() || value.as<std::string>() != nullptr;
}

bool is_lists(const Value& value) {
    const auto* table = value.as<Table>();
    return table != nullptr &&
           std::ranges::all_of(*table, [](const Entry& e) { return all_of(e.value, is_number_or_text); });
}

bool is_file(const Value& value) {
    if (value.as<std::string>() != nullptr) return true;
    const auto* table = value.as<Table>();
    return table != nullptr && find(*table, "file") != nullptr && std::ranges::all_of(*table, [](const Entry& e) {
               return (e.key == "file" || e.key == "array") && e.value.as<std::string>() != nullptr;
           });
}

bool is_files(const Value& value) {
    const auto* table = value.as<Table>();
    return table != nullptr && std::ranges::all_of(*table, [](const Entry& e) { return is_file(e.value); });
}

bool has_type(const Value& value, Type types) {
    const auto may_be = [types](Type type) { return (types & type) != 0; };
    return (may_be(kText) && value.as<std::string>() != nullptr) ||
           (may_be(kFormula) && (value.as<std::string>() != nullptr || value.is_number())) ||
           (may_be(kWhole) && value.is_whole()) || (may_be(kNumber) && value.is_number()) ||
           (may_be(kFlag) && value.as<bool>() != nullptr) || (may_be(kNumbers) && is_numbers(value)) ||
           (may_be(kWholes) && all_of(value, is_whole)) || (may_be(kVectors) && is_vectors(value)) ||
           (may_be(kMatrices) && all_of(value, is_vectors)) || (may_be(kTable) && is_table(value)) ||
           (may_be(kTables) && all_of(value, is_table)) || (may_be(kParameters) && is_parameters(value)) ||
           (may_be(kLists) && is_lists(value)) || (may_be(kFiles) && is_files(value)) ||
           (may_be(kTexts) && all_of(value, [](const Value& v) { return v.as<std::string>() != nullptr; })) ||
           (may_be(kSettings) && is_table(value)) || (may_be(kCases) && all_of(value, is_table));
}

// One table of the spec.
class TableCheck {
public:
    TableCheck(Table& table, std::string_view kind_of_table, std::string path, Place place)
        : table_(table), type_(kind_of_table), path_(std::move(path)), place_(std::move(place)) {}

    void check() {
        find_kind();
        for (Entry& e : table_) check_entry(e);
        check_groups();
        for (const Key& key : keys()) {
            if (key.table != type_ || !applies(key) || find(table_, key.name) != nullptr) continue;
            if (key.required) missing(key);
            if (!key.fallback.empty() && (key.kinds.empty() || !kind_.empty() || !has_kind_by_the_rest(type_)))
                fill_in(key);
        }
    }

private:
    std::string path_to(std::string_view key) const {
        return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
    }

    [[noreturn]] void missing(const Key& key) const {
        fail(place_, path_to(key.name) + " is missing: " + std::string(key.help));
    }

    std::vector<std::string> names_of_kinds() const {
        std::vector<std::string> names;
        for (const Kind& kind : kinds()) {
            if (kind.table == type_) names.emplace_back(kind.name);
        }
        return names;
    }

    void find_kind() {
        const auto known = names_of_kinds();
        if (known.empty()) return;
        const std::string_view key = kind_key(type_);
        kind_ = has_first_kind(type_) ? known.front() : has_kind_by_the_rest(type_) ? "" : "text";
        const Value* kind = find(table_, key);
        const Key* which = find_key(type_, key);
        if (kind == nullptr && which != nullptr && which->required) missing(*which);
        if (kind == nullptr) return;
        const auto* name = kind->as<std::string>();
        if (name == nullptr) fail(kind->place, path_to(key) + " must be text, got " + quote(*kind));
        check_choice(*kind, path_to(key), known);
        kind_ = *name;
    }

    static void check_choice(const Value& value, const std::string& path, const std::vector<std::string>& allowed) {
        const std::string& text = *value.as<std::string>();
        if (std::ranges::find(allowed, text) != allowed.end()) return;
        const std::string nearest = nearest_name(text, allowed);
        fail(value.place, path + ": unknown " + quote(value) +
                              (nearest.empty() ? "." : "; did you mean \"" + nearest + "\"?") +
                              " Known: " + join(allowed));
    }

    bool applies(const Key& key) const {
        if (key.kinds.empty() || (kind_.empty() && has_kind_by_the_rest(type_))) return true;
        const auto fitting = split(key.kinds, '|');
        return std::ranges::find(fitting, kind_) != fitting.end();
    }

    std::string in_words(const std::string& kind) const {
        return kind == "text" ? std::string(type_ == "density"  ? "a density"
                                            : type_ == "family" ? "a family"
                                                                : "an equation") +
                                    " given as formulas"
                              : std::string(kind_key(type_)) + " \"" + kind + "\"";
    }

    [[noreturn]] void unknown_key(const Entry& e) const {
        std::vector<std::string> known;
        for (const Key& key : keys()) {
            if (key.table == type_ && applies(key)) known.emplace_back(key.name);
        }
        const std::string nearest = nearest_name(e.key, known);
        std::string hint = nearest.empty() ? "" : "; did you mean \"" + path_to(nearest) + "\"?";
        if (nearest.empty()) {
            for (const Key& key : keys()) {
                if (key.name != e.key || key.table == type_ || key.table.empty()) continue;
                hint = "; \"" + e.key + "\" is a key of " + std::string(key.table);
                break;
            }
        }
        fail(e.place, "unknown key \"" + path_to(e.key) + "\"" + hint + (hint.ends_with('?') ? "" : ".") +
                          " Known here: " + join(known));
    }

    void check_entry(Entry& e) const {
        const Key* key = find_key(type_, e.key);
        if (key == nullptr) unknown_key(e);
        const std::string path = path_to(e.key);
        if (!applies(*key)) {
            std::vector<std::string> fitting;
            for (const std::string& kind : split(key->kinds, '|')) fitting.push_back(in_words(kind));
            fail(e.place, path + " is not for " + in_words(kind_) + "; it is for " + join(fitting, " and "));
        }
        if (!has_type(e.value, key->types))
            fail(e.value.place, path + " must be " + words(key->types) + ", got " + quote(e.value) +
                                    (key->types == kTables ? ". Is it [[" + path + "]] that is meant?" : ""));
        check_range(e.value, *key, path);
        if (e.value.as<std::string>() != nullptr && !key->allowed.empty())
            check_choice(e.value, path, split(key->allowed, '|'));
        if (const auto* list = e.value.as<List>();
            list != nullptr && (key->types & kTexts) != 0 && !key->allowed.empty()) {
            for (const Value& v : *list) check_choice(v, path, split(key->allowed, '|'));
        }
        if (auto* inner = std::get_if<Table>(&e.value.data); inner != nullptr && !key->inner.empty())
            TableCheck(*inner, key->inner, path, e.place).check();
        if ((key->types & kTables) == 0) return;
        int number = 0;
        for (Value& v : std::get<List>(e.value.data)) {
            TableCheck(std::get<Table>(v.data), key->inner, path + "." + std::to_string(number++), v.place).check();
        }
    }

    static void check_range(Value& value, const Key& key, const std::string& path) {
        if (!value.is_number() || (key.types & kFormula) != 0) return;
        const double number = value.number();
        if (!(number >= key.lowest && number <= key.highest)) {
            const auto bound = [](double b) { return quote({static_cast<std::int64_t>(b), {}, false}); };
            if ((key.types & kWhole) == 0) fail(value.place, path + " must be finite, got " + quote(value));
            fail(value.place, path + " must be a whole number " +
                                  (key.highest > 1e15 ? "from " + bound(key.lowest) + " up"
                                                      : "from " + bound(key.lowest) + " to " + bound(key.highest)) +
                                  ", got " + quote(value));
        }
        // 1e5 is the whole number 100000 from here on.
        if ((key.types & kWhole) != 0 && value.as<double>() != nullptr) value.data = static_cast<std::int64_t>(number);
    }

    void check_groups() const {
        std::vector<std::string_view> seen;
        for (const Key& key : keys()) {
            if (key.table != type_ || key.one_of.empty() || !applies(key)) continue;
            if (std::ranges::find(seen, key.one_of) != seen.end()) continue;
            seen.push_back(key.one_of);
            check_group(key.one_of);
        }
    }

    void check_group(std::string_view group) const {
        std::vector<std::string> members;
        const Entry* first = nullptr;
        for (const Key& key : keys()) {
            if (key.table == type_ && key.one_of == group) members.emplace_back(key.name);
        }
        for (const Entry& e : table_) {
            if (std::ranges::find(members, e.key) == members.end()) continue;
            if (first != nullptr)
                fail(e.place, "both " + path_to(first->key) + " (" + to_string(first->place) + ") and " +
                                  path_to(e.key) + " are given; only one can hold");
            first = &e;
        }
        if (first != nullptr) return;
        std::vector<std::string> paths;
        for (const std::string& member : members) paths.push_back(path_to(member));
        fail(place_, "one of " + join(paths) + " is missing");
    }

    void fill_in(const Key& key) {
        Table read = read_toml("value = " + std::string(key.fallback), "default");
        Entry e{std::string(key.name), place_, std::move(read[0].value)};
        e.value.place = place_;
        e.value.in_quotes = false;
        check_entry(e);
        table_.push_back(std::move(e));
    }

    Table& table_;
    std::string_view type_;
    std::string path_;
    Place place_;
    std::string kind_;
};

}  // namespace

void check_spec(Table& spec, const std::string& origin) {
    TableCheck(spec, "", "", {origin, 0, 0}).check();
}

void check_table(Table& table, std::string_view kind, const std::string& path, const Place& place) {
    TableCheck(table, kind, path, place).check();
}

Table check_sweep(const Value& sweep, const std::string& origin) {
    if (!is_table(sweep)) fail(sweep.place, "sweep must be a table, got " + quote(sweep));
    Table checked = std::get<Table>(sweep.data);
    TableCheck(checked, "sweep", "sweep", sweep.place.origin.empty() ? Place{origin, 0, 0} : sweep.place).check();
    return checked;
}

}  // namespace fokker::cli
