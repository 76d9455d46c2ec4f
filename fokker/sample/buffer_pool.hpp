// Vectors of one length that are shared and used again: a fixed number of them, so that nothing is allocated while a
// chain runs. They begin as zeros, and on cache lines where their length is whole lines. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace fokker {

class BufferPool {
public:
    BufferPool(std::size_t buffers, std::size_t length)
        : length_(length), data_(buffers * length + kLine), users_(buffers, 0) {
        const auto address = reinterpret_cast<std::uintptr_t>(data_.data()) / sizeof(double);
        first_ = data_.data() + (kLine - address % kLine) % kLine;
        for (std::size_t b = buffers; b > 0; --b) free_.push_back(static_cast<int>(b) - 1);
    }

    BufferPool(const BufferPool&) = delete;
    BufferPool& operator=(const BufferPool&) = delete;

    // A buffer with so many users.
    int take(int users = 1) {
        if (free_.empty()) throw std::logic_error("a trajectory holds more states than it can");
        const int buffer = free_.back();
        free_.pop_back();
        users_[static_cast<std::size_t>(buffer)] = users;
        return buffer;
    }
    void hold(int buffer) { ++users_[static_cast<std::size_t>(buffer)]; }
    void drop(int buffer) {
        if (--users_[static_cast<std::size_t>(buffer)] == 0) free_.push_back(buffer);
    }
    double* operator[](int buffer) { return first_ + static_cast<std::size_t>(buffer) * length_; }

private:
    static constexpr std::size_t kLine = 64 / sizeof(double);
    std::size_t length_;
    std::vector<double> data_;
    double* first_;
    std::vector<int> users_, free_;
};

}  // namespace fokker
