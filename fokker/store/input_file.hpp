// Reading: what the readers of NPZ and CSV share. Errors are fokker::Error "cannot read PATH: REASON".
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace fokker::store {

// A file of known size, read anywhere.
class InputFile {
public:
    explicit InputFile(std::filesystem::path path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    std::uint64_t size() const { return size_; }
    const std::filesystem::path& path() const { return path_; }

    // Fills `bytes` from `offset`. Throws Error "the file is truncated" where it ends before.
    void read(std::uint64_t offset, std::span<std::byte> bytes) const;

    [[noreturn]] void fail(const std::string& reason) const;

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

// Everything until the end, of files, pipes and terminals.
std::string read_text(const std::filesystem::path& path);

// The bytes of one array, in their order: a whole .npy file or a member of a zip archive, which is unpacked and checked
// on the way.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    // Fills `bytes`; throws Error where fewer are left.
    virtual void read(std::span<std::byte> bytes) = 0;

    // Bytes not read yet, as the file declares. No more than the file can hold.
    virtual std::uint64_t remaining() const = 0;

    // The path, with the member where there is one.
    virtual std::string place() const = 0;

    // Throws Error "cannot read PLACE: REASON".
    [[noreturn]] void fail(const std::string& reason) const;
};

}  // namespace fokker::store
