// The one table of functions, from which the parser, the printers and `functions()` live. Private to this room.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fokker/expr/expr.hpp"

namespace fokker {

struct Function {
    const char* name = nullptr;
    const char* signature = nullptr;  // a call as written: "dot(a, b)"
    const char* summary = nullptr;
    int fewest = 0, most = 0;  // arguments; kAnyNumber: no bound
    Expr (*build)(std::span<const Expr> arguments) = nullptr;
    std::optional<Op> op = {};  // what prints under this name
};

inline constexpr int kAnyNumber = 1 << 30;

// The table, and quad apart: its first argument is a matrix, which no Expr is.
std::span<const Function> function_table();
inline constexpr std::string_view kQuad = "quad", kQuadSignature = "quad(A, v)";

const Function* find_function(std::string_view name);
// The name under which an operation prints, nullptr for those with a syntax of their own.
const char* function_name(Op op);
// What other languages call a function of ours: "ln" -> "log". "" for none.
std::string_view usual_other_name(std::string_view name);

}  // namespace fokker
