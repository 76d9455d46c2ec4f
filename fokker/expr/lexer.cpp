#include "fokker/expr/lexer.hpp"

#include <array>
#include <charconv>
#include <string>

#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

constexpr std::size_t kLongestText = 1 << 20;

struct Spelling {
    std::string_view written, meant;
};

// Longest first, so that <= is not read as < and =.
constexpr std::array kOperators = std::to_array<Spelling>({
    {"**", "^"},
    {"<=", "<="},
    {">=", ">="},
    {"==", "=="},
    {"!=", "!="},
    {"+", "+"},
    {"-", "-"},
    {"*", "*"},
    {"/", "/"},
    {"^", "^"},
    {"@", "@"},
    {"<", "<"},
    {">", ">"},
    {"(", "("},
    {")", ")"},
    {"[", "["},
    {"]", "]"},
    {",", ","},
    {":", ":"},
    {"\xE2\x88\x92", "-"},  // U+2212 minus sign
    {"\xC2\xB7", "*"},
    {"\xE2\x8B\x85", "*"},
    {"\xC3\x97", "*"},  // U+00B7, U+22C5 dots, U+00D7 cross
    {"\xE2\x89\xA4", "<="},
    {"\xE2\x89\xA5", ">="},
    {"\xE2\x89\xA0", "!="},  // U+2264, U+2265, U+2260
});

struct Advice {
    std::string_view sign, hint;
};

constexpr std::array kAdvice = std::to_array<Advice>({
    {"=", "to compare, write =="},
    {"!", "for \"not a\", write a == 0"},
    {"&", "for \"a and b\", write a*b or select(a, b, 0)"},
    {"|", "for an absolute value, write abs(x); for \"a or b\", max(a, b)"},
    {"%", "for the remainder of a by b, write a - b*floor(a/b)"},
    {"{", "brackets are ( ) for grouping and [ ] for vectors"},
    {"}", "brackets are ( ) for grouping and [ ] for vectors"},
    {";", "write one expression"},
    {"\xC2\xB2", "write ^2"},          // superscript two
    {"\xC2\xB3", "write ^3"},          // superscript three
    {"\xE2\x88\x9A", "write sqrt(x)"}  // square root sign
});

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The bytes of the code point that starts `rest`, 0 where it is no valid UTF-8 (RFC 3629).
std::size_t code_point_length(std::string_view rest) {
    const auto byte = [&](std::size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0u; };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0, surrogate = first == 0xED && byte(1) >= 0xA0;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90, too_high = first == 0xF4 && byte(1) >= 0x90;
        return continues(1) && continues(2) && continues(3) && !overlong && !too_high ? 4 : 0;
    }
    return 0;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        if (text_.size() > kLongestText) {
            throw ParseError(
                text_, 0, 1, "the text is too long",
                "an expression may have up to 1 MiB of text: this has " + std::to_string(text_.size()) + " bytes");
        }
        skip_blanks();
        while (at_ < text_.size()) {
            if (starts_number()) {
                number();
            } else if (!punctuation()) {
                name();
            }
            skip_blanks();
        }
        tokens_.push_back({Token::Kind::end, text_.substr(text_.size()), 0, column_, 1});
        return std::move(tokens_);
    }

private:
    std::string_view rest() const { return text_.substr(at_); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    [[noreturn]] void fail(int column, int length, const std::string& problem, const std::string& hint) const {
        throw ParseError(text_, column, length, problem, hint);
    }

    void advance(std::size_t bytes, int code_points) {
        at_ += bytes;
        column_ += code_points;
    }

    void skip_blanks() {
        while (at_ < text_.size()) {
            const char c = peek();
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                advance(1, 1);
            } else if (rest().starts_with("\xC2\xA0")) {  // no-break space
                advance(2, 1);
            } else {
                return;
            }
        }
    }

    bool starts_number() const { return is_digit(peek()) || (peek() == '.' && is_digit(peek(1))); }

    std::size_t digits_from(std::size_t i) const {
        while (is_digit(peek(i))) ++i;
        return i;
    }

    void number() {
        std::size_t length = digits_from(0);
        if (peek(length) == '.') length = digits_from(length + 1);
        if (peek(length) == 'e' || peek(length) == 'E') {
            const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
            if (is_digit(peek(length + 1 + sign))) length = digits_from(length + 1 + sign);
        }
        const std::string_view written = text_.substr(at_, length);
        const int code_points = static_cast<int>(length);
        if (peek(length) == '.') fail(column_, code_points + 1, "a number has one decimal point", "");
        double value = 0;
        const auto [end, error] = std::from_chars(written.data(), written.data() + length, value);
        if (error != std::errc() || end != written.data() + length) {
            fail(column_, code_points, "the number is out of range",
                 "numbers are 0 and about 2e-308 to 1.8e308; inf is infinity");
        }
        push(Token::Kind::number, written, length, code_points);
        tokens_.back().value = value;
    }

    bool punctuation() {
        for (const auto& [written, meant] : kOperators) {
            if (!rest().starts_with(written)) continue;
            const std::size_t opener = tokens_.size();
            push(Token::Kind::punctuation, meant, written.size(),
                 static_cast<unsigned char>(written[0]) < 0x80 ? static_cast<int>(written.size()) : 1);
            match_brackets(opener, meant);
            return true;
        }
        return false;
    }

    void match_brackets(std::size_t index, std::string_view sign) {
        if (sign == "(" || sign == "[") open_.push_back(index);
        if (sign != ")" && sign != "]") return;
        if (open_.empty()) return;
        Token& opener = tokens_[open_.back()];
        if (opener.text == (sign == ")" ? "(" : "[")) opener.closed_by = static_cast<int>(index);
        open_.pop_back();
    }

    // A letter, an underscore or any character beyond ASCII, then digits too.
    void name() {
        std::size_t length = 0;
        int code_points = 0;
        while (at_ + length < text_.size()) {
            const char c = text_[at_ + length];
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
            if (!letter && !beyond_ascii && !(length > 0 && is_digit(c))) break;
            const std::size_t bytes = code_point_length(text_.substr(at_ + length));
            if (bytes == 0) fail(column_ + code_points, 1, "the text is not valid UTF-8", "save the file as UTF-8");
            if (beyond_ascii && ends_name(text_.substr(at_ + length, bytes))) break;
            length += bytes;
            ++code_points;
        }
        if (length == 0) unknown_sign();
        push(Token::Kind::name, text_.substr(at_, length), length, code_points);
    }

    static bool ends_name(std::string_view sign) {
        for (const auto& spelling : kOperators) {
            if (spelling.written == sign) return true;
        }
        for (const auto& advice : kAdvice) {
            if (advice.sign == sign) return true;
        }
        return sign == "\xC2\xA0";
    }

    [[noreturn]] void unknown_sign() const {
        const auto c = static_cast<unsigned char>(peek());
        if (c < 0x20 || c == 0x7F) {
            fail(column_, 1, "the text holds a control character (code " + std::to_string(c) + ")", "remove it");
        }
        if (c == '"' || c == '\'')
            fail(column_, 1, "a quotation mark means nothing here", "names are written without quotes");
        for (const auto& [sign, hint] : kAdvice) {
            if (rest().starts_with(sign))
                fail(column_, 1, "\"" + std::string(sign) + "\" means nothing here", std::string(hint));
        }
        fail(column_, 1, "\"" + std::string(1, peek()) + "\" means nothing here",
             "operators are + - * / ^ @ < <= > >= == !=");
    }

    void push(Token::Kind kind, std::string_view text, std::size_t bytes, int code_points) {
        tokens_.push_back({kind, text, 0, column_, code_points});
        advance(bytes, code_points);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int column_ = 0;
    std::vector<Token> tokens_;
    std::vector<std::size_t> open_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Lexer(text).run();
}

}  // namespace fokker
