#include "fokker/assess/gaussianity/normal_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

using Value = std::complex<double>;

const std::vector<double> kT{-2, -0.5, 0, 0.5, 1, 2};

Value value(const EmpiricalTransform& phi, std::size_t k) {
    return {phi.re[k], phi.im[k]};
}

TEST(EmpiricalTransform, IsOneAtZeroAtMostOneAndConjugateAtMinusT) {
    const std::vector<double> x = normals(200, 1, 1, 0.4).values;
    const EmpiricalTransform phi = empirical_characteristic_function(x, kT);
    EXPECT_EQ(value(phi, 2), Value(1));
    EXPECT_EQ(phi.re_error[2], 0);
    for (std::size_t k = 0; k < kT.size(); ++k) EXPECT_LE(std::abs(value(phi, k)), 1);
    EXPECT_EQ(value(phi, 0), std::conj(value(phi, 5)));
    EXPECT_EQ(value(phi, 1), std::conj(value(phi, 3)));
}

TEST(EmpiricalTransform, OfAnAffineMapTurnsAndStretches) {
    const std::vector<double> x = normals(200, 1, 1).values;
    std::vector<double> y, stretched;
    for (const double v : x) y.push_back(-1.5 * v + 0.3);
    for (const double t : kT) stretched.push_back(-1.5 * t);
    const EmpiricalTransform of_y = empirical_characteristic_function(y, kT),
                             of_x = empirical_characteristic_function(x, stretched);
    for (std::size_t k = 0; k < kT.size(); ++k)
        EXPECT_LT(std::abs(value(of_y, k) - std::polar(1.0, 0.3 * kT[k]) * value(of_x, k)), 1e-14);
}

// All sums of one number of each of two samples are a sample of the sum of independents: exactly the product.
TEST(EmpiricalTransform, OfAllSumsIsTheProduct) {
    const std::vector<double> x = normals(20, 1, 1).values, y = normals(30, 1, 2, 1.0).values;
    std::vector<double> sums;
    for (const double a : x) {
        for (const double b : y) sums.push_back(a + b);
    }
    const EmpiricalTransform first = empirical_characteristic_function(x, kT),
                             second = empirical_characteristic_function(y, kT),
                             both = empirical_characteristic_function(sums, kT);
    for (std::size_t k = 0; k < kT.size(); ++k)
        EXPECT_LT(std::abs(value(both, k) - value(first, k) * value(second, k)), 1e-14);
}

// Unlike laws have unlike characteristic functions, and so have unlike samples: here at +-1 and of N(0, 1). That of the
// second is within 4.5 of its errors, a false alarm in 150,000 runs, and far from that of the first.
TEST(EmpiricalTransform, SeparatesLawsWithEqualMeanAndVariance) {
    const std::vector<double> t{2}, coins{1, -1, 1, -1, 1, -1};
    EXPECT_NEAR(empirical_characteristic_function(coins, t).re[0], std::cos(2), 1e-15);
    const EmpiricalTransform normal = empirical_characteristic_function(normals(200, 1, 1).values, t);
    EXPECT_NEAR(normal.re[0], std::exp(-2), 4.5 * normal.re_error[0]);
    EXPECT_GT(normal.re[0] - std::cos(2), 6 * normal.re_error[0]);
}

// The sample's own covariance, and both limits, against what simulated samples do.
TEST(EmpiricalTransform, HasItsCovarianceUnderBothNulls) {
    constexpr std::size_t kSets = 4000, kRows = 400;
    const std::vector<double> t{0.4, 1.3, 2.2};
    for (const NullLaw null : {NullLaw::standard, NullLaw::estimated}) {
        std::vector<double> sums(12, 0.0), own(6, 0.0);  // covariances of real, of imaginary parts
        for (std::uint32_t set = 0; set < kSets; ++set) {
            std::vector<double> x = normals(kRows, 1, set).values;
            if (null == NullLaw::estimated) x = standardised(x);
            const EmpiricalTransform phi = empirical_characteristic_function(x, t);
            const Matrix covariance = empirical_characteristic_covariance(x, t);
            if (set == 0) {
                EXPECT_NEAR(covariance(4, 4), phi.im_error[1] * phi.im_error[1], 1e-17);
            }
            std::size_t at = 0;
            for (std::size_t j = 0; j < 3; ++j) {
                const double re_j = phi.re[j] - std::exp(-0.5 * t[j] * t[j]);
                for (std::size_t k = 0; k <= j; ++k, ++at) {
                    const double re_k = phi.re[k] - std::exp(-0.5 * t[k] * t[k]);
                    sums[at] += kRows * re_j * re_k / kSets;
                    sums[6 + at] += kRows * phi.im[j] * phi.im[k] / kSets;
                    own[at] += kRows * covariance(static_cast<int>(j), static_cast<int>(k)) / kSets;
                }
            }
        }
        std::size_t at = 0;
        for (const double s : t) {
            for (const double u : t) {
                if (u > s) continue;
                // A covariance from 4000 sets is within 4.5 sqrt((c_ss c_uu + c_su^2) / 4000) of its limit, and within
                // about 3 / n for want of rows.
                for (const auto& [k, covariance] : {std::pair{at, &real_covariance}, {6 + at, &imaginary_covariance}}) {
                    const double c = covariance(s, u, null);
                    const double error = std::sqrt((covariance(s, s, null) * covariance(u, u, null) + c * c) / kSets);
                    EXPECT_NEAR(sums[k], c, 4.5 * error + 3.0 / kRows * std::fabs(c)) << s << " " << u;
                }
                if (null == NullLaw::standard) {
                    EXPECT_NEAR(own[at], real_covariance(s, u, null), 0.004);
                }
                ++at;
            }
        }
    }
}

TEST(EmpiricalTransform, CovariancesAreSmoothWhereTheFormulaChanges) {
    for (const NullLaw null : {NullLaw::standard, NullLaw::estimated}) {
        for (const auto& covariance : {real_covariance, imaginary_covariance}) {
            const double below = covariance(1, 0.5 - 1e-12, null), above = covariance(1, 0.5 + 1e-12, null);
            EXPECT_NEAR(below, above, 1e-12);
        }
    }
}

// Published quantiles of SIGReg's null on [0, 3] with 17 knots at 90, 95, 99 and 99.9 %.
TEST(EppsPulleyLimit, HasTheKnownQuantiles) {
    const ChiSquareSum limit = epps_pulley_limit(lejepa_grid(), NullLaw::standard);
    EXPECT_NEAR(limit.quantile_of_tail(0.1), 2.267, 5e-4);
    EXPECT_NEAR(limit.quantile_of_tail(0.05), 2.946, 5e-4);
    EXPECT_NEAR(limit.quantile_of_tail(0.01), 4.586, 5e-4);
    EXPECT_NEAR(limit.quantile_of_tail(0.001), 7.046, 5e-4);
}

// The mean of T under N(0, 1) is sum_k w_k (1 - exp(-t_k^2)) for any number of rows.
TEST(EppsPulleyLimit, HasTheMeanOfTheStatistic) {
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        double mean = 0;
        for (std::size_t k = 0; k < grid.knots.size(); ++k)
            mean += grid.weights[k] * (1 - std::exp(-grid.knots[k] * grid.knots[k]));
        EXPECT_NEAR(epps_pulley_limit(grid, NullLaw::standard).mean(), mean, 1e-14);
    }
}

// 20,000 samples of 200 rows: the share above each limit quantile within binomial error.
TEST(EppsPulleyLimit, IsTheLawOfSimulatedStatistics) {
    constexpr std::uint32_t kSets = 20'000;
    const ChiSquareSum limit = epps_pulley_limit(lejepa_grid(), NullLaw::standard);
    const std::vector<double> levels{0.5, 0.05, 0.01};
    std::vector<int> above(levels.size(), 0);
    std::vector<double> quantiles;
    for (const double p : levels) quantiles.push_back(limit.quantile_of_tail(p));
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const double t = epps_pulley(normals(200, 1, set).values, lejepa_grid());
        for (std::size_t k = 0; k < levels.size(); ++k) above[k] += t > quantiles[k] ? 1 : 0;
    }
    for (std::size_t k = 0; k < levels.size(); ++k)
        EXPECT_NEAR(above[k] / double{kSets}, levels[k], 4.5 * std::sqrt(levels[k] * (1 - levels[k]) / kSets));
}

TEST(EmpiricalTransform, OfTooLittleIsAnError) {
    EXPECT_THROW(empirical_characteristic_function(std::vector<double>{1}, kT), Error);
    EXPECT_THROW(empirical_characteristic_function(std::vector<double>{1, NAN}, kT), Error);
}

}  // namespace
}  // namespace fokker::assess
