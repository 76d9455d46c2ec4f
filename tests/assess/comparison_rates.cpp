// How often a comparison cries wolf: the table of docs/compare.md.
#include <cstdio>

#include "fokker/assess/comparison.hpp"
#include "tests/assess/autoregression.hpp"

int main() {
    using namespace fokker::assess;
    constexpr std::uint32_t kSets = 500;
    std::printf("correlation  draws a chain  kept  two samples differ  the formula is not the law\n");
    const std::pair<double, std::size_t> rows[] = {{0, 100}, {0.3, 200}, {0.5, 400}, {0.8, 400}, {0.9, 1000}};
    for (const auto& [rho, draws] : rows) {
        std::size_t kept = 0, samples = 0, laws = 0;
        for (std::uint32_t set = 0; set < kSets; ++set) {
            const Trace a = autoregression(rho, 4, draws, 2, 2 * set),
                        b = autoregression(rho, 4, draws, 2, 2 * set + 1);
            const Comparison two = compare(a, b, {.seed = set});
            kept += two.first.points.count();
            samples += two.differ() ? 1 : 0;
            const auto score = [](const fokker::Points& points) {
                std::vector<double> scores = points.values;
                for (double& s : scores) s = -s;
                return scores;
            };
            laws += compare(a, score, {.seed = set}).differ() ? 1 : 0;
        }
        std::printf("%11.1f  %13zu  %4zu  %4zu of %u  %4zu of %u\n", rho, draws, kept / kSets, samples, kSets, laws,
                    kSets);
        std::fflush(stdout);
    }
}
