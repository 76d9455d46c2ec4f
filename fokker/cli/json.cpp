#include "fokker/cli/json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fokker::cli {
namespace {

// Bytes of the UTF-8 character that starts at text[i]; 0 where there is none (RFC 3629).
std::size_t character_at(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    for (std::size_t k = 1; k < length; ++k) {
        if ((byte(k) & 0xC0U) != 0x80U) return 0;
    }
    const bool too_long = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
    const bool not_a_character = (lead == 0xED && byte(1) >= 0xA0) || (lead == 0xF4 && byte(1) >= 0x90);
    return too_long || not_a_character ? 0 : length;
}

// What is not UTF-8 (a file name may be anything) becomes U+FFFD.
void write_text(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = character_at(text, i);
        const auto byte = static_cast<unsigned char>(text[i]);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
        } else if (text[i] == '"' || text[i] == '\\') {
            out += {'\\', text[i]};
        } else if (text[i] == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
            out += escape;
        } else {
            out += text.substr(i, length);
        }
        i += std::max<std::size_t>(length, 1);
    }
    out += '"';
}

void write_number(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", number);
    out += text;
}

}  // namespace

Json Json::list(std::span<const double> numbers) {
    return Array(numbers.begin(), numbers.end());
}

Json Json::rows(std::span<const double> numbers, std::size_t columns) {
    Array rows;
    for (std::size_t i = 0; i + columns <= numbers.size() && columns > 0; i += columns)
        rows.push_back(list(numbers.subspan(i, columns)));
    return rows;
}

Json& Json::operator[](std::string_view key) {
    if (std::holds_alternative<std::monostate>(data_)) data_ = Object{};
    auto& members = std::get<Object>(data_);
    for (auto& [name, value] : members) {
        if (name == key) return value;
    }
    return members.emplace_back(std::string(key), Json()).second;
}

void Json::push_back(Json element) {
    if (std::holds_alternative<std::monostate>(data_)) data_ = Array{};
    std::get<Array>(data_).push_back(std::move(element));
}

bool Json::is_flat() const {
    const auto* array = std::get_if<Array>(&data_);
    return array != nullptr && std::ranges::all_of(*array, [](const Json& element) {
               return !std::holds_alternative<Object>(element.data_) &&
                      !std::holds_alternative<std::string>(element.data_) &&
                      (!std::holds_alternative<Array>(element.data_) || element.is_flat());
           });
}

void Json::write(std::string& out, int indent) const {
    const auto new_line = [&](int depth) { out += "\n" + std::string(static_cast<std::size_t>(2 * depth), ' '); };
    if (const auto* array = std::get_if<Array>(&data_)) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i > 0) out += is_flat() ? ", " : ",";
            if (!is_flat()) new_line(indent + 1);
            (*array)[i].write(out, indent + 1);
        }
        if (!array->empty() && !is_flat()) new_line(indent);
        out += ']';
    } else if (const auto* object = std::get_if<Object>(&data_)) {
        out += '{';
        for (std::size_t i = 0; i < object->size(); ++i) {
            if (i > 0) out += ',';
            new_line(indent + 1);
            write_text(out, (*object)[i].first);
            out += ": ";
            (*object)[i].second.write(out, indent + 1);
        }
        if (!object->empty()) new_line(indent);
        out += '}';
    } else if (const auto* text = std::get_if<std::string>(&data_)) {
        write_text(out, *text);
    } else if (const auto* number = std::get_if<double>(&data_)) {
        write_number(out, *number);
    } else if (const auto* whole = std::get_if<std::int64_t>(&data_)) {
        out += std::to_string(*whole);
    } else if (const auto* natural = std::get_if<std::uint64_t>(&data_)) {
        out += std::to_string(*natural);
    } else if (const auto* flag = std::get_if<bool>(&data_)) {
        out += *flag ? "true" : "false";
    } else {
        out += "null";
    }
}

std::string Json::to_text() const {
    std::string out;
    write(out, 0);
    return out + "\n";
}

}  // namespace fokker::cli
