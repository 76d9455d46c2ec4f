#include "fokker/cli/spec_value.hpp"

#include <charconv>
#include <cmath>

namespace fokker::cli {
namespace {

std::string to_toml_text(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            constexpr char kHex[] = "0123456789ABCDEF";
            out += std::string("\\u00") + kHex[byte / 16] + kHex[byte % 16];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string to_toml_number(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    char text[40];
    std::string number(text, std::to_chars(text, text + sizeof text, value).ptr);
    const bool has_point = number.find_first_of(".e") != std::string::npos;
    return has_point ? number : number + ".0";
}

bool is_bare(const std::string& key) {
    constexpr std::string_view kBare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !key.empty() && key.find_first_not_of(kBare) == std::string::npos;
}

std::string to_toml_key(const std::string& key) {
    return is_bare(key) ? key : to_toml_text(key);
}

struct ToToml {
    std::string operator()(const std::string& v) const { return to_toml_text(v); }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return to_toml_number(v); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const List& list) const {
        std::string out = "[";
        for (const Value& v : list) out += (out.size() > 1 ? ", " : "") + std::visit(*this, v.data);
        return out + "]";
    }
    std::string operator()(const Table& table) const {
        std::string out = "{";
        for (const Entry& e : table)
            out += (out.size() > 1 ? ", " : " ") + to_toml_key(e.key) + " = " + std::visit(*this, e.value.data);
        return out + (table.empty() ? "}" : " }");
    }
};

bool is_list_of_tables(const Value& value) {
    const auto* list = value.as<List>();
    if (list == nullptr || list->empty()) return false;
    for (const Value& v : *list) {
        if (v.as<Table>() == nullptr) return false;
    }
    return true;
}

std::string lines_of(const Table& table) {
    std::string out;
    for (const Entry& e : table) out += to_toml_key(e.key) + " = " + to_toml_value(e.value) + "\n";
    return out;
}

}  // namespace

double Value::number() const {
    const auto* whole = as<std::int64_t>();
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(data);
}

bool Value::is_whole() const {
    if (as<std::int64_t>() != nullptr) return true;
    const auto* real = as<double>();
    return real != nullptr && std::isfinite(*real) && std::floor(*real) == *real && std::abs(*real) < 9.2e18;
}

const Value* find(const Table& table, std::string_view key) {
    for (const Entry& e : table) {
        if (e.key == key) return &e.value;
    }
    return nullptr;
}

Value* find(Table& table, std::string_view key) {
    return const_cast<Value*>(find(std::as_const(table), key));
}

std::string to_toml_value(const Value& value) {
    return std::visit(ToToml{}, value.data);
}

std::string quote(const Value& value) {
    constexpr std::size_t kLongest = 60;
    std::string text = to_toml_value(value);
    if (text.size() <= kLongest) return text;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
    return text.substr(0, end) + "...";
}

Table without_threads(Table spec, std::string_view how) {
    if (Value* found = find(spec, how))
        std::erase_if(std::get<Table>(found->data), [](const Entry& e) { return e.key == "threads"; });
    return spec;
}

std::string to_toml(const Table& table) {
    Table plain;
    std::string sections;
    for (const Entry& e : table) {
        if (const auto* inner = e.value.as<Table>()) {
            sections += "\n[" + to_toml_key(e.key) + "]\n" + lines_of(*inner);
        } else if (is_list_of_tables(e.value)) {
            for (const Value& v : *e.value.as<List>())
                sections += "\n[[" + to_toml_key(e.key) + "]]\n" + lines_of(*v.as<Table>());
        } else {
            plain.push_back(e);
        }
    }
    return lines_of(plain) + sections;
}

std::string to_string(const Place& place) {
    if (place.line == 0) return place.origin;
    return place.origin + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

void fail(const Place& place, const std::string& message) {
    throw Error(to_string(place) + ": " + message);
}

}  // namespace fokker::cli
