#include "fokker/draw/film_order.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

std::string size_of(std::size_t width, std::size_t height) {
    return std::to_string(width) + " x " + std::to_string(height) + " pixels";
}

class Workshop {
public:
    Workshop(std::size_t count, std::size_t most_held, const std::function<Raster(std::size_t)>& make,
             const std::function<bool(std::size_t, const Raster&)>& use)
        : count_(count), most_held_(most_held), make_(make), use_(use) {}

    // What each thread does.
    void work() {
        try {
            std::unique_lock lock(mutex_);
            while (wait_for_room(lock)) {
                const std::size_t frame = begun_++;
                lock.unlock();
                Raster raster = make_(frame);
                lock.lock();
                made_.emplace(frame, std::move(raster));
                use_what_is_next(lock);
            }
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!error_) error_ = std::current_exception();
            over_ = true;
            room_.notify_all();
        }
    }

    bool result() const {
        if (error_) std::rethrow_exception(error_);
        return used_ == count_;
    }

private:
    // False: nothing is left to be begun.
    bool wait_for_room(std::unique_lock<std::mutex>& lock) {
        room_.wait(lock, [&] { return over_ || begun_ == count_ || begun_ - used_ < most_held_; });
        return !over_ && begun_ < count_;
    }

    // By whoever finds the next frame made, while the others go on making.
    void use_what_is_next(std::unique_lock<std::mutex>& lock) {
        if (using_) return;
        using_ = true;
        for (auto next = made_.find(used_); !over_ && next != made_.end(); next = made_.find(used_)) {
            const Raster raster = std::move(next->second);
            made_.erase(next);
            lock.unlock();
            check_size(raster);
            const bool go_on = use_(used_, raster);
            lock.lock();
            if (go_on) ++used_;
            if (!go_on) over_ = true;
            room_.notify_all();
        }
        using_ = false;
    }

    void check_size(const Raster& raster) {
        if (used_ == 0) {
            width_ = raster.width;
            height_ = raster.height;
        }
        if (raster.width == width_ && raster.height == height_) return;
        throw Error("frame " + std::to_string(used_) + " of the film has " + size_of(raster.width, raster.height) +
                    ", frame 0 has " + size_of(width_, height_) +
                    "; give the figures of a film one width, height and scale, and axes with fixed limits");
    }

    const std::size_t count_, most_held_;
    const std::function<Raster(std::size_t)>& make_;
    const std::function<bool(std::size_t, const Raster&)>& use_;

    std::mutex mutex_ = {};
    std::condition_variable room_ = {};
    std::map<std::size_t, Raster> made_ = {};
    std::size_t begun_ = 0;
    // Changed only by the thread that has set using_.
    std::size_t used_ = 0, width_ = 0, height_ = 0;
    bool using_ = false, over_ = false;
    std::exception_ptr error_ = {};
};

}  // namespace

bool make_and_use_in_order(std::size_t count, int threads, const std::function<Raster(std::size_t)>& make,
                           const std::function<bool(std::size_t, const Raster&)>& use) {
    const std::size_t workers = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
    Workshop workshop(count, 2 * workers, make, use);
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < workers; ++i) others.emplace_back([&] { workshop.work(); });
        workshop.work();
    }
    return workshop.result();
}

}  // namespace fokker::draw
