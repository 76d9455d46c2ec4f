#include "fokker/assess/gaussianity/normality.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>

#include "fokker/assess/gaussianity/bhep.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

// (x, x^2 - 1 + noise), a bent cloud, and its like in one dimension: x + x^2 / 2.
Points bent(std::size_t n, int dim, std::uint32_t set) {
    Points x = normals(n, dim, set);
    for (std::size_t i = 0; i < n; ++i) {
        double& last = x.values[(i + 1) * static_cast<std::size_t>(dim) - 1];
        const double first = x[i][0];
        last = dim == 1 ? first + 0.5 * first * first : 0.5 * last + first * first;
    }
    return x;
}

TEST(Normality, OfIrisSetosaByHenzeAndZirkler) {
    const Normality r = test_normality(NormalityTest::henze_zirkler, iris_setosa());
    ASSERT_EQ(r.parts.size(), 1U);
    EXPECT_NEAR(r.parts[0].statistic, 0.9488453, 5e-8);
    EXPECT_NEAR(r.parts[0].formula_p_value, 0.04995356, 5e-9);
    EXPECT_EQ(r.simulations, 999U);
    EXPECT_NEAR(r.p_value, r.parts[0].formula_p_value, 0.01 + 4.5 * r.p_error);
}

// The simulated samples of many rows have the width of many rows.
TEST(Normality, OfManyRowsIsHeldAgainstSamplesOfFewerWhereTheLawHasSettled) {
    const Points x = normals(2000, 2, 1);
    for (const NormalityTest test : {NormalityTest::henze_zirkler, NormalityTest::bhep, NormalityTest::energy}) {
        const Normality r = test_normality(test, x);
        EXPECT_EQ(r.simulations, 999U);
        EXPECT_EQ(r.law, "samples of 500 rows, where the law has settled");
        EXPECT_EQ(test_normality(test, normals(500, 2, 1), {.simulations = 9}).law, "samples of 500 rows");
    }
    EXPECT_EQ(test_normality(NormalityTest::sigreg, x, {.simulations = 9, .slices = 4}).law,
              "samples of 1024 rows, where the law has settled");
    EXPECT_EQ(test_normality(NormalityTest::mardia, x, {.simulations = 9}).law, "samples of 2000 rows");
}

// Samples of fewer rows than the data have the width that belongs to the data: it is BHEP with that width.
TEST(Normality, ByHenzeAndZirklerOfManyRowsKeepsTheirWidthInFewerSimulatedRows) {
    const Points x = normals(2000, 2, 1);
    const Normality r = test_normality(NormalityTest::henze_zirkler, x);
    EXPECT_EQ(r.p_value, test_normality(NormalityTest::bhep, x, {.beta = henze_zirkler_beta(2000, 2)}).p_value);
    EXPECT_NE(r.p_value, test_normality(NormalityTest::bhep, x, {.beta = henze_zirkler_beta(500, 2)}).p_value);
}

// Where the law of the limit is far off: with 60 rows of 30 components its mean p-value is 0.13.
TEST(Normality, ByHenzeAndZirklerHoldsItsLevelWithFewRowsInManyComponents) {
    double sum = 0;
    constexpr std::uint32_t kSets = 200;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const Points x = normals(60, 30, set);
        sum += test_normality(NormalityTest::henze_zirkler, x, {.simulations = 99, .seed = set}).p_value / kSets;
    }
    EXPECT_NEAR(sum, 0.505, 4.5 / std::sqrt(12.0 * kSets));  // uniform on 0.01, 0.02, ... 1
    const Normality most = test_normality(NormalityTest::henze_zirkler, normals(100, 60, 1));
    EXPECT_EQ(most.simulations, 999U);
    EXPECT_GT(most.p_value, 0.01);
    EXPECT_LT(most.p_value, 1);
}

TEST(Normality, ByEppsAndPulleyIsTheLimitLawOfManyRowsOnly) {
    EXPECT_EQ(test_normality(NormalityTest::epps_pulley, normals(200, 1, 1)).simulations, 999U);
    const Normality many = test_normality(NormalityTest::epps_pulley, normals(201, 1, 1));
    EXPECT_EQ(many.simulations, 0U);
    EXPECT_EQ(many.p_value, many.parts[0].formula_p_value);
}

TEST(Normality, OfAStatisticThatIsNotFiniteIsAnError) {
    Points x = normals(20, 1, 1);
    x.values[3] = 1e200;
    EXPECT_THROW(test_normality(NormalityTest::anderson_darling, x, {.null = NullLaw::standard}), Error);
}

TEST(Normality, OfSeveralComponentsIsCorrectedForTheirNumber) {
    const Normality r = test_normality(NormalityTest::shapiro_wilk, iris_setosa(), {.names = {"a", "b", "c", "d"}});
    ASSERT_EQ(r.parts.size(), 4U);
    EXPECT_EQ(r.parts[r.least_likely].name, "d");
    EXPECT_NEAR(r.p_value / (4 * 8.658572739428681e-07), 1, 1e-4);
    const Normality mardia = test_normality(NormalityTest::mardia, iris_setosa());
    ASSERT_EQ(mardia.parts.size(), 2U);
    EXPECT_EQ(mardia.parts[1].name, "kurtosis");
    EXPECT_EQ(mardia.simulations, 999U);
    EXPECT_TRUE(mardia.joint);
    EXPECT_FALSE(r.joint);
    EXPECT_GE(mardia.p_value, std::min(mardia.parts[0].p_value, mardia.parts[1].p_value));
    EXPECT_LE(mardia.p_value, 2 * std::min(mardia.parts[0].p_value, mardia.parts[1].p_value));
    EXPECT_NEAR(mardia.parts[0].p_value, mardia.parts[0].formula_p_value, 0.03 + 4.5 * mardia.parts[0].p_error);
    // The definition written out in Python, with the correction for small samples; without it p is 0.177.
    EXPECT_NEAR(mardia.parts[0].formula_p_value, 0.11276170458302973, 1e-10);
    EXPECT_TRUE(std::isnan(test_normality(NormalityTest::energy, iris_setosa()).parts[0].formula_p_value));
}

// Bonferroni multiplies the smallest p, which is at least 1 / 1000 of 999 samples: of ten components no less than 1 %.
TEST(Normality, OfManyComponentsIsSimulatedSoOftenThatItCanReject) {
    EXPECT_EQ(enough_simulations(1), 999U);
    EXPECT_EQ(enough_simulations(2), 999U);
    EXPECT_EQ(enough_simulations(30), 14'999U);
    Points x = normals(150, 30, 1);
    for (double& v : x.values) v = std::exp(v);
    for (const NormalityTest test : {NormalityTest::kolmogorov_smirnov, NormalityTest::epps_pulley}) {
        const Normality r = test_normality(test, x);
        EXPECT_EQ(r.simulations, 14'999U);
        EXPECT_DOUBLE_EQ(r.least_p_value, 0.002);
        EXPECT_DOUBLE_EQ(r.p_value, 0.002);
        EXPECT_DOUBLE_EQ(test_normality(test, x, {.simulations = 999}).least_p_value, 0.03);
    }
    EXPECT_EQ(test_normality(NormalityTest::mardia, normals(150, 3, 1), {.simulations = 49}).least_p_value, 0.02);
    EXPECT_EQ(test_normality(NormalityTest::shapiro_wilk, x).least_p_value, 0);
}

// Uniform p-values of 4000 rows against 1000; were √1000 D and √4000 D not alike, all would be 1.
TEST(Normality, ByKolmogorovAndSmirnovOfManyRowsIsHeldAgainstFewer) {
    double sum = 0;
    constexpr std::uint32_t kSets = 100;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const Normality r =
            test_normality(NormalityTest::kolmogorov_smirnov, normals(4000, 1, set), {.simulations = 99, .seed = set});
        EXPECT_EQ(r.law, "samples of 1000 rows, where the law has settled");
        sum += r.p_value / kSets;
    }
    EXPECT_NEAR(sum, 0.505, 4.5 / std::sqrt(12.0 * kSets));  // uniform on 0.01, 0.02, ... 1
}

// No two of them are near each other, so exp(-|x - y|^2 / 2) is 0 to rounding.
TEST(Normality, ByBhepOfSoManyComponentsThatItIsAConstantIsAnError) {
    const Points x = normals(110, 100, 1);
    for (const NormalityTest test : {NormalityTest::bhep, NormalityTest::henze_zirkler}) {
        try {
            test_normality(test, x, {.simulations = 9});
            ADD_FAILURE() << info(test).name << " has a p-value";
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()),
                      std::string(info(test).name) +
                          " of 110 rows in 100 components is 1 whatever the rows are, so it cannot tell; take energy, "
                          "mardia or shapiro-wilk");
        }
    }
    EXPECT_GT(test_normality(NormalityTest::energy, x, {.simulations = 9}).p_value, 0);
}

TEST(Normality, SimulatedAgreesWithTheLawWithinItsError) {
    for (const NormalityTest test :
         {NormalityTest::shapiro_wilk, NormalityTest::anderson_darling, NormalityTest::epps_pulley}) {
        const Points x = iris_column(2);
        const Normality law = test_normality(test, x), simulated = test_normality(test, x, {.simulations = 3999});
        EXPECT_GT(simulated.p_error, 0);
        const double by_law = law.parts[0].formula_p_value;
        EXPECT_EQ(simulated.parts[0].formula_p_value, by_law);
        EXPECT_NEAR(simulated.p_value, by_law, 4.5 * simulated.p_error + 0.1 * by_law) << info(test).name;
    }
}

TEST(Normality, IsTheSameForAnyUnitAndShift) {
    Points x = normals(60, 2, 5), y = x;
    for (std::size_t k = 0; k < y.values.size(); ++k)
        y.values[k] = k % 2 == 0 ? 7 + 3 * x.values[k] : 0.1 * x.values[k];
    for (const NormalityTestInfo& test : normality_tests()) {
        const Normality of_x = test_normality(test.test, x, {.simulations = 99}),
                        of_y = test_normality(test.test, y, {.simulations = 99});
        for (std::size_t k = 0; k < of_x.parts.size(); ++k)
            EXPECT_NEAR(of_x.parts[k].statistic, of_y.parts[k].statistic, 1e-10) << test.name;
        EXPECT_EQ(of_x.p_value, of_y.p_value) << test.name;
    }
}

// By construction the level of a simulated null is exact, whatever the sample: 39 samples each. Longer runs, and the
// rates of the published laws, are in docs/gaussianity.md.
TEST(Normality, CriesWolfInFivePercentBySimulation) {
    for (const NormalityTestInfo& test : normality_tests()) {
        for (const NullLaw null : {NullLaw::estimated, NullLaw::standard}) {
            if (null == NullLaw::standard && !test.standard) continue;
            SCOPED_TRACE(test.name);
            expect_five_percent_false_alarms(1000, [&](std::uint32_t set) {
                return test_normality(test.test, normals(12, 1, set), {.null = null, .simulations = 39, .seed = set})
                    .p_value;
            });
        }
    }
}

TEST(Normality, SeesABentCloud) {
    for (const NormalityTestInfo& test : normality_tests()) {
        if (test.by_component) continue;
        EXPECT_LE(test_normality(test.test, bent(200, 2, 1)).p_value, 0.002) << test.name;
    }
    for (const NormalityTestInfo& test : normality_tests())
        EXPECT_LE(test_normality(test.test, bent(200, 1, 1)).p_value, 0.002) << test.name;
}

TEST(Normality, AgainstTheStandardLawSeesAShift) {
    for (const NormalityTestInfo& test : normality_tests()) {
        if (!test.standard) continue;
        EXPECT_LE(test_normality(test.test, normals(200, 1, 1, 0.5), {.null = NullLaw::standard}).p_value, 0.002)
            << test.name;
        EXPECT_GT(test_normality(test.test, normals(200, 1, 1, 0.5)).p_value, 0.01) << test.name;
    }
}

TEST(Normality, HasTheSameBitsOnAnyNumberOfThreads) {
    const Points x = normals(60, 2, 1);
    std::vector<double> found;
    for (const NormalityTestInfo& test : normality_tests())
        found.push_back(test_normality(test.test, x, {.simulations = 50}).p_value);
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    for (std::size_t k = 0; k < found.size(); ++k)
        EXPECT_EQ(test_normality(normality_tests()[k].test, x, {.simulations = 50}).p_value, found[k]);
}

TEST(Normality, CountsTheWorkThatItSaysItHas) {
    const Points x = normals(700, 2, 1);
    for (const NormalityTestInfo& test : normality_tests()) {
        for (const NullLaw null : {NullLaw::estimated, NullLaw::standard}) {
            if (null == NullLaw::standard && !test.standard) continue;
            Progress progress;
            NormalityOptions options{.null = null, .simulations = 3, .slices = 5, .seed = 99};
            const NormalityWork work = normality_work(test.test, 700, 2, options);
            options.progress = &progress;
            test_normality(test.test, x, options);
            EXPECT_EQ(static_cast<double>(progress.done.load()), work.total) << test.name;
            EXPECT_FALSE(work.unit.empty());
            progress.stop = true;
            EXPECT_THROW(test_normality(test.test, x, options), Stopped) << test.name;
        }
    }
}

TEST(Normality, CountsThePairsOfMardiaInManyComponents) {
    Progress progress;
    NormalityOptions options{.simulations = 3, .seed = 99};
    const NormalityWork work = normality_work(NormalityTest::mardia, 40, 12, options);
    EXPECT_EQ(work.total, 4 * 40 * 41 / 2);
    EXPECT_EQ(work.unit, "pairs of rows");
    options.progress = &progress;
    test_normality(NormalityTest::mardia, normals(40, 12, 1), options);
    EXPECT_EQ(static_cast<double>(progress.done.load()), work.total);
    progress.stop = true;
    EXPECT_THROW(test_normality(NormalityTest::mardia, normals(40, 12, 1), options), Stopped);
}

TEST(Normality, OfWhatCannotBeTestedIsAnError) {
    EXPECT_THROW(normality_test("shapiro"), Error);
    EXPECT_EQ(normality_test("ks"), NormalityTest::kolmogorov_smirnov);
    for (const NormalityTestInfo& test : normality_tests()) {
        EXPECT_THROW(test_normality(test.test, {2, {1, 2}}), Error) << test.name;
        EXPECT_THROW(test_normality(test.test, {1, {1, 1, 1, 1}}), Error) << test.name;
        EXPECT_THROW(test_normality(test.test, {1, {1, 2, NAN, 1}}), Error) << test.name;
        if (!test.standard) {
            EXPECT_THROW(test_normality(test.test, normals(20, 1, 1), {.null = NullLaw::standard}), Error);
        }
    }
    EXPECT_THROW(test_normality(NormalityTest::shapiro_wilk, normals(5001, 1, 1)), Error);
}

}  // namespace
}  // namespace fokker::assess
