#include "fokker/cli/formula.hpp"

#include "fokker/cli/words.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker::cli {

Expr parse_formula(std::string_view text, const Scope& scope) {
    constexpr std::size_t kMostOperations = 6000;
    Expr e = parse(text, scope);
    const std::size_t operations = postorder({&e, 1}).size();
    if (operations > kMostOperations)
        throw ParseError(text, 0, 1,
                         "a formula of " + grouped(operations) + " operations; at most " + grouped(kMostOperations));
    return e;
}

}  // namespace fokker::cli
