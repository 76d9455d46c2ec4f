// How often tests of normality cry wolf, and how often they see what is not Gaussian: the tables of
// docs/gaussianity.md. gaussianity_rates [SAMPLES], 20,000 unless told.
#include <tbb/parallel_for.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/normality.hpp"
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

// By the published formula, of all parts; NaN where there is none.
double formula(const Normality& r) {
    double least = 1;
    for (const NormalityPart& part : r.parts) least = part.formula_p_value < least ? part.formula_p_value : least;
    return std::isnan(r.parts.front().formula_p_value) ? NAN : least * static_cast<double>(r.parts.size());
}

void false_alarms(std::uint32_t sets) {
    std::printf(
        "False alarms of published formulas, %%, of %u samples of N(0, I): errors at 5 %% are %.2f, at 1 %% %.2f\n",
        sets, 100 * std::sqrt(0.05 * 0.95 / sets), 100 * std::sqrt(0.01 * 0.99 / sets));
    std::printf("%-20s %-10s %4s %5s %8s %8s\n", "test", "against", "dim", "rows", "at 5 %", "at 1 %");
    for (const NormalityTestInfo& test : normality_tests()) {
        for (const NullLaw null : {NullLaw::estimated, NullLaw::standard}) {
            if (null == NullLaw::standard && !test.standard) continue;
            for (const int dim : {1, 2, 5}) {
                if (test.by_component && dim > 1) continue;
                for (const std::size_t n : {20U, 50U, 200U}) {
                    // One simulated sample: that p-value is not looked at.
                    const auto p_value = [&](std::uint32_t set) {
                        return formula(test_normality(test.test, normals(n, dim, set),
                                                      {.null = null, .simulations = 1, .slices = 1}));
                    };
                    if (std::isnan(p_value(0))) continue;
                    const Shares s = shares(sets, p_value);
                    std::printf("%-20s %-10s %4d %5zu %8.2f %8.2f\n", test.name.data(),
                                null == NullLaw::standard ? "standard" : "estimated", dim, n, s.five, s.one);
                    std::fflush(stdout);
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

}  // namespace
}  // namespace fokker::assess

int main(int argc, char** argv) {
    const auto number = [&](int k, int otherwise) {
        return static_cast<std::uint32_t>(argc > k ? std::atoi(argv[k]) : otherwise);
    };
    const std::uint32_t null = number(1, 20'000), alternatives = number(2, 500);
    if (null > 0) fokker::assess::false_alarms(null);
    if (alternatives > 0) fokker::assess::power(alternatives);
}
