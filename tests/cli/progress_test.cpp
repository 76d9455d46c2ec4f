#include "fokker/cli/progress.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace fokker::cli {
namespace {

TEST(Progress, TheLineSaysShareRateAndTimeLeft) {
    EXPECT_EQ(progress_line(5e7, 1e8, 2.0, 80),
              "[###############---------------]   50 %  25 million particle-steps/s  0:02 left");
    EXPECT_EQ(progress_line(1e6, 1e12, 1.0, 80),
              "[---------------------------]    0 %  1 million particle-steps/s  99:59:59 left");
    EXPECT_EQ(progress_line(150, 300, 3.0, 80, "pictures"),
              "[####################--------------------]   50 %  50 pictures/s  0:03 left");
    EXPECT_EQ(progress_line(0, 100, 0.5, 80), "[----------------------------------------]    0 %  0 particle-steps/s");
}

TEST(Progress, TheLineNeverFillsTheTerminal) {
    for (int columns = 1; columns < 200; ++columns) {
        for (const double done : {0.0, 3e5, 9.99e9, 1e10}) {
            EXPECT_LE(progress_line(done, 1e10, 61, columns).size(),
                      static_cast<std::size_t>(std::max(columns - 1, 1)));
        }
    }
}

TEST(Interrupt, TheFirstAsksTheRunToStop) {
    Progress progress;
    const StopOnInterrupt stop(progress);
    std::raise(SIGINT);
    EXPECT_TRUE(progress.stop);
}

TEST(InterruptDeathTest, TheSecondEndsTheProgram) {
    EXPECT_EXIT(
        {
            Progress progress;
            const StopOnInterrupt stop(progress);
            std::raise(SIGINT);
            std::raise(SIGINT);
        },
        testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptDeathTest, AfterTheRunTheFirstEndsTheProgram) {
    EXPECT_EXIT(
        {
            Progress progress;
            {
                const StopOnInterrupt stop(progress);
            }
            std::raise(SIGINT);
        },
        testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace fokker::cli
