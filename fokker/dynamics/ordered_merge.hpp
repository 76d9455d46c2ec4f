// Parts that threads finish in any order, taken up in the order of their numbers.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

namespace fokker {

// `take` is called with part 0, part 1, ... one at a time; a part that comes early waits. Sums over particles then
// have one order whatever the threads, and few parts wait at a time.
template <class Part, class Take>
class OrderedMerge {
public:
    explicit OrderedMerge(Take take) : take_(std::move(take)) {}

    void add(std::size_t number, Part part) {
        const std::scoped_lock lock(mutex_);
        waiting_.emplace(number, std::move(part));
        for (auto next = waiting_.find(next_); next != waiting_.end(); next = waiting_.find(next_)) {
            take_(std::move(next->second));
            waiting_.erase(next);
            ++next_;
        }
    }

    // What still waits behind parts that never came, in order.
    void flush() {
        const std::scoped_lock lock(mutex_);
        for (auto& [number, part] : waiting_) take_(std::move(part));
        waiting_.clear();
    }

private:
    Take take_;
    std::mutex mutex_;
    std::map<std::size_t, Part> waiting_;
    std::size_t next_ = 0;
};

}  // namespace fokker
