#include "fokker/assess/gaussianity/epps_pulley.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

using Slow = long double;

// The definition, in extended precision by libm.
Slow slow_value(const std::vector<Slow>& x, const EppsPulleyGrid& grid) {
    Slow total = 0;
    for (std::size_t k = 0; k < grid.knots.size(); ++k) {
        const Slow t = grid.knots[k];
        std::complex<Slow> sum = 0;
        for (const Slow v : x) sum += std::polar<Slow>(1, t * v);
        total += grid.weights[k] * std::norm(sum / static_cast<Slow>(x.size()) - std::exp(-t * t / 2));
    }
    return static_cast<Slow>(x.size()) * total;
}

std::vector<Slow> extended(const std::vector<double>& x) {
    return {x.begin(), x.end()};
}

TEST(EppsPulley, IsTheSumByItsDefinition) {
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        for (const double shift : {0.0, 0.3, 40.0}) {
            const std::vector<double> x = normals(300, 1, 1, shift).values;
            const Slow slow = slow_value(extended(x), grid);
            EXPECT_NEAR(epps_pulley(x, grid), static_cast<double>(slow), 1e-12 * (1 + static_cast<double>(slow)));
        }
    }
}

// Central differences of sixth order in extended precision: the error of the formula is about h^6 5^7 / 140 for a
// weight that vanishes as fast as here, that of rounding 1e-19 / h.
TEST(EppsPulley, HasTheGradientOfTheSlowValue) {
    constexpr Slow h = 1e-3L;
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        const std::vector<double> x = normals(40, 1, 2, 0.3).values;
        const EppsPulley found = epps_pulley_with_gradient(x, grid);
        EXPECT_EQ(found.value, epps_pulley(x, grid));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto moved = [&](int steps) {
                std::vector<Slow> y = extended(x);
                y[i] += static_cast<Slow>(steps) * h;
                return slow_value(y, grid);
            };
            const Slow slope =
                (45 * (moved(1) - moved(-1)) - 9 * (moved(2) - moved(-2)) + (moved(3) - moved(-3))) / (60 * h);
            EXPECT_NEAR(found.gradient[i], static_cast<double>(slope), 1e-12) << i;
        }
    }
}

TEST(EppsPulley, OfOnePointAtZeroIsKnownByHand) {
    // phi_n = 1: sum_k w_k (1 - exp(-t_k^2 / 2))^2; knots 0 and 1 with weights 1/2 each.
    const EppsPulleyGrid grid = trapezoid_grid(0, 1, 2, [](double) { return 1.0; });
    const double gap = 1 - std::exp(-0.5);
    EXPECT_NEAR(epps_pulley(std::vector<double>{0.0}, grid), 0.5 * gap * gap, 1e-16);
    EXPECT_NEAR(epps_pulley_with_gradient(std::vector<double>{0.0}, grid).gradient[0], 0, 1e-16);
}

// Published conventions, digit by digit.
TEST(EppsPulley, HasTheGridsAsTheyArePublished) {
    const EppsPulleyGrid slides = symmetric_grid();
    ASSERT_EQ(slides.knots.size(), 17U);
    EXPECT_EQ(slides.knots.front(), -5);
    EXPECT_EQ(slides.knots[8], 0);
    EXPECT_EQ(slides.knots.back(), 5);
    EXPECT_DOUBLE_EQ(slides.weights[8], 0.625);
    EXPECT_DOUBLE_EQ(slides.weights[0], 0.3125 * std::exp(-12.5));
    const EppsPulleyGrid lejepa = lejepa_grid();
    ASSERT_EQ(lejepa.knots.size(), 17U);
    EXPECT_EQ(lejepa.knots.back(), 3);
    EXPECT_DOUBLE_EQ(lejepa.weights[0], 3.0 / 16);
    EXPECT_DOUBLE_EQ(lejepa.weights[1], 2 * 3.0 / 16 * std::exp(-0.5 * 9 / 256));
    EXPECT_DOUBLE_EQ(lejepa.weights[16], 3.0 / 16 * std::exp(-4.5));
}

// The half-range grid is the trapezoidal rule on [-3, 3] with 33 knots.
TEST(EppsPulley, OnHalfOfTheLineIsThatOnTheWholeLine) {
    const EppsPulleyGrid whole = trapezoid_grid(-3, 3, 33, [](double t) { return std::exp(-0.5 * t * t); });
    const std::vector<double> x = normals(100, 1, 3, 0.2).values;
    EXPECT_NEAR(epps_pulley(x, lejepa_grid()), epps_pulley(x, whole), 1e-13);
}

TEST(EppsPulley, OfWhatCannotBeComparedIsAnError) {
    const auto flat = [](double) { return 1.0; };
    EXPECT_THROW(epps_pulley({}, lejepa_grid()), Error);
    EXPECT_THROW(epps_pulley(std::vector<double>{0, NAN}, lejepa_grid()), Error);
    EXPECT_THROW(epps_pulley(std::vector<double>{0, 1}, EppsPulleyGrid{{1, 2}, {1}}), Error);
    EXPECT_THROW(epps_pulley(std::vector<double>{0, 1}, EppsPulleyGrid{}), Error);
    EXPECT_THROW(trapezoid_grid(0, 1, 1, flat), Error);
    EXPECT_THROW(trapezoid_grid(1, 1, 3, flat), Error);
    EXPECT_THROW(trapezoid_grid(0, 1, 3, [](double) { return -1.0; }), Error);
}

}  // namespace
}  // namespace fokker::assess
