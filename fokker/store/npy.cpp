#include "fokker/store/npy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include "fokker/error.hpp"

namespace fokker::store {
namespace {

static_assert(std::endian::native == std::endian::little, "the bytes of arrays go into files as they are in memory");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLongestHeader = 1 << 16;  // NumPy itself refuses more than 10,000

struct Header {
    std::string descr;
    bool fortran_order = false;
    Shape shape;
};

// The header is a Python literal: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
class HeaderParser {
public:
    HeaderParser(std::string_view text, const ByteStream& stream) : text_(text), stream_(stream) {}

    Header parse() {
        std::optional<std::string> descr;
        std::optional<bool> fortran_order;
        std::optional<Shape> shape;
        expect('{');
        while (!accept('}')) {
            const auto key = string();
            expect(':');
            if (key == "descr") {
                descr = type();
            } else if (key == "fortran_order") {
                fortran_order = boolean();
            } else if (key == "shape") {
                shape = tuple();
            } else {
                damaged();
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skip_blanks();
        if (!text_.empty() || !descr || !fortran_order || !shape) damaged();
        return {*descr, *fortran_order, *shape};
    }

private:
    [[noreturn]] void damaged() const { stream_.fail("damaged: the .npy header makes no sense"); }

    void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())); }

    bool accept(char wanted) {
        skip_blanks();
        if (!text_.starts_with(wanted)) return false;
        text_.remove_prefix(1);
        return true;
    }

    void expect(char wanted) {
        if (!accept(wanted)) damaged();
    }

    std::string string() {
        skip_blanks();
        if (!text_.starts_with('\'') && !text_.starts_with('"')) damaged();
        const auto end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos) damaged();
        const std::string value(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return value;
    }

    std::string type() {
        skip_blanks();
        if (text_.starts_with('[')) stream_.fail("an array of records; only arrays of plain numbers can be read");
        return string();
    }

    bool boolean() {
        skip_blanks();
        for (const bool value : {false, true}) {
            const std::string_view word = value ? "True" : "False";
            if (!text_.starts_with(word)) continue;
            text_.remove_prefix(word.size());
            return value;
        }
        damaged();
    }

    Shape tuple() {
        Shape shape;
        expect('(');
        while (!accept(')')) {
            skip_blanks();
            std::size_t extent = 0;
            const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), extent);
            if (error != std::errc{}) damaged();
            text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
            accept('L');  // as Python 2 wrote long integers
            shape.push_back(extent);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return shape;
    }

    std::string_view text_;
    const ByteStream& stream_;
};

Header read_header(ByteStream& stream) {
    std::array<std::byte, 8> start{};
    if (stream.remaining() < start.size()) stream.fail("truncated: too short for a .npy header");
    stream.read(start);
    if (std::memcmp(start.data(), kMagic.data(), kMagic.size()) != 0) {
        stream.fail("not a .npy array: it does not begin with \\x93NUMPY");
    }
    const auto version = std::to_integer<int>(start[6]);
    if (version < 1 || version > 3) {
        stream.fail("version " + std::to_string(version) + " of the .npy format; versions 1 to 3 can be read");
    }
    std::array<std::byte, 4> length{};
    stream.read(std::span(length).first(version == 1 ? 2 : 4));
    const auto size = std::bit_cast<std::uint32_t>(length);
    if (size > kLongestHeader) stream.fail("damaged: the .npy header claims " + std::to_string(size) + " bytes");
    std::string text(size, '\0');
    stream.read(std::as_writable_bytes(std::span(text)));
    return HeaderParser(text, stream).parse();
}

template <typename Stored>
void read_values(ByteStream& stream, bool swap, std::span<double> values) {
    std::array<Stored, 8192> chunk{};
    while (!values.empty()) {
        const auto count = std::min(values.size(), chunk.size());
        const auto bytes = std::as_writable_bytes(std::span(chunk).first(count));
        stream.read(bytes);
        if (swap) {
            for (std::size_t i = 0; i < count; ++i)
                std::ranges::reverse(bytes.subspan(i * sizeof(Stored), sizeof(Stored)));
        }
        std::ranges::transform(std::span(chunk).first(count), values.begin(),
                               [](Stored value) { return static_cast<double>(value); });
        values = values.subspan(count);
    }
}

template <>
void read_values<bool>(ByteStream& stream, bool, std::span<double> values) {
    read_values<std::uint8_t>(stream, false, values);
    for (auto& value : values) value = value != 0 ? 1 : 0;
}

struct NumberType {
    std::string_view name;
    std::size_t size;
    void (*read)(ByteStream&, bool swap, std::span<double>);
};

constexpr std::array kNumberTypes{
    NumberType{"f8", 8, read_values<double>},        NumberType{"f4", 4, read_values<float>},
    NumberType{"i8", 8, read_values<std::int64_t>},  NumberType{"i4", 4, read_values<std::int32_t>},
    NumberType{"i2", 2, read_values<std::int16_t>},  NumberType{"i1", 1, read_values<std::int8_t>},
    NumberType{"u8", 8, read_values<std::uint64_t>}, NumberType{"u4", 4, read_values<std::uint32_t>},
    NumberType{"u2", 2, read_values<std::uint16_t>}, NumberType{"u1", 1, read_values<std::uint8_t>},
    NumberType{"b1", 1, read_values<bool>},
};

const NumberType& number_type(const std::string& descr, const ByteStream& stream) {
    const auto known = [&](const NumberType& type) {
        return descr.substr(std::min<std::size_t>(1, descr.size())) == type.name;
    };
    const auto found = std::ranges::find_if(kNumberTypes, known);
    if (found != kNumberTypes.end() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos) return *found;
    if (descr == "|O" || descr == "O")
        stream.fail("an array of Python objects; only arrays of plain numbers can be read");
    stream.fail("numbers of type " + descr +
                "; booleans, integers and floats of up to 64 bits can be read, such as <f8");
}

// values[i, j, k] from the order where the first index varies fastest.
std::vector<double> from_fortran_order(const std::vector<double>& values, const Shape& shape) {
    std::vector<double> result(values.size());
    Shape index(shape.size(), 0);
    Shape stride(shape.size(), 1);
    for (std::size_t axis = 1; axis < shape.size(); ++axis) stride[axis] = stride[axis - 1] * shape[axis - 1];
    std::size_t from = 0;
    for (auto& value : result) {
        value = values[from];
        for (auto axis = shape.size(); axis-- > 0;) {
            from += stride[axis];
            if (++index[axis] < shape[axis]) break;
            from -= stride[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return result;
}

}  // namespace

std::string npy_header(std::string_view descr, const Shape& shape) {
    std::string text = "{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': (";
    for (const auto extent : shape) text += std::to_string(extent) + ", ";
    text += "), }";
    constexpr std::size_t kBefore = 10;  // magic, version, length
    const auto padding = kAlignment - (kBefore + text.size() + 1) % kAlignment;
    text.append(padding % kAlignment, ' ');
    text += '\n';
    const auto size = text.size();
    std::string header(kMagic);
    for (const auto byte : {std::size_t{1}, std::size_t{0}, size & 0xff, size >> 8}) header += static_cast<char>(byte);
    return header + text;
}

Array decode_npy(ByteStream& stream) {
    auto header = read_header(stream);
    const auto& type = number_type(header.descr, stream);
    std::uint64_t bytes = 0;
    try {
        bytes = element_count(header.shape) * type.size;
    } catch (const Error& error) {
        stream.fail(std::string("damaged: ") + error.what());
    }
    if (bytes != stream.remaining()) {
        stream.fail("damaged or truncated: shape " + to_string(header.shape) + " of type " + header.descr + " needs " +
                    std::to_string(bytes) + " bytes and there are " + std::to_string(stream.remaining()));
    }
    Array array{.shape = std::move(header.shape), .values = std::vector<double>(bytes / type.size)};
    type.read(stream, header.descr[0] == '>', array.values);
    if (header.fortran_order && array.shape.size() > 1) array.values = from_fortran_order(array.values, array.shape);
    return array;
}

}  // namespace fokker::store
