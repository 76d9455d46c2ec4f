#include "fokker/fit/columns.hpp"

#include <algorithm>

#include "fokker/fit/mixture_kernels.hpp"

namespace fokker {

Columns columns(const Points& points) {
    const std::size_t tiles = (points.count() + kMixtureTile - 1) / kMixtureTile;
    Columns c{.count = points.count(),
              .dim = static_cast<std::size_t>(points.dim),
              .pitch = tiles * kMixtureTile,
              .values = {}};
    c.values.resize(c.dim * c.pitch);
    for (std::size_t j = 0; j < c.dim; ++j) {
        for (std::size_t i = 0; i < c.pitch; ++i)
            c.values[j * c.pitch + i] = points.values[std::min(i, c.count - 1) * c.dim + j];
    }
    return c;
}

}  // namespace fokker
