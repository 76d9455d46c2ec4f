// Numbers that begin at a line of the cache, not initialised: what vector loads and stores like best.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace fokker::assess {

constexpr std::align_val_t kCacheLine{64};

struct AlignedDelete {
    template <class T>
    void operator()(T* p) const {
        ::operator delete[](p, kCacheLine);
    }
};

template <class T>
using Aligned = std::unique_ptr<T[], AlignedDelete>;

template <class T>
Aligned<T> aligned(std::size_t count) {
    return Aligned<T>(static_cast<T*>(::operator new[](count * sizeof(T), kCacheLine)));
}

}  // namespace fokker::assess
