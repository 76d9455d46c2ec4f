#include "fokker/cli/toml_guard.hpp"

#include <algorithm>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {
namespace {

bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

// May a key start so? Beyond ASCII the parser decides.
bool starts_key(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || is_one_of(c, "_-\"'") ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Walks over the text outside of strings and comments.
class Guard {
public:
    Guard(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

    void check() {
        int dots = 0, depth = 0;
        bool line_is_blank = true;  // so far
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '#')
                skip_comment();
            else if (is_one_of(c, "\"'"))
                skip_string(c);
            if (c == '.' && ++dots > kMostDots) give_up("a key with more than " + std::to_string(kMostDots) + " dots");
            if (is_one_of(c, "=,[]{}\n")) dots = 0;
            if (c == '[' && line_is_blank && depth == 0) check_header();
            depth += is_one_of(c, "[{") ? 1 : is_one_of(c, "]}") ? -1 : 0;
            line_is_blank = c == '\n' || (line_is_blank && is_one_of(c, " \t\r"));
        }
    }

private:
    void check_header() const {
        std::size_t name = at_ + (text_.substr(at_, 2) == "[[" ? 2 : 1);
        while (name < text_.size() && is_one_of(text_[name], " \t")) ++name;
        if (name >= text_.size() || !starts_key(text_[name]))
            give_up("not TOML: the name of a table is expected after [");
    }

    // Both end on the last character of what they skip.
    void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()) - 1; }

    void skip_string(char quote) {
        const std::string three(3, quote);
        const bool is_long = text_.substr(at_, 3) == three;
        for (at_ += is_long ? 3 : 1; at_ < text_.size(); ++at_) {
            if (quote == '"' && text_[at_] == '\\') {
                ++at_;
            } else if (is_long ? text_.substr(at_, 3) == three : text_[at_] == quote || text_[at_] == '\n') {
                at_ += is_long ? 2 : 0;
                return;
            }
        }
    }

    [[noreturn]] void give_up(const std::string& message) const {
        const std::string_view before = text_.substr(0, at_);
        const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
        fail({origin_, static_cast<int>(1 + std::ranges::count(before, '\n')), static_cast<int>(1 + at_ - line_start)},
             message);
    }

    std::string_view text_;
    const std::string& origin_;
    std::size_t at_ = 0;
};

}  // namespace

void guard_toml(std::string_view text, const std::string& origin) {
    Guard(text, origin).check();
}

}  // namespace fokker::cli
