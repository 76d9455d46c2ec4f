// The states of a run: many numbers, written once by several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace fokker {

// An array that is not zeroed first, as a vector would be, and asks for large pages: a first touch of 4 KiB at a time
// would cost more than to simulate what is written.
class StateArray {
public:
    StateArray() = default;
    explicit StateArray(std::size_t size);  // throws fokker::Error where there is not so much memory
    StateArray(const StateArray& other);
    StateArray(StateArray&& other) noexcept;
    StateArray& operator=(const StateArray& other);
    StateArray& operator=(StateArray&& other) noexcept;
    ~StateArray() = default;
    std::span<double> values() { return {data_.get(), size_}; }
    std::span<const double> values() const { return {data_.get(), size_}; }
    void shrink(std::size_t size) { size_ = size; }

private:
    struct Free {
        void operator()(double* p) const;
    };
    std::unique_ptr<double[], Free> data_;
    std::size_t size_ = 0;
};

}  // namespace fokker
