// Are rows of data draws of a Gaussian? Every published test of this folder behind one call: its statistic, its
// p-value, and how that was obtained.
//
// P-values are for independent rows: draws of Markov chains must be thinned first (independent_draws.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/assess/gaussianity/epps_pulley.hpp"
#include "fokker/assess/gaussianity/normal_transform.hpp"
#include "fokker/assess/ranks.hpp"
#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

enum class NormalityTest {
    sigreg,
    epps_pulley,
    bhep,
    henze_zirkler,
    mardia,
    energy,
    anderson_darling,
    shapiro_wilk,
    kolmogorov_smirnov,
};

// Below this p-value data are said not to be Gaussian: the rate of false alarms.
inline constexpr double kNormalityLevel = 0.01;

// So many simulated samples that the smallest p-value there can be, 1 / (1 + samples) times the number of statistics
// that it is corrected for (Bonferroni), is a fifth of the level; and 999 at least.
std::size_t enough_simulations(std::size_t statistics);

struct NormalityOptions {
    // Whether the data are held against N(0, I) as they are, or less their mean and over their own covariance (each
    // component by its own variance, in tests of components) against every Gaussian.
    NullLaw null = NullLaw::estimated;
    // Samples of the null law that the statistic is held against, of the same size or, for SIGReg, BHEP, Henze-Zirkler,
    // energy and Kolmogorov-Smirnov with mean and variance from the data, of as many rows as their law needs to settle.
    // 0: the published law decides, or enough_simulations() where there is none or its false alarms are not those it
    // says (Mardia, BHEP, Henze-Zirkler, energy, SIGReg, Epps-Pulley to 200 rows, and Kolmogorov-Smirnov with mean and
    // variance from the data).
    std::size_t simulations = 0;
    std::size_t slices = 256;                // random directions of SIGReg, at addresses of the seed
    double beta = 1;                         // of BHEP
    EppsPulleyGrid grid = symmetric_grid();  // of Epps and Pulley's statistic and of SIGReg
    std::uint64_t seed = 0;                  // of what is simulated
    std::vector<std::string> names = {};     // of components, in errors and results; empty: x1, x2, ...
    // Every rank hands in all points; sigreg, the only test that ranks help with, shares the work and has the bits of
    // one process. The other tests are an error where there are several.
    Ranks ranks = {};
    Progress* progress = nullptr;  // counts what normality_work() says
};

// One number that a test looks at.
struct NormalityPart {
    std::string name;  // a component, "skewness", "kurtosis"; empty where there is only one
    double statistic;
    double p_value;
    double p_error;  // standard error of p_value where it was simulated, else 0
    // By the published formula, also where p_value was simulated; NaN where there is none.
    double formula_p_value;
};

struct Normality {
    NormalityTest test;
    std::vector<NormalityPart> parts;
    std::size_t least_likely = 0;  // of the parts
    // Of all parts, with its standard error: where they are `joint`, by the same simulated samples (joint_p_value),
    // else the smallest p-value times their number (Bonferroni).
    double p_value = 1, p_error = 0;
    bool joint = false;
    // p_value is never smaller, whatever the data: simulated samples are only so many. 0 where the law is a formula.
    double least_p_value = 0;
    std::string law;              // what p-values are from: "log-normal law with the moments of the limit"
    std::size_t simulations = 0;  // that were made; 0 where the law is a formula
};

// Throws fokker::Error where the points are too few, not finite, constant or linearly dependent, where the test is not
// made for so many, and where one that estimates mean and covariance is asked for N(0, I). Throws Stopped where
// progress is stopped.
Normality test_normality(NormalityTest test, const Points& points, const NormalityOptions& options = {});

// What test_normality() has to do for n points with `dim` components, as progress counts it on all ranks together.
struct NormalityWork {
    double total;
    std::string unit;  // "pairs of rows"
};
NormalityWork normality_work(NormalityTest test, std::size_t n, int dim, const NormalityOptions& options = {});

// What is known of each test.
struct NormalityTestInfo {
    NormalityTest test;
    std::string_view name;   // "henze-zirkler"
    std::string_view title;  // "Henze and Zirkler (1990)"
    bool by_component;       // looks at each component by itself
    bool standard;           // can hold data against N(0, I)
    // Whose the test is where mean and covariance are from the data, if not those of the title.
    std::string_view title_estimated = {};
};

std::span<const NormalityTestInfo> normality_tests();
const NormalityTestInfo& info(NormalityTest test);
std::string_view title(NormalityTest test, NullLaw null);

// Throws fokker::Error for other names, with those there are.
NormalityTest normality_test(std::string_view name);

}  // namespace fokker::assess
