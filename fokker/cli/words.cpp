#include "fokker/cli/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace fokker::cli {
namespace {

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

// "-0.00" says less than "0.00".
std::string without_negative_zero(const std::string& text) {
    const bool zero = text.starts_with('-') && text.find_first_of("123456789n") == std::string::npos;
    return zero ? text.substr(1) : text;
}

}  // namespace

std::string number(double value, int digits) {
    return fmt::format("{:.{}g}", value == 0 ? 0.0 : value, digits);
}

std::string grouped(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string with_error(double value, double error) {
    if (!std::isfinite(value)) return number(value);
    if (!(error > 0) || !std::isfinite(error)) return number(value, 6);
    const int decimals = 1 - static_cast<int>(std::floor(std::log10(error)));
    if (decimals < 0 && decimals > -8) {  // 7,900 ± 2,100: whole tens or hundreds, as the error says
        const double unit = std::pow(10.0, -decimals);
        return fmt::format("{:.0f} ± {:.0f}", std::round(value / unit) * unit, std::round(error / unit) * unit);
    }
    if (decimals < 0 || decimals > 12 || std::abs(value) > 1e9) return number(value, 6) + " ± " + number(error, 2);
    return without_negative_zero(fmt::format("{:.{}f}", value, decimals)) + fmt::format(" ± {:.{}f}", error, decimals);
}

std::string in_units(double value) {
    if (!std::isfinite(value) || value < 1e3) return number(value, 3);
    if (value < 1e6) return fmt::format("{:.3g} thousand", value / 1e3);
    if (value < 1e9) return fmt::format("{:.3g} million", value / 1e6);
    return fmt::format("{:.3g} billion", value / 1e9);
}

std::string vector(const std::vector<double>& values) {
    constexpr std::size_t kMost = 8;
    std::string text = "(";
    for (std::size_t i = 0; i < std::min(kMost, values.size()); ++i) text += (i > 0 ? ", " : "") + number(values[i]);
    return text + (values.size() > kMost ? ", ...)" : ")");
}

std::string counted(std::uint64_t count, std::string_view noun) {
    return grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && !starts_character(text[end])) --end;
    return std::string(text.substr(0, end)) + "...";
}

std::string without_mathematics(std::string_view title) {
    std::string text;
    bool mathematics = false;
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        if (c == '$') {
            mathematics = !mathematics;
        } else if (c == '\\' && i + 1 < title.size() && title[i + 1] == ',') {
            text += ' ';  // a thin space
            ++i;
        } else if (c != '\\' && !(mathematics && (c == '{' || c == '}'))) {
            text += c;
        }
    }
    return text;
}

std::string table(const std::vector<std::vector<std::string>>& rows, int indent) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line(static_cast<std::size_t>(indent), ' ');
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string room(widths[c] - width(row[c]), ' ');
            line += (c == 0 ? "" : "  ") + (c == 0 ? row[c] + room : room + row[c]);
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

}  // namespace fokker::cli
