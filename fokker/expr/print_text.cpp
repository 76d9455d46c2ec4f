// Expressions as text that parses back to them. Printing keeps its own stack of what is still to be written, so that
// neither deep nor long expressions need the machine's.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <numbers>

#include "fokker/expr/functions.hpp"
#include "fokker/expr/printing.hpp"
#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

// How tightly a form binds; an operand is put in brackets where its place asks for more.
enum Level { kComparison, kSum, kProduct, kSigned, kPower, kElement };

using Writer = PieceWriter<Level>;

const char* infix(Op op) {
    switch (op) {
        case Op::add:
            return " + ";
        case Op::sub:
            return " - ";
        case Op::mul:
            return "*";
        case Op::div:
            return "/";
        case Op::lt:
            return " < ";
        case Op::le:
            return " <= ";
        case Op::gt:
            return " > ";
        case Op::ge:
            return " >= ";
        case Op::eq:
            return " == ";
        case Op::ne:
            return " != ";
        default:
            return nullptr;
    }
}

// `s*[1, 1, ...]`, as broadcast(s, n) makes it.
bool is_broadcast(const Expr& e) {
    if (e.op() != Op::mul || e.size() == 1 || e.operand(0).size() != 1 || e.operand(0).is_constant()) return false;
    return e.operand(1).size() == e.size() && e.operand(1).is_constant(1.0);
}

bool is_quadratic_form(const Expr& e) {
    return e.op() == Op::dot && e.operand(1).op() == Op::matvec && e.operand(1).operand(0) == e.operand(0);
}

// x3, z1: a component of a vector symbol.
bool is_component(const Expr& e) {
    if (e.op() != Op::slice || e.size() != 1 || e.operand(0).op() != Op::symbol) return false;
    const Symbol& symbol = e.operand(0).node().symbol;
    return symbol.kind != SymbolKind::parameter && symbol.slot == 0;
}

Level level_of(const Expr& e) {
    switch (e.op()) {
        case Op::constant:
            return e.size() == 1 && std::signbit(e.node().values[0]) ? kSigned : kElement;
        case Op::neg:
        case Op::matvec:
            return kSigned;
        case Op::add:
        case Op::sub:
            return kSum;
        case Op::mul:
            return is_broadcast(e) ? kElement : kProduct;
        case Op::div:
            return kProduct;
        case Op::pow:
            return kPower;
        case Op::lt:
        case Op::le:
        case Op::gt:
        case Op::ge:
        case Op::eq:
        case Op::ne:
            return kComparison;
        default:
            return kElement;
    }
}

void write_numbers(Writer& out, std::span<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out.text(", ");
        out.text(number_to_text(values[i]));
    }
}

void write_matrix(Writer& out, const Expr& matvec) {
    const auto cols = static_cast<std::size_t>(matvec.operand(0).size());
    const std::span<const double> values = matvec.node().values;
    for (std::size_t row = 0; row < static_cast<std::size_t>(matvec.size()); ++row) {
        out.text(row == 0 ? "[[" : ", [");
        write_numbers(out, values.subspan(row * cols, cols));
        out.text("]");
    }
    out.text("]");
}

void write_call(Writer& out, std::string_view name, std::span<const Expr> arguments, const std::string& more = "") {
    out.text(name).text("(");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) out.text(", ");
        out.expr(arguments[i], kComparison);
    }
    out.text(more).text(")");
}

void write_slice(Writer& out, const Expr& e) {
    const int begin = e.node().begin, stride = e.node().stride, n = e.operand(0).size();
    const int last = begin + (e.size() - 1) * stride;
    out.expr(e.operand(0), kElement).text("[");
    if (e.size() == 1) {
        out.text(std::to_string(begin)).text("]");
        return;
    }
    if (begin > 0) out.text(std::to_string(begin));
    out.text(":");
    if (last + stride < n) out.text(std::to_string(last + 1));
    if (stride > 1) out.text(":" + std::to_string(stride));
    out.text("]");
}

void write_symbol(Writer& out, const Symbol& symbol) {
    out.text(symbol.name);
    if (symbol.slot != 0) out.text("_" + std::to_string(symbol.slot));
}

// max(max(a, b), c) is max(a, b, c).
std::vector<Expr> arguments_in_a_row(const Expr& e) {
    std::vector<Expr> arguments;
    Expr first = e;
    while (first.op() == e.op()) {
        arguments.push_back(first.operand(1));
        first = Expr(first.operand(0));
    }
    arguments.push_back(first);
    std::reverse(arguments.begin(), arguments.end());
    return arguments;
}

void write(Writer& out, const Expr& e, Level) {
    const Level level = level_of(e);
    const auto operand = [&](int i) -> const Expr& { return e.operand(i); };
    switch (e.op()) {
        case Op::constant:
            if (e.size() > 1) out.text("[");
            write_numbers(out, e.node().values);
            if (e.size() > 1) out.text("]");
            return;
        case Op::symbol:
            write_symbol(out, e.node().symbol);
            return;
        case Op::neg:
            out.text("-").expr(operand(0), kSigned);
            return;
        case Op::pow:
            out.expr(operand(0), kElement).text("^").expr(operand(1), kSigned);
            return;
        case Op::matvec:
            write_matrix(out, e);
            out.text(" @ ").expr(operand(0), kSigned);
            return;
        case Op::slice:
            if (is_component(e)) {
                out.text(operand(0).node().symbol.name).text(std::to_string(e.node().begin + 1));
            } else {
                write_slice(out, e);
            }
            return;
        case Op::embed: {
            std::string rest = ", " + std::to_string(e.node().begin) + ", " + std::to_string(e.size());
            if (e.node().stride > 1) rest += ", " + std::to_string(e.node().stride);
            write_call(out, "embed", e.operands(), rest);
            return;
        }
        case Op::concat:
            out.text("[");
            for (std::size_t i = 0; i < e.operands().size(); ++i) {
                if (i > 0) out.text(", ");
                const Expr& part = e.operands()[i];
                if (part.is_constant()) {
                    write_numbers(out, part.node().values);
                } else {
                    out.expr(part, kComparison);
                }
            }
            out.text("]");
            return;
        default:
            break;
    }
    if (is_broadcast(e)) return write_call(out, "broadcast", e.operands().first(1), ", " + std::to_string(e.size()));
    if (is_quadratic_form(e)) {
        out.text("quad(");
        write_matrix(out, operand(1));
        out.text(", ").expr(operand(0), kComparison).text(")");
        return;
    }
    if (const char* const sign = infix(e.op())) {
        const Level left = level == kComparison ? kSum : level, right = static_cast<Level>(level + 1);
        out.expr(operand(0), left).text(sign).expr(operand(1), right);
        return;
    }
    if (e.op() == Op::min || e.op() == Op::max) return write_call(out, function_name(e.op()), arguments_in_a_row(e));
    write_call(out, function_name(e.op()), e.operands());
}

}  // namespace

std::string number_to_text(double value) {
    if (std::isnan(value)) return std::signbit(value) ? "-nan" : "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    if (std::fabs(value) == std::numbers::pi) return value < 0 ? "-pi" : "pi";
    if (std::fabs(value) == std::numbers::e) return value < 0 ? "-e" : "e";
    const double magnitude = std::fabs(value);
    const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e15);
    char buffer[64];
    const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
    std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr);
    if (const std::size_t e = text.find('e'); e != std::string::npos) {  // 1e-07 and 1e+20 are 1e-7 and 1e20
        if (text[e + 1] == '+') text.erase(e + 1, 1);
        const std::size_t digits = text[e + 1] == '-' ? e + 2 : e + 1;
        if (text[digits] == '0') text.erase(digits, 1);
    }
    return text;
}

std::string to_text(const Expr& e) {
    return Writer("(", ")", level_of, write).run(e);
}

}  // namespace fokker
