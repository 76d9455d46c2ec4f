#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "fokker/store/zip.hpp"

namespace fokker::store {
namespace {

// 4.3: sizes of the fixed parts of the records
constexpr std::size_t kLocalHeader = 30;
constexpr std::size_t kDirectoryEntry = 46;
constexpr std::size_t kDirectoryEnd = 22;
constexpr std::size_t kZip64Locator = 20;
constexpr std::size_t kZip64End = 56;
constexpr std::size_t kLongestComment = 0xffff;

constexpr std::uint32_t kMax32 = 0xffffffff;
constexpr std::uint16_t kMax16 = 0xffff;

// Deflate turns 2 bits into 258 bytes at best: the limit is 1032 to 1.
constexpr std::uint64_t kLargestRatio = 1032;

using Bytes = std::vector<std::byte>;

std::uint64_t little_endian(std::span<const std::byte> bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + std::size_t(i)]);
    return value;
}
std::uint16_t u16(std::span<const std::byte> bytes, std::size_t at) {
    return static_cast<std::uint16_t>(little_endian(bytes, at, 2));
}
std::uint32_t u32(std::span<const std::byte> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(little_endian(bytes, at, 4));
}
std::uint64_t u64(std::span<const std::byte> bytes, std::size_t at) {
    return little_endian(bytes, at, 8);
}

Bytes read_bytes(const InputFile& file, std::uint64_t offset, std::uint64_t size) {
    if (offset > file.size() || size > file.size() - offset) file.fail("damaged: the zip archive is truncated");
    Bytes bytes(size);
    file.read(offset, bytes);
    return bytes;
}

struct Directory {
    std::uint64_t count = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

// The end record stands last, before a comment of unknown length: search from the end (4.3.16). Where a field is full,
// the Zip64 record before it has the value (4.3.14).
Directory find_directory(const InputFile& file) {
    const auto tail_size = std::min<std::uint64_t>(file.size(), kDirectoryEnd + kLongestComment);
    const auto tail_offset = file.size() - tail_size;
    const auto tail = read_bytes(file, tail_offset, tail_size);
    for (auto at = tail.size(); at-- > 0;) {
        if (tail.size() - at < kDirectoryEnd || u32(tail, at) != 0x06054b50) continue;
        if (u16(tail, at + 20) != tail.size() - at - kDirectoryEnd) continue;
        Directory found{u16(tail, at + 10), u32(tail, at + 12), u32(tail, at + 16)};
        if (found.count != kMax16 && found.size != kMax32 && found.offset != kMax32) return found;
        const auto end_offset = tail_offset + at;
        if (end_offset < kZip64Locator) return found;
        const auto locator = read_bytes(file, end_offset - kZip64Locator, kZip64Locator);
        if (u32(locator, 0) != 0x07064b50) return found;
        const auto record = read_bytes(file, u64(locator, 8), kZip64End);
        if (u32(record, 0) != 0x06064b50) file.fail("damaged: the zip archive's directory is not where it should be");
        return {u64(record, 32), u64(record, 40), u64(record, 48)};
    }
    file.fail("not an .npz file: a zip archive ends with a directory, and this has none (truncated?)");
}

// 4.5.3: the 64-bit values of those fields that are full, in this order.
void apply_zip64(const InputFile& file, std::span<const std::byte> extra, ZipMember& member) {
    while (extra.size() >= 4) {
        const auto id = u16(extra, 0);
        const auto size = u16(extra, 2);
        if (size > extra.size() - 4) file.fail("damaged: an extra field of " + member.name + " is too long");
        if (id == 1) {
            std::size_t at = 4;
            for (auto* value : {&member.size, &member.packed_size, &member.offset}) {
                if (*value != kMax32) continue;
                if (at + 8 > std::size_t{size} + 4) file.fail("damaged: the sizes of " + member.name + " are missing");
                *value = u64(extra, at);
                at += 8;
            }
            return;
        }
        extra = extra.subspan(std::size_t{size} + 4);
    }
}

// A member's bytes as they come out of the archive, with the checksum of what has passed.
class MemberStream : public ByteStream {
public:
    MemberStream(const InputFile& file, const ZipMember& member, std::uint64_t data)
        : file_(file), member_(member), data_(data), left_(member.size) {}

    void read(std::span<std::byte> bytes) final {
        if (bytes.size() > left_) fail("truncated");
        unpack(bytes);
        left_ -= bytes.size();
        crc_ = static_cast<std::uint32_t>(crc32_z(crc_, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
        if (left_ == 0 && crc_ != member_.crc) fail("damaged: the checksum is wrong");
    }
    std::uint64_t remaining() const final { return left_; }
    std::string place() const final { return file_.path().string() + ": " + member_.name; }

protected:
    virtual void unpack(std::span<std::byte> bytes) = 0;

    // The next packed bytes, as many as there are and fit.
    std::size_t next_packed(std::span<std::byte> bytes) {
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), member_.packed_size - taken_));
        file_.read(data_ + taken_, bytes.first(count));
        taken_ += count;
        return count;
    }

private:
    const InputFile& file_;
    ZipMember member_;
    std::uint64_t data_;
    std::uint64_t left_;
    std::uint64_t taken_ = 0;
    std::uint32_t crc_ = 0;
};

class StoredStream final : public MemberStream {
public:
    using MemberStream::MemberStream;

protected:
    void unpack(std::span<std::byte> bytes) override {
        if (next_packed(bytes) != bytes.size()) fail("truncated");
    }
};

class DeflatedStream final : public MemberStream {
public:
    DeflatedStream(const InputFile& file, const ZipMember& member, std::uint64_t data)
        : MemberStream(file, member, data) {
        inflateInit2(&stream_, -MAX_WBITS);
    }
    ~DeflatedStream() override { inflateEnd(&stream_); }
    DeflatedStream(const DeflatedStream&) = delete;
    DeflatedStream& operator=(const DeflatedStream&) = delete;

protected:
    void unpack(std::span<std::byte> bytes) override {
        constexpr std::size_t kStep = std::size_t{1} << 30;  // zlib counts in 32 bits
        while (!bytes.empty()) {
            const auto step = bytes.first(std::min(bytes.size(), kStep));
            unpack_step(step);
            bytes = bytes.subspan(step.size());
        }
    }

private:
    void unpack_step(std::span<std::byte> bytes) {
        stream_.next_out = reinterpret_cast<Bytef*>(bytes.data());
        stream_.avail_out = static_cast<uInt>(bytes.size());
        while (stream_.avail_out > 0) {
            if (stream_.avail_in == 0) {
                stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
                stream_.avail_in = static_cast<uInt>(next_packed(input_));
                if (stream_.avail_in == 0) fail("truncated");
            }
            const int status = inflate(&stream_, Z_NO_FLUSH);
            if (status == Z_STREAM_END && stream_.avail_out > 0) fail("damaged: shorter than it declares");
            if (status != Z_OK && status != Z_STREAM_END) fail("damaged: the compressed data make no sense");
        }
    }

    z_stream stream_ = {};
    std::array<std::byte, 1 << 16> input_{};
};

}  // namespace

std::vector<ZipMember> zip_members(const InputFile& file) {
    const auto directory = find_directory(file);
    const auto bytes = read_bytes(file, directory.offset, directory.size);
    std::span<const std::byte> rest(bytes);
    std::vector<ZipMember> members;
    while (!rest.empty()) {
        if (rest.size() < kDirectoryEntry || u32(rest, 0) != 0x02014b50)
            file.fail("damaged: the zip directory is broken");
        const std::size_t name_size = u16(rest, 28), extra_size = u16(rest, 30), comment_size = u16(rest, 32);
        if (rest.size() - kDirectoryEntry < name_size + extra_size + comment_size) {
            file.fail("damaged: the zip directory is broken");
        }
        ZipMember member;
        member.name.assign(reinterpret_cast<const char*>(rest.data()) + kDirectoryEntry, name_size);
        member.flags = u16(rest, 8);
        member.method = u16(rest, 10);
        member.crc = u32(rest, 16);
        member.packed_size = u32(rest, 20);
        member.size = u32(rest, 24);
        member.offset = u32(rest, 42);
        apply_zip64(file, rest.subspan(kDirectoryEntry + name_size, extra_size), member);
        members.push_back(std::move(member));
        rest = rest.subspan(kDirectoryEntry + name_size + extra_size + comment_size);
    }
    if (members.size() != directory.count) file.fail("damaged: the zip directory does not list what it counts");
    return members;
}

std::unique_ptr<ByteStream> open_zip_member(const InputFile& file, const ZipMember& member) {
    const auto refuse = [&](const std::string& reason) { file.fail(member.name + ": " + reason); };
    if ((member.flags & 1U) != 0) refuse("encrypted");
    const auto header = read_bytes(file, member.offset, kLocalHeader);
    if (u32(header, 0) != 0x04034b50) refuse("damaged: it is not where the directory says");
    const auto data = member.offset + kLocalHeader + u16(header, 26) + u16(header, 28);
    if (data > file.size() || member.packed_size > file.size() - data) refuse("truncated");
    switch (member.method) {
        case 0:
            if (member.size != member.packed_size) refuse("damaged: its two sizes differ though it is not compressed");
            return std::make_unique<StoredStream>(file, member, data);
        case Z_DEFLATED:
            if (member.size / kLargestRatio > member.packed_size) refuse("damaged: it declares more than it can hold");
            return std::make_unique<DeflatedStream>(file, member, data);
        default:
            break;
    }
    file.fail(member.name + ": compression method " + std::to_string(member.method) +
              "; only stored and deflated members can be read (numpy.savez, numpy.savez_compressed)");
}

}  // namespace fokker::store
