// A table of a spec that was checked, read by the types that the table of keys promises.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fokker/cli/spec_value.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker::cli {

class Section {
public:
    Section(const Table& table, std::string path, Place place)
        : table_(&table), path_(std::move(path)), place_(std::move(place)) {}

    bool has(std::string_view key) const { return find(*table_, key) != nullptr; }
    const Value& value(std::string_view key) const;  // which must be there
    std::string path(std::string_view key) const;
    const Place& place() const { return place_; }

    std::string text(std::string_view key, const std::string& fallback = "") const;
    double number(std::string_view key) const;
    std::int64_t whole(std::string_view key) const;
    bool flag(std::string_view key) const;
    std::vector<double> numbers(std::string_view key) const;  // a single number is a list of one
    std::vector<std::vector<double>> vectors(std::string_view key) const;
    Section section(std::string_view key) const;                   // a table
    Parameters parameters(std::string_view key = "params") const;  // none where the key is missing

    // A formula of x [dim] and t (if `time`) with these parameters. Throws Error with file, line, column, key, text and
    // caret.
    Expr formula(std::string_view key, int dim, bool time, const Parameters& parameters) const;

    // The same in any scope.
    Expr formula(std::string_view key, const Scope& scope) const;

    // Error at a parameter that none of the formulas use: it is a slip.
    void check_parameters_used(std::initializer_list<Expr> formulas) const;

    // What `make` makes; an Error that it throws becomes one with the place of `key`. The library names its options as
    // the keys are named, so where no key is given, "sigma must be positive" stands at the key sigma.
    template <class Make>
    auto located(std::string_view key, Make make) const {
        try {
            return make();
        } catch (const Error& e) {
            fail_as(key, e.what());
        }
    }

    // Error "PLACE: PATH: MESSAGE" about a key, or about the whole table where the key is "" or not given.
    [[noreturn]] void fail(std::string_view key, const std::string& message) const;
    [[noreturn]] void fail_as(std::string_view key, std::string_view message) const;

private:
    const Table* table_;
    std::string path_;
    Place place_;
};

// Numbers of a list that was checked.
std::vector<double> numbers_of(const Value& value);

}  // namespace fokker::cli
