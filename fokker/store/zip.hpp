// The zip archives around NPZ: members stored or deflated, Zip64 for what passes 4 GiB. Nothing else of zip is needed:
// no encryption, no other compression, no archive in parts; each is refused by name.
// Format: PKWARE APPNOTE.TXT 6.3.10; the sections are named in zip.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "fokker/store/atomic_file.hpp"
#include "fokker/store/input_file.hpp"

namespace fokker::store {

struct ZipMember {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed_size = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;  // of its local header
};

// The members that the archive's central directory lists. Throws Error for what is not a zip archive or is damaged.
std::vector<ZipMember> zip_members(const InputFile& file);

// The bytes of a member. Reading its last byte checks the checksum. Throws Error for encrypted members, unknown
// compression, and a declared size that its packed bytes cannot unfold to. `file` must outlive the stream.
std::unique_ptr<ByteStream> open_zip_member(const InputFile& file, const ZipMember& member);

class ZipWriter {
public:
    // `file` must outlive the writer; the writer does not commit it.
    ZipWriter(AtomicFile& file, bool deflate) : file_(file), deflate_(deflate) {}

    using Bytes = std::span<const std::byte>;

    // A member that holds the pieces end to end.
    void add(const std::string& name, std::initializer_list<Bytes> pieces);

    // The central directory. Nothing may be added after it.
    void finish();

private:
    void write(std::string_view bytes);
    void write(Bytes bytes);
    void write_deflated(std::initializer_list<Bytes> pieces, ZipMember& member);

    AtomicFile& file_;
    bool deflate_;
    std::uint64_t written_ = 0;
    std::vector<ZipMember> members_;
};

}  // namespace fokker::store
