#include "fokker/assess/gaussianity/sigreg_null.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>

#include "fokker/assess/gaussianity/sliced_statistic.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

// Everything that the law depends on.
using Key = std::tuple<std::size_t, std::size_t, std::size_t, std::uint64_t, std::uint64_t, std::vector<double>,
                       std::vector<double>, std::size_t, std::uint64_t>;

// The rows of one replicate from normals z [dim, rows].
RowPanels<float> in_panels(const double* z, std::size_t rows, std::size_t dim) {
    RowPanels<float> x{
        .rows = rows, .dim = dim, .all_rows = rows, .panels = (rows + kPanelRows - 1) / kPanelRows, .numbers = {}};
    x.numbers = aligned<float>(x.panels * dim * kPanelRows);
    std::fill_n(x.numbers.get(), x.panels * dim * kPanelRows, 0.0F);
    for (std::size_t d = 0; d < dim; ++d) {
        for (std::size_t i = 0; i < rows; ++i) {
            const std::size_t place = (i / kPanelRows * dim + d) * kPanelRows + i % kPanelRows;
            x.numbers[place] = static_cast<float>(z[d * rows + i]);
        }
    }
    return x;
}

// One statistic a replicate, in their order. A rank makes every count-th pair of them.
std::vector<double> simulated(std::size_t rows, std::size_t dim, SigregOptions options, const SigregNullOptions& null) {
    const Ranks ranks = options.ranks;
    options.ranks = {};
    options.gradient = false;
    const SlicedStatistic<float> statistic(dim, options);
    std::vector<double> statistics(null.replicates, 0.0);
    // Normals of an even step and the odd one after it cost what one of them costs.
    const std::size_t pairs = (null.replicates + 1) / 2, own = (pairs + ranks.count - 1 - ranks.rank) / ranks.count;
    tbb::parallel_for(std::size_t{0}, own, [&](std::size_t j) {
        const std::size_t first = 2 * (j * ranks.count + ranks.rank);
        std::vector<double> z(2 * dim * rows);
        fill_normals({.seed = null.seed,
                      .stream = 1,  // directions have stream 0
                      .purpose = Purpose::assess,
                      .lanes = static_cast<int>(rows),
                      .first_step = first,
                      .steps = 2,
                      .slots = static_cast<int>(dim)},
                     z.data(), options.isa);
        for (std::size_t r = first; r < std::min(first + 2, null.replicates); ++r) {
            const double* own_z = z.data() + (r - first) * dim * rows;
            statistics[r] = statistic(in_panels(own_z, rows, dim)).value;
        }
    });
    ranks.share_numbers(statistics);
    return statistics;
}

double exact_mean(const EppsPulleyGrid& grid) {
    double sum = 0;
    for (std::size_t k = 0; k < grid.knots.size(); ++k)
        sum += grid.weights[k] * (1 - host::elementary::exp(-grid.knots[k] * grid.knots[k]));
    return sum;
}

double standard_deviation(const std::vector<double>& values) {
    double mean = 0, squares = 0;
    for (const double v : values) mean += v / static_cast<double>(values.size());
    for (const double v : values) squares += (v - mean) * (v - mean);
    return std::sqrt(squares / static_cast<double>(std::max<std::size_t>(values.size() - 1, 1)));
}

}  // namespace

std::shared_ptr<const SigregNull> sigreg_null(std::size_t rows, std::size_t dim, const SigregOptions& options,
                                              const SigregNullOptions& null) {
    if (rows < 2) throw Error("SIGReg needs at least 2 rows: got " + std::to_string(rows));
    if (null.replicates == 0) throw Error("a simulated law needs replicates: got 0");
    const std::size_t simulated_rows = std::min(rows, kSettledRows);
    static std::mutex mutex;
    static std::map<Key, std::shared_ptr<const SigregNull>> known;
    const Key key{
        simulated_rows,  dim,      options.slices, options.seed, options.step, options.grid.knots, options.grid.weights,
        null.replicates, null.seed};
    {
        const std::scoped_lock lock(mutex);
        if (const auto found = known.find(key); found != known.end()) return found->second;
    }
    auto law = std::make_shared<SigregNull>();
    law->rows = simulated_rows;
    law->mean = exact_mean(options.grid);
    law->statistics = simulated(simulated_rows, dim, options, null);
    law->standard_deviation = standard_deviation(law->statistics);
    std::ranges::sort(law->statistics);
    const std::scoped_lock lock(mutex);
    return known.emplace(key, std::move(law)).first->second;
}

SigregPValue sigreg_p_value(double value, std::size_t rows, std::size_t dim, const SigregOptions& options,
                            const SigregNullOptions& null) {
    if (!std::isfinite(value)) throw Error("a p-value of a statistic that is not finite: " + number(value));
    auto law = sigreg_null(rows, dim, options, null);
    const auto as_large = law->statistics.end() - std::ranges::lower_bound(law->statistics, value);
    const auto n = static_cast<double>(1 + null.replicates);
    const double p = static_cast<double>(1 + as_large) / n;
    std::string method = "simulated null law with the same directions: " + counted(null.replicates, "replicate") +
                         " of " + counted(law->rows, "row");
    if (law->rows < rows) method += ", where the law has settled";
    return {p, std::sqrt(p * (1 - p) / n), std::move(method), std::move(law)};
}

}  // namespace fokker::assess
