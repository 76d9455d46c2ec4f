// A spec as read: values that know where they stand, so that every error can say it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fokker/error.hpp"

namespace fokker::cli {

// A place in a file, 1-based, columns in code points; or, with line 0, another origin such as "--set simulate.seed=x".
struct Place {
    std::string origin;
    int line = 0, column = 0;
};

// "ou.toml:4:9" or "--set simulate.seed=x"
std::string to_string(const Place& place);

struct Value;
struct Entry;
using List = std::vector<Value>;
using Table = std::vector<Entry>;  // in the order of the file

struct Value {
    std::variant<std::string, std::int64_t, double, bool, List, Table> data;
    Place place;
    bool in_quotes = false;  // text that stands in the file character by character, one column after `place`

    template <class T>
    const T* as() const {
        return std::get_if<T>(&data);
    }
    bool is_number() const { return as<double>() != nullptr || as<std::int64_t>() != nullptr; }
    double number() const;  // of a number
    bool is_whole() const;  // a number without a fraction that fits into 64 bits
};

struct Entry {
    std::string key;
    Place place;  // of the key
    Value value;
};

// The entry of that key; nullptr where there is none.
const Value* find(const Table& table, std::string_view key);
Value* find(Table& table, std::string_view key);

// The value as TOML on one line, cut short where it is long: what errors quote.
std::string quote(const Value& value);

// The spec less the threads of `how` ("simulate", "sample" or "fit"), which change no bit of what it makes: what files
// say of how they were made.
Table without_threads(Table spec, std::string_view how);

// The whole table as a TOML file, and any value as one line of it. Numbers read back to the same bits.
std::string to_toml(const Table& table);
std::string to_toml_value(const Value& value);

// Error "PLACE: MESSAGE".
[[noreturn]] void fail(const Place& place, const std::string& message);

}  // namespace fokker::cli
