// A recursive-descent parser for the grammar of docs/expressions.md. Each function below is one rule, from the loosest
// binding to the tightest.
#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/expr/functions.hpp"
#include "fokker/expr/names.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/token_reader.hpp"

namespace fokker {

namespace {

constexpr std::size_t kMostNumbers = 1u << 24;  // in the matrices and broadcasts of one text (128 MB)

class Parser : TokenReader {
public:
    Parser(std::string_view text, const Scope& scope) : TokenReader(text), names_(scope) {}

    Expr run() {
        if (peek().kind == Token::Kind::end) fail(peek(), "the expression is empty", names_.known_names());
        Expr e = comparison();
        if (peek().kind != Token::Kind::end) unexpected("an operator or the end");
        return e;
    }

private:
    // comparison := sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
    Expr comparison() {
        Expr left = sum();
        const Token& op = peek();
        if (!is_comparison(op)) return left;
        next();
        Expr result = apply(op, left, sum());
        if (is_comparison(peek())) {
            fail(peek(), "comparisons cannot be chained", "for a < b < c, write (a < b)*(b < c)");
        }
        return result;
    }

    // sum := product { ("+" | "-") product }
    Expr sum() {
        Expr left = product();
        while (peek().is("+") || peek().is("-")) {
            const Token& op = next();
            left = apply(op, left, product());
        }
        return left;
    }

    // product := signed { ("*" | "/") signed }
    Expr product() {
        Expr left = signed_value();
        while (peek().is("*") || peek().is("/")) {
            const Token& op = next();
            left = apply(op, left, signed_value());
        }
        return left;
    }

    // signed := ("-" | "+") signed | matrix "@" signed | power
    Expr signed_value() {
        const Token& first = peek();
        if (first.is("-") || first.is("+")) {
            const Nested level(*this, next());
            const Expr value = signed_value();
            return first.is("-") ? -value : value;
        }
        if (starts_matrix()) {
            const Nested level(*this, first);
            const Matrix m = matrix();
            const Token& at = peek();
            if (!at.is("@")) fail(first, "a matrix stands only left of @ or first in quad(A, v)", "write A @ x");
            next();
            const Expr v = signed_value();
            spend(m.values.size(), first);
            return checked(at, [&] { return matvec(m, v); });
        }
        return power();
    }

    // power := element [ "^" signed ]: so -x^2 is -(x^2), and 2^-1 and a^b^c = a^(b^c) are as on paper
    Expr power() {
        Expr base = element();
        if (!peek().is("^")) return base;
        const Token& op = next();
        const Nested level(*this, op);
        return apply(op, base, signed_value());
    }

    // element := primary { "[" index or slice "]" }
    Expr element() {
        Expr value = primary();
        while (peek().is("[")) value = subscript(value);
        return value;
    }

    // primary := number | name | name "(" arguments ")" | "(" comparison ")" | "[" comparison { "," comparison } "]"
    Expr primary() {
        const Token& token = peek();
        if (token.kind == Token::Kind::number) return constant(next().value);
        if (token.kind == Token::Kind::name) return named();
        if (token.is("(")) {
            const Nested level(*this, next());
            Expr inner = comparison();
            close(token, ")");
            return inner;
        }
        if (token.is("[")) return vector();
        if (token.kind == Token::Kind::end) {
            fail(token, "the expression ends too early", "a number, a name or ( is expected here");
        }
        if (is_comparison(token) || token.is("*") || token.is("/") || token.is("^") || token.is("@")) {
            fail(token, "nothing stands left of " + quoted(token.text), "a number, a name or ( is expected here");
        }
        fail(token, "unexpected " + quoted(token.text), "a number, a name or ( is expected here");
    }

    Expr named() {
        const Token& name = next();
        if (peek().is("(")) return call(name);
        if (auto value = names_.value(name.text)) return *value;
        const auto [problem, hint] = names_.why_unknown(name.text);
        fail(name, problem, hint);
    }

    Expr call(const Token& name) {
        const Nested level(*this, name);
        if (name.text == kQuad) return quad(name);
        const Function* const f = find_function(name.text);
        if (f == nullptr) {
            const auto [problem, hint] = names_.why_no_function(name.text);
            fail(name, problem, hint);
        }
        const Token& open = next();
        std::vector<Expr> arguments;
        if (!peek().is(")")) arguments = list();
        close(open, ")");
        const auto count = static_cast<int>(std::min<std::size_t>(arguments.size(), kAnyNumber));
        if (count < f->fewest || count > f->most) wrong_count(name, f->signature, f->fewest, f->most, count);
        if (f->name == std::string_view("broadcast")) {
            spend(static_cast<std::size_t>(std::clamp(number_or_zero(arguments[1]), 0.0, double{kMaxSize})), name);
        }
        return checked(name, [&] { return f->build(arguments); });
    }

    Expr quad(const Token& name) {
        const Token& open = next();
        const Token& first = peek();
        if (!names_matrix(first) && !(first.is("[") && peek(1).is("["))) {
            fail(first, "quad(A, v) needs a matrix first", "write quad([[2, 0], [0, 1]], x) or name a constant matrix");
        }
        const Matrix m = matrix();
        if (!peek().is(",")) {
            if (peek().is(")")) wrong_count(name, kQuadSignature, 2, 2, 1);
            unexpected("\",\"");
        }
        next();
        const Expr v = comparison();
        close(open, ")");
        spend(m.values.size(), first);
        return checked(name, [&] { return quadratic_form(m, v); });
    }

    std::vector<Expr> list() {
        std::vector<Expr> items{comparison()};
        while (peek().is(",")) {
            next();
            items.push_back(comparison());
        }
        return items;
    }

    Expr vector() {
        const Token& open = next();
        const Nested level(*this, open);
        if (peek().is("]")) fail(open, "a vector needs at least one element", "write [1, 2, x1]");
        if (peek().is("[") && is_whole_item(peek())) {
            fail(open, "a matrix stands only left of @ or first in quad(A, v)", "for a vector, write [1, 2, x1]");
        }
        const std::vector<Expr> items = list();
        close(open, "]");
        return checked(open, [&] { return concat(items); });
    }

    // Is the bracket `open` an element of a list by itself, as the rows of a matrix are?
    bool is_whole_item(const Token& open) const {
        const Token* const after = after_closing(open);
        return after != nullptr && (after->is(",") || after->is("]"));
    }

    // ---- subscripts: x[0], x[-1], x[1:], x[:-1], x[a:b:step] -------------------------------------------------

    Expr subscript(const Expr& v) {
        const Token& open = next();
        const int n = v.size();
        if (peek().is("]")) fail(open, "an index is missing", "write x[0], x[-1] or x[1:]");
        std::optional<int> first;
        if (!peek().is(":")) first = whole_number();
        if (!peek().is(":")) {
            close(open, "]");
            if (*first < -n || *first >= n) {
                fail_span(open, "index " + std::to_string(*first) + " is out of range",
                          n == 1 ? "the vector has 1 element: 0"
                                 : "the vector has " + std::to_string(n) + " elements: 0 to " + std::to_string(n - 1) +
                                       ", or " + std::to_string(-n) + " to -1 from the end");
            }
            return index(v, *first);
        }
        next();
        std::optional<int> last;
        int step = 1;
        if (!peek().is(":") && !peek().is("]")) last = whole_number();
        if (peek().is(":")) {
            next();
            const Token& step_token = peek();
            if (!step_token.is("]")) step = whole_number();
            if (step < 1) fail(step_token, "the step of a slice must be at least 1", "");
        }
        close(open, "]");
        return sliced(v, open, first.value_or(0), last.value_or(n), step);
    }

    Expr sliced(const Expr& v, const Token& open, int first, int last, int step) {
        const int n = v.size();
        const auto out_of_range = [&](int bound) { return bound < -n || bound > n; };
        const std::string range = "the vector has " + std::to_string(n) + (n == 1 ? " element" : " elements") +
                                  ": bounds are 0 to " + std::to_string(n) + ", or " + std::to_string(-n) +
                                  " to -1 from the end";
        if (out_of_range(first) || out_of_range(last)) fail_span(open, "the slice is out of range", range);
        const int begin = first < 0 ? first + n : first, end = last < 0 ? last + n : last;
        if (begin >= end) fail_span(open, "the slice is empty", range);
        return slice(v, begin, (end - begin - 1) / step + 1, step);
    }

    int whole_number() {
        const bool negative = peek().is("-");
        if (negative) next();
        const Token& token = peek();
        const bool digits =
            token.kind == Token::Kind::number && token.text.find_first_not_of("0123456789") == std::string_view::npos;
        if (!digits) fail(token, "an index must be a whole number, written out", "write x[0], x[-1] or x[1:]");
        next();
        const int value = static_cast<int>(std::min(token.value, 2.0 * kMaxSize));
        return negative ? -value : value;
    }

    // ---- matrices ---------------------------------------------------------------------------------------------

    bool names_matrix(const Token& token) const {
        return token.kind == Token::Kind::name && names_.matrix(token.text) != nullptr;
    }

    // A name of a matrix, or a bracket whose end is followed by @.
    bool starts_matrix() const {
        const Token& token = peek();
        if (names_matrix(token)) return true;
        const Token* const after = token.is("[") ? after_closing(token) : nullptr;
        return after != nullptr && after->is("@");
    }

    Matrix matrix() {
        const Token& open = next();
        if (open.kind == Token::Kind::name) return *names_.matrix(open.text);
        Matrix m;
        while (true) {
            const Token& row = peek();
            if (!row.is("[")) fail(row, "a matrix is a list of rows", "write [[1, 2], [3, 4]]");
            next();
            int cols = 1;
            m.values.push_back(plain_number());
            for (; peek().is(","); ++cols) {
                next();
                m.values.push_back(plain_number());
            }
            close(row, "]");
            if (m.rows > 0 && cols != m.cols) {
                fail_span(row, "the rows of a matrix must be equally long",
                          "this has " + std::to_string(cols) + ", the first " + std::to_string(m.cols));
            }
            m.cols = cols;
            ++m.rows;
            if (!peek().is(",")) break;
            next();
        }
        close(open, "]");
        return m;
    }

    double plain_number() {
        const Token& first = peek();
        const Expr value = sum();
        if (!value.is_constant() || value.size() != 1) {
            fail(first, "the elements of a matrix must be plain numbers", "a matrix is constant: [[1, 2], [3, 4]] @ x");
        }
        return value.node().values.front();
    }

    static bool is_comparison(const Token& t) {
        return t.is("<") || t.is("<=") || t.is(">") || t.is(">=") || t.is("==") || t.is("!=");
    }

    // ---- building and its errors ------------------------------------------------------------------------------

    [[noreturn]] void wrong_count(const Token& name, std::string_view signature, int fewest, int most,
                                  int count) const {
        const std::string wanted = most == kAnyNumber ? std::to_string(fewest) + " or more"
                                   : fewest == most   ? std::to_string(fewest)
                                                      : std::to_string(fewest) + " or " + std::to_string(most);
        fail_span(name,
                  std::string(name.text) + " takes " + wanted + (wanted == "1" ? " argument" : " arguments") +
                      ", not " + std::to_string(count),
                  "write " + std::string(signature));
    }

    // What a builder refuses is an error at `token`.
    template <class Build>
    Expr checked(const Token& token, Build build) const {
        try {
            return build();
        } catch (const Error& error) {
            fail(token, error.what(), "");
        }
    }

    Expr apply(const Token& op, const Expr& a, const Expr& b) const {
        return checked(op, [&] {
            if (op.text == "+") return a + b;
            if (op.text == "-") return a - b;
            if (op.text == "*") return a * b;
            if (op.text == "/") return a / b;
            if (op.text == "^") return pow(a, b);
            if (op.text == "<") return less(a, b);
            if (op.text == "<=") return less_equal(a, b);
            if (op.text == ">") return greater(a, b);
            if (op.text == ">=") return greater_equal(a, b);
            return op.text == "==" ? equal(a, b) : not_equal(a, b);
        });
    }

    static double number_or_zero(const Expr& e) {
        const double value = e.is_constant() ? e.node().values.front() : 0;
        return value > 0 ? value : 0;  // also for NaN
    }

    void spend(std::size_t numbers, const Token& token) {
        numbers_ += numbers;
        if (numbers_ > kMostNumbers) {
            fail(token, "the matrices and broadcasts of this text are too large",
                 "together they may hold " + std::to_string(kMostNumbers) + " numbers");
        }
    }

    Names names_;
    std::size_t numbers_ = 0;
};

}  // namespace

Expr parse(std::string_view text, const Scope& scope) {
    return Parser(text, scope).run();
}

}  // namespace fokker
