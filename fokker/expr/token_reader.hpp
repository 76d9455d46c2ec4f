// The tokens of a text one after the other, and the errors about them. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fokker/expr/lexer.hpp"

namespace fokker {

class TokenReader {
public:
    explicit TokenReader(std::string_view text) : text_(text), tokens_(tokenize(text)) {}

    const Token& peek(std::size_t ahead = 0) const;
    const Token& next();
    // The token after the bracket that closes `open`, nullptr where none closes it.
    const Token* after_closing(const Token& open) const;
    // Reads the bracket that closes `open`, or throws.
    void close(const Token& open, std::string_view bracket);

    // A ParseError at `token`.
    [[noreturn]] void fail(const Token& token, const std::string& problem, const std::string& hint) const;
    // From `first` to the token read last.
    [[noreturn]] void fail_span(const Token& first, const std::string& problem, const std::string& hint) const;
    // About the next token, where something else was expected.
    [[noreturn]] void unexpected(const std::string& expected) const;

    // One more level of nesting while it lives; too many are an error.
    class Nested {
    public:
        Nested(TokenReader& reader, const Token& at);
        ~Nested() { --reader_.depth_; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

    private:
        TokenReader& reader_;
    };

private:
    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace fokker
