// What the printers share. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker {

// The shortest text that reads back to the same double: 0.5, 1e-07, pi, inf.
std::string number_to_text(double value);

// Writes an expression piece by piece. `write(writer, e, wanted)` hands the pieces of `e` to text() and expr(), in
// order; what stands in expr() is written later, in its place, so the depth of an expression costs no stack. An operand
// that binds less tightly than its place asks for (`wanted`) is put in brackets, within which the loosest Level{} is
// wanted.
template <class Level>
class PieceWriter {
public:
    using LevelOf = Level (*)(const Expr&);
    using Write = void (*)(PieceWriter&, const Expr&, Level wanted);

    PieceWriter(std::string_view open, std::string_view close, LevelOf level_of, Write write)
        : open_(open), close_(close), level_of_(level_of), write_(write) {}

    PieceWriter& text(std::string_view piece) {
        pieces_.emplace_back(std::string(piece));
        return *this;
    }

    PieceWriter& expr(const Expr& e, Level wanted) {
        pieces_.emplace_back(Operand{e, wanted});
        return *this;
    }

    // All of `e`. Throws Error where that is longer than 4 MiB.
    std::string run(const Expr& e) {
        std::string result;
        std::vector<Piece> pending{Operand{e, Level{}}};
        while (!pending.empty()) {
            const Piece piece = std::move(pending.back());
            pending.pop_back();
            if (const auto* const written = std::get_if<std::string>(&piece)) {
                result += *written;
            } else {
                take_apart(std::get<Operand>(piece));
                pending.insert(pending.end(), std::make_move_iterator(pieces_.rbegin()),
                               std::make_move_iterator(pieces_.rend()));
            }
            if (result.size() > kLongest) throw Error("the expression is too long to print: more than 4 MiB of text");
        }
        return result;
    }

private:
    struct Operand {
        Expr expr;
        Level wanted;
    };
    using Piece = std::variant<std::string, Operand>;
    static constexpr std::size_t kLongest = std::size_t{4} << 20;

    void take_apart(const Operand& operand) {
        const bool bracketed = level_of_(operand.expr) < operand.wanted;
        pieces_.clear();
        if (bracketed) text(open_);
        write_(*this, operand.expr, bracketed ? Level{} : operand.wanted);
        if (bracketed) text(close_);
    }

    std::string_view open_, close_;
    LevelOf level_of_;
    Write write_;
    std::vector<Piece> pieces_;
};

}  // namespace fokker
