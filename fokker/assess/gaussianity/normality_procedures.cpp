#include "fokker/assess/gaussianity/normality_procedures.hpp"

#include <cmath>
#include <limits>

#include "fokker/assess/gaussianity/anderson_darling.hpp"
#include "fokker/assess/gaussianity/bhep.hpp"
#include "fokker/assess/gaussianity/mardia.hpp"
#include "fokker/assess/gaussianity/normal_energy.hpp"
#include "fokker/assess/gaussianity/shapiro_wilk.hpp"
#include "fokker/assess/gaussianity/sigreg_null.hpp"
#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kAnyRows = std::numeric_limits<std::size_t>::max();

// Where Henze and Zirkler's log-normal law may decide: in more components T of few rows is far from its limit, and to
// so many rows simulated samples cost less than a second.
constexpr int kLogNormalDim = 5;
constexpr std::size_t kLogNormalRows = 500;

// From a standard deviation with sums of squares over n to one over n - 1, where data were standardised.
Points over_n_minus_one(Points y, NullLaw null) {
    if (null == NullLaw::standard) return y;
    const auto n = static_cast<double>(y.count());
    for (double& v : y.values) v *= std::sqrt((n - 1) / n);
    return y;
}

double normal_cdf(double x) {
    return normal_tail(-x);
}

// A test with one statistic that is large where data are not Gaussian.
Procedure one_statistic(std::function<double(const Points&)> statistic,
                        std::function<double(double, std::size_t)> tail = {}, std::string law = {}) {
    Procedure procedure{.parts = {{}},
                        .statistics = [statistic](const Points& y) -> std::vector<double> { return {statistic(y)}; },
                        .observed = {},
                        .tail = {},
                        .law = std::move(law),
                        .rough_to = 0,
                        .null = {}};
    if (tail) procedure.tail = [tail](std::size_t, double value, std::size_t n) { return tail(value, n); };
    return procedure;
}

Procedure epps_pulley_procedure(const NormalityOptions& options) {
    return one_statistic(
        [grid = options.grid](const Points& y) { return epps_pulley(y.values, grid); },
        [limit = epps_pulley_limit(options.grid, options.null)](double t, std::size_t) { return limit.tail(t); },
        "limit law, a weighted sum of chi-square variables");
}

// Rows are held against N(0, I) by the law that SIGReg keeps; where they were whitened, so is what is simulated, in the
// usual way.
Procedure sigreg_procedure(int dim, const NormalityOptions& options) {
    const auto d = static_cast<std::size_t>(dim);
    const SigregOptions sliced{.slices = options.slices, .seed = options.seed, .grid = options.grid, .gradient = false};
    Procedure procedure =
        one_statistic([=](const Points& y) { return sigreg(std::span<const double>(y.values), d, sliced).value; });
    SigregOptions together = sliced;
    together.ranks = options.ranks;
    procedure.observed = [=](const Points& y) -> std::vector<double> {
        const auto [first, count] = together.ranks.share(y.count());
        return {sigreg(std::span<const double>(y.values).subspan(first * d, count * d), d, together).value};
    };
    if (options.null == NullLaw::standard) {
        procedure.null = [=](std::size_t n, std::size_t count) -> Procedure::Null {
            const auto null = sigreg_null(n, d, together, {.replicates = count, .seed = options.seed});
            return {null->statistics, "samples of " + counted(null->rows, "row") + " on the same directions"};
        };
    }
    return procedure;
}

// beta by the number of rows.
Procedure bhep_procedure(int dim, std::function<double(std::size_t)> beta) {
    return one_statistic([beta](const Points& y) { return bhep(y, beta(y.count())); },
                         [beta, dim](double t, std::size_t n) { return bhep_tail(t, dim, beta(n)); },
                         "log-normal law with the mean and variance of the limit");
}

Procedure mardia_procedure(int dim) {
    return {.parts = {{"skewness", Side::above}, {"kurtosis", Side::both}},
            .statistics = [dim](const Points& y) -> std::vector<double> {
                const MardiaMoments m = mardia(y);
                return {m.skewness, mardia_kurtosis_score(m.kurtosis, y.count(), dim)};
            },
            .observed = {},
            .tail =
                [dim](std::size_t part, double value, std::size_t n) {
                    return part == 0 ? mardia_skewness_tail(value, n, dim) : 2 * normal_tail(std::fabs(value));
                },
            .law = "chi-square and normal limits, corrected for the number of rows",
            .rough_to = kAnyRows,
            .null = {}};
}

Procedure anderson_darling_procedure(NullLaw null) {
    const auto statistic = [null](const Points& y) { return anderson_darling(over_n_minus_one(y, null).values); };
    if (null == NullLaw::standard)
        return one_statistic(
            statistic, [](double a, std::size_t) { return anderson_darling_tail(a); },
            "limit law, a weighted sum of chi-square variables");
    return one_statistic(statistic, anderson_darling_estimated_tail, "formula of Stephens (1986)");
}

Procedure shapiro_wilk_procedure() {
    Procedure procedure = one_statistic([](const Points& y) { return shapiro_wilk(y.values); }, shapiro_wilk_p_value,
                                        "normal law of log(1 - W), Royston (1995)");
    procedure.parts = {{"", Side::below}};
    return procedure;
}

// With mean and variance from the data (Lilliefors 1967) no formula is good to more than a few percent.
Procedure kolmogorov_smirnov_procedure(NullLaw null) {
    const auto distance = [null](const Points& y) {
        return kolmogorov_distance(over_n_minus_one(y, null).values, normal_cdf);
    };
    if (null == NullLaw::estimated) return one_statistic(distance);
    return one_statistic(distance, kolmogorov_p_value, "exact law to 500 rows, Kolmogorov's beyond");
}

}  // namespace

Procedure procedure_of(NormalityTest test, int dim, const NormalityOptions& options) {
    switch (test) {
        case NormalityTest::sigreg:
            return sigreg_procedure(dim, options);
        case NormalityTest::epps_pulley:
            return epps_pulley_procedure(options);
        case NormalityTest::bhep: {
            Procedure procedure = bhep_procedure(dim, [beta = options.beta](std::size_t) { return beta; });
            procedure.rough_to = kAnyRows;
            return procedure;
        }
        case NormalityTest::henze_zirkler: {
            Procedure procedure = bhep_procedure(dim, [dim](std::size_t n) { return henze_zirkler_beta(n, dim); });
            procedure.rough_to = dim <= kLogNormalDim ? kLogNormalRows : kAnyRows;
            return procedure;
        }
        case NormalityTest::mardia:
            return mardia_procedure(dim);
        case NormalityTest::energy:
            return one_statistic(
                [null = options.null](const Points& y) { return normal_energy(over_n_minus_one(y, null)); });
        case NormalityTest::anderson_darling:
            return anderson_darling_procedure(options.null);
        case NormalityTest::shapiro_wilk:
            return shapiro_wilk_procedure();
        case NormalityTest::kolmogorov_smirnov:
            return kolmogorov_smirnov_procedure(options.null);
    }
    throw Error("no such test");
}

}  // namespace fokker::assess
