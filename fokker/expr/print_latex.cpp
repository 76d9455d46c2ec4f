// Expressions as LaTeX, for people: brackets only where they are needed, quotients as fractions, components 1-based as
// on paper. It keeps its own stack, as print_text.cpp does.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "fokker/expr/functions.hpp"
#include "fokker/expr/latex_words.hpp"
#include "fokker/expr/printing.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

// How tightly a form binds, from the loosest. A place that asks for kTerm has written the minus of what stands there.
enum Level { kCondition, kSum, kTerm, kProduct, kFactor, kPower, kAtom };

using Writer = PieceWriter<Level>;

constexpr int kMostRows = 8;  // of a vector or matrix, before it is cut short

// ---- signs and digits --------------------------------------------------------------------------------------------

// Does `e` start with a minus? That of a number, or of the first factor of a product.
bool starts_with_minus(const Expr& term) {
    Expr e = term;
    while (e.op() >= Op::add && e.op() <= Op::div) e = Expr(e.operand(0));
    return e.op() == Op::neg || (e.is_constant() && e.size() == 1 && std::signbit(e.node().values[0]));
}

// 2 * 3 needs a dot between its factors, 2 * x does not.
bool starts_with_digit(const Expr& factor) {
    Expr e = factor;
    while (e.op() == Op::mul || e.op() == Op::pow) e = Expr(e.operand(0));
    return e.is_constant() && e.size() == 1 &&
           std::isdigit(static_cast<unsigned char>(number_to_latex(e.node().values[0])[0])) != 0;
}

// Would a factor to the right of `e` seem to belong to its end?
bool has_open_end(const Expr& factor) {
    Expr e = factor;
    while (e.op() == Op::mul || e.op() == Op::neg) e = Expr(e.operands().back());
    return e.op() == Op::sum || e.op() == Op::prod || e.op() == Op::dot || e.op() == Op::matvec;
}

bool has_slot(const Expr& e) {
    return e.op() == Op::symbol && e.node().symbol.slot != 0;
}

Level level_of(const Expr& e) {
    switch (e.op()) {
        case Op::constant:
            if (e.size() > 1) return kAtom;
            if (std::signbit(e.node().values[0])) return kProduct;
            return number_to_latex(e.node().values[0]).find("10^") == std::string::npos ? kAtom : kFactor;
        case Op::symbol:
            return has_slot(e) ? kPower : kAtom;  // z^{(2)} can have no other power
        case Op::slice:
            return has_slot(e.operand(0)) ? kPower : kAtom;
        case Op::add:
        case Op::sub:
            return kSum;
        case Op::neg:
        case Op::mul:
            return kProduct;
        case Op::div:
        case Op::matvec:
        case Op::dot:
        case Op::sum:
        case Op::prod:
        case Op::select:
            return kFactor;
        case Op::pow:
            return kPower;
        default:
            return kAtom;
    }
}

// ---- forms -------------------------------------------------------------------------------------------------------

constexpr std::string_view kBegin = "\\begin{pmatrix} ", kEnd = " \\end{pmatrix}";

// The rows or columns to show of n: all, or the first ones and the last.
std::vector<int> shown_of(int n) {
    std::vector<int> shown;
    for (int i = 0; i < (n > kMostRows ? kMostRows - 2 : n); ++i) shown.push_back(i);
    if (n > kMostRows) shown.insert(shown.end(), {-1, n - 1});  // -1: dots
    return shown;
}

// The numbers of constant parts stand one in a row; any other part has a row of its own, whatever its size.
void write_vector(Writer& out, std::span<const Expr> parts) {
    struct Row {
        Expr part;
        std::size_t element;
    };
    std::vector<Row> head;  // the first rows
    int count = 0;
    for (const Expr& part : parts) {
        const int rows = part.is_constant() ? part.size() : 1;
        for (int i = 0; i < rows && count + i < kMostRows; ++i) head.push_back({part, static_cast<std::size_t>(i)});
        count += rows;
    }
    const Row last{parts.back(), static_cast<std::size_t>(parts.back().size() - 1)};
    out.text(kBegin);
    bool first = true;
    for (const int i : shown_of(count)) {
        if (!std::exchange(first, false)) out.text(" \\\\ ");
        if (i < 0) {
            out.text("\\vdots");
            continue;
        }
        const Row& row = i < static_cast<int>(head.size()) ? head[static_cast<std::size_t>(i)] : last;
        if (row.part.is_constant()) {
            out.text(number_to_latex(row.part.node().values[row.element]));
        } else {
            out.expr(row.part, kSum);
        }
    }
    out.text(kEnd);
}

void write_matrix(Writer& out, const Expr& matvec) {
    const int cols = matvec.operand(0).size();
    out.text(kBegin);
    bool first_row = true;
    for (const int row : shown_of(matvec.size())) {
        if (!std::exchange(first_row, false)) out.text(" \\\\ ");
        bool first_col = true;
        for (const int col : shown_of(cols)) {
            if (!std::exchange(first_col, false)) out.text(" & ");
            if (row < 0 || col < 0) {
                out.text(row < 0 && col < 0 ? "\\ddots" : row < 0 ? "\\vdots" : "\\cdots");
            } else {
                const auto at =
                    static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col);
                out.text(number_to_latex(matvec.node().values[at]));
            }
        }
    }
    out.text(kEnd);
}

// 1-based: x_{2}, x_{2:4}, x_{1:2:5} (first, step, last).
std::string subscript_of(const Node& slice) {
    std::string first = std::to_string(slice.begin + 1);
    if (slice.size == 1) return first;
    const std::string last = std::to_string(slice.begin + 1 + (slice.size - 1) * slice.stride);
    return slice.stride == 1 ? first + ":" + last : first + ":" + std::to_string(slice.stride) + ":" + last;
}

void write_call(Writer& out, std::string_view name, std::span<const Expr> arguments) {
    out.text(name).text("\\left(");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) out.text(", ");
        out.expr(arguments[i], kCondition);
    }
    out.text("\\right)");
}

std::string_view comparison_sign(Op op) {
    switch (op) {
        case Op::lt:
            return " < ";
        case Op::le:
            return " \\le ";
        case Op::gt:
            return " > ";
        case Op::ge:
            return " \\ge ";
        case Op::eq:
            return " = ";
        case Op::ne:
            return " \\ne ";
        default:
            return {};
    }
}

std::string function_to_latex(Op op) {
    switch (op) {
        case Op::atan:
            return "\\arctan";
        case Op::sin:
        case Op::cos:
        case Op::tan:
        case Op::sinh:
        case Op::cosh:
        case Op::tanh:
        case Op::exp:
        case Op::log:
        case Op::min:
        case Op::max:
        case Op::min_of:
        case Op::max_of:
            return std::string("\\") + function_name(op);
        default:
            break;
    }
    std::string name = function_name(op);
    if (const std::size_t underscore = name.find('_'); underscore != std::string::npos) name.insert(underscore, "\\");
    return "\\operatorname{" + name + "}";
}

// A minus that a term starts with joins the sign before it: x - \theta x, not x + -\theta x.
void write_sum(Writer& out, const Expr& e) {
    const Expr &a = e.operand(0), &b = e.operand(1);
    const bool minus = starts_with_minus(b);
    out.expr(a, kSum);
    if (e.op() == Op::add && minus && level_of(b) > kSum) {
        out.text(" - ").expr(b, kTerm);
    } else if (minus) {
        out.text(e.op() == Op::add ? " + \\left(" : " - \\left(").expr(b, kSum).text("\\right)");
    } else if (e.op() == Op::add) {
        out.text(" + ").expr(b, kSum);
    } else {
        out.text(" - ").expr(b, kProduct);
    }
}

void write_product(Writer& out, const Expr& e, Level wanted) {
    const Expr &a = e.operand(0), &b = e.operand(1);
    if (has_open_end(a)) {
        out.text("\\left(").expr(a, wanted == kTerm ? kTerm : kSum).text("\\right)");
    } else {
        out.expr(a, wanted == kTerm ? kTerm : kProduct);
    }
    out.text(starts_with_digit(b) ? " \\cdot " : " ");
    out.expr(b, starts_with_minus(b) ? kFactor : kProduct);
}

void write_quotient(Writer& out, const Expr& e, Level wanted) {
    out.text("\\frac{")
        .expr(e.operand(0), wanted == kTerm ? kTerm : kSum)
        .text("}{")
        .expr(e.operand(1), kSum)
        .text("}");
}

void write_comparison(Writer& out, const Expr& e, Level wanted) {
    // Iverson's bracket (1 or 0), where it is a number among others.
    const bool is_number = wanted != kCondition;
    if (is_number) out.text("\\left[");
    out.expr(e.operand(0), kSum).text(comparison_sign(e.op())).expr(e.operand(1), kSum);
    if (is_number) out.text("\\right]");
}

void write_select(Writer& out, const Expr& e) {
    out.text("\\begin{cases} ").expr(e.operand(1), kSum).text(" & \\text{if } ");
    out.expr(e.operand(0), kCondition)
        .text(" \\\\ ")
        .expr(e.operand(2), kSum)
        .text(" & \\text{otherwise} \\end{cases}");
}

// \sum_{i} x_{i}, \prod_{i} \left(...\right)_{i}
void write_over_elements(Writer& out, std::string_view sign, const Expr& v) {
    out.text(sign).text("_{i} ");
    if (v.op() == Op::symbol) {
        out.text(symbol_to_latex(v.node().symbol, "i"));
    } else {
        out.text("\\left(").expr(v, kSum).text("\\right)_{i}");
    }
}

void write_between(Writer& out, std::string_view open, const Expr& e, std::string_view close) {
    out.text(open).expr(e, kSum).text(close);
}

void write(Writer& out, const Expr& e, Level wanted) {
    const auto a = [&]() -> const Expr& { return e.operand(0); };
    switch (e.op()) {
        case Op::constant: {
            if (e.size() > 1) return write_vector(out, std::span(&e, 1));
            const double value = e.node().values[0];
            out.text(number_to_latex(wanted == kTerm ? -value : value));
            return;
        }
        case Op::symbol:
            out.text(symbol_to_latex(e.node().symbol));
            return;
        case Op::neg:
            if (wanted != kTerm) out.text("-");
            out.expr(a(), starts_with_minus(a()) ? kFactor : kProduct);
            return;
        case Op::add:
        case Op::sub:
            return write_sum(out, e);
        case Op::mul:
            return write_product(out, e, wanted);
        case Op::div:
            return write_quotient(out, e, wanted);
        case Op::pow:
            out.expr(a(), kAtom).text("^{").expr(e.operand(1), kSum).text("}");
            return;
        case Op::sqrt:
            return write_between(out, "\\sqrt{", a(), "}");
        case Op::abs:
            return write_between(out, "\\left\\lvert ", a(), " \\right\\rvert");
        case Op::norm:
            return write_between(out, "\\left\\lVert ", a(), " \\right\\rVert");
        case Op::floor:
            return write_between(out, "\\left\\lfloor ", a(), " \\right\\rfloor");
        case Op::select:
            return write_select(out, e);
        case Op::sum:
            return write_over_elements(out, "\\sum", a());
        case Op::prod:
            return write_over_elements(out, "\\prod", a());
        case Op::dot:
            out.expr(a(), kAtom).text("^{\\top} ").expr(e.operand(1), kFactor);
            return;
        case Op::matvec:
            write_matrix(out, e);
            out.text(" ").expr(a(), kFactor);
            return;
        case Op::concat:
            return write_vector(out, e.operands());
        case Op::slice:
            if (a().op() == Op::symbol) {
                out.text(symbol_to_latex(a().node().symbol, subscript_of(e.node())));
            } else {
                write_between(out, "\\left(", a(), "\\right)_{" + subscript_of(e.node()) + "}");
            }
            return;
        default:
            break;
    }
    if (!comparison_sign(e.op()).empty()) return write_comparison(out, e, wanted);
    write_call(out, function_to_latex(e.op()), e.operands());
}

}  // namespace

std::string to_latex(const Expr& e) {
    return Writer("\\left(", "\\right)", level_of, write).run(e);
}

}  // namespace fokker
