#include "fokker/assess/kolmogorov_smirnov.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

double line(double x) {
    return std::clamp(x, 0.0, 1.0);
}
double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

// A sample of n whose distance from the uniform law is d: (i - 1/2) / n, moved by d - 1 / (2 n).
std::vector<double> at_distance(double d, int n) {
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(std::min(1.0, (i + 0.5) / n + d - 0.5 / n));
    return values;
}

// P(D_n >= d) = 2 (1 - d)^n where d >= 1 - 1 / n. P(D_10 < 0.274) = 0.6284796154565 (Marsaglia, Tsang and Wang 2003).
TEST(KolmogorovSmirnov, OfOneSampleHasTheKnownPValues) {
    EXPECT_NEAR(kolmogorov_smirnov(std::vector{0.7}, line).p_value, 0.6, 1e-14);
    EXPECT_NEAR(kolmogorov_smirnov(std::vector{0.6, 0.8}, line).p_value, 2 * 0.4 * 0.4, 1e-14);
    const TestResult ten = kolmogorov_smirnov(at_distance(0.274, 10), line);
    EXPECT_NEAR(ten.statistic, 0.274, 1e-15);
    EXPECT_NEAR(ten.p_value, 1 - 0.6284796154565, 1e-12);
}

// P(a_i < U_(i) < b_i for all i) = n! det[(b_i - a_j)_+^(j - i + 1) / (j - i + 1)!], order statistics of n uniforms
// (Steck 1971), here with a_i = i / n - d and b_i = (i - 1) / n + d: another way to P(D_n < d).
double below_by_determinant(int n, double d) {
    const auto size = static_cast<std::size_t>(n);
    std::vector<std::vector<double>> a(size, std::vector<double>(size, 0.0));
    for (int i = 0; i < n; ++i) {
        for (int j = std::max(i - 1, 0); j < n; ++j) {
            const double low = std::max((j + 1.0) / n - d, 0.0), high = std::min(i / static_cast<double>(n) + d, 1.0);
            a[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] =
                j < i ? 1 : std::pow(std::max(high - low, 0.0), j - i + 1) / std::tgamma(j - i + 2);
        }
    }
    double determinant = std::tgamma(n + 1.0);
    for (std::size_t k = 0; k < size; ++k) {
        for (std::size_t r = k + 1; r < size && a[k][k] == 0; ++r) {
            if (a[r][k] != 0) {
                std::swap(a[r], a[k]);
                determinant = -determinant;
            }
        }
        determinant *= a[k][k];
        for (std::size_t r = k + 1; r < size; ++r) {
            const double factor = a[r][k] / a[k][k];
            for (std::size_t c = k; c < size; ++c) a[r][c] -= factor * a[k][c];
        }
    }
    return determinant;
}

TEST(KolmogorovSmirnov, OfOneSampleHasThePValueOfTheDeterminant) {
    for (const int n : {3, 5, 8, 12}) {
        for (const double nd : {0.8, 1.1, 1.3, 1.6, 1.9}) {
            const double p = kolmogorov_smirnov(at_distance(nd / n, n), line).p_value;
            EXPECT_NEAR(p, 1 - below_by_determinant(n, nd / n), 1e-9) << n << " " << nd;
        }
    }
}

// At 501 draws the limit law takes over from the exact one. The step of one draw alone changes p by less than 2e-5.
TEST(KolmogorovSmirnov, PassesFromTheExactLawToItsLimitWithinOneInTenThousand) {
    for (const double z : {0.5, 0.7, 0.9, 1.1, 1.3, 1.6, 1.9}) {
        const double exact = kolmogorov_smirnov(at_distance(z / std::sqrt(500.0), 500), line).p_value;
        const double limit = kolmogorov_smirnov(at_distance(z / std::sqrt(501.0), 501), line).p_value;
        EXPECT_NEAR(limit, exact, 1.2e-4) << z;
    }
}

// Ranks of two samples of n: the second is `ahead` of the first.
TestResult shifted_ranks(int n, int ahead) {
    std::vector<double> first, second;
    for (int i = 0; i < n; ++i) {
        first.push_back(2 * i);
        second.push_back(2 * (i + ahead) - 1);
    }
    return kolmogorov_smirnov(first, second);
}

// The limit law takes over above 10^7 paths.
TEST(KolmogorovSmirnov, OfTwoLargeSamplesIsTheLimitWithinTwoInAHundred) {
    for (const int ahead : {40, 60, 76, 100}) {
        const TestResult exact = shifted_ranks(3162, ahead), limit = shifted_ranks(3163, ahead);
        EXPECT_NEAR(limit.statistic, exact.statistic, 2e-5);
        EXPECT_NEAR(limit.p_value / exact.p_value, 1, 0.02) << exact.p_value;
    }
}

// All ways to choose the n ranks of the first sample, counted.
double counted_p_value(std::vector<double> first, std::vector<double> second) {
    std::vector<double> pooled = first;
    pooled.insert(pooled.end(), second.begin(), second.end());
    const auto distance = [&](const std::vector<int>& labels) {
        double largest = 0;
        for (const double x : pooled) {
            int below_first = 0, below_second = 0;
            for (std::size_t i = 0; i < pooled.size(); ++i) {
                if (pooled[i] <= x) ++(labels[i] == 0 ? below_first : below_second);
            }
            largest = std::max(largest, std::fabs(below_first / static_cast<double>(first.size()) -
                                                  below_second / static_cast<double>(second.size())));
        }
        return largest;
    };
    std::vector<int> labels(first.size(), 0);
    labels.resize(pooled.size(), 1);
    const double observed = distance(labels);
    int as_large = 0, all = 0;
    do {
        ++all;
        as_large += distance(labels) >= observed - 1e-12 ? 1 : 0;
    } while (std::next_permutation(labels.begin(), labels.end()));
    return static_cast<double>(as_large) / all;
}

TEST(KolmogorovSmirnov, OfTwoSamplesHasThePValueThatCountingGives) {
    Uniforms uniform(4);
    for (int k = 0; k < 20; ++k) {
        std::vector<double> first, second, tied_first, tied_second;
        for (int i = 0; i < 4; ++i) first.push_back(uniform() * uniform());
        for (int i = 0; i < 6; ++i) second.push_back(uniform());
        EXPECT_NEAR(kolmogorov_smirnov(first, second).p_value, counted_p_value(first, second), 1e-14);
        for (const double x : first) tied_first.push_back(std::floor(4 * x));
        for (const double x : second) tied_second.push_back(std::floor(4 * x));
        EXPECT_NEAR(kolmogorov_smirnov(tied_first, tied_second).p_value, counted_p_value(tied_first, tied_second),
                    1e-14);
    }
}

// n = m = k apart by all of them: P = 2 / C(2 k, k), with all its digits.
TEST(KolmogorovSmirnov, KeepsTheDigitsOfSmallPValues) {
    std::vector<double> low(40), high(40);
    std::iota(low.begin(), low.end(), 0.0);
    std::iota(high.begin(), high.end(), 100.0);
    const double paths = std::exp(std::lgamma(81) - 2 * std::lgamma(41));
    EXPECT_NEAR(kolmogorov_smirnov(low, high).p_value / (2 / paths), 1, 1e-11);
    EXPECT_EQ(kolmogorov_smirnov(low, low).p_value, 1);
}

TEST(KolmogorovSmirnov, CriesWolfInFivePercent) {
    expect_five_percent_false_alarms(
        2000, [](std::uint32_t set) { return kolmogorov_smirnov(normals(100, 1, set).values, normal_cdf).p_value; });
    expect_five_percent_false_alarms(
        2000, [](std::uint32_t set) { return kolmogorov_smirnov(normals(800, 1, set).values, normal_cdf).p_value; });
    expect_five_percent_false_alarms(2000, [](std::uint32_t set) {
        return kolmogorov_smirnov(normals(83, 1, set).values, normals(97, 1, 10'000 + set).values).p_value;
    });
}

TEST(KolmogorovSmirnov, OfNothingOrOfWhatIsNoNumberIsAnError) {
    const std::vector<double> none, good{1, 2}, bad{1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(kolmogorov_smirnov(none, line), Error);
    EXPECT_THROW(kolmogorov_smirnov(good, none), Error);
    EXPECT_THROW(kolmogorov_smirnov(bad, good), Error);
    EXPECT_THROW(kolmogorov_smirnov(good, [](double x) { return x; }), Error);
}

}  // namespace
}  // namespace fokker::assess
