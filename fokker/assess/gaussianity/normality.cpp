#include "fokker/assess/gaussianity/normality.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/normality_procedures.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

constexpr std::uint32_t kNullStream = 0x4e55;  // of simulated samples, apart from those of directions and permutations

constexpr std::array kTests{
    NormalityTestInfo{NormalityTest::sigreg, "sigreg", "SIGReg (Balestriero and LeCun 2025)", false, true},
    NormalityTestInfo{NormalityTest::epps_pulley, "epps-pulley", "Epps and Pulley (1983)", true, true},
    NormalityTestInfo{NormalityTest::bhep, "bhep", "Baringhaus and Henze (1988)", false, false},
    NormalityTestInfo{NormalityTest::henze_zirkler, "henze-zirkler", "Henze and Zirkler (1990)", false, false},
    NormalityTestInfo{NormalityTest::mardia, "mardia", "Mardia (1970)", false, false},
    NormalityTestInfo{NormalityTest::energy, "energy", "Szekely and Rizzo (2005)", false, true},
    NormalityTestInfo{NormalityTest::anderson_darling, "anderson-darling", "Anderson and Darling (1952)", true, true},
    NormalityTestInfo{NormalityTest::shapiro_wilk, "shapiro-wilk", "Shapiro and Wilk (1965), Royston (1995)", true,
                      false},
    NormalityTestInfo{NormalityTest::kolmogorov_smirnov, "ks", "Kolmogorov (1933)", true, true, "Lilliefors (1967)"},
};

std::string component_name(const NormalityOptions& options, std::size_t j) {
    return options.names.empty() ? "x" + std::to_string(j + 1) : options.names[j];
}

// The points as the test looks at them.
Points prepared(const Points& points, const NormalityOptions& options) {
    if (options.null == NullLaw::estimated) return whitened(points, options.names);
    check_points(points, "the sample");
    return points;
}

Points prepared_component(const Points& points, std::size_t j, const NormalityOptions& options) {
    Points one{1, {}};
    for (std::size_t i = 0; i < points.count(); ++i) one.values.push_back(points[i][j]);
    if (options.null == NullLaw::estimated) return {1, standardised(one.values, component_name(options, j))};
    check_points(one, component_name(options, j));
    return one;
}

// By what the smallest p-value of a test with so many statistics is multiplied (Bonferroni).
std::size_t correction(const Procedure& procedure, std::size_t statistics) {
    return procedure.joint ? 1 : statistics;
}

// How many samples are simulated; 0: the law is a formula.
std::size_t simulations_of(const Procedure& procedure, std::size_t statistics, const NormalityOptions& options) {
    if (options.simulations > 0) return options.simulations;
    return !procedure.tail || procedure.rough ? enough_simulations(correction(procedure, statistics)) : 0;
}

// [simulation, part]: of samples of N(0, I), each at an address of its own.
std::vector<std::vector<double>> simulated(const Procedure& procedure, std::size_t n, int dim, std::size_t count,
                                           const NormalityOptions& options) {
    std::vector<std::vector<double>> statistics(count);
    if (procedure.null) {
        const std::vector<double> known = procedure.null(count);
        for (std::size_t s = 0; s < count; ++s) statistics[s] = {known[s]};
        return statistics;
    }
    NormalityOptions unnamed = options;
    unnamed.names.clear();
    const std::size_t parts = procedure.parts.size();
    std::vector<double> all(count * parts, 0.0);
    const auto [first, own] = options.ranks.share(count);
    tbb::parallel_for(first, first + own, [&](std::size_t s) {
        Points sample{dim, std::vector<double>(n * static_cast<std::size_t>(dim))};
        fill_normals({.seed = options.seed,
                      .stream = kNullStream,
                      .purpose = Purpose::assess,
                      .first_particle = static_cast<std::uint32_t>(s),
                      .steps = static_cast<int>(n),
                      .slots = dim},
                     sample.values.data());
        std::ranges::copy(procedure.statistics(prepared(sample, unnamed)), all.data() + s * parts);
    });
    options.ranks.share_numbers(all);
    for (std::size_t s = 0; s < count; ++s) statistics[s].assign(&all[s * parts], &all[s * parts] + parts);
    return statistics;
}

void check_null(const NormalityTestInfo& test, const NormalityOptions& options) {
    if (options.null == NullLaw::standard && !test.standard) {
        throw Error(
            std::string(test.name) +
            " estimates mean and covariance: it cannot hold data against N(0, I); take sigreg, epps-pulley, energy, "
            "anderson-darling or ks");
    }
}

void check_ranks(const NormalityTestInfo& test, const Ranks& ranks) {
    if (ranks.count == 1 || test.test == NormalityTest::sigreg) return;
    throw Error(std::string(test.name) + " runs in one process, and there are " + std::to_string(ranks.count) +
                "; take sigreg, or start one");
}

// A statistic that is not finite is as extreme as none of the simulated ones, or as all: it has no p-value.
void check_statistics(const Normality& result) {
    for (const NormalityPart& part : result.parts) {
        if (std::isfinite(part.statistic)) continue;
        throw Error((part.name.empty() ? "" : part.name + ": ") + "the statistic of " +
                    std::string(info(result.test).name) + " is " + number(part.statistic) +
                    ": the numbers are too large for it");
    }
}

// Where the statistic of every sample is the same number its p-value is 1, whatever the data: as of BHEP in many
// components, where no two rows are near each other.
void check_spread(NormalityTest test, std::span<const double> sorted, double statistic, std::size_t n, int dim) {
    constexpr double kRounding = 1e-12;
    const double least = std::min(sorted.front(), statistic), most = std::max(sorted.back(), statistic);
    if (most - least > kRounding * std::max(std::fabs(least), std::fabs(most))) return;
    throw Error(std::string(info(test).name) + " of " + counted(n, "row") + " in " + counted(dim, "component") +
                " is " + number(statistic) +
                " whatever the rows are, so it cannot tell; take energy, mardia or shapiro-wilk");
}

// Which statistic of the procedure each part of the result is.
using PartOf = std::vector<std::size_t>;

void judge_by_law(Normality& result, const Procedure& procedure, std::size_t n) {
    result.law = procedure.law;
    for (NormalityPart& part : result.parts) {
        if (std::isnan(part.formula_p_value))
            throw Error("the law of " + std::string(info(result.test).name) + " (" + procedure.law +
                        ") has no p-value for " + counted(n, "row") + "; ask for simulations, 999 say");
        part.p_value = part.formula_p_value;
    }
}

void judge_by_samples(Normality& result, const PartOf& part_of, const Procedure& procedure, std::size_t n, int dim,
                      const NormalityOptions& options) {
    const std::size_t rows = std::min(n, procedure.settled_rows);
    auto null = simulated(procedure, rows, dim, result.simulations, options);
    if (rows < n && procedure.as_of_all_rows) {
        for (std::vector<double>& sample : null)
            std::ranges::transform(sample, sample.begin(), procedure.as_of_all_rows);
    }
    result.law = (result.simulations == 1 ? "sample of " : "samples of ") + counted(rows, "row") +
                 (rows < n ? ", where the law has settled" : "");
    std::vector<std::vector<double>> sorted(procedure.parts.size());
    for (std::size_t j = 0; j < sorted.size(); ++j) {
        for (const std::vector<double>& sample : null) sorted[j].push_back(sample[j]);
        std::ranges::sort(sorted[j]);
    }
    std::vector<double> statistics;
    std::vector<Side> sides;
    for (std::size_t k = 0; k < result.parts.size(); ++k) {
        NormalityPart& part = result.parts[k];
        check_spread(result.test, sorted[part_of[k]], part.statistic, n, dim);
        statistics.push_back(part.statistic);
        sides.push_back(procedure.parts[part_of[k]].side);
        part.p_value = simulated_p_value(sorted[part_of[k]], part.statistic, sides.back());
        part.p_error = simulated_p_error(part.p_value, null.size());
    }
    if (!procedure.joint) return;
    result.joint = true;
    result.p_value = joint_p_value(null, statistics, sides);
    result.p_error = simulated_p_error(result.p_value, null.size());
}

// The p-values of all parts and of the whole.
void judge(Normality& result, const PartOf& part_of, const Procedure& procedure, std::size_t n, int dim,
           const NormalityOptions& options) {
    if (procedure.tail) {
        for (std::size_t k = 0; k < result.parts.size(); ++k)
            result.parts[k].formula_p_value = procedure.tail(part_of[k], result.parts[k].statistic);
    }
    const auto count = static_cast<double>(correction(procedure, result.parts.size()));
    result.simulations = simulations_of(procedure, result.parts.size(), options);
    if (result.simulations > 0) {
        result.least_p_value = std::min(1.0, count / static_cast<double>(1 + result.simulations));
        judge_by_samples(result, part_of, procedure, n, dim, options);
    } else {
        judge_by_law(result, procedure, n);
    }
    const auto least = std::ranges::min_element(result.parts, {}, &NormalityPart::p_value);
    result.least_likely = static_cast<std::size_t>(least - result.parts.begin());
    if (result.joint) return;
    result.p_value = std::min(1.0, count * least->p_value);
    result.p_error = result.p_value < 1 ? count * least->p_error : 0;
}

}  // namespace

std::size_t enough_simulations(std::size_t statistics) {
    const auto of_one = static_cast<std::size_t>(std::lround(5 / kNormalityLevel));
    return std::max<std::size_t>(1000, of_one * statistics) - 1;
}

std::span<const NormalityTestInfo> normality_tests() {
    return kTests;
}

const NormalityTestInfo& info(NormalityTest test) {
    return *std::ranges::find(kTests, test, &NormalityTestInfo::test);
}

std::string_view title(NormalityTest test, NullLaw null) {
    const NormalityTestInfo& about = info(test);
    return null == NullLaw::estimated && !about.title_estimated.empty() ? about.title_estimated : about.title;
}

NormalityTest normality_test(std::string_view name) {
    std::string known;
    for (const NormalityTestInfo& test : kTests) {
        if (test.name == name) return test.test;
        known += (known.empty() ? "" : ", ") + std::string(test.name);
    }
    throw Error("unknown test \"" + std::string(name) + "\"; there are " + known);
}

NormalityWork normality_work(NormalityTest test, std::size_t n, int dim, const NormalityOptions& options) {
    const NormalityTestInfo& about = info(test);
    const Procedure procedure = procedure_of(test, n, about.by_component ? 1 : dim, options);
    const int statistics = about.by_component ? dim : 1;
    const double simulated =
        static_cast<double>(simulations_of(procedure, static_cast<std::size_t>(statistics), options)) *
        procedure.work(std::min(n, procedure.settled_rows));
    return {statistics * procedure.work(n) + simulated, procedure.unit};
}

Normality test_normality(NormalityTest test, const Points& points, const NormalityOptions& options) {
    const NormalityTestInfo& about = info(test);
    check_null(about, options);
    check_ranks(about, options.ranks);
    const std::size_t n = points.count();
    const int dim = about.by_component ? 1 : points.dim;
    const Procedure procedure = procedure_of(test, n, dim, options);

    Normality result{.test = test, .parts = {}, .law = {}};
    PartOf part_of;
    const auto add = [&](const Points& y, const std::string& component) {
        const std::vector<double> statistics = procedure.observed ? procedure.observed(y) : procedure.statistics(y);
        for (std::size_t k = 0; k < statistics.size(); ++k) {
            result.parts.push_back({about.by_component ? component : procedure.parts[k].name, statistics[k], 1, 0,
                                    std::numeric_limits<double>::quiet_NaN()});
            part_of.push_back(k);
        }
    };
    if (about.by_component) {
        for (std::size_t j = 0; j < static_cast<std::size_t>(points.dim); ++j)
            add(prepared_component(points, j, options), points.dim == 1 ? "" : component_name(options, j));
    } else {
        add(prepared(points, options), "");
    }

    check_statistics(result);
    judge(result, part_of, procedure, n, dim, options);
    return result;
}

}  // namespace fokker::assess
