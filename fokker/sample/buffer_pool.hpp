// Vectors of one length that are shared and used again: a fixed number of them, so that nothing is allocated while a
// chain runs. Private to this room.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace fokker {

class BufferPool {
public:
    BufferPool(std::size_t buffers, std::size_t length) : length_(length), data_(buffers * length), users_(buffers, 0) {
        for (std::size_t b = buffers; b > 0; --b) free_.push_back(static_cast<int>(b) - 1);
    }

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
    double* operator[](int buffer) { return data_.data() + static_cast<std::size_t>(buffer) * length_; }

private:
    std::size_t length_;
    std::vector<double> data_;
    std::vector<int> users_, free_;
};

}  // namespace fokker
