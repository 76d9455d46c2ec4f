#include "fokker/assess/gaussianity/powers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

// The largest error of cos(k theta) and sin(k theta) over all parts, k = 1 .. 8, in units of k ulp(1) / 2.
template <class T>
double worst_error() {
    const double u = std::numeric_limits<T>::epsilon() / 2;
    double worst = 0;
    for (double angle = -7; angle < 7; angle += 1.37e-4) {
        const auto theta = static_cast<T>(angle);
        const auto [sine, cosine] = fokker::host::elementary::sincos(theta);
        const host::Powers<T> p = host::powers(host::Complex<T>{cosine, sine});
        for (int k = 1; k <= 8; ++k) {
            const long double exact = static_cast<long double>(theta) * k;
            const host::Complex<T> z = p.z[k - 1];
            worst = std::max(worst, static_cast<double>(std::abs(std::cos(exact) - z.re)) / (k * u));
            worst = std::max(worst, static_cast<double>(std::abs(std::sin(exact) - z.im)) / (k * u));
        }
    }
    return worst;
}

TEST(Powers, OfAPointOnTheCircleHaveTheStatedError) {
    EXPECT_LE(worst_error<float>(), 1.5);
    EXPECT_LE(worst_error<double>(), 1.5);
}

TEST(Powers, OfOneAreOne) {
    const auto p = host::powers(host::Complex<float>{1, 0});
    for (const auto& z : p.z) {
        EXPECT_EQ(z.re, 1);
        EXPECT_EQ(z.im, 0);
    }
}

}  // namespace
}  // namespace fokker::assess
