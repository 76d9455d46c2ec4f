#include "fokker/expr/functions.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

using Arguments = std::span<const Expr>;

template <Expr (*f)(const Expr&)>
Expr one(Arguments a) {
    return f(a[0]);
}

template <Expr (*f)(const Expr&, const Expr&)>
Expr two(Arguments a) {
    return f(a[0], a[1]);
}

// max(v) is the largest element; max(a, b, ...) the largest of each element.
template <Expr (*of_elements)(const Expr&), Expr (*of_two)(const Expr&, const Expr&)>
Expr extreme(Arguments a) {
    if (a.size() == 1) return of_elements(a[0]);
    Expr result = of_two(a[0], a[1]);
    for (std::size_t i = 2; i < a.size(); ++i) result = of_two(result, a[i]);
    return result;
}

int whole_number(const Expr& e, const char* what) {
    const double value = e.is_constant() && e.size() == 1 ? e.node().values.front() : std::nan("");
    if (!(std::floor(value) == value && std::fabs(value) <= kMaxSize)) {
        throw Error(std::string(what) + " must be a whole number, written out");
    }
    return static_cast<int>(value);
}

Expr build_broadcast(Arguments a) {
    return broadcast(a[0], whole_number(a[1], "the size n of broadcast(a, n)"));
}

Expr build_embed(Arguments a) {
    const int begin = whole_number(a[1], "begin of embed(v, begin, n)");
    const int size = whole_number(a[2], "the size n of embed(v, begin, n)");
    return embed(a[0], begin, size, a.size() == 4 ? whole_number(a[3], "step of embed(v, begin, n, step)") : 1);
}

constexpr Expr (*kMin1)(const Expr&) = min;
constexpr Expr (*kMax1)(const Expr&) = max;
constexpr Expr (*kMin2)(const Expr&, const Expr&) = min;
constexpr Expr (*kMax2)(const Expr&, const Expr&) = max;

constexpr std::array kFunctions = std::to_array<Function>({
    // element by element
    {"sqrt", "sqrt(a)", "square root", 1, 1, one<sqrt>, Op::sqrt},
    {"exp", "exp(a)", "e to the power a", 1, 1, one<exp>, Op::exp},
    {"log", "log(a)", "natural logarithm", 1, 1, one<log>, Op::log},
    {"log1p", "log1p(a)", "log(1 + a), accurate for small a", 1, 1, one<log1p>, Op::log1p},
    {"expm1", "expm1(a)", "exp(a) - 1, accurate for small a", 1, 1, one<expm1>, Op::expm1},
    {"sin", "sin(a)", "sine, of radians", 1, 1, one<sin>, Op::sin},
    {"cos", "cos(a)", "cosine, of radians", 1, 1, one<cos>, Op::cos},
    {"tan", "tan(a)", "tangent, of radians", 1, 1, one<tan>, Op::tan},
    {"sinh", "sinh(a)", "hyperbolic sine", 1, 1, one<sinh>, Op::sinh},
    {"cosh", "cosh(a)", "hyperbolic cosine", 1, 1, one<cosh>, Op::cosh},
    {"tanh", "tanh(a)", "hyperbolic tangent", 1, 1, one<tanh>, Op::tanh},
    {"atan", "atan(a)", "arc tangent, -pi/2 to pi/2", 1, 1, one<atan>, Op::atan},
    {"atan2", "atan2(y, x)", "angle of the point (x, y), -pi to pi", 2, 2, two<atan2>, Op::atan2},
    {"erf", "erf(a)", "error function", 1, 1, one<erf>, Op::erf},
    {"sigmoid", "sigmoid(a)", "1/(1 + exp(-a))", 1, 1, one<sigmoid>, Op::sigmoid},
    {"softplus", "softplus(a)", "log(1 + exp(a)), without overflow", 1, 1, one<softplus>, Op::softplus},
    {"abs", "abs(a)", "absolute value", 1, 1, one<abs>, Op::abs},
    {"floor", "floor(a)", "largest whole number not above a", 1, 1, one<floor>, Op::floor},
    {"square", "square(a)", "a^2", 1, 1, one<square>, std::nullopt},
    {"pow", "pow(a, b)", "a^b", 2, 2, two<pow>, std::nullopt},
    {"min", "min(v) or min(a, b, ...)", "smallest element of v, or the smaller of a and b, element by element", 1,
     kAnyNumber, extreme<kMin1, kMin2>, Op::min},
    {"max", "max(v) or max(a, b, ...)", "largest element of v, or the larger of a and b, element by element", 1,
     kAnyNumber, extreme<kMax1, kMax2>, Op::max},
    {"select", "select(c, a, b)", "a where c is not 0, otherwise b", 3, 3,
     [](Arguments a) { return select(a[0], a[1], a[2]); }, Op::select},
    {"where", "where(c, a, b)", "the same as select", 3, 3, [](Arguments a) { return select(a[0], a[1], a[2]); },
     std::nullopt},
    {"stop_gradient", "stop_gradient(a)", "a, but a constant for derivatives", 1, 1, one<stop_gradient>,
     Op::stop_gradient},
    // vectors
    {"sum", "sum(v)", "sum of the elements", 1, 1, one<sum>, Op::sum},
    {"prod", "prod(v)", "product of the elements", 1, 1, one<prod>, Op::prod},
    {"dot", "dot(a, b)", "sum of a*b", 2, 2, two<dot>, Op::dot},
    {"norm", "norm(v)", "Euclidean norm", 1, 1, one<norm>, Op::norm},
    {"logsumexp", "logsumexp(v)", "log(sum(exp(v))), without overflow", 1, 1, one<logsumexp>, Op::logsumexp},
    {"softmax", "softmax(v)", "exp(v)/sum(exp(v)), without overflow", 1, 1, one<softmax>, Op::softmax},
    {"outer", "outer(a, b)", "all products of an element of a and one of b, row by row", 2, 2, two<outer>, Op::outer},
    {"broadcast", "broadcast(a, n)", "the number a, n times", 2, 2, build_broadcast, std::nullopt},
    {"embed", "embed(v, begin, n[, step])", "n zeros with v at begin, begin + step, ...", 3, 4, build_embed, Op::embed},
});

}  // namespace

std::span<const Function> function_table() {
    return kFunctions;
}

const Function* find_function(std::string_view name) {
    for (const Function& f : kFunctions) {
        if (name == f.name) return &f;
    }
    return nullptr;
}

const char* function_name(Op op) {
    if (op == Op::min_of) op = Op::min;
    if (op == Op::max_of) op = Op::max;
    for (const Function& f : kFunctions) {
        if (f.op == op) return f.name;
    }
    return nullptr;
}

std::string_view usual_other_name(std::string_view name) {
    struct OtherName {
        std::string_view theirs, ours;
    };
    static constexpr std::array kOtherNames = std::to_array<OtherName>({
        {"ln", "log"},
        {"arctan", "atan"},
        {"arctan2", "atan2"},
        {"power", "pow"},
        {"sqr", "square"},
        {"if", "select"},
        {"ifelse", "select"},
        {"logistic", "sigmoid"},
        {"expit", "sigmoid"},
        {"fabs", "abs"},
        {"lse", "logsumexp"},
        {"log_sum_exp", "logsumexp"},
        {"product", "prod"},
        {"maximum", "max"},
        {"minimum", "min"},
        {"inner", "dot"},
        {"detach", "stop_gradient"},
    });
    for (const auto& [theirs, ours] : kOtherNames) {
        if (name == theirs) return ours;
    }
    return {};
}

const std::vector<FunctionHelp>& functions() {
    static const std::vector<FunctionHelp> help = [] {
        std::vector<FunctionHelp> all;
        for (const Function& f : kFunctions) all.push_back({f.name, f.signature, f.summary});
        all.push_back({std::string(kQuad), std::string(kQuadSignature), "v'Av for a constant matrix A"});
        return all;
    }();
    return help;
}

}  // namespace fokker
