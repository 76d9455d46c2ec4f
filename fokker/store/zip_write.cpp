#define ZLIB_CONST
#include <zlib.h>

#include <array>
#include <string_view>

#include "fokker/store/zip.hpp"

namespace fokker::store {
namespace {

constexpr std::uint32_t kMax32 = 0xffffffff;
constexpr std::uint16_t kMax16 = 0xffff;
constexpr std::uint16_t kVersionZip64 = 45;
constexpr std::uint16_t kSizesFollow = 1U << 3;  // sizes and checksum stand behind the data (4.4.4, bit 3)
constexpr std::uint16_t kNamesAreUtf8 = 1U << 11;
constexpr std::uint16_t kDate1980 = (0 << 9) | (1 << 5) | 1;  // the first that zip can say: equal input, equal bytes

// Little-endian fields, in the order that they are appended.
class Fields {
public:
    Fields& u16(std::uint64_t value) { return append(value, 2); }
    Fields& u32(std::uint64_t value) { return append(value, 4); }
    Fields& u64(std::uint64_t value) { return append(value, 8); }
    Fields& text(std::string_view value) {
        bytes_ += value;
        return *this;
    }
    const std::string& bytes() const { return bytes_; }

private:
    Fields& append(std::uint64_t value, int count) {
        for (int i = 0; i < count; ++i) bytes_ += static_cast<char>((value >> (8 * i)) & 0xff);
        return *this;
    }
    std::string bytes_;
};

// 4.3.7, with the Zip64 field (4.5.3) always: the size of deflated data is not known yet.
std::string local_header(const ZipMember& member) {
    const bool follow = (member.flags & kSizesFollow) != 0;
    Fields fields;
    fields.u32(0x04034b50).u16(kVersionZip64).u16(member.flags).u16(member.method).u16(0).u16(kDate1980);
    fields.u32(follow ? 0 : member.crc).u32(kMax32).u32(kMax32).u16(member.name.size()).u16(20).text(member.name);
    fields.u16(1).u16(16).u64(follow ? 0 : member.size).u64(follow ? 0 : member.packed_size);
    return fields.bytes();
}

// 4.3.9
std::string data_descriptor(const ZipMember& member) {
    return Fields().u32(0x08074b50).u32(member.crc).u64(member.packed_size).u64(member.size).bytes();
}

// 4.3.12
std::string directory_entry(const ZipMember& member) {
    constexpr std::uint16_t kMadeOnUnix = 3 << 8;
    constexpr std::uint32_t kPermissions = 0100644U << 16;
    Fields fields;
    fields.u32(0x02014b50).u16(kMadeOnUnix | kVersionZip64).u16(kVersionZip64).u16(member.flags).u16(member.method);
    fields.u16(0).u16(kDate1980).u32(member.crc).u32(kMax32).u32(kMax32).u16(member.name.size()).u16(28);
    fields.u16(0).u16(0).u16(0).u32(kPermissions).u32(kMax32).text(member.name);
    fields.u16(1).u16(24).u64(member.size).u64(member.packed_size).u64(member.offset);
    return fields.bytes();
}

// 4.3.14, 4.3.15 and 4.3.16
std::string directory_end(std::uint64_t count, std::uint64_t size, std::uint64_t offset) {
    Fields fields;
    fields.u32(0x06064b50).u64(44).u16(kVersionZip64).u16(kVersionZip64).u32(0).u32(0);
    fields.u64(count).u64(count).u64(size).u64(offset);
    fields.u32(0x07064b50).u32(0).u64(offset + size).u32(1);
    fields.u32(0x06054b50).u16(0).u16(0).u16(kMax16).u16(kMax16).u32(kMax32).u32(kMax32).u16(0);
    return fields.bytes();
}

class Deflater {
public:
    Deflater() { deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY); }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    template <typename Sink>
    void run(std::span<const std::byte> input, int flush, Sink sink) {
        stream_.next_in = reinterpret_cast<const Bytef*>(input.data());
        stream_.avail_in = static_cast<uInt>(input.size());
        do {
            stream_.next_out = output_.data();
            stream_.avail_out = static_cast<uInt>(output_.size());
            deflate(&stream_, flush);
            sink(std::as_bytes(std::span(output_.data(), output_.size() - stream_.avail_out)));
        } while (stream_.avail_out == 0);
    }

private:
    z_stream stream_ = {};
    std::array<Bytef, 1 << 16> output_{};
};

}  // namespace

void ZipWriter::write(Bytes bytes) {
    file_.write(bytes);
    written_ += bytes.size();
}

void ZipWriter::write(std::string_view bytes) {
    write(std::as_bytes(std::span(bytes)));
}

void ZipWriter::add(const std::string& name, std::initializer_list<Bytes> pieces) {
    ZipMember member;
    member.name = name;
    member.flags = static_cast<std::uint16_t>(kNamesAreUtf8 | (deflate_ ? kSizesFollow : 0));
    member.method = deflate_ ? Z_DEFLATED : 0;
    member.offset = written_;
    for (const auto piece : pieces) {
        member.size += piece.size();
        member.crc =
            static_cast<std::uint32_t>(crc32_z(member.crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size()));
    }
    member.packed_size = member.size;
    write(local_header(member));
    if (deflate_) {
        write_deflated(pieces, member);
        write(data_descriptor(member));
    } else {
        for (const auto piece : pieces) write(piece);
    }
    members_.push_back(member);
}

void ZipWriter::write_deflated(std::initializer_list<Bytes> pieces, ZipMember& member) {
    constexpr std::size_t kStep = std::size_t{1} << 30;  // zlib counts in 32 bits
    const auto begin = written_;
    const auto sink = [this](Bytes bytes) { write(bytes); };
    Deflater deflater;
    for (auto piece : pieces) {
        while (!piece.empty()) {
            const auto step = piece.first(std::min(piece.size(), kStep));
            deflater.run(step, Z_NO_FLUSH, sink);
            piece = piece.subspan(step.size());
        }
    }
    deflater.run({}, Z_FINISH, sink);
    member.packed_size = written_ - begin;
}

void ZipWriter::finish() {
    const auto begin = written_;
    for (const auto& member : members_) write(directory_entry(member));
    write(directory_end(members_.size(), written_ - begin, begin));
}

}  // namespace fokker::store
