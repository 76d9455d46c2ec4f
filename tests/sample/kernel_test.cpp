#include "fokker/sample/kernel.hpp"

#include <gtest/gtest.h>

#include "fokker/program/block.hpp"
#include "support.hpp"

namespace fokker {
namespace {

// What a proposal of log ratio `ratio` becomes at the uniform `u`: 1 accepted, 0 refused.
double decided(double ratio, double u) {
    Random random;
    const Next next = accept_or_stay({.x = 0.0}, {.x = 1.0}, carried("ratio", 1), random);
    const Executable executable(compile({&next.x, 1}), active_isa());
    Block block(executable, 1);
    block.row(executable.program.lane.inputs[0].row)[0] = ratio;
    block.run(0, nullptr, &u);
    return block.row(executable.program.lane.output_rows[0])[0];
}

TEST(AcceptOrStay, GoesWithTheProbabilityOfTheRatio) {
    EXPECT_EQ(decided(std::log(0.3), 0.29), 1);
    EXPECT_EQ(decided(std::log(0.3), 0.31), 0);
    EXPECT_EQ(decided(2.0, 0.999), 1);
}

TEST(AcceptOrStay, RefusesWhatIsNotFinite) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(decided(std::nan(""), 1e-9), 0);
    EXPECT_EQ(decided(infinity, 1e-9), 0);
    EXPECT_EQ(decided(-infinity, 1e-9), 0);
}

}  // namespace
}  // namespace fokker
