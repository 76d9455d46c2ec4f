#include "fokker/cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <optional>

#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<Progress*>::is_always_lock_free,
              "used in a signal handler");
std::atomic<Progress*> running{nullptr};

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};  // all ask the run to stop

void on_interrupt(int) {
    if (Progress* progress = running.load()) progress->stop.store(true);
}

int columns_of_terminal() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

StopOnInterrupt::StopOnInterrupt(Progress& progress) {
    running.store(&progress);
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one is not caught
    for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

StopOnInterrupt::~StopOnInterrupt() {
    for (const int signal : kSignals) std::signal(signal, SIG_DFL);
    running.store(nullptr);
}

ProgressBar::ProgressBar(const Progress& progress, double total, const Drawing& drawing, std::string unit)
    : progress_(progress), total_(total), drawing_(drawing), unit_(std::move(unit)) {
    if (::isatty(STDERR_FILENO) == 1) thread_ = std::thread([this] { draw_until_done(); });
}

ProgressBar::~ProgressBar() {
    if (!thread_.joinable()) return;
    {
        const std::scoped_lock lock(mutex_);
        done_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void ProgressBar::draw_until_done() {
    using namespace std::chrono_literals;
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::unique_lock lock(mutex_);
    bool drawn = false;
    std::optional<double> drawn_before;  // seconds until all particles were done
    if (total_ == 0) drawn_before = 0;
    for (auto next = begin + 500ms; !changed_.wait_until(lock, next, [this] { return done_; });
         next = Clock::now() + 100ms) {
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        const auto done = static_cast<double>(progress_.done.load(std::memory_order_relaxed));
        std::string line = progress_line(done, total_, seconds, columns_of_terminal(), unit_);
        if (done >= total_ && drawing_.total > 0) {
            if (!drawn_before) drawn_before = seconds;
            line = progress_line(static_cast<double>(drawing_.done.load(std::memory_order_relaxed)),
                                 static_cast<double>(drawing_.total), seconds - *drawn_before + 1e-3,
                                 columns_of_terminal(), "pictures");
        }
        std::fprintf(stderr, "\r\033[K%s", line.c_str());
        std::fflush(stderr);
        drawn = true;
    }
    if (drawn) std::fputs("\r\033[K", stderr);
}

std::string progress_line(double done, double total, double seconds, int columns, const std::string& unit) {
    const double share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0.0;
    char percent[16], left[32] = "";
    std::snprintf(percent, sizeof percent, "%3d %%", static_cast<int>(100 * share));
    if (share > 0) {
        const double remaining = std::min(seconds * (1 - share) / share, 359999.0);
        const int s = static_cast<int>(std::ceil(remaining));
        if (s < 3600)
            std::snprintf(left, sizeof left, "  %d:%02d left", s / 60, s % 60);
        else
            std::snprintf(left, sizeof left, "  %d:%02d:%02d left", s / 3600, s / 60 % 60, s % 60);
    }
    const std::string words = "  " + std::string(percent) + "  " + in_units(done / seconds) + " " + unit + "/s" + left;
    const int room = std::clamp(columns - static_cast<int>(words.size()) - 3, 0, 40);
    const auto full = static_cast<std::size_t>(share * room);
    std::string bar;
    if (room >= 8) bar = "[" + std::string(full, '#') + std::string(static_cast<std::size_t>(room) - full, '-') + "]";
    return (bar + words).substr(0, static_cast<std::size_t>(std::max(columns - 1, 1)));
}

}  // namespace fokker::cli
