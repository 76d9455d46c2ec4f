#include "fokker/draw/math_text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

using Kind = MathNode::Kind;

struct Symbol {
    std::string_view name, text;
    Kind kind;
};

constexpr Kind V = Kind::variable, W = Kind::words, B = Kind::binary;

constexpr Symbol kSymbols[] = {
    {"alpha", "α", V},   {"beta", "β", V},    {"gamma", "γ", V},   {"delta", "δ", V}, {"epsilon", "ε", V},
    {"zeta", "ζ", V},    {"eta", "η", V},     {"theta", "θ", V},   {"iota", "ι", V},  {"kappa", "κ", V},
    {"lambda", "λ", V},  {"mu", "μ", V},      {"nu", "ν", V},      {"xi", "ξ", V},    {"omicron", "ο", V},
    {"pi", "π", V},      {"rho", "ρ", V},     {"sigma", "σ", V},   {"tau", "τ", V},   {"upsilon", "υ", V},
    {"phi", "φ", V},     {"varphi", "φ", V},  {"chi", "χ", V},     {"psi", "ψ", V},   {"omega", "ω", V},
    {"Alpha", "Α", W},   {"Beta", "Β", W},    {"Gamma", "Γ", W},   {"Delta", "Δ", W}, {"Epsilon", "Ε", W},
    {"Zeta", "Ζ", W},    {"Eta", "Η", W},     {"Theta", "Θ", W},   {"Iota", "Ι", W},  {"Kappa", "Κ", W},
    {"Lambda", "Λ", W},  {"Mu", "Μ", W},      {"Nu", "Ν", W},      {"Xi", "Ξ", W},    {"Omicron", "Ο", W},
    {"Pi", "Π", W},      {"Rho", "Ρ", W},     {"Sigma", "Σ", W},   {"Tau", "Τ", W},   {"Upsilon", "Υ", W},
    {"Phi", "Φ", W},     {"Chi", "Χ", W},     {"Psi", "Ψ", W},     {"Omega", "Ω", W}, {"varepsilon", "ε", V},
    {"infty", "∞", W},   {"nabla", "∇", W},   {"partial", "∂", V}, {"int", "∫", W},   {"sum", "∑", W},
    {"prod", "∏", W},    {"ell", "ℓ", V},     {"ldots", "…", W},   {"cdots", "⋯", W}, {"langle", "⟨", W},
    {"rangle", "⟩", W},  {"|", "‖", W},       {"{", "{", W},       {"}", "}", W},     {"%", "%", W},
    {"$", "$", W},       {"_", "_", W},       {"#", "#", W},       {"&", "&", W},     {"prime", "′", W},
    {"pm", "±", B},      {"mp", "∓", B},      {"times", "×", B},   {"cdot", "·", B},  {"le", "≤", B},
    {"leq", "≤", B},     {"ge", "≥", B},      {"geq", "≥", B},     {"ne", "≠", B},    {"neq", "≠", B},
    {"approx", "≈", B},  {"sim", "∼", B},     {"propto", "∝", B},  {"to", "→", B},    {"in", "∈", B},
    {"mid", "|", B},     {"ll", "≪", B},      {"gg", "≫", B},      {"equiv", "≡", B}, {"log", "log", W},
    {"ln", "ln", W},     {"exp", "exp", W},   {"sin", "sin", W},   {"cos", "cos", W}, {"tan", "tan", W},
    {"sinh", "sinh", W}, {"cosh", "cosh", W}, {"tanh", "tanh", W}, {"min", "min", W}, {"max", "max", W},
    {"det", "det", W},   {"tr", "tr", W},     {"Var", "Var", W},   {"Cov", "Cov", W}, {"KL", "KL", W},
};

constexpr std::pair<std::string_view, double> kSpaces[] = {{",", 0.17}, {":", 0.22},   {";", 0.28},
                                                           {" ", 0.25}, {"quad", 1.0}, {"!", -0.17}};

// Combining characters, put after a letter.
constexpr std::pair<std::string_view, std::string_view> kAccents[] = {
    {"hat", "\u0302"}, {"bar", "\u0304"}, {"tilde", "\u0303"}, {"dot", "\u0307"}};

constexpr std::string_view kFunctions[] = {"sqrt", "frac", "mathrm", "text", "mathbf"};

constexpr int kDeepest = 30;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] != b[j] ? 1 : 0);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

std::string nearest_name(std::string_view name) {
    std::vector<std::string_view> known(std::begin(kFunctions), std::end(kFunctions));
    for (const auto& symbol : kSymbols) known.push_back(symbol.name);
    for (const auto& [accent, mark] : kAccents) known.push_back(accent);
    return std::string(*std::min_element(
        known.begin(), known.end(), [&](auto a, auto b) { return edit_distance(name, a) < edit_distance(name, b); }));
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    MathNode read() {
        MathNode row;
        std::string words;
        const auto flush = [&] {
            if (!words.empty()) row.children.push_back({.kind = W, .text = std::exchange(words, {})});
        };
        while (at_ < text_.size()) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '$') {
                words += '$';
                at_ += 2;
            } else if (text_[at_] == '$') {
                flush();
                const std::size_t opened = at_++;
                row.children.push_back(mathematics('$', opened));
            } else {
                words += text_[at_++];
            }
        }
        flush();
        return row;
    }

private:
    [[noreturn]] void fail(std::size_t place, const std::string& what) const {
        throw Error("in the text of a figure: " + what + "\n    " + std::string(text_) + "\n    " +
                    std::string(place, ' ') + "^");
    }

    // Everything up to the closing character, which is taken.
    MathNode mathematics(char closing, std::size_t opened) {
        if (++depth_ > kDeepest) fail(opened, "mathematics nested more than 30 deep");
        MathNode row;
        for (;;) {
            if (at_ >= text_.size()) {
                fail(opened,
                     std::string("this ") + (closing == '$' ? "$ has no second $ that ends the mathematics; a dollar "
                                                              "itself is written \\$"
                                                            : "{ has no matching }"));
            }
            const char c = text_[at_];
            if (c == closing) break;
            if (c == '$') fail(opened, "this { has no matching } before the closing $");
            if (c == '}') fail(at_, "this } closes nothing");
            if (c == ' ') {
                ++at_;
            } else if (c == '_' || c == '^' || c == '\'') {
                add_script(row);
            } else {
                row.children.push_back(atom());
            }
        }
        ++at_;
        --depth_;
        settle_signs(row);
        space_functions(row);
        return row;
    }

    void add_script(MathNode& row) {
        const std::size_t place = at_;
        const char which = text_[at_++];
        MathNode body;
        if (which == '\'') {
            body.children.push_back({.kind = W, .text = "′"});
        } else {
            while (at_ < text_.size() && text_[at_] == ' ') ++at_;
            const bool nothing =
                at_ >= text_.size() || text_[at_] == '$' || text_[at_] == '}' || text_[at_] == '_' || text_[at_] == '^';
            if (nothing) fail(place, std::string("nothing follows this ") + which);
            body = atom();
            if (body.kind == B) body.kind = W;
        }
        if (row.children.empty()) row.children.emplace_back();
        if (row.children.back().kind != Kind::script) {
            MathNode base = std::move(row.children.back());
            row.children.back() = {.kind = Kind::script, .children = {std::move(base), {}, {}}};
        }
        MathNode& place_for = row.children.back().children[which == '_' ? 1 : 2];
        if (!place_for.children.empty() || !place_for.text.empty()) {
            fail(place, std::string("a second ") + which + " on the same base: write x_{a b} or {x_a}_b");
        }
        place_for = std::move(body);
    }

    MathNode atom() {
        const std::size_t place = at_;
        const char c = text_[at_];
        if (c == '{') {
            ++at_;
            return mathematics('}', place);
        }
        if (c == '\\') return command();
        if ((c >= '0' && c <= '9') || c == '.') {
            while (at_ < text_.size() && ((text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '.')) ++at_;
            return {.kind = W, .text = std::string(text_.substr(place, at_ - place))};
        }
        // One character, which may be several bytes of UTF-8.
        ++at_;
        while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xc0) == 0x80) ++at_;
        const std::string one(text_.substr(place, at_ - place));
        if (c == '-') return {.kind = B, .text = "−"};
        if (c == '+' || c == '=' || c == '<' || c == '>') return {.kind = B, .text = one};
        if (c == '*') return {.kind = B, .text = "·"};
        if (c == ',')
            return {.kind = Kind::row, .children = {{.kind = W, .text = ","}, {.kind = Kind::space, .size = 0.2}}};
        return {.kind = is_letter(c) ? V : W, .text = one};
    }

    MathNode command() {
        const std::size_t place = at_++;
        std::size_t end = at_;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        if (end == at_ && end < text_.size()) ++end;
        const std::string_view name = text_.substr(at_, end - at_);
        at_ = end;
        for (const auto& symbol : kSymbols) {
            if (symbol.name == name) return {.kind = symbol.kind, .text = std::string(symbol.text)};
        }
        for (const auto& [space, width] : kSpaces) {
            if (space == name) return {.kind = Kind::space, .size = width};
        }
        if (name == "left" || name == "right") return {};
        if (name == "sqrt") return {.kind = Kind::root, .children = {group(place, name)}};
        if (name == "frac") {
            MathNode above = group(place, name);
            return {.kind = Kind::fraction, .children = {std::move(above), group(place, name)}};
        }
        if (name == "mathrm" || name == "text" || name == "mathbf") {
            if (at_ >= text_.size() || text_[at_] != '{')
                fail(place, "\\" + std::string(name) + " needs a group in braces");
            const std::size_t closing = text_.find('}', at_);
            if (closing == std::string_view::npos) fail(at_, "this { has no matching }");
            const auto words = text_.substr(at_ + 1, closing - at_ - 1);
            at_ = closing + 1;
            return {.kind = W, .text = std::string(words)};
        }
        for (const auto& [accent, mark] : kAccents) {
            if (accent != name) continue;
            MathNode body = group(place, name);
            MathNode* letter = &body;
            while (letter->kind == Kind::row && letter->children.size() == 1) letter = &letter->children[0];
            if (letter->text.empty()) fail(place, "\\" + std::string(name) + " goes over one letter");
            letter->text += mark;
            return body;
        }
        fail(place, "\\" + std::string(name) + " is not known; did you mean \\" + nearest_name(name) + "?");
    }

    MathNode group(std::size_t place, std::string_view name) {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        if (at_ >= text_.size() || text_[at_] == '$' || text_[at_] == '}') {
            fail(place, "\\" + std::string(name) + " needs a group in braces after it");
        }
        if (++depth_ > kDeepest) fail(place, "mathematics nested more than 30 deep");
        MathNode body = atom();
        --depth_;
        return body;
    }

    static bool is_function(const MathNode& node) {
        const MathNode& base = node.kind == Kind::script ? node.children[0] : node;
        return base.kind == W && base.text.size() > 1 && is_letter(base.text[0]);
    }

    // Thin spaces around the names of functions: log p, but log(p).
    static void space_functions(MathNode& row) {
        std::vector<MathNode> spaced;
        for (std::size_t i = 0; i < row.children.size(); ++i) {
            const bool after_factor =
                i > 0 && (row.children[i - 1].kind == V || row.children[i - 1].kind == Kind::script ||
                          row.children[i - 1].kind == W);
            const bool opens = i > 0 && (row.children[i - 1].text == "(" || row.children[i - 1].text == "[");
            const bool function = is_function(row.children[i]);
            if (function && after_factor && !opens) spaced.push_back({.kind = Kind::space, .size = 0.17});
            spaced.push_back(std::move(row.children[i]));
            if (function && i + 1 < row.children.size()) {
                const MathNode& next = row.children[i + 1];
                const bool closed =
                    next.kind == B || next.text == "(" || next.text == "[" || next.text == ")" || is_function(next);
                if (!closed) spaced.push_back({.kind = Kind::space, .size = 0.17});
            }
        }
        row.children = std::move(spaced);
    }

    // A sign with nothing before it to act on stands close to what follows: -x, not - x.
    static void settle_signs(MathNode& row) {
        const MathNode* before = nullptr;
        for (auto& node : row.children) {
            const bool opens = before == nullptr || before->kind == B || before->text == "(" || before->text == "[";
            if (node.kind == B && opens) node.kind = W;
            if (node.kind != Kind::space) before = &node;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

MathNode read_math_text(std::string_view text) {
    return Reader(text).read();
}

}  // namespace fokker::draw
