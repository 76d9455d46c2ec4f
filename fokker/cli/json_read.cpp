#include "fokker/cli/json_read.hpp"

#include <charconv>
#include <cmath>

namespace fokker::cli {
namespace {

class Reader {
public:
    Reader(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

    Table document() {
        Value value = read(0);
        skip_blanks();
        if (at_ < text_.size()) wrong("something after the end of the object");
        auto* table = std::get_if<Table>(&value.data);
        if (table == nullptr) fail({origin_, 1, 1}, "expected an object");
        return std::move(*table);
    }

private:
    Place place() const { return {origin_, line_, static_cast<int>(at_ - line_start_) + 1}; }
    [[noreturn]] void wrong(const std::string& what) const { fail(place(), what); }

    char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_blanks() {
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
            if (c != '\n') continue;
            ++line_;
            line_start_ = at_ + 1;
        }
    }

    void expect(char c) {
        skip_blanks();
        if (next() != c) wrong(std::string("expected '") + c + "'");
        ++at_;
    }

    // Is the list or object at its end? Otherwise behind the comma.
    bool ends(char end, bool first) {
        skip_blanks();
        if (next() == end) {
            ++at_;
            return true;
        }
        if (!first) expect(',');
        skip_blanks();
        return false;
    }

    Value read(int depth) {
        constexpr int kDeepest = 100;
        if (depth > kDeepest) wrong("nested too deeply");
        skip_blanks();
        const Place here = place();
        if (next() == '{') return {object(depth), here, false};
        if (next() == '[') return {list(depth), here, false};
        if (next() == '"') return {string(), here, false};
        for (const auto& [word, data] : {std::pair<std::string_view, decltype(Value::data)>{"true", true},
                                         {"false", false},
                                         {"null", std::nan("")}}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return {data, here, false};
        }
        return number(here);
    }

    Table object(int depth) {
        Table table;
        ++at_;
        for (bool first = true; !ends('}', first); first = false) {
            const Place here = place();
            if (next() != '"') wrong("expected a name in quotes");
            std::string name = string();
            if (find(table, name) != nullptr) fail(here, "\"" + name + "\" is there twice");
            expect(':');
            table.push_back({std::move(name), here, read(depth + 1)});
        }
        return table;
    }

    List list(int depth) {
        List values;
        ++at_;
        for (bool first = true; !ends(']', first); first = false) values.push_back(read(depth + 1));
        return values;
    }

    std::string string() {
        std::string value;
        for (++at_; next() != '"'; ++at_) {
            if (at_ >= text_.size() || static_cast<unsigned char>(next()) < 0x20) wrong("a text that does not end");
            if (next() != '\\') {
                value += next();
                continue;
            }
            ++at_;
            escape(value);
        }
        ++at_;
        return value;
    }

    void escape(std::string& value) {
        constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
        const std::size_t known = from.find(next());
        if (at_ < text_.size() && known != std::string_view::npos) {
            value += to[known];
            return;
        }
        unsigned code = 0;
        const std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        // Json writes characters beyond ASCII as they are: control characters alone come this way.
        if (next() != 'u' || error != std::errc() || end != digits.data() + 4 || code > 0x7F)
            wrong("an escape that is not understood");
        value += static_cast<char>(code);
        at_ += 4;
    }

    Value number(const Place& here) {
        const char* from = text_.data() + at_;
        const char* last = text_.data() + text_.size();
        std::int64_t whole = 0;
        const auto as_whole = std::from_chars(from, last, whole);
        double real = 0;
        const auto as_real = std::from_chars(from, last, real);
        if (as_real.ec != std::errc() || !(*from == '-' || (*from >= '0' && *from <= '9'))) wrong("expected a value");
        at_ += static_cast<std::size_t>(as_real.ptr - from);
        if (as_whole.ec == std::errc() && as_whole.ptr == as_real.ptr) return {whole, here, false};
        return {real, here, false};
    }

    std::string_view text_;
    const std::string& origin_;
    std::size_t at_ = 0, line_start_ = 0;
    int line_ = 1;
};

}  // namespace

Table read_json(std::string_view text, const std::string& origin) {
    return Reader(text, origin).document();
}

}  // namespace fokker::cli
