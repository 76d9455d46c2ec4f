#include "fokker/assess/special_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "fokker/assess/fourier.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"

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

// Table of Smirnov (1948).
TEST(KolmogorovTail, HasTheTabulatedValues) {
    EXPECT_NEAR(kolmogorov_tail(0.5), 1 - 0.036055, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(0.99), 1 - 0.719126, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(1.0), 1 - 0.730000, 5e-7);
    EXPECT_NEAR(kolmogorov_tail(1.36), 1 - 0.950515, 1e-5);
    EXPECT_NEAR(kolmogorov_tail(5) / (2 * std::exp(-50.0)), 1, 1e-14);
    EXPECT_EQ(kolmogorov_tail(0), 1);
}

TEST(Fourier, IsItsDefinition) {
    Uniforms uniform(1);
    for (const std::size_t n : {2U, 4U, 8U, 16U, 32U, 128U, 256U}) {
        std::vector<double> re, im;
        for (std::size_t j = 0; j < n; ++j) {
            re.push_back(uniform() - 0.5);
            im.push_back(uniform() - 0.5);
        }
        std::vector<double> a = re, b = im;
        Fourier(n).transform(a, b);
        for (std::size_t k = 0; k < n; ++k) {
            std::complex<double> sum = 0;
            for (std::size_t j = 0; j < n; ++j) {
                const double turn = static_cast<double>(j * k % n) / static_cast<double>(n);
                sum += std::complex(re[j], im[j]) * std::polar(1.0, -2 * 3.141592653589793 * turn);
            }
            EXPECT_NEAR(std::abs(sum - std::complex(a[k], b[k])), 0, 1e-13) << n << " " << k;
        }
    }
    EXPECT_THROW(Fourier(12), Error);
    EXPECT_THROW(Fourier(1), Error);
}

TEST(SortOrder, SortsNumbersOfAllSizesAndSigns) {
    std::vector<double> values{0.0, -0.0, 1e-310, -1e-310, 1e300, -1e300, 3, -3, 3, 1.5};
    Uniforms uniform(2);
    for (int i = 0; i < 1000; ++i) values.push_back((uniform() - 0.5) * std::exp(50 * (uniform() - 0.5)));
    const std::vector<std::uint32_t> order = sort_order(values);
    for (std::size_t i = 1; i < order.size(); ++i) {
        const double before = values[order[i - 1]], here = values[order[i]];
        EXPECT_TRUE(before < here || (before == here && order[i - 1] < order[i]));
    }
    EXPECT_TRUE(sort_order({}).empty());
}

}  // namespace
}  // namespace fokker::assess
