// Text to tokens. Private to this room.
#pragma once

#include <string_view>
#include <vector>

namespace fokker {

struct Token {
    enum class Kind { number, name, punctuation, end };
    Kind kind = Kind::end;
    // As written, but for operators that have several spellings: ^ for **, - for U+2212, * for the dots and crosses,
    // <= >= != for the one-character signs.
    std::string_view text;
    double value = 0;    // of a number
    int column = 0;      // in code points
    int length = 0;      // in code points
    int closed_by = -1;  // of ( and [: the token that closes it, -1 where none does

    bool is(std::string_view punctuation) const { return kind == Kind::punctuation && text == punctuation; }
};

// The tokens of `text` and one of Kind::end. They point into `text`. Throws ParseError for what can be no token:
// control characters, invalid UTF-8, unknown signs, numbers out of range, more than 1 MiB.
std::vector<Token> tokenize(std::string_view text);

}  // namespace fokker
