// Started by mpirun on a few ranks: SIGReg of rows that are shared among them has the bits of all rows in one process,
// and so has its null law. Ends with 0 if it is so.
//
//     mpirun -n 4 sigreg_ranks 4
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

#include "fokker/assess/gaussianity/sigreg.hpp"
#include "fokker/assess/gaussianity/sigreg_null.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/ranks/world.hpp"

namespace fokker {
namespace {

constexpr std::size_t kRows = 1003, kDim = 7;

template <class T>
std::vector<T> data() {
    std::vector<double> x(kRows * kDim);
    fill_normals(
        {.seed = 5, .purpose = Purpose::data, .steps = static_cast<int>(kRows), .slots = static_cast<int>(kDim)},
        x.data());
    return {x.begin(), x.end()};
}

template <class T>
bool same_statistic(const World& world) {
    const std::vector<T> x = data<T>();
    const auto [first, count] = world.ranks().share(kRows);
    const auto own = std::span(x).subspan(first * kDim, count * kDim);
    const auto together = assess::sigreg<T>(own, kDim, {.ranks = world.ranks()});
    const auto alone = assess::sigreg<T>(x, kDim);
    return together.value == alone.value && together.by_direction == alone.by_direction && together.rows == kRows &&
           std::ranges::equal(together.gradient, std::span(alone.gradient).subspan(first * kDim, count * kDim));
}

// What was simulated is kept, so the same question would be answered from memory: of 40 replicates 39 are the first 39.
bool same_null_law(const World& world) {
    const auto together = assess::sigreg_null(60, 3, {.slices = 9, .ranks = world.ranks()}, {.replicates = 39});
    const auto alone = assess::sigreg_null(60, 3, {.slices = 9}, {.replicates = 40});
    return together->statistics.size() == 39 && std::ranges::includes(alone->statistics, together->statistics);
}

int main(unsigned expected) {
    const World world;
    const bool all_here = world.ranks().count == expected;
    const bool of_float = same_statistic<float>(world), of_double = same_statistic<double>(world);
    const bool law = same_null_law(world);
    std::printf("rank %u of %u: %s\n", world.ranks().rank, world.ranks().count,
                all_here && of_float && of_double && law ? "the same bits" : "DIFFERENT");
    return all_here && of_float && of_double && law ? 0 : 1;
}

}  // namespace
}  // namespace fokker

int main(int argc, char** argv) {
    return fokker::main(argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 1);
}
