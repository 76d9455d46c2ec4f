// Names of files that exist only while others are written. Private to this room.
#pragma once

#include <unistd.h>

#include <atomic>
#include <string>

namespace fokker::draw {

// "4711-3": no two calls have the same, neither in this process nor in another that runs at the same time.
inline std::string unique_name() {
    static std::atomic<unsigned long> calls = 0;
    return std::to_string(::getpid()) + "-" + std::to_string(++calls);
}

}  // namespace fokker::draw
