#include "fokker/draw/film_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

#include "fokker/error.hpp"

#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace fokker::draw {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestLastWords = 2000;
constexpr int kTick = 10;        // ms between looks at whether it still runs
constexpr double kWorks = 0.01;  // of a processor: a program that uses more is not hung

void close_if_open(int& descriptor) {
    if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

// After fork() in a program with threads nothing may be called but what signal handlers may call.
[[noreturn]] void become(const char* program, char* const* arguments, int input, int errors, pid_t parent) {
    ::setpgid(0, 0);
#if defined(__linux__)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (::getppid() != parent) ::_exit(1);  // it ended before this was set
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (::dup2(input, STDIN_FILENO) >= 0 && ::dup2(nowhere, STDOUT_FILENO) >= 0 && ::dup2(errors, STDERR_FILENO) >= 0) {
        ::execv(program, arguments);
    }
    constexpr char kMessage[] = "it cannot be started";
    [[maybe_unused]] const auto written = ::write(errors, kMessage, sizeof kMessage - 1);
    ::_exit(127);
}

// The end of what a program said, as lines to be shown below a message.
std::string as_lines(std::string text) {
    while (!text.empty() && std::strchr(" \r\n", text.back()) != nullptr) text.pop_back();
    if (text.empty()) return "; it said nothing";
    std::string lines = ":";
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
        if (end > begin) lines += "\n    " + text.substr(begin, end - begin);
        begin = end + 1;
    }
    return lines;
}

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    const std::string folders = path != nullptr ? path : "";
    for (std::size_t begin = 0; begin < folders.size();) {
        const std::size_t end = std::min(folders.find(':', begin), folders.size());
        fs::path candidate = fs::path(folders.substr(begin, end - begin)) / name;
        std::error_code ignored;
        if (fs::is_regular_file(candidate, ignored) && ::access(candidate.c_str(), X_OK) == 0) return candidate;
        begin = end + 1;
    }
    return std::nullopt;
}

FedProgram::FedProgram(const fs::path& program, const std::vector<std::string>& arguments,
                       std::chrono::milliseconds patience)
    : name_(program.filename().string()), patience_(patience) {
    std::vector<char*> words{const_cast<char*>(name_.c_str())};
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);

    std::array<int, 2> input{-1, -1}, errors{-1, -1};
    const bool connected = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) == 0 &&
                           ::pipe2(errors.data(), O_CLOEXEC) == 0;
    const pid_t parent = ::getpid();
    if (connected) pid_ = ::fork();
    if (pid_ == 0) become(program.c_str(), words.data(), input[1], errors[1], parent);
    const int reason = errno;
    close_if_open(input[1]);
    close_if_open(errors[1]);
    if (pid_ < 0) {
        close_if_open(input[0]);
        close_if_open(errors[0]);
        throw Error(name_ + " cannot be started: " + std::strerror(reason));
    }
    input_ = input[0];
    errors_ = errors[0];
    ::fcntl(errors_, F_SETFL, O_NONBLOCK);
}

FedProgram::~FedProgram() {
    kill();
    close_if_open(input_);
    close_if_open(errors_);
}

void FedProgram::write(std::span<const std::byte> bytes) {
    auto last_taken = Clock::now();
    while (!bytes.empty()) {
        const auto taken = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(taken));
            last_taken = Clock::now();
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_for_room(kTick) && Clock::now() - last_taken > patience_) fail_hung("reads nothing");
        } else if (errno != EINTR) {
            fail_ended();
        }
    }
}

void FedProgram::finish() {
    close_if_open(input_);
    auto worked_until = Clock::now();
    for (auto used = time_used(); !has_ended();) {
        wait_for_room(kTick);
        if (const auto now_used = time_used(); now_used - used > kWorks * patience_) {
            used = now_used;
            worked_until = Clock::now();
        }
        if (Clock::now() - worked_until > patience_) fail_hung("does not end");
    }
    keep_what_it_says();
    if (!WIFEXITED(status_) || WEXITSTATUS(status_) != 0) fail_ended();
}

bool FedProgram::wait_for_room(int milliseconds) {
    // A descriptor that is negative is not looked at.
    std::array<pollfd, 2> watched{{{input_, POLLOUT, 0}, {errors_, POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), milliseconds);
    if (watched[1].revents != 0) keep_what_it_says();
    return watched[0].revents != 0;
}

void FedProgram::keep_what_it_says() {
    std::array<char, 4096> buffer{};
    while (errors_ >= 0) {
        const auto size = ::read(errors_, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size == 0) close_if_open(errors_);
        if (size <= 0) break;
        last_words_.append(buffer.data(), static_cast<std::size_t>(size));
        if (last_words_.size() > kLongestLastWords) last_words_.erase(0, last_words_.size() - kLongestLastWords);
    }
}

bool FedProgram::has_ended() {
    if (ended_) return true;
    const pid_t waited = ::waitpid(pid_, &status_, WNOHANG);
    // Where the process ignores SIGCHLD, nobody hears how its children end.
    ended_ = waited == pid_ || (waited < 0 && errno == ECHILD);
    return ended_;
}

std::chrono::nanoseconds FedProgram::time_used() const {
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return {};
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void FedProgram::kill() {
    if (has_ended()) return;
    ::kill(-pid_, SIGKILL);  // with the programs that it started
    ::kill(pid_, SIGKILL);   // where the group is not there yet
    while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) continue;
    ended_ = true;
}

void FedProgram::fail_ended() {
    // It closed its input, and is given a moment to say why.
    for (const auto begin = Clock::now(); !has_ended() && Clock::now() - begin < std::chrono::seconds(2);) {
        wait_for_room(kTick);
    }
    keep_what_it_says();
    std::string what = " stopped reading";
    if (has_ended()) {
        what = WIFSIGNALED(status_) ? std::string(" was ended by a signal, ") + ::strsignal(WTERMSIG(status_))
                                    : " ended with exit code " + std::to_string(WEXITSTATUS(status_));
    }
    throw Error(name_ + what + as_lines(last_words_));
}

void FedProgram::fail_hung(const char* what) {
    keep_what_it_says();
    throw Error(name_ + " " + what + as_lines(last_words_));
}

}  // namespace fokker::draw
