#include "fokker/sample/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

using Shape = Schedule::Shape;

double at(const Schedule& s, double step, std::size_t steps = 101) {
    return evaluate(at_step(s, "step_size", steps), {}, step)[0];
}

TEST(Schedule, GoesFromItsFirstToItsLastValueAsTheFormulasSay) {
    EXPECT_EQ(at({.from = 3, .to = 3}, 50), 3);
    EXPECT_NEAR(at({.shape = Shape::linear, .from = 3, .to = 1}, 25), 2.5, 1e-14);
    EXPECT_NEAR(at({.shape = Shape::exponential, .from = 4, .to = 1}, 50), 2, 1e-14);
    EXPECT_NEAR(at({.shape = Shape::cosine, .from = 4, .to = 1}, 25), 1 + 1.5 * (1 + std::cos(M_PI / 4)), 1e-14);
    EXPECT_NEAR(at({.shape = Shape::warm_up, .from = 1, .to = 2, .steps = 10}, 5), 1.5, 1e-14);
    EXPECT_NEAR(at({.shape = Shape::warm_up, .from = 1, .to = 2, .steps = 10}, 50), 2, 1e-14);
    EXPECT_NEAR(at({.shape = Shape::steps, .from = 8, .every = 10, .factor = 0.5}, 29), 2, 1e-14);
    for (const Shape shape : {Shape::linear, Shape::exponential, Shape::cosine}) {
        EXPECT_NEAR(at({.shape = shape, .from = 5, .to = 2}, 0), 5, 1e-14);
        EXPECT_NEAR(at({.shape = shape, .from = 5, .to = 2}, 100), 2, 1e-14);
    }
}

TEST(Schedule, RefusesWhatIsNoStepSize) {
    EXPECT_THROW(at({.from = -1, .to = -1}, 0), Error);
    EXPECT_THROW(at({.shape = Shape::exponential, .from = 1, .to = 0}, 0), Error);
    EXPECT_THROW(at({.shape = Shape::linear, .from = 1, .to = std::nan("")}, 0), Error);
    EXPECT_THROW(at({.shape = Shape::steps, .from = 1, .every = 0}, 0), Error);
    EXPECT_THROW(at({.shape = Shape::warm_up, .from = 1, .to = 2, .steps = 0}, 0), Error);
}

}  // namespace
}  // namespace fokker
