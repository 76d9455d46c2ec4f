#include "fokker/assess/special_functions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace fokker::assess {
namespace {

TEST(NormalQuantile, IsTheInverseOfTheDistributionFunction) {
    for (const double p : {1e-300, 1e-20, 1e-5, 0.02, 0.074, 0.3, 0.5, 0.8, 0.926, 0.999, 1 - 1e-12}) {
        const double x = normal_quantile(p);
        // dp = density dx: an error of 1e-15 of x in the tail is |x|^2 1e-15 of p.
        EXPECT_NEAR(0.5 * std::erfc(-x / std::sqrt(2.0)) / p, 1, 4e-15 * (1 + x * x)) << p;
    }
    EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(LogGamma, IsTheLogarithmOfTheFactorials) {
    double factorial = 1;
    for (int n = 1; n <= 100; ++n) {
        EXPECT_NEAR(log_gamma(n), std::log(factorial), 1e-14 * std::max(1.0, n * std::log(n + 1.0))) << n;
        factorial *= n;
    }
    EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(3.141592653589793), 3e-15);
    EXPECT_NEAR(log_gamma(1e6) / std::lgamma(1e6), 1, 1e-15);
}

// I_x(a, b) for integers is a binomial tail: P(Binomial(a + b - 1, x) >= a).
TEST(IncompleteBeta, IsTheTailOfTheBinomialLaw) {
    for (const double x : {0.01, 0.3, 0.5, 0.77, 0.99}) {
        for (int a = 1; a <= 12; ++a) {
            const int b = 7, n = a + b - 1;
            double tail = 0;
            for (int k = a; k <= n; ++k) {
                tail += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) * std::pow(x, k) *
                        std::pow(1 - x, n - k);
            }
            EXPECT_NEAR(incomplete_beta(a, b, x) / tail, 1, 1e-13) << a << " " << x;
            EXPECT_NEAR(incomplete_beta(a, b, beta_quantile(0.2, a, b)), 0.2, 1e-14);
        }
    }
    EXPECT_NEAR(incomplete_beta(1e6, 1e6, 0.5), 0.5, 1e-9);
}

TEST(NormalTail, IsZeroOrOneHoweverFarOut) {
    for (const double x : {40.0, 1e10, 1.3e154, 1.4e154, 1.7e308, HUGE_VAL}) {
        EXPECT_EQ(normal_tail(x), 0) << x;
        EXPECT_EQ(normal_tail(-x), 1) << x;
    }
}

TEST(NormalTail, IsTheComplementaryErrorFunction) {
    for (const double x : {-8.0, -3.0, -0.1, 0.0, 0.5, 1.0, 3.0, 10.0, 30.0, 37.0})
        EXPECT_NEAR(normal_tail(x) / (0.5 * std::erfc(x / std::sqrt(2.0))), 1, 2e-13) << x;
}

// Of 2 m degrees of freedom: e^(-x / 2) sum_(k < m) (x / 2)^k / k!. SciPy for the others.
TEST(ChiSquareTail, IsThePoissonSum) {
    for (const int m : {1, 2, 5, 40}) {
        for (const double x : {0.01, 1.0, 9.0, 60.0, 150.0, 900.0}) {
            double term = std::exp(-0.5 * x), sum = 0;
            for (int k = 0; k < m; ++k) {
                sum += term;
                term *= 0.5 * x / (k + 1);
            }
            EXPECT_NEAR(chi_square_tail(x, 2 * m) / sum, 1, 3e-13) << m << " " << x;
        }
    }
    EXPECT_NEAR(chi_square_tail(500, 455), 0.07116919093183528, 1e-13);
    EXPECT_EQ(chi_square_tail(0, 3), 1);
    EXPECT_EQ(chi_square_tail(-1, 3), 1);
}

// Table of Smirnov (1948).
TEST(KolmogorovTail, HasTheTabulatedValues) {
    EXPECT_NEAR(kolmogorov_tail(0.5), 1 - 0.036055, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(0.99), 1 - 0.719126, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(1.0), 1 - 0.730000, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(1.36), 1 - 0.950515, 1e-5);
    EXPECT_NEAR(kolmogorov_tail(5) / (2 * std::exp(-50.0)), 1, 1e-14);
    EXPECT_EQ(kolmogorov_tail(0), 1);
}

}  // namespace
}  // namespace fokker::assess
