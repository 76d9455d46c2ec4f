#include "fokker/store/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "fokker/error.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::store {
namespace {

[[noreturn]] void cannot_read(const std::string& place, const std::string& reason) {
    throw Error("cannot read " + place + ": " + reason);
}

struct Descriptor {
    explicit Descriptor(const std::filesystem::path& path) : value(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (value < 0) cannot_read(path.string(), system_message(errno));
    }
    ~Descriptor() {
        if (value >= 0) ::close(value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int value;
};

}  // namespace

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)) {
    Descriptor descriptor(path_);
    struct stat status = {};
    if (::fstat(descriptor.value, &status) != 0) fail(system_message(errno));
    if (S_ISDIR(status.st_mode)) fail(system_message(EISDIR));
    if (!S_ISREG(status.st_mode)) fail("not a file");
    size_ = static_cast<std::uint64_t>(status.st_size);
    descriptor_ = std::exchange(descriptor.value, -1);
}

InputFile::~InputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void InputFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
    if (offset > size_ || bytes.size() > size_ - offset) fail("the file is truncated");
    while (!bytes.empty()) {
        const auto count = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(system_message(errno));
        if (count == 0) fail("the file is truncated");
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

void InputFile::fail(const std::string& reason) const {
    cannot_read(path_.string(), reason);
}

void ByteStream::fail(const std::string& reason) const {
    cannot_read(place(), reason);
}

std::string read_text(const std::filesystem::path& path) {
    const Descriptor descriptor(path);
    std::string text;
    std::array<char, 1 << 16> buffer{};
    while (true) {
        const auto count = ::read(descriptor.value, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) cannot_read(path.string(), system_message(errno));
        if (count == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace fokker::store
