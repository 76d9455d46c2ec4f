#include "fokker/assess/gaussianity/normality_procedures.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/gaussianity/anderson_darling.hpp"
#include "fokker/assess/gaussianity/bhep.hpp"
#include "fokker/assess/gaussianity/mardia.hpp"
#include "fokker/assess/gaussianity/normal_energy.hpp"
#include "fokker/assess/gaussianity/shapiro_wilk.hpp"
#include "fokker/assess/gaussianity/sigreg_null.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

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

double all_rows(std::size_t n) {
    return static_cast<double>(n);
}

double all_pairs(std::size_t n) {
    return 0.5 * static_cast<double>(n) * static_cast<double>(n + 1);
}

using Statistic = std::function<double(const Points&)>;

// A test with one statistic that is large where data are not Gaussian; it counts its work itself.
Procedure one_statistic(std::string unit, std::function<double(std::size_t)> work, const Statistic& statistic) {
    return {
        .parts = {{}}, .unit = std::move(unit), .work = std::move(work), .statistics = [statistic](const Points& y) {
            return std::vector<double>{statistic(y)};
        }};
}

Procedure with_law(Procedure procedure, const std::function<double(double)>& tail, std::string law) {
    procedure.tail = [tail](std::size_t, double statistic) { return tail(statistic); };
    procedure.law = std::move(law);
    return procedure;
}

// Of numbers, in time about proportional to their count.
Procedure quick(const Statistic& statistic, Progress* progress) {
    return one_statistic("rows", all_rows, [=](const Points& y) {
        const double value = statistic(y);
        advance(progress, y.count());
        return value;
    });
}

// Of 10 rows the limit law cries wolf in 4.1 % at 5 %; what is left of that beyond 200 rows is below what 20,000
// samples can show (docs/gaussianity.md).
Procedure epps_pulley_procedure(std::size_t n, const NormalityOptions& options) {
    constexpr std::size_t kRoughRows = 200;
    Procedure procedure = with_law(
        quick([grid = options.grid](const Points& y) { return epps_pulley(y.values, grid); }, options.progress),
        [limit = epps_pulley_limit(options.grid, options.null)](double t) { return limit.tail(t); },
        "limit law, a weighted sum of chi-square variables");
    procedure.rough = n <= kRoughRows;
    return procedure;
}

// Rows are held against N(0, I) by the law that SIGReg keeps; where they were whitened, so is what is simulated, in the
// usual way.
Procedure sigreg_procedure(std::size_t n, int dim, const NormalityOptions& options) {
    const auto d = static_cast<std::size_t>(dim);
    const SigregOptions sliced{.slices = options.slices,
                               .seed = options.seed,
                               .grid = options.grid,
                               .gradient = false,
                               .progress = options.progress};
    Procedure procedure = one_statistic(
        "projections", [=](std::size_t rows) { return all_rows(rows) * all_rows(sliced.slices); },
        [=](const Points& y) { return sigreg(std::span<const double>(y.values), d, sliced).value; });
    SigregOptions together = sliced;
    together.ranks = options.ranks;
    procedure.observed = [=](const Points& y) -> std::vector<double> {
        const auto [first, count] = together.ranks.share(y.count());
        return {sigreg(std::span<const double>(y.values).subspan(first * d, count * d), d, together).value};
    };
    if (options.null == NullLaw::estimated) {
        procedure.settled_rows = std::max(kSettledRows, static_cast<std::size_t>(least_settled_rows(dim)));
    } else {
        procedure.settled_rows = kSettledRows;
        procedure.null = [=, seed = options.seed](std::size_t count) {
            return sigreg_null(n, d, together, {.replicates = count, .seed = seed})->statistics;
        };
    }
    return procedure;
}

Procedure bhep_procedure(int dim, double beta, Progress* progress) {
    Procedure procedure = with_law(
        one_statistic("pairs of rows", all_pairs, [=](const Points& y) { return bhep(y, beta, progress); }),
        [=](double t) { return bhep_tail(t, dim, beta); }, "log-normal law with the mean and variance of the limit");
    procedure.rough = true;
    procedure.settled_rows = bhep_settled_rows(dim, beta);
    return procedure;
}

Procedure mardia_procedure(std::size_t n, int dim, Progress* progress) {
    const bool pairs = mardia_by_pairs(n, dim);
    return {.parts = {{"skewness", Side::above}, {"kurtosis", Side::both}},
            .joint = true,
            .unit = pairs ? "pairs of rows" : "rows",
            .work = pairs ? all_pairs : all_rows,
            .statistics =
                [=](const Points& y) {
                    const MardiaMoments m = mardia(y, progress);
                    return std::vector<double>{m.skewness, mardia_kurtosis_score(m.kurtosis, y.count(), dim)};
                },
            .tail =
                [=](std::size_t part, double value) {
                    return part == 0 ? mardia_skewness_tail(value, n, dim) : 2 * normal_tail(std::fabs(value));
                },
            .law = "chi-square and normal limits, corrected for the number of rows",
            .rough = true};
}

Procedure energy_procedure(int dim, const NormalityOptions& options) {
    Procedure procedure =
        one_statistic("pairs of rows", all_pairs, [null = options.null, progress = options.progress](const Points& y) {
            return normal_energy(over_n_minus_one(y, null), progress);
        });
    procedure.settled_rows = static_cast<std::size_t>(least_settled_rows(dim));
    return procedure;
}

Procedure anderson_darling_procedure(std::size_t n, NullLaw null, Progress* progress) {
    Procedure procedure =
        quick([=](const Points& y) { return anderson_darling(over_n_minus_one(y, null).values); }, progress);
    if (null == NullLaw::standard)
        return with_law(std::move(procedure), anderson_darling_tail,
                        "limit law, a weighted sum of chi-square variables");
    return with_law(
        std::move(procedure), [n](double a) { return anderson_darling_estimated_tail(a, n); },
        "formula of Stephens (1986)");
}

Procedure shapiro_wilk_procedure(std::size_t n, Progress* progress) {
    Procedure procedure = with_law(
        quick([](const Points& y) { return shapiro_wilk(y.values); }, progress),
        [n](double w) { return shapiro_wilk_p_value(w, n); }, "normal law of log(1 - W), Royston (1995)");
    procedure.parts = {{"", Side::below}};
    return procedure;
}

// With mean and variance from the data (Lilliefors 1967) no formula is good to more than a few percent. The law of
// sqrt(n) D + 1 / (6 sqrt(n)) does not depend on n up to terms of order 1/n, as without estimation (Pelz and Good
// 1976): docs/gaussianity.md has its quantiles.
Procedure kolmogorov_smirnov_procedure(std::size_t n, NullLaw null, Progress* progress) {
    constexpr std::size_t kSettledKsRows = 1000;
    Procedure procedure = quick(
        [=](const Points& y) { return kolmogorov_distance(over_n_minus_one(y, null).values, normal_cdf); }, progress);
    if (null == NullLaw::estimated) {
        procedure.settled_rows = kSettledKsRows;
        procedure.as_of_all_rows = [n](double distance) {
            const double from = std::sqrt(static_cast<double>(kSettledKsRows)), to = std::sqrt(static_cast<double>(n));
            return (from * distance + 1 / (6 * from) - 1 / (6 * to)) / to;
        };
        return procedure;
    }
    return with_law(
        std::move(procedure), [n](double distance) { return kolmogorov_p_value(distance, n); },
        "exact law to 500 rows, Kolmogorov's beyond");
}

}  // namespace

Procedure procedure_of(NormalityTest test, std::size_t n, int dim, const NormalityOptions& options) {
    switch (test) {
        case NormalityTest::sigreg:
            return sigreg_procedure(n, dim, options);
        case NormalityTest::epps_pulley:
            return epps_pulley_procedure(n, options);
        case NormalityTest::bhep:
            return bhep_procedure(dim, options.beta, options.progress);
        case NormalityTest::henze_zirkler:
            return bhep_procedure(dim, henze_zirkler_beta(n, dim), options.progress);
        case NormalityTest::mardia:
            return mardia_procedure(n, dim, options.progress);
        case NormalityTest::energy:
            return energy_procedure(dim, options);
        case NormalityTest::anderson_darling:
            return anderson_darling_procedure(n, options.null, options.progress);
        case NormalityTest::shapiro_wilk:
            return shapiro_wilk_procedure(n, options.progress);
        case NormalityTest::kolmogorov_smirnov:
            return kolmogorov_smirnov_procedure(n, options.null, options.progress);
    }
    throw Error("no such test");
}

}  // namespace fokker::assess
