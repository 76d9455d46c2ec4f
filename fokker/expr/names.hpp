// What each name in a text means. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fokker/expr/text.hpp"

namespace fokker {

class Names {
public:
    // Throws Error where a parameter or matrix has a name that means something else, or that is none.
    explicit Names(const Scope& scope);

    // The value of a name: constants, symbols, parameters, components. Nothing where it has none.
    std::optional<Expr> value(std::string_view name);
    const Matrix* matrix(std::string_view name) const;

    struct Problem {
        std::string problem, hint;
    };
    // Why a name has no value, and what would be right.
    Problem why_unknown(std::string_view name) const;
    Problem why_no_function(std::string_view name) const;
    // "Names known here: x, t, theta", or "" where there are none.
    std::string known_names() const;

private:
    std::optional<Expr> component(std::string_view name) const;

    const Scope& scope_;
    std::vector<std::string> known_;  // in the order in which an error lists them
    std::unordered_map<std::string, Expr> values_;
};

// `name` in quotes, cut short where it is very long.
std::string quoted(std::string_view name);

}  // namespace fokker
