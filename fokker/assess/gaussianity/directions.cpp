#include "fokker/assess/gaussianity/directions.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kTogether = 64;  // directions of one task
static_assert(kTogether % kPanelDirections == 0);

constexpr std::size_t rounded_up(std::size_t n, std::size_t multiple) {
    return (n + multiple - 1) / multiple * multiple;
}

// z [dim, kTogether] to unit vectors. A quotient is 1 or -1 exactly where dim is 1; a product with 1 / |z| is not.
void normalise(std::span<double> z, std::size_t dim) {
    double length[kTogether] = {};
    for (std::size_t d = 0; d < dim; ++d) {
        for (std::size_t m = 0; m < kTogether; ++m) length[m] += z[d * kTogether + m] * z[d * kTogether + m];
    }
    for (double& l : length) l = std::sqrt(l);
    for (std::size_t d = 0; d < dim; ++d) {
        for (std::size_t m = 0; m < kTogether; ++m) z[d * kTogether + m] /= length[m];
    }
}

}  // namespace

template <class T>
Directions<T> unit_directions(std::size_t count, std::size_t dim, std::uint64_t seed, std::uint64_t step, Isa isa,
                              bool in_columns) {
    Directions<T> all{.count = count,
                      .dim = dim,
                      .padded_count = rounded_up(count, kPanelDirections),
                      .padded_dim = rounded_up(dim, kPanelRows),
                      .in_panels = {},
                      .in_columns = {}};
    all.in_panels = aligned<T>(all.padded_count * dim);
    if (in_columns) all.in_columns = aligned<T>(all.padded_count * all.padded_dim);
    tbb::parallel_for(std::size_t{0}, rounded_up(count, kTogether) / kTogether, [&](std::size_t task) {
        const std::size_t first = task * kTogether;
        std::vector<double> z(dim * kTogether);
        fill_normals({.seed = seed,
                      .purpose = Purpose::assess,
                      .first_particle = static_cast<std::uint32_t>(first),
                      .lanes = static_cast<int>(kTogether),
                      .first_step = step,
                      .slots = static_cast<int>(dim)},
                     z.data(), isa);
        normalise(z, dim);
        const std::size_t here = std::min(kTogether, all.padded_count - first);
        for (std::size_t m = 0; m < here; ++m) {
            const bool real = first + m < count;
            const std::size_t panel = (first + m) / kPanelDirections, place = (first + m) % kPanelDirections;
            T* in_panel = all.in_panels.get() + panel * dim * kPanelDirections + place;
            for (std::size_t d = 0; d < dim; ++d)
                in_panel[d * kPanelDirections] = real ? static_cast<T>(z[d * kTogether + m]) : T(0);
            if (!in_columns) continue;
            for (std::size_t d = 0; d < all.padded_dim; ++d) {
                const T value = real && d < dim ? static_cast<T>(z[d * kTogether + m]) : T(0);
                all.in_columns[(d / kPanelRows * all.padded_count + first + m) * kPanelRows + d % kPanelRows] = value;
            }
        }
    });
    return all;
}

template Directions<float> unit_directions(std::size_t, std::size_t, std::uint64_t, std::uint64_t, Isa, bool);
template Directions<double> unit_directions(std::size_t, std::size_t, std::uint64_t, std::uint64_t, Isa, bool);

}  // namespace fokker::assess
