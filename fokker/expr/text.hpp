// Text to expressions and back.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker {

// The names that a text may use, besides functions and the constants pi, e, inf and nan. A parameter or matrix may
// not take a name that means something else already.
struct Scope {
    int dim = 0;                                  // size of the state x; 0: there is no x
    bool time = false;                            // is t known?
    bool step_size = false;                       // is h known?
    int normals = 0;                              // size of z; 0: there is no z
    int uniforms = 0;                             // size of u; 0: there is no u
    std::map<std::string, int> parameters = {};   // name -> size
    std::map<std::string, Matrix> matrices = {};  // constant matrices, for A @ x
};

// A text that is no expression. what() is the problem and the excerpt below it; the parts are there for callers that
// know the file and line of the text and the name of what it defines:
//     ou.toml:4:9: drift: unknown name "thta"       <- problem
//         -thta*x                                   <- excerpt
//          ^~~~   did you mean "theta"? Names known here: x, t, sigma, theta
class ParseError : public Error {
public:
    // The problem is with `length` code points of `text` from `column` on; `hint` says what would be right.
    ParseError(std::string_view text, int column, int length, const std::string& problem, const std::string& hint = "");
    int line = 0;         // 0-based, of a text with several lines
    int column = 0;       // 0-based, in code points, where in its line the problem starts
    std::string problem;  // one line: unknown name "thta"
    std::string hint;     // one line, or nothing: did you mean "theta"?
    std::string excerpt;  // two lines, indented: the text; the caret and the hint (long lines are cut around the place)
};

// (x1^2 + x2^2 - 1)^2 + 0.5*x2^2, sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2), -theta*x, sin(2*pi*t).
// The grammar is in docs/expressions.md. Throws ParseError.
Expr parse(std::string_view text, const Scope& scope);

// Text that parses back to the very same expression in a scope that knows its symbols. (A scope knows z and u at slot
// 0 alone: others print as z_2, for people.) Throws Error where the text would be longer than 4 MiB, which shared
// sub-expressions can make of a small expression.
std::string to_text(const Expr& e);

// The formula for a page: \frac{1}{2} \sigma^{2} x_{1}. Display mathematics (amsmath) without the surrounding $.
// Vectors and matrices with more than eight rows or columns are cut short. Throws as to_text does.
std::string to_latex(const Expr& e);

// Every function that a text may call: name, a call as written (dot(a, b)), one line of help. For `fokker list` and the
// docs.
struct FunctionHelp {
    std::string name, signature, summary;
};
const std::vector<FunctionHelp>& functions();

// The known name nearest to `name` by edit distance, or "" where none is near.
std::string nearest_name(std::string_view name, std::span<const std::string> known);

}  // namespace fokker
