// Frames made by several threads and used in order: fokker/draw/film_order.cpp.
#include "fokker/draw/film_order.hpp"

#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

// Frames that take unequal times: every fifth one twenty times as long.
Raster slow_frame(std::size_t i) {
    std::this_thread::sleep_for(std::chrono::microseconds(i % 5 == 0 ? 2000 : 100));
    return {.width = 1, .height = 1, .pixels = {static_cast<std::uint32_t>(i)}};
}

TEST(FilmOrder, FramesAreUsedInOrderEachOnceWhateverTheThreads) {
    std::vector<std::size_t> all(100);
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const int threads : {1, 2, 3, 8}) {
        std::vector<std::size_t> used;
        EXPECT_TRUE(make_and_use_in_order(100, threads, slow_frame, [&](std::size_t i, const Raster& frame) {
            EXPECT_EQ(frame.pixels[0], i);
            used.push_back(i);
            return true;
        }));
        EXPECT_EQ(used, all) << threads << " threads";
    }
}

TEST(FilmOrder, NoMoreThanTwoFramesAThreadAreHeld) {
    for (const int threads : {1, 2, 3}) {
        std::atomic<int> held = 0, most = 0;
        const auto make = [&](std::size_t i) {
            const int now = ++held;
            for (int before = most; before < now && !most.compare_exchange_weak(before, now);) continue;
            return slow_frame(i);
        };
        const auto use = [&](std::size_t, const Raster&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            --held;
            return true;
        };
        EXPECT_TRUE(make_and_use_in_order(60, threads, make, use));
        EXPECT_LE(most, 2 * threads);
        EXPECT_EQ(held, 0);
    }
}

TEST(FilmOrder, OthersGoOnMakingWhileOneFrameIsUsed) {
    std::atomic<std::size_t> begun = 0;
    const auto make = [&](std::size_t i) {
        ++begun;
        return slow_frame(i);
    };
    const auto use = [&](std::size_t i, const Raster&) {
        // Of two threads one is here; four frames may be held.
        for (int k = 0; i == 0 && k < 2000 && begun < 4; ++k) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return begun >= 4;
    };
    EXPECT_TRUE(make_and_use_in_order(20, 2, make, use));
}

TEST(FilmOrder, EndsWhereUseSaysSo) {
    for (const int threads : {1, 3}) {
        std::size_t used = 0;
        EXPECT_FALSE(make_and_use_in_order(50, threads, slow_frame, [&](std::size_t i, const Raster&) {
            ++used;
            return i < 7;
        }));
        EXPECT_EQ(used, 8U);
    }
}

TEST(FilmOrder, AnExceptionOfEitherEndsItAndIsThrownOn) {
    const auto fine = [](std::size_t, const Raster&) { return true; };
    for (const int threads : {1, 3}) {
        EXPECT_THROW(make_and_use_in_order(
                         50, threads,
                         [](std::size_t i) { return i == 20 ? throw std::domain_error("made") : slow_frame(i); }, fine),
                     std::domain_error);
        EXPECT_THROW(make_and_use_in_order(
                         50, threads, slow_frame,
                         [](std::size_t i, const Raster&) { return i == 20 ? throw std::domain_error("used") : true; }),
                     std::domain_error);
    }
}

TEST(FilmOrder, AFrameOfAnotherSizeIsAnErrorThatNamesItAndBothSizes) {
    const auto make = [](std::size_t i) {
        return Raster{.width = 4, .height = i == 9 ? std::size_t{3} : std::size_t{2}, .pixels = {}};
    };
    try {
        make_and_use_in_order(12, 3, make, [](std::size_t, const Raster&) { return true; });
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("frame 9 of the film has 4 x 3 pixels, frame 0 has 4 x 2 pixels"),
                  std::string::npos)
            << error.what();
    }
}

}  // namespace
}  // namespace fokker::draw
