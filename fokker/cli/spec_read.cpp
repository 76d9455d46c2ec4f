#include "fokker/cli/spec_read.hpp"

#include <algorithm>
#include <sstream>

#include "fokker/cli/toml_guard.hpp"
#include "fokker/store/input_file.hpp"

namespace {

[[noreturn]] void parser_lost_its_way() {
    throw fokker::Error("the parser lost its way");
}

}  // namespace

// toml++ 3.3 checks some of what it takes for granted by assertions, which optimised builds turn into assumptions.
// Hostile text must find an Error in every build.
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : parser_lost_its_way())
#include <toml++/toml.h>

namespace fokker::cli {
namespace {

constexpr std::size_t kLongest = 16U << 20U;  // bytes of a spec

// Lines of the text, to see how a string was written.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return lines;
}

class Reader {
public:
    Reader(std::string_view text, const std::string& origin) : origin_(origin), lines_(lines_of(text)) {}

    Table table(const toml::table& from) const {
        Table result;
        for (const auto& [key, node] : from) {
            result.push_back({std::string(key.str()), place(key.source()), value(node)});
        }
        // In the order of the file: toml++ sorts by name.
        std::ranges::sort(result, [](const Entry& a, const Entry& b) {
            return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
        });
        return result;
    }

private:
    Place place(const toml::source_region& source) const {
        return {origin_, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
    }

    Value value(const toml::node& node) const {
        Value result{{}, place(node.source()), false};
        if (const auto* text = node.as_string()) {
            result.data = text->get();
            result.in_quotes = stands_as_is(result);
        } else if (const auto* whole = node.as_integer()) {
            result.data = whole->get();
        } else if (const auto* real = node.as_floating_point()) {
            result.data = real->get();
        } else if (const auto* flag = node.as_boolean()) {
            result.data = flag->get();
        } else if (const auto* inner = node.as_table()) {
            result.data = table(*inner);
        } else if (const auto* array = node.as_array()) {
            List list;
            for (const auto& element : *array) list.push_back(value(element));
            result.data = std::move(list);
        } else {
            fail(result.place, "dates and times have no meaning here");
        }
        return result;
    }

    // Does the text follow its opening quote on that line character by character, without escapes?
    bool stands_as_is(const Value& value) const {
        const auto line = static_cast<std::size_t>(value.place.line - 1);
        if (line >= lines_.size()) return false;
        const std::string_view text = lines_[line];
        std::size_t at = 0;  // of the opening quote, in bytes
        for (int column = 1; column < value.place.column && at < text.size(); ++at)
            if (at + 1 == text.size() || (static_cast<unsigned char>(text[at + 1]) & 0xC0U) != 0x80U) ++column;
        return at < text.size() && (text[at] == '"' || text[at] == '\'') &&
               text.substr(at + 1).starts_with(*value.as<std::string>());
    }

    std::string origin_;
    std::vector<std::string_view> lines_;
};

toml::table parse_toml(std::string_view text, const std::string& origin) {
    try {
        return toml::parse(text, std::string_view(origin));
    } catch (const toml::parse_error& e) {
        const auto at = e.source().begin;
        fail({origin, static_cast<int>(at.line), static_cast<int>(at.column)},
             "not TOML: " + std::string(e.description()));
    } catch (const Error& e) {
        fail({origin, 0, 0}, std::string("not TOML: ") + e.what());
    }
}

// A value written on a command line, or text where it is no TOML.
Value value_of(std::string_view text, const std::string& origin) {
    const Place place{origin, 0, 0};
    for (const std::string& toml : {std::string(text), "[" + std::string(text) + "]"}) {
        try {
            const Table table = read_toml("value = " + toml, origin);
            if (table.size() != 1) continue;
            Value value = table[0].value;
            if (toml.size() != text.size() && text.find(',') == std::string_view::npos) continue;
            value.in_quotes = false;
            return value;
        } catch (const Error&) {
            continue;  // the next reading
        }
    }
    return {std::string(text), place, false};
}

void put_at(Value& value, const Place& place) {
    value.place = place;
    value.in_quotes = false;
    if (auto* list = std::get_if<List>(&value.data)) {
        for (Value& v : *list) put_at(v, place);
    } else if (auto* table = std::get_if<Table>(&value.data)) {
        for (Entry& e : *table) {
            e.place = place;
            put_at(e.value, place);
        }
    }
}

Value& element(List& list, const std::string& index, const std::string& path, const Place& place) {
    const bool is_number =
        !index.empty() && index.size() < 6 && index.find_first_not_of("0123456789") == std::string::npos;
    if (is_number && std::stoul(index) < list.size()) return list[std::stoul(index)];
    fail(place, path + " does not exist: there " +
                    (list.size() == 1 ? "is 1, number 0" : "are " + std::to_string(list.size()) + ", counted from 0"));
}

}  // namespace

Table read_toml(std::string_view text, const std::string& origin) {
    if (text.size() > kLongest) throw Error(origin + ": longer than 16 MiB: this is no spec");
    guard_toml(text, origin);
    return Reader(text, origin).table(parse_toml(text, origin));
}

Table read_toml_file(const std::string& path) {
    return read_toml(store::read_text(path), path);
}

void set(Table& root, std::string_view assignment, const std::string& origin) {
    const Place place{origin, 0, 0};
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0)
        fail(place, "expected key=value, such as simulate.particles=1e5");
    Value value = value_of(assignment.substr(equals + 1), origin);
    put_at(value, place);
    set(root, assignment.substr(0, equals), std::move(value));
}

void set(Table& root, std::string_view dotted, Value value) {
    const Place place = value.place;
    if (std::ranges::count(dotted, '.') > kMostDots)
        fail(place, "a key with more than " + std::to_string(kMostDots) + " dots");
    std::istringstream keys{std::string(dotted)};
    Value* at = nullptr;
    Table* table = &root;
    std::string path;
    for (std::string key; std::getline(keys, key, '.');) {
        path += (path.empty() ? "" : ".") + key;
        if (at != nullptr) {
            if (auto* list = std::get_if<List>(&at->data)) {
                at = &element(*list, key, path, place);
                continue;
            }
            table = std::get_if<Table>(&at->data);
            if (table == nullptr)
                fail(place, path.substr(0, path.size() - key.size() - 1) + " is " + quote(*at) + " (" +
                                to_string(at->place) + ") and not a table; give it whole");
        }
        at = find(*table, key);
        if (at == nullptr) {
            table->push_back({key, place, {Table{}, place, false}});
            at = &table->back().value;
        }
    }
    *at = std::move(value);
}

}  // namespace fokker::cli
