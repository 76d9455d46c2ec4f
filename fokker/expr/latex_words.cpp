#include "fokker/expr/latex_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "fokker/expr/printing.hpp"

namespace fokker {

namespace {

constexpr std::array kGreek = std::to_array<std::string_view>({
    "alpha", "beta",  "gamma",  "delta", "epsilon", "zeta",  "eta",     "theta", "iota", "kappa", "lambda", "mu",
    "nu",    "xi",    "pi",     "rho",   "sigma",   "tau",   "upsilon", "phi",   "chi",  "psi",   "omega",  "Gamma",
    "Delta", "Theta", "Lambda", "Xi",    "Pi",      "Sigma", "Upsilon", "Phi",   "Psi",  "Omega",
});

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The small Greek letters from U+03B1 on; omicron has no command.
constexpr std::array kGreekInOrder = std::to_array<std::string_view>({
    "\\alpha", "\\beta",   "\\gamma",   "\\delta", "\\epsilon", "\\zeta", "\\eta",   "\\theta", "\\iota",
    "\\kappa", "\\lambda", "\\mu",      "\\nu",    "\\xi",      "o",      "\\pi",    "\\rho",   "\\varsigma",
    "\\sigma", "\\tau",    "\\upsilon", "\\phi",   "\\chi",     "\\psi",  "\\omega",
});

std::string_view greek_letter(std::string_view character) {
    if (character.size() != 2) return {};
    const int code =
        (static_cast<unsigned char>(character[0]) & 0x1F) << 6 | (static_cast<unsigned char>(character[1]) & 0x3F);
    const int place = code - 0x3B1;
    return place >= 0 && place < static_cast<int>(kGreekInOrder.size()) ? kGreekInOrder[static_cast<std::size_t>(place)]
                                                                        : std::string_view();
}

// theta -> \theta, v -> v, speed -> \mathrm{speed}, 12 -> 12.
std::string word(std::string_view name) {
    if (std::find(kGreek.begin(), kGreek.end(), name) != kGreek.end()) return "\\" + std::string(name);
    if (const auto letter = greek_letter(name); !letter.empty()) return std::string(letter);
    const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; };
    const bool number = std::all_of(name.begin(), name.end(), is_digit);
    const bool one_letter = std::count_if(name.begin(), name.end(), starts_character) == 1;
    return number || one_letter ? std::string(name) : "\\mathrm{" + std::string(name) + "}";
}

// sigma_0 -> \sigma_{0}, theta2 -> \theta_{2}, k_B_max -> k_{B,\mathrm{max}}.
std::string name_to_latex(std::string_view name, const std::string& more_subscripts = "") {
    std::string_view head = name.substr(0, std::max<std::size_t>(1, std::min(name.find('_'), name.size())));
    std::string_view tail = name.substr(head.size());
    if (head == "_")
        return "\\mathrm{\\_" + std::string(tail) + "}";  // a name that starts with _ is no base of its own
    std::size_t digits = head.size();
    while (digits > 1 && is_digit(head[digits - 1])) --digits;

    std::vector<std::string> subscripts;
    if (digits < head.size()) subscripts.push_back(word(head.substr(digits)));
    while (!tail.empty()) {
        tail.remove_prefix(1);
        const std::string_view part = tail.substr(0, tail.find('_'));
        if (!part.empty()) subscripts.push_back(word(part));
        tail.remove_prefix(part.size());
    }
    if (!more_subscripts.empty()) subscripts.push_back(more_subscripts);
    std::string result = word(head.substr(0, digits));
    for (std::size_t i = 0; i < subscripts.size(); ++i) result += (i == 0 ? "_{" : ",") + subscripts[i];
    return subscripts.empty() ? result : result + "}";
}

}  // namespace

std::string symbol_to_latex(const Symbol& symbol, const std::string& subscript) {
    const std::string name = name_to_latex(symbol.name, subscript);
    return symbol.slot == 0 ? name : name + "^{(" + std::to_string(symbol.slot) + ")}";
}

std::string number_to_latex(double value) {
    const std::string text = number_to_text(value);
    const std::string sign = text[0] == '-' ? "-" : "", rest = text.substr(sign.size());
    if (rest == "inf") return sign + "\\infty";
    if (rest == "nan") return sign + "\\mathrm{NaN}";
    if (rest == "pi") return sign + "\\pi";
    const std::size_t e = rest.find('e');
    if (e == std::string::npos || rest == "e") return text;
    const std::string power = "10^{" + rest.substr(e + 1) + "}";
    return sign + (rest.substr(0, e) == "1" ? power : rest.substr(0, e) + " \\cdot " + power);
}

}  // namespace fokker
