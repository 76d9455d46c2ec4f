#include "program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "fokker/cli/commands.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;

// Sends one of the standard streams into a file while it lives.
class Redirected {
public:
    Redirected(std::FILE* stream, const fs::path& file) : stream_(stream), saved_(::dup(::fileno(stream))) {
        std::fflush(stream_);
        std::FILE* to = std::fopen(file.c_str(), "w");
        ::dup2(::fileno(to), ::fileno(stream_));
        std::fclose(to);
    }
    ~Redirected() {
        std::fflush(stream_);
        ::dup2(saved_, ::fileno(stream_));
        ::close(saved_);
    }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

private:
    std::FILE* stream_;
    int saved_;
};

}  // namespace

Outcome call(const std::vector<std::string>& words) {
    const Scratch scratch;
    std::vector<const char*> argv{"fokker"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    Outcome outcome;
    {
        const Redirected out(stdout, scratch / "out"), err(stderr, scratch / "err");
        outcome.code = cli::main(static_cast<int>(argv.size()), argv.data());
    }
    outcome.out = read_file(scratch / "out");
    outcome.err = read_file(scratch / "err");
    return outcome;
}

Outcome shell(const std::string& command, const fs::path& folder) {
    const Scratch scratch;
    const std::string line = "cd '" + folder.string() + "' && PATH='" + program().parent_path().string() +
                             "':\"$PATH\" && ( " + command + " ) >'" + (scratch / "out").string() + "' 2>'" +
                             (scratch / "err").string() + "'";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(scratch / "out"), read_file(scratch / "err")};
}

fs::path program() {
    return fs::path(FOKKER_BINARY_DIR) / "bin" / "fokker";
}

pid_t start_program(const std::vector<std::string>& words) {
    const std::string path = program().string();
    std::vector<char*> argv{const_cast<char*>(path.c_str())};
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
}

std::string read_file(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false, any = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if ((c == ' ' || c == '\n') && !quoted) {
            if (any) words.push_back(word);
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any) words.push_back(word);
    return words;
}

Scratch::Scratch() {
    std::string name = (fs::temp_directory_path() / "fokker-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace fokker::cli::test
