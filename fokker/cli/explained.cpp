#include "fokker/cli/explained.hpp"

#include <algorithm>
#include <sstream>

#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/abbreviate.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kLongestLine = 600;  // of a formula for people; JSON has all of it
constexpr std::size_t kMostInstructions = 200;

std::vector<std::string> lines_of(const Code& code) {
    std::vector<std::string> lines;
    std::istringstream in(to_text(code));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

// Shared sub-expressions can make the text of a small expression too long to print.
Formula formula(std::string name, std::string symbol, const Expr& e) {
    Formula f{std::move(name), std::move(symbol), simplify(e), {}, {}};
    try {
        f.text = to_text(f.expression);
        f.latex = to_latex(f.expression);
    } catch (const Error& error) {
        f.text = f.latex = std::string("(") + error.what() + ")";
    }
    return f;
}

std::string mathematics_text(const std::vector<Formula>& formulas, const Parameters& parameters) {
    std::string text = "The mathematics\n";
    Abbreviations shorten;
    for (const Formula& f : formulas) {
        const Expr e = shorten(f.expression);
        text += "  " + f.name + "\n    " + f.symbol + " = " + cut(to_text(e), kLongestLine) +
                "\n    LaTeX: " + cut(to_latex(e), kLongestLine) + "\n";
    }
    if (!shorten.definitions().empty()) text += "  where\n";
    for (const auto& [symbol, meaning] : shorten.definitions())
        text += "    " + to_text(symbol) + " = " + cut(to_text(meaning), kLongestLine) + "\n";
    for (const auto& [name, values] : parameters)
        text += "  " + name + " = " + (values.size() == 1 ? number(values[0], 6) : vector(values)) + "\n";
    return text;
}

Json formulas_json(const std::vector<Formula>& formulas) {
    Json::Array all;
    for (const Formula& f : formulas) {
        Json& one = all.emplace_back();
        one["name"] = f.name;
        one["symbol"] = f.symbol;
        one["text"] = f.text;
        one["latex"] = f.latex;
    }
    return all;
}

Json parameters_json(const Parameters& parameters) {
    Json json = Json::Object{};
    for (const auto& [name, values] : parameters)
        json[name] = values.size() == 1 ? Json(values[0]) : Json::list(values);
    return json;
}

std::string listing_text(std::string_view title, const Code& code) {
    const std::vector<std::string> lines = lines_of(code);
    if (lines.empty()) return "";
    std::string text = "  " + std::string(title) + "\n";
    for (std::size_t i = 0; i < std::min(lines.size(), kMostInstructions); ++i)
        text += "    " + cut(lines[i], 110) + "\n";
    if (lines.size() > kMostInstructions) text += "    and " + grouped(lines.size() - kMostInstructions) + " more\n";
    return text;
}

Json listing_json(const Code& code) {
    const std::vector<std::string> lines = lines_of(code);
    return Json::Array(lines.begin(), lines.end());
}

}  // namespace fokker::cli
