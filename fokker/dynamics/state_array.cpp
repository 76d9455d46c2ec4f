#include "fokker/dynamics/state_array.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "fokker/error.hpp"

namespace fokker {

void StateArray::Free::operator()(double* p) const {
    std::free(p);
}  // NOLINT(cppcoreguidelines-no-malloc)

StateArray::StateArray(std::size_t size) : size_(size) {
    constexpr std::size_t kLargePage = std::size_t{2} << 20;
    constexpr std::size_t kMost = (std::size_t{1} << 62) / sizeof(double);
    void* memory = nullptr;
    if (size <= kMost) {
        const std::size_t bytes = (size * sizeof(double) + kLargePage - 1) / kLargePage * kLargePage;
        memory = std::aligned_alloc(kLargePage, bytes);  // NOLINT(cppcoreguidelines-no-malloc)
#if defined(MADV_HUGEPAGE)
        if (memory != nullptr) madvise(memory, bytes, MADV_HUGEPAGE);  // only a wish: the run is right without
#endif
    }
    if (memory == nullptr && size > 0)
        throw Error("no memory for " + std::to_string(size) +
                    " numbers of states; keep fewer times, or summaries without states");
    data_.reset(static_cast<double*>(memory));
}

StateArray::StateArray(const StateArray& other) : StateArray(other.size_) {
    std::ranges::copy(other.values(), data_.get());
}

StateArray::StateArray(StateArray&& other) noexcept
    : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

StateArray& StateArray::operator=(const StateArray& other) {
    if (this != &other) *this = StateArray(other);
    return *this;
}

StateArray& StateArray::operator=(StateArray&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

}  // namespace fokker
