#include "fokker/sample/kernels/leapfrog.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/sample/kernel.hpp"

namespace fokker {
namespace {

// x and v after n steps of size h on a density, from x0, v0; and how far H has moved.
struct End {
    std::vector<double> x, v;
    double energy_error = 0;
};
End run(const Density& density, const Metric& metric, std::vector<double> x0, std::vector<double> v0, double h, int n) {
    const Target target = make_target(density);
    const Expr x{x0}, v{v0};
    const Phase end = leapfrog(target, metric, {x, v, target.log_density_at(x), target.score_at(x)}, h, n);
    const Expr before = hamiltonian(target.log_density_at(x), v), after = hamiltonian(end.log_density, end.v);
    return {evaluate(end.x), evaluate(end.v), evaluate(after - before)[0]};
}

TEST(Leapfrog, EnergyErrorOverAFixedTimeFallsWithTheSquareOfTheStep) {
    const Density p = from_energy("(x1^2 - 1)^2 + x1*x2 + x2^2", 2);
    const Metric metric{Expr(1.0)};
    const auto error = [&](double h) {
        return run(p, metric, {0.3, 0.7}, {1, -0.5}, h, static_cast<int>(std::lround(1 / h))).energy_error;
    };
    for (const double h : {0.05, 0.025, 0.0125}) EXPECT_NEAR(std::log2(error(h) / error(h / 2)), 2, 0.1);
}

TEST(Leapfrog, IsReversible) {
    const Density p = from_energy("(x1^2 - 1)^2 + x1*x2 + x2^2", 2);
    const Metric metric{Expr(std::vector{0.5, 2.0})};
    const End there = run(p, metric, {0.3, 0.7}, {1, -0.5}, 0.1, 7);
    const End back = run(p, metric, there.x, {-there.v[0], -there.v[1]}, 0.1, 7);
    EXPECT_NEAR(back.x[0], 0.3, 1e-13);
    EXPECT_NEAR(back.x[1], 0.7, 1e-13);
    EXPECT_NEAR(back.v[0], -1, 1e-13);
}

TEST(Leapfrog, KeepsVolume) {
    // The determinant of d(x', v') / d(x, v), by central differences.
    const Density p = from_energy("(x1^2 - 1)^2", 1);
    const Metric metric{Expr(1.3)};
    const auto at = [&](double x, double v) { return run(p, metric, {x}, {v}, 0.2, 5); };
    const double e = 1e-6, x = 0.4, v = 0.9;
    const End a = at(x + e, v), b = at(x - e, v), c = at(x, v + e), d = at(x, v - e);
    const double xx = (a.x[0] - b.x[0]) / (2 * e), vx = (a.v[0] - b.v[0]) / (2 * e), xv = (c.x[0] - d.x[0]) / (2 * e),
                 vv = (c.v[0] - d.v[0]) / (2 * e);
    EXPECT_NEAR(xx * vv - xv * vx, 1, 1e-7);
}

TEST(Leapfrog, WithADenseMassIsTheSameMotionInOtherCoordinates) {
    // S S' = M^-1: on a Gaussian whose covariance is S S' the motion is that of the unit circle.
    const Matrix s{2, 2, {1, 0, 0.5, 2}};
    const Density p = Gaussian{{0, 0}, {2, 2, {1, 0.5, 0.5, 4.25}}};
    const End dense = run(p, Metric(s), {1, 0.5}, {0.3, -0.2}, 0.1, 9);
    const End unit = run(from_energy("dot(x, x)/2", 2), Metric(Expr(1.0)), {1, 0}, {0.3, -0.2}, 0.1, 9);
    EXPECT_NEAR(dense.x[0], unit.x[0], 1e-12);
    EXPECT_NEAR(dense.x[1], 0.5 * unit.x[0] + 2 * unit.x[1], 1e-12);
}

}  // namespace
}  // namespace fokker
