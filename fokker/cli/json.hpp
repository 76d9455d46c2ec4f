// JSON, written. Values keep the order in which they were put in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fokker::cli {

// Numbers are written with 17 significant digits, which read back to the same bits. JSON has no NaN and no infinity:
// they become null, and who writes them says elsewhere what that means.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    Json() = default;                                             // null
    Json(const char* text) : data_(std::string(text)) {}          // NOLINT(google-explicit-constructor): literals
    Json(std::string_view text) : data_(std::string(text)) {}     // NOLINT(google-explicit-constructor)
    Json(const std::string& text) : data_(text) {}                // NOLINT(google-explicit-constructor)
    Json(bool flag) : data_(flag) {}                              // NOLINT(google-explicit-constructor)
    Json(double number) : data_(number) {}                        // NOLINT(google-explicit-constructor)
    Json(int number) : data_(std::int64_t{number}) {}             // NOLINT(google-explicit-constructor)
    Json(std::int64_t number) : data_(number) {}                  // NOLINT(google-explicit-constructor)
    Json(std::uint64_t number) : data_(number) {}                 // NOLINT(google-explicit-constructor)
    Json(std::uint32_t number) : data_(std::uint64_t{number}) {}  // NOLINT(google-explicit-constructor)
    Json(Array elements) : data_(std::move(elements)) {}          // NOLINT(google-explicit-constructor)
    Json(Object members) : data_(std::move(members)) {}           // NOLINT(google-explicit-constructor)

    static Json list(std::span<const double> numbers);                       // [1, 2]
    static Json rows(std::span<const double> numbers, std::size_t columns);  // [[1, 2], [3, 4]]

    // Of an object (null becomes an empty one); a new member at the end, or the one there is.
    Json& operator[](std::string_view key);
    void push_back(Json element);
    Object& object() { return std::get<Object>(data_); }  // of an object: its members, in order

    // With line ends and indentation; lists of numbers on one line.
    std::string to_text() const;

private:
    void write(std::string& out, int indent) const;
    bool is_flat() const;

    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> data_;
};

}  // namespace fokker::cli
