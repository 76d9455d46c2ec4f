#include "fokker/expr/token_reader.hpp"

#include <algorithm>

#include "fokker/expr/names.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

constexpr int kDeepest = 200;  // levels of brackets, signs and powers

// A token as a hint repeats it, if it is a short number or name.
std::string shown(const Token& token, std::string_view otherwise) {
    return std::string(token.kind != Token::Kind::punctuation && token.text.size() <= 40 ? token.text : otherwise);
}

}  // namespace

const Token& TokenReader::peek(std::size_t ahead) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

const Token& TokenReader::next() {
    const Token& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
}

const Token* TokenReader::after_closing(const Token& open) const {
    return open.closed_by < 0 ? nullptr : &tokens_[static_cast<std::size_t>(open.closed_by) + 1];
}

void TokenReader::close(const Token& open, std::string_view bracket) {
    const Token& token = peek();
    if (token.is(bracket)) {
        next();
        return;
    }
    const std::string wanted = quoted(bracket);
    if (token.kind == Token::Kind::end) fail(open, quoted(open.text) + " is never closed", wanted + " is missing");
    if (token.is(")") || token.is("]")) {
        fail(token, quoted(open.text) + " is closed by " + quoted(token.text), wanted + " is expected here");
    }
    unexpected(token.kind == Token::Kind::punctuation ? wanted : "an operator or " + wanted);
}

void TokenReader::fail(const Token& token, const std::string& problem, const std::string& hint) const {
    throw ParseError(text_, token.column, token.length, problem, hint);
}

void TokenReader::fail_span(const Token& first, const std::string& problem, const std::string& hint) const {
    const Token& last = tokens_[at_ - 1];
    throw ParseError(text_, first.column, last.column + last.length - first.column, problem, hint);
}

void TokenReader::unexpected(const std::string& expected) const {
    const Token &token = peek(), &before = tokens_[at_ - 1];
    const bool ends_value = before.kind != Token::Kind::punctuation || before.is(")") || before.is("]");
    if (ends_value && (token.kind != Token::Kind::punctuation || token.is("("))) {
        const std::string left = shown(before, before.is(")") ? "(...)" : "[...]"), right = shown(token, "(...)");
        fail(token, "an operator is missing", "for a product, write " + left + "*" + right);
    }
    if (token.is(")") || token.is("]")) {
        fail(token, quoted(token.text) + " closes nothing", expected + " is expected here");
    }
    if (token.is("@")) {
        fail(token, "nothing but a matrix stands left of @", "write [[1, 2], [3, 4]] @ x, or name a constant matrix");
    }
    fail(token, "unexpected " + quoted(token.text), expected + " is expected here");
}

TokenReader::Nested::Nested(TokenReader& reader, const Token& at) : reader_(reader) {
    if (++reader_.depth_ > kDeepest) {
        reader_.fail(at, "the expression is nested too deeply",
                     "up to " + std::to_string(kDeepest) + " levels of brackets, signs and powers");
    }
}

}  // namespace fokker
