#include "fokker/store/npz.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "fokker/store/atomic_file.hpp"
#include "fokker/store/input_file.hpp"
#include "fokker/store/npy.hpp"
#include "fokker/store/zip.hpp"

namespace fokker::store {
namespace {

constexpr std::string_view kExtension = ".npy";

std::string without_extension(const std::string& name) {
    return name.ends_with(kExtension) ? name.substr(0, name.size() - kExtension.size()) : name;
}

// How many bytes a UTF-8 sequence has that begins with `lead`; 0 for a byte that begins none.
std::size_t sequence_size(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead < 0xc2) return 0;
    if (lead < 0xe0) return 2;
    if (lead < 0xf0) return 3;
    return lead < 0xf5 ? 4 : 0;
}

// The code point that `text` begins with, and its size in bytes; U+FFFD for one byte that is no part of UTF-8.
std::pair<char32_t, std::size_t> first_code_point(std::string_view text) {
    constexpr std::pair<char32_t, std::size_t> kBroken{0xfffd, 1};
    const auto lead = static_cast<unsigned char>(text.front());
    const auto size = sequence_size(lead);
    if (size == 0 || size > text.size()) return kBroken;
    char32_t point = size == 1 ? lead : lead & (0x7fU >> size);
    for (const char c : text.substr(1, size - 1)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0U) != 0x80U) return kBroken;
        point = point << 6U | (byte & 0x3fU);
    }
    const bool is_surrogate = point >= 0xd800 && point < 0xe000;
    if (is_surrogate || point > 0x10ffff) return kBroken;
    return {point, size};
}

std::u32string code_points(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const auto [point, size] = first_code_point(text);
        points.push_back(point);
        text.remove_prefix(size);
    }
    return points;
}

template <typename T>
ZipWriter::Bytes bytes_of(const T& values) {
    return std::as_bytes(std::span(values));
}

class Writer {
public:
    explicit Writer(ZipWriter& zip) : zip_(zip) {}

    void add(const std::string& name, const Data& data) {
        if (const auto* integers = std::get_if<Integers>(&data)) {
            add(name, "<i8", {integers->size()}, bytes_of(*integers));
        } else if (const auto* labels = std::get_if<Labels>(&data)) {
            add_text(name, *labels, {labels->size()});
        } else {
            const auto numbers = view(data);
            add(name, "<f8", numbers.shape, bytes_of(numbers.values));
        }
    }

    void add(const std::string& name, const Attribute& attribute) {
        if (const auto* text = std::get_if<std::string>(&attribute)) return add_text(name, std::span(text, 1), {});
        if (const auto* number = std::get_if<double>(&attribute))
            return add(name, "<f8", {}, bytes_of(std::array{*number}));
        if (const auto* integer = std::get_if<std::int64_t>(&attribute)) {
            return add(name, "<i8", {}, bytes_of(std::array{*integer}));
        }
        add(name, "<u8", {}, bytes_of(std::array{std::get<std::uint64_t>(attribute)}));
    }

private:
    void add(const std::string& name, std::string_view descr, const Shape& shape, ZipWriter::Bytes values) {
        const auto header = npy_header(descr, shape);
        zip_.add(name + std::string(kExtension), {bytes_of(header), values});
    }

    // NumPy's text: UTF-32, every element as long as the longest, filled up with zeros.
    void add_text(const std::string& name, std::span<const std::string> texts, const Shape& shape) {
        std::vector<std::u32string> elements;
        std::size_t longest = 1;
        for (const auto& text : texts) longest = std::max(longest, elements.emplace_back(code_points(text)).size());
        std::u32string values;
        for (auto& element : elements) values += element + std::u32string(longest - element.size(), U'\0');
        add(name, "<U" + std::to_string(longest), shape, bytes_of(values));
    }

    ZipWriter& zip_;
};

class FileStream final : public ByteStream {
public:
    explicit FileStream(const InputFile& file) : file_(file) {}

    void read(std::span<std::byte> bytes) override {
        file_.read(at_, bytes);
        at_ += bytes.size();
    }
    std::uint64_t remaining() const override { return file_.size() - at_; }
    std::string place() const override { return file_.path().string(); }

private:
    const InputFile& file_;
    std::uint64_t at_ = 0;
};

std::string listed(const std::vector<ZipMember>& members) {
    std::string names;
    for (const auto& member : members) names += (names.empty() ? "" : ", ") + without_extension(member.name);
    return names.empty() ? "none" : names;
}

const ZipMember& find_member(const InputFile& file, const std::vector<ZipMember>& members, const std::string& name) {
    if (name.empty()) {
        if (members.size() == 1) return members.front();
        file.fail("which array? There are: " + listed(members));
    }
    const auto found =
        std::ranges::find(members, name, [](const auto& member) { return without_extension(member.name); });
    if (found == members.end()) file.fail("no array \"" + name + "\"; there are: " + listed(members));
    return *found;
}

}  // namespace

void write_npz(const Dataset& dataset, const std::filesystem::path& path, const NpzOptions& options) {
    check(dataset);
    AtomicFile file(path);
    ZipWriter zip(file, options.deflate);
    Writer writer(zip);
    for (const auto& coordinate : dataset.coordinates) writer.add(coordinate.name, coordinate.data);
    for (const auto& variable : dataset.variables) writer.add(variable.name, variable.data);
    for (const auto& [name, value] : dataset.attributes) writer.add("attributes/" + name, value);
    zip.finish();
    file.commit();
}

void write_npy(const ArrayView& array, const std::filesystem::path& path) {
    AtomicFile file(path);
    file.write(npy_header("<f8", array.shape));
    file.write(bytes_of(array.values));
    file.commit();
}

std::vector<std::string> npz_names(const std::filesystem::path& path) {
    std::vector<std::string> names;
    for (const auto& member : zip_members(InputFile(path))) names.push_back(without_extension(member.name));
    return names;
}

Array read_npz(const std::filesystem::path& path, const std::string& name) {
    const InputFile file(path);
    const auto members = zip_members(file);
    return decode_npy(*open_zip_member(file, find_member(file, members, name)));
}

Array read_npy(const std::filesystem::path& path) {
    const InputFile file(path);
    FileStream stream(file);
    return decode_npy(stream);
}

}  // namespace fokker::store
