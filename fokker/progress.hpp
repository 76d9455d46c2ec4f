// How far long work is, for whoever waits for it, and the wish to end it.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

namespace fokker {

struct Progress {
    std::atomic<std::uint64_t> done{0};  // units of work so far: particle-steps, iterations, ...
    std::atomic<bool> stop{false};       // set it: the work ends soon, with what is complete
};

// Ends work of which no part is of use: thrown where Progress::stop was set.
class Stopped : public std::exception {
public:
    const char* what() const noexcept override { return "stopped"; }
};

// So many units more are done, of work of which no part is of use. progress may be nullptr. Throws Stopped.
inline void advance(Progress* progress, std::uint64_t units) {
    if (progress == nullptr) return;
    progress->done.fetch_add(units, std::memory_order_relaxed);
    if (progress->stop.load(std::memory_order_relaxed)) throw Stopped();
}

}  // namespace fokker
