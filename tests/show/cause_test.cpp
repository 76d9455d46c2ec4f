#include "fokker/show/cause.hpp"

#include <gtest/gtest.h>

#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::show {
namespace {

TEST(Cause, IsTypesetWithItsLettersAndNames) {
    SimulateOptions options{.start = OnLine{-1, 1}, .particles = 3};
    options.times = steps(1, 3000);
    const Simulation run = simulate(OrnsteinUhlenbeck{.theta = 4, .sigma = 1}, options);
    EXPECT_EQ(
        typeset_cause(run.failure_cause),
        "Euler-Maruyama needs $h$ < 2/$\\theta$ = 0.5 for a drift of $-\\theta x$ with $\\theta$ = 4; got $h$ = 1");
    EXPECT_NO_THROW(draw::read_math_text(typeset_cause(run.failure_cause)));
}

TEST(Cause, LettersInsideWordsAndNumbersStayWhatTheyAre) {
    EXPECT_EQ(typeset_cause("the path of 0x1p-3, h2 and 1e-5"), "the path of 0x1p-3, h2 and 1e-5");
    EXPECT_EQ(typeset_cause(""), "");
}

}  // namespace
}  // namespace fokker::show
