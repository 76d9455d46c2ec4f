#include "program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

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

Child::Child(const std::vector<std::string>& words, const fs::path& out) {
    const std::string path = program().string();
    std::vector<char*> argv{const_cast<char*>(path.c_str())};
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ != 0) return;
    if (!out.empty() && std::freopen(out.c_str(), "w", stdout) == nullptr) ::_exit(126);
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
}

Child::~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    exit_code();
}

void Child::await(const fs::path& path, std::chrono::milliseconds after) const {
    await([&] { return fs::exists(path); });
    std::this_thread::sleep_for(after);
}

void Child::await(const std::function<bool()>& there) const {
    const auto start = std::chrono::steady_clock::now();
    while (!there()) {
        siginfo_t ended{};
        ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT);
        if (ended.si_pid != 0) throw std::runtime_error("the child ended before there was what was waited for");
        if (std::chrono::steady_clock::now() - start > std::chrono::minutes(1))
            throw std::runtime_error("a minute passed, and there is not what was waited for");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

void Child::interrupt() const {
    ::kill(pid_, SIGINT);
}

int Child::exit_code() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
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
