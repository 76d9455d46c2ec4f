#include "fokker/store/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

#include "fokker/error.hpp"

namespace fokker::store {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 20;
constexpr std::size_t kLongestExtension = 16;

// Hidden, and no longer for a long name: a name may have 255 bytes at most.
fs::path temporary_name(const fs::path& target) {
    static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::random_device entropy;
    std::string name = ".fokker-";
    for (int i = 0; i < 10; ++i) name += kDigits[entropy() % 36];
    const auto extension = target.extension().string();
    if (extension.size() <= kLongestExtension) name += extension;
    return target.parent_path() / name;
}

void write_all(int descriptor, const std::byte* bytes, std::size_t size, const AtomicFile& file) {
    while (size > 0) {
        const auto written = ::write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) file.fail(system_message(errno));
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

// A rename is on the disk when its folder is. Some file systems cannot sync a folder (EINVAL); they do without.
void sync_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

std::string system_message(int error_number) {
    return std::generic_category().message(error_number);
}

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)), target_(path_) {
    std::error_code error;
    if (path_.filename().empty() || fs::is_directory(path_, error)) fail(system_message(EISDIR));
    if (fs::is_symlink(path_, error)) {
        target_ = fs::weakly_canonical(path_, error);
        if (error) fail(error.message());
    }
    if (target_.has_parent_path()) {
        fs::create_directories(target_.parent_path(), error);
        if (error) fail("cannot create the folder " + target_.parent_path().string() + ": " + error.message());
    }

    struct stat old = {};
    const bool exists = ::stat(target_.c_str(), &old) == 0;
    replaces_ = !exists || S_ISREG(old.st_mode);
    if (!replaces_) {
        temporary_ = target_;
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        do {
            temporary_ = temporary_name(target_);
            descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (descriptor_ < 0 && errno == EEXIST);
    }
    if (descriptor_ < 0) fail(system_message(errno));
    if (replaces_ && exists) ::fchmod(descriptor_, old.st_mode & 07777U);
    buffer_.reserve(kBufferSize);
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > kBufferSize) flush();
    if (bytes.size() >= kBufferSize) {
        write_all(descriptor_, bytes.data(), bytes.size(), *this);
    } else {
        buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
}

void AtomicFile::write(std::string_view text) {
    write(std::as_bytes(std::span(text)));
}

void AtomicFile::flush() {
    write_all(descriptor_, reinterpret_cast<const std::byte*>(buffer_.data()), buffer_.size(), *this);
    buffer_.clear();
}

void AtomicFile::commit() {
    flush();
    if (replaces_ && ::fsync(descriptor_) != 0) fail(system_message(errno));
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0) {
        const int reason = errno;
        if (replaces_) ::unlink(temporary_.c_str());
        fail(system_message(reason));
    }
    if (!replaces_) return;
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
        const int reason = errno;
        ::unlink(temporary_.c_str());
        fail(system_message(reason));
    }
    sync_folder(target_.parent_path());
}

void AtomicFile::discard() noexcept {
    if (descriptor_ < 0) return;
    if (replaces_) {
        // HDF5 may still hold a file that it failed to close: emptied, it takes no space.
        [[maybe_unused]] const int emptied = ::ftruncate(descriptor_, 0);
        ::unlink(temporary_.c_str());
    }
    ::close(std::exchange(descriptor_, -1));
}

void AtomicFile::fail(const std::string& reason) const {
    throw Error("cannot write " + path_.string() + ": " + reason);
}

void replace_file(const fs::path& path, const std::function<void(const fs::path&)>& write) {
    AtomicFile file(path);
    write(file.temporary());
    file.commit();
}

void write_text(const fs::path& path, std::string_view text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

}  // namespace fokker::store
