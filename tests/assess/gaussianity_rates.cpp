// How often tests of normality cry wolf, and how often they see what is not Gaussian: the tables of
// docs/gaussianity.md. gaussianity_rates [SAMPLES [SAMPLES-OF-ALTERNATIVES [TEST [MOST-ROWS [SAMPLES-IN-MANY]]]]].
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/normality.hpp"
#include "fokker/assess/gaussianity/normality_procedures.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

struct Shares {
    double five, one;
};

// Of the sets in which p <= 5 % and p <= 1 %.
Shares shares(std::uint32_t sets, const std::function<double(std::uint32_t)>& p_value) {
    std::atomic<int> five = 0, one = 0;
    tbb::parallel_for(std::uint32_t{0}, sets, [&](std::uint32_t set) {
        const double p = p_value(set);
        five += p <= 0.05 ? 1 : 0;
        one += p <= 0.01 ? 1 : 0;
    });
    return {100.0 * five / sets, 100.0 * one / sets};
}

// Statistics of `sets` samples of so many rows of N(0, I), [set, part]; the first one has this number.
std::vector<std::vector<double>> statistics(const Procedure& procedure, NullLaw null, std::size_t rows, int dim,
                                            std::uint32_t sets, std::uint32_t first) {
    std::vector<std::vector<double>> all(sets);
    tbb::parallel_for(std::uint32_t{0}, sets, [&](std::uint32_t set) {
        const Points x = normals(rows, dim, first + set);
        all[set] = procedure.statistics(null == NullLaw::estimated ? whitened(x) : x);
    });
    return all;
}

// P-values by 999 samples for each of many data sets: a thousand statistics for each would take days. So there is one
// pool of simulated statistics, of which each data set takes 999 neighbours from a place of its own. The data sets
// depend on each other a little for that; the error of a share becomes sqrt(1 + sets / pool) times as large.
class Pool {
public:
    Pool(const Procedure& procedure, NullLaw null, std::size_t rows, int dim, std::uint32_t size)
        : procedure_(procedure),
          all_(statistics(procedure, null, std::min(rows, procedure.settled_rows), dim, size, 10'000'000)) {}

    double p_value(const std::vector<double>& observed, std::uint32_t set) const {
        std::vector<std::vector<double>> null;
        for (std::size_t k = 0; k < 999; ++k) null.push_back(all_[(std::size_t{set} * 7919 + k) % all_.size()]);
        std::vector<Side> sides;
        for (const Procedure::Part& part : procedure_.parts) sides.push_back(part.side);
        return joint_p_value(null, observed, sides);
    }

private:
    const Procedure& procedure_;
    std::vector<std::vector<double>> all_;
};

// As test_normality() judges by default.
void false_alarms(const NormalityTestInfo& test, NullLaw null, std::size_t n, int dim, std::uint32_t sets) {
    const Procedure procedure = procedure_of(test.test, n, dim, {.null = null});
    const std::vector<std::vector<double>> observed = statistics(procedure, null, n, dim, sets, 0);
    Shares found{};
    if (procedure.tail && !procedure.rough) {
        found = shares(sets, [&](std::uint32_t set) { return procedure.tail(0, observed[set][0]); });
    } else {
        const Pool pool(procedure, null, n, dim, sets);
        found = shares(sets, [&](std::uint32_t set) { return pool.p_value(observed[set], set); });
    }
    std::printf("%-20s %-10s %4d %5zu %8.2f %8.2f\n", test.name.data(),
                null == NullLaw::standard ? "standard" : "estimated", dim, n, found.five, found.one);
    std::fflush(stdout);
}

void false_alarms(std::uint32_t sets, const std::string& only, std::size_t most_rows) {
    std::printf("False alarms, %%, of %u samples of N(0, I): errors at 5 %% are %.2f, at 1 %% %.2f;\n", sets,
                100 * std::sqrt(0.05 * 0.95 / sets), 100 * std::sqrt(0.01 * 0.99 / sets));
    std::printf("where 999 simulated samples decide, of a pool of %u, %.2f and %.2f\n", sets,
                100 * std::sqrt(2 * 0.05 * 0.95 / sets), 100 * std::sqrt(2 * 0.01 * 0.99 / sets));
    std::printf("%-20s %-10s %4s %5s %8s %8s\n", "test", "against", "dim", "rows", "at 5 %", "at 1 %");
    for (const NormalityTestInfo& test : normality_tests()) {
        if (!only.empty() && only != test.name) continue;
        for (const NullLaw null : {NullLaw::estimated, NullLaw::standard}) {
            if (null == NullLaw::standard && !test.standard) continue;
            for (const int dim : {1, 2, 5}) {
                if (test.by_component && dim > 1) continue;
                for (const std::size_t n : {10U, 50U, 500U, 501U, 2000U}) {
                    if (n <= most_rows) false_alarms(test, null, n, dim, sets);
                }
            }
        }
    }
}

struct Alternative {
    const char* name;
    int dim;
    std::function<void(std::vector<double>& row, const double* spare)> change;  // of independent standard normals
};

// Standard normals to other laws, with 8 spare normals a row.
const std::vector<Alternative>& alternatives() {
    static const std::vector<Alternative> kAll{
        {"t, 5 degrees of freedom", 1,
         [](std::vector<double>& x, const double* z) {
             double sum = 0;
             for (int k = 0; k < 5; ++k) sum += z[k] * z[k] / 5;
             x[0] /= std::sqrt(sum);
         }},
        {"uniform", 1, [](std::vector<double>& x, const double*) { x[0] = std::erfc(x[0] / std::sqrt(2.0)); }},
        {"exponential", 1, [](std::vector<double>& x, const double* z) { x[0] = 0.5 * (x[0] * x[0] + z[0] * z[0]); }},
        {"two modes, +-1.5", 1, [](std::vector<double>& x, const double* z) { x[0] += z[0] > 0 ? 1.5 : -1.5; }},
        {"t, 5 degrees of freedom", 2,
         [](std::vector<double>& x, const double* z) {
             double sum = 0;
             for (int k = 0; k < 5; ++k) sum += z[k] * z[k] / 5;
             for (double& v : x) v /= std::sqrt(sum);
         }},
        {"x2 + x1^2 / 2", 2, [](std::vector<double>& x, const double*) { x[1] += 0.5 * x[0] * x[0]; }},
        {"|x2| with the sign of x1", 2,
         [](std::vector<double>& x, const double*) { x[1] = std::copysign(x[1], x[0]); }},
        {"a ring, radius 2", 2,
         [](std::vector<double>& x, const double* z) {
             const double r = std::sqrt(z[0] * z[0] + z[1] * z[1]);
             x = {2 * z[0] / r + 0.5 * x[0], 2 * z[1] / r + 0.5 * x[1]};
         }},
    };
    return kAll;
}

Points drawn(const Alternative& law, std::size_t n, std::uint32_t set) {
    const Points z = normals(n, law.dim, set), spare = normals(n, 8, 1'000'000 + set);
    Points x{law.dim, {}};
    std::vector<double> row;
    for (std::size_t i = 0; i < n; ++i) {
        row.assign(z[i].begin(), z[i].end());
        law.change(row, spare[i].data());
        x.values.insert(x.values.end(), row.begin(), row.end());
    }
    return x;
}

void power(std::uint32_t sets) {
    std::printf("\nPower, %%, at 5 %%, 50 rows, %u samples, mean and covariance estimated\n%-28s %4s", sets, "law",
                "dim");
    for (const NormalityTestInfo& test : normality_tests()) std::printf(" %18s", test.name.data());
    std::printf("\n");
    for (const Alternative& law : alternatives()) {
        std::printf("%-28s %4d", law.name, law.dim);
        for (const NormalityTestInfo& test : normality_tests()) {
            const bool simulated = test_normality(test.test, normals(50, 1, 0), {.slices = 1}).simulations > 0;
            const Shares s = shares(sets, [&](std::uint32_t set) {
                return test_normality(test.test, drawn(law, 50, set),
                                      {.simulations = simulated ? 199U : 0U, .slices = 64})
                    .p_value;
            });
            std::printf(" %18.0f", s.five);
            std::fflush(stdout);
        }
        std::printf("\n");
    }
}

// One law in more and more components: what is left of the power of tests of all of them.
struct Family {
    const char* name;
    std::function<void(std::span<double> row, const Points& spare, std::size_t i)>
        change;  // dim + 3 spare normals a row
};

const std::vector<Family>& families() {
    static const std::vector<Family> kAll{
        {"exponentials",
         [](std::span<double> x, const Points& z, std::size_t i) {
             for (std::size_t j = 0; j < x.size(); ++j) x[j] = 0.5 * (x[j] * x[j] + z[i][j] * z[i][j]);
         }},
        {"uniforms",
         [](std::span<double> x, const Points&, std::size_t) {
             for (double& v : x) v = std::erfc(v / std::sqrt(2.0));
         }},
        {"t, 3 degrees of freedom",
         [](std::span<double> x, const Points& z, std::size_t i) {
             const double* a = &z[i][0];
             const double root = std::sqrt((a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) / 3);
             for (double& v : x) v /= root;
         }},
    };
    return kAll;
}

Points drawn(const Family& law, std::size_t n, int dim, std::uint32_t set) {
    Points x = normals(n, dim, set);
    const Points spare = normals(n, dim + 3, 1'000'000 + set);
    for (std::size_t i = 0; i < n; ++i) law.change(std::span(x.values).subspan(i * x[0].size(), x[0].size()), spare, i);
    return x;
}

void power_in_many_components(std::uint32_t sets, std::size_t rows) {
    std::printf("\nPower, %%, at 5 %%, %zu rows, %u samples, of a pool of 999\n%-28s %4s", rows, sets, "law", "dim");
    const std::vector<NormalityTest> tests{NormalityTest::henze_zirkler, NormalityTest::bhep, NormalityTest::energy,
                                           NormalityTest::sigreg, NormalityTest::mardia};
    for (const NormalityTest test : tests) std::printf(" %14s", info(test).name.data());
    std::printf(" %14s\n", "shapiro-wilk");
    for (const Family& law : families()) {
        for (const int dim : {2, 5, 10, 20, 50}) {
            std::printf("%-28s %4d", law.name, dim);
            for (const NormalityTest test : tests) {
                const Procedure procedure = procedure_of(test, rows, dim, {});
                const Pool pool(procedure, NullLaw::estimated, rows, dim, 999);
                const Shares s = shares(sets, [&](std::uint32_t set) {
                    return pool.p_value(procedure.statistics(whitened(drawn(law, rows, dim, set))), set);
                });
                std::printf(" %14.0f", s.five);
                std::fflush(stdout);
            }
            const Shares s = shares(sets, [&](std::uint32_t set) {
                return test_normality(NormalityTest::shapiro_wilk, drawn(law, rows, dim, set)).p_value;
            });
            std::printf(" %14.0f\n", s.five);
        }
    }
}

}  // namespace
}  // namespace fokker::assess

int main(int argc, char** argv) {
    const auto number = [&](int k, int otherwise) {
        return static_cast<std::uint32_t>(argc > k ? std::atoi(argv[k]) : otherwise);
    };
    const std::uint32_t null = number(1, 20'000), alternatives = number(2, 500), many = number(5, 200);
    if (null > 0) fokker::assess::false_alarms(null, argc > 3 ? argv[3] : "", number(4, 2000));
    if (alternatives > 0) fokker::assess::power(alternatives);
    for (const std::size_t rows : {100U, 300U}) {
        if (many > 0) fokker::assess::power_in_many_components(many, rows);
    }
}
