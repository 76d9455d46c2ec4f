#include "fokker/assess/permutation.hpp"

#include <algorithm>

#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {

// Selection sampling (Knuth, The art of computer programming 2, section 3.4.2, algorithm S): point i is taken with
// probability (still wanted) / (still there).
std::vector<std::uint8_t> labels(std::size_t first, std::size_t second, const Permutations& permutations) {
    if (permutations.count == 0) throw Error("a p-value by permutation needs permutations: got count = 0");
    const std::size_t n = first + second;
    std::vector<std::uint8_t> all((1 + permutations.count) * n, 0);
    std::fill_n(all.begin(), first, std::uint8_t{1});
    std::vector<double> uniforms(n);
    for (std::size_t k = 1; k <= permutations.count; ++k) {
        fill_uniforms({.seed = permutations.seed,
                       .stream = permutations.stream,
                       .purpose = Purpose::assess,
                       .first_particle = static_cast<std::uint32_t>(k - 1),
                       .steps = static_cast<int>(n)},
                      uniforms.data());
        std::size_t wanted = first;
        for (std::size_t i = 0; i < n; ++i) {
            const bool taken = uniforms[i] * static_cast<double>(n - i) < static_cast<double>(wanted);
            all[k * n + i] = taken ? 1 : 0;
            wanted -= taken ? 1 : 0;
        }
    }
    return all;
}

TestResult judged(std::span<const double> statistics) {
    const auto chance = statistics.subspan(1);
    const auto as_large = std::ranges::count_if(chance, [&](double s) { return s >= statistics[0]; });
    return {statistics[0], static_cast<double>(1 + as_large) / static_cast<double>(1 + chance.size())};
}

}  // namespace fokker::assess
