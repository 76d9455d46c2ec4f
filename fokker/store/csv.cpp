#include "fokker/store/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "fokker/error.hpp"
#include "fokker/store/atomic_file.hpp"
#include "fokker/store/input_file.hpp"

namespace fokker::store {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// A name that would not survive as it is stands in quotes, its own quotes doubled (RFC 4180).
std::string quoted(const std::string& name) {
    const bool plain = !name.empty() && name.find_first_of(",;\"#\n\r") == std::string::npos && trimmed(name) == name;
    if (plain) return name;
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? "\"\"" : c == '\n' || c == '\r' ? " " : std::string(1, c);
    return text + '"';
}

// The first place outside quotes where one of `wanted` stands.
std::size_t find_unquoted(std::string_view line, std::string_view wanted, std::size_t from = 0) {
    bool inside = false;
    for (std::size_t i = from; i < line.size(); ++i) {
        if (line[i] == '"') inside = !inside;
        if (!inside && wanted.find(line[i]) != std::string_view::npos) return i;
    }
    return std::string_view::npos;
}

std::string_view delimiter_of(std::string_view line) {
    for (const std::string_view candidate : {";", ",", "\t"}) {
        if (find_unquoted(line, candidate) != std::string_view::npos) return candidate;
    }
    return " ";
}

std::string unquoted(std::string_view field) {
    if (field.size() < 2 || field.front() != '"' || field.back() != '"') return std::string(field);
    std::string text;
    for (std::size_t i = 1; i + 1 < field.size(); ++i) {
        text += field[i];
        if (field[i] == '"' && field[i + 1] == '"' && i + 2 < field.size()) ++i;
    }
    return text;
}

void split(std::string_view line, std::string_view delimiter, std::vector<std::string>& fields) {
    fields.clear();
    const bool blank = delimiter == " ";
    while (true) {
        if (blank) line = trimmed(line);
        const auto end = find_unquoted(line, blank ? " \t" : delimiter);
        fields.push_back(unquoted(trimmed(line.substr(0, end))));
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
    }
}

enum class Reading { number, out_of_range, not_a_number };

Reading read_number(std::string_view field, double& value) {
    if (field.size() > 1 && field.front() == '+' && field[1] != '-') field.remove_prefix(1);
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error == std::errc::invalid_argument || end != field.data() + field.size()) return Reading::not_a_number;
    return error == std::errc::result_out_of_range ? Reading::out_of_range : Reading::number;
}

bool is_header(const std::vector<std::string>& fields) {
    double ignored = 0;
    for (const auto& field : fields) {
        if (field.empty() || read_number(field, ignored) != Reading::not_a_number) return false;
    }
    return true;
}

// A line of names, or of the numbers 0, 1, ... that stand for them, after an empty field: an index that nobody asked
// for.
bool is_header_beside_an_index(std::vector<std::string> fields) {
    if (fields.size() < 2 || !fields.front().empty()) return false;
    fields.erase(fields.begin());
    if (is_header(fields)) return true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i] != std::to_string(i)) return false;
    }
    return true;
}

class Reader {
public:
    explicit Reader(std::filesystem::path path) : path_(std::move(path)) {}

    Table read(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte-order mark, as spreadsheets write it
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            ++line_;
            take(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (columns_ == 0) throw Error("cannot read " + path_.string() + ": there is no line of numbers in it");
        table_.rows.shape = {table_.rows.values.size() / columns_, columns_};
        return std::move(table_);
    }

private:
    void take(std::string_view line) {
        line = trimmed(line.substr(0, find_unquoted(line, "#")));
        if (line.empty()) return;
        if (columns_ == 0) delimiter_ = delimiter_of(line);
        split(line, delimiter_, fields_);
        if (columns_ == 0) {
            columns_ = fields_.size();
            if (is_header(fields_)) {
                table_.columns = fields_;
                return;
            }
            if (is_header_beside_an_index(fields_))
                fail(1,
                     "the header has no name for its first column; pandas writes its index like that unless "
                     "index=False, and R its row names unless row.names=FALSE");
        }
        if (fields_.size() != columns_) {
            fail(0,
                 std::to_string(fields_.size()) + " columns, where the lines above have " + std::to_string(columns_));
        }
        for (std::size_t column = 0; column < columns_; ++column) add(column);
    }

    void add(std::size_t column) {
        double value = 0;
        const auto& field = fields_[column];
        switch (read_number(field, value)) {
            case Reading::number:
                table_.rows.values.push_back(value);
                return;
            case Reading::out_of_range:
                fail(column + 1, '"' + shortened(field) + "\" is out of the range of float64");
            case Reading::not_a_number:
                break;
        }
        fail(column + 1, field.empty() ? "empty, where a number was expected (nan stands for a missing one)"
                                       : '"' + shortened(field) + "\" is not a number");
    }

    static std::string shortened(const std::string& text) {
        constexpr std::size_t kLongest = 40;
        return text.size() <= kLongest ? text : text.substr(0, kLongest) + "...";
    }

    [[noreturn]] void fail(std::size_t column, const std::string& reason) const {
        std::string where = path_.string() + ": line " + std::to_string(line_);
        if (column > 0) where += ", column " + std::to_string(column);
        if (column > 0 && !table_.columns.empty()) where += " (" + table_.columns[column - 1] + ")";
        throw Error(where + ": " + reason);
    }

    std::filesystem::path path_;
    Table table_;
    std::vector<std::string> fields_;
    std::string_view delimiter_;
    std::size_t columns_ = 0;
    std::size_t line_ = 0;
};

}  // namespace

void write_csv(const std::vector<std::string>& columns, const ArrayView& rows, const std::filesystem::path& path) {
    if (rows.shape.size() != 2 || rows.shape[1] == 0 || element_count(rows.shape) != rows.values.size()) {
        throw Error("cannot write " + path.string() + ": a table needs the shape [row, column], not " +
                    to_string(rows.shape) + " with " + std::to_string(rows.values.size()) + " values");
    }
    const auto width = rows.shape[1];
    if (!columns.empty() && columns.size() != width) {
        throw Error("cannot write " + path.string() + ": " + std::to_string(columns.size()) + " names for " +
                    std::to_string(width) + " columns");
    }
    AtomicFile file(path);
    std::string line;
    for (const auto& name : columns) {
        if (!line.empty()) line += ',';
        line += quoted(name);
    }
    if (!columns.empty()) file.write(line += '\n');

    std::array<char, 32> digits{};
    for (std::size_t row = 0; row < rows.shape[0]; ++row) {
        line.clear();
        for (const double value : rows.values.subspan(row * width, width)) {
            if (!line.empty()) line += ',';
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
            line.append(digits.data(), end);
        }
        line += '\n';
        file.write(line);
    }
    file.commit();
}

Table read_csv(const std::filesystem::path& path) {
    const auto text = read_text(path);
    return Reader(path).read(text);
}

}  // namespace fokker::store
