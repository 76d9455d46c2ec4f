// A file that appears whole or not at all.
//
// The bytes go to a file of another name in the same folder. commit() forces them to the disk and renames that file to
// the wanted name, which the operating system does in one step: who opens the path sees the old file or the new one,
// never half of one, whatever fails and whenever the machine stops. Without commit(), as when an exception passes, the
// file of the other name is removed and the old file is as it was.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace fokker::store {

class AtomicFile {
public:
    // Creates the folders that are missing, then the temporary file, with the permissions of the file it will replace.
    // A symbolic link stays one: the file it points to is replaced. Something that is not a file, such as /dev/stdout
    // or a pipe, cannot be replaced and is written directly. Throws Error "cannot write out/result.nc: Permission
    // denied", as all members do.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    // Appends.
    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);

    // Where the bytes are now, for a library that opens files by name itself; it keeps the extension of the wanted
    // name.
    const std::filesystem::path& temporary() const { return temporary_; }

    // Nothing may be written after this.
    void commit();

    // Throws Error "cannot write PATH: REASON".
    [[noreturn]] void fail(const std::string& reason) const;

private:
    void flush();
    void discard() noexcept;

    std::filesystem::path path_;       // as the user wrote it, for messages
    std::filesystem::path target_;     // path_ with symbolic links followed
    std::filesystem::path temporary_;  // equal to target_ for what is written directly
    std::string buffer_;
    int descriptor_ = -1;
    bool replaces_ = true;  // false for what is written directly
};

// Writes a file by anything that can write to a path: `write(temporary)` writes the temporary file, which then replaces
// `path`. The temporary name ends as `path` does, for libraries that choose the format by the extension.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(const std::filesystem::path& temporary)>& write);

// A small file of text, such as summary.json.
void write_text(const std::filesystem::path& path, std::string_view text);

// "No space left on device" and the like, for a value of errno.
std::string system_message(int error_number);

}  // namespace fokker::store
