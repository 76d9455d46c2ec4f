#include "fokker/assess/gaussianity/row_panels.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "fokker/assess/gaussianity/equal_knots.hpp"
#include "fokker/assess/gaussianity/sliced_kernels.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

// A projection is at most |x| <= sqrt(dim) times the largest number, and is multiplied by the step of the knots next,
// which is at most kLargestStep.
template <class T>
T largest_allowed(std::size_t dim) {
    return std::numeric_limits<T>::max() / (static_cast<T>(kLargestStep) * std::sqrt(static_cast<T>(dim)));
}

// Which rows cannot be used, in all and the first of this rank.
struct Faults {
    std::int64_t not_finite = 0, too_large = 0;
    std::string first;
};

template <class T>
Faults faults(std::span<const T> x, std::size_t dim) {
    Faults found;
    const T limit = largest_allowed<T>(dim);
    for (std::size_t i = 0; i < x.size(); i += dim) {
        const auto row = x.subspan(i, dim);
        // False for NaN.
        if (std::ranges::all_of(row, [&](T v) { return std::abs(v) <= limit; })) continue;
        auto bad = std::ranges::find_if(row, [](T v) { return !std::isfinite(v); });
        ++(bad != row.end() ? found.not_finite : found.too_large);
        if (bad == row.end()) bad = std::ranges::find_if(row, [&](T v) { return std::abs(v) > limit; });
        if (found.first.empty()) {
            found.first = "x[" + std::to_string(i / dim) + ", " + std::to_string(bad - row.begin()) +
                          "] = " + number(static_cast<double>(*bad));
        }
    }
    return found;
}

std::string place(const Faults& found, const Ranks& ranks) {
    if (found.first.empty()) return " (on other ranks)";
    return ": " + found.first + (ranks.count > 1 ? " on rank " + std::to_string(ranks.rank) : "");
}

// The number of rows of all ranks. What one rank has found all ranks must hear, or they would wait for it.
template <class T>
std::size_t checked(std::span<const T> x, std::size_t dim, const Ranks& ranks) {
    const bool whole = dim > 0 && x.size() % dim == 0;
    const Faults found = whole ? faults(x, dim) : Faults{};
    const auto columns = static_cast<std::int64_t>(dim);
    std::array<std::int64_t, 5> sums{whole ? static_cast<std::int64_t>(x.size() / dim) : 0, whole ? 0 : 1, columns,
                                     found.not_finite, found.too_large};
    ranks.sum_over_all(sums);
    if (!whole)
        throw Error("x has " + counted(x.size(), "number") + ", which are no rows of " + counted(dim, "column"));
    if (sums[1] > 0) throw Error("x has no whole rows on other ranks");
    if (sums[2] != columns * ranks.count)
        throw Error("ranks must have as many columns: rank " + std::to_string(ranks.rank) + " has " +
                    std::to_string(dim));
    if (sums[3] > 0)
        throw Error("x has " + counted(static_cast<std::size_t>(sums[3]), "row") + " with numbers that are not finite" +
                    place(found, ranks));
    if (sums[4] > 0) {
        throw Error("x has " + counted(static_cast<std::size_t>(sums[4]), "row") +
                    " with numbers too large to be projected" + place(found, ranks) + ", of at most " +
                    number(static_cast<double>(largest_allowed<T>(dim))));
    }
    if (sums[0] < 2)
        throw Error("x has " + counted(static_cast<std::size_t>(sums[0]), "row") + ": SIGReg needs at least 2");
    return static_cast<std::size_t>(sums[0]);
}

}  // namespace

template <class T>
RowPanels<T> row_panels(std::span<const T> x, std::size_t dim, const Ranks& ranks) {
    const std::size_t all_rows = checked(x, dim, ranks), rows = x.size() / dim;
    RowPanels<T> panels{
        .rows = rows, .dim = dim, .all_rows = all_rows, .panels = (rows + kPanelRows - 1) / kPanelRows, .numbers = {}};
    panels.numbers = aligned<T>(panels.panels * dim * kPanelRows);
    tbb::parallel_for(std::size_t{0}, panels.panels, [&](std::size_t p) {
        T* panel = panels.numbers.get() + p * dim * kPanelRows;
        for (std::size_t i = 0; i < kPanelRows; ++i) {
            const std::size_t row = p * kPanelRows + i;
            for (std::size_t d = 0; d < dim; ++d) panel[d * kPanelRows + i] = row < rows ? x[row * dim + d] : T(0);
        }
    });
    return panels;
}

template RowPanels<float> row_panels(std::span<const float>, std::size_t, const Ranks&);
template RowPanels<double> row_panels(std::span<const double>, std::size_t, const Ranks&);

}  // namespace fokker::assess
