#include "fokker/assess/gaussianity/sliced_statistic.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/isa_select.hpp"
#include "fokker/random/address.hpp"

namespace fokker::assess {

FOKKER_SELECT_BY_ISA(AllSlicedKernels, sliced_kernels)

namespace {

// Directions whose cosines and sines are in memory at once: few enough to stay in cache, many enough that the
// gradient is seldom read and written.
constexpr std::size_t kGroupDirections = 128;
static_assert(kGroupDirections % kPanelDirections == 0);
constexpr std::size_t kBlockPanels = kBlockRows / kPanelRows;
constexpr std::size_t kTurns = 2 * kGroupDirections * kBlockPitch;

SigregOptions checked(std::size_t dim, const SigregOptions& options) {
    if (options.slices == 0) throw Error("SIGReg needs directions to project on: got slices = 0");
    if (options.slices >= kParticleLimit || dim >= kSlotLimit || options.step >= kStepLimit) {
        throw Error("SIGReg has directions for fewer than 2^32 slices, 2^24 columns and 2^33 steps: got " +
                    std::to_string(options.slices) + ", " + std::to_string(dim) + " and step " +
                    std::to_string(options.step));
    }
    return options;
}

const SlicedKernels<float>& kernels_of(const AllSlicedKernels& all, float) {
    return all.of_float;
}
const SlicedKernels<double>& kernels_of(const AllSlicedKernels& all, double) {
    return all.of_double;
}

}  // namespace

double whole_sum(std::int64_t high, std::int64_t low) {
    constexpr std::int64_t kLow = (std::int64_t{1} << 32) - 1;
    return static_cast<double>(high + (low >> 32)) * 0x1p32 + static_cast<double>(low & kLow);
}

template <class T>
SlicedStatistic<T>::SlicedStatistic(std::size_t dim, const SigregOptions& options)
    : options_(checked(dim, options)),
      kernels_(kernels_of(sliced_kernels(options.isa), T(0))),
      step_(static_cast<T>(equal_knots(options.grid).step)),
      knots_(padded(equal_knots(options.grid))),
      directions_(unit_directions<T>(options.slices, dim, options.seed, options.step, options.isa, options.gradient)) {}

template <class T>
auto SlicedStatistic<T>::padded(const EqualKnots& equal) -> Knots {
    Knots knots;
    knots.groups = (equal.weights.size() + kPowers - 1) / kPowers;
    for (std::size_t k = 0; k < knots.groups * kPowers; ++k) {
        // The step that lanes multiply by.
        const double t = static_cast<double>(k + 1) * static_cast<double>(static_cast<T>(equal.step));
        knots.t.push_back(t);
        knots.weight.push_back(k < equal.weights.size() ? equal.weights[k] : 0.0);
        knots.target.push_back(host::elementary::exp(-0.5 * t * t));
    }
    return knots;
}

template <class T>
Sigreg<T> SlicedStatistic<T>::operator()(const RowPanels<T>& x) const {
    const std::size_t blocks = (x.panels + kBlockPanels - 1) / kBlockPanels;
    Rows rows{.x = x, .blocks = blocks, .turns = {}, .gradient = {}};
    if (options_.gradient) {
        rows.turns = aligned<T>(blocks * kTurns);
        const std::size_t size = x.panels * kPanelRows * directions_.padded_dim;
        rows.gradient = aligned<T>(size);
        std::fill_n(rows.gradient.get(), size, T(0));
    }
    Sigreg<T> result{.value = 0, .by_direction = {}, .gradient = {}, .rows = x.all_rows};
    for (std::size_t first = 0; first < directions_.padded_count; first += kGroupDirections) {
        const std::size_t count = std::min(kGroupDirections, directions_.padded_count - first);
        const std::vector<T> coefficients = compared(summed(rows, first, count), first, count, result);
        if (options_.gradient) add_gradient(rows, first, count, coefficients);
        advance(options_.progress, x.rows * (std::min(first + count, options_.slices) - first));
    }
    for (const double t : result.by_direction) result.value += t;
    result.value /= static_cast<double>(options_.slices);
    if (options_.gradient) result.gradient = own_gradient(rows);
    return result;
}

template <class T>
SlicedBlock<T> SlicedStatistic<T>::block(const Rows& rows, std::size_t b, std::size_t first, std::size_t count,
                                         T* turns) const {
    const RowPanels<T>& x = rows.x;
    const std::size_t panel = b * kBlockPanels;
    return {.x = x.numbers.get() + panel * x.dim * kPanelRows,
            .panels = std::min(kBlockPanels, x.panels - panel),
            .rows = std::min(kBlockRows, x.rows - b * kBlockRows),
            .dim = x.dim,
            .directions_in_panels = directions_.in_panels.get() + first * x.dim,
            .directions = count,
            .step = step_,
            .groups = knots_.groups,
            .cosine = turns,
            .sine = turns + kTurns / 2};
}

template <class T>
std::vector<std::int64_t> SlicedStatistic<T>::summed(const Rows& rows, std::size_t first, std::size_t count) const {
    std::vector<std::int64_t> total(count * sums_per_direction() * kWords, 0);
    tbb::enumerable_thread_specific<std::vector<std::int64_t>> by_thread(total);
    tbb::enumerable_thread_specific<Aligned<T>> spare([] { return aligned<T>(kTurns); });
    tbb::parallel_for(std::size_t{0}, rows.blocks, [&](std::size_t b) {
        T* turns = options_.gradient ? rows.turns.get() + b * kTurns : spare.local().get();
        kernels_.sum_cosines(block(rows, b, first, count, turns), by_thread.local().data());
    });
    for (const auto& part : by_thread) {
        for (std::size_t j = 0; j < total.size(); ++j) total[j] += part[j];
    }
    options_.ranks.sum_over_all(total);
    return total;
}

template <class T>
std::vector<T> SlicedStatistic<T>::compared(const std::vector<std::int64_t>& sums, std::size_t first, std::size_t count,
                                            Sigreg<T>& result) const {
    const auto n = static_cast<double>(result.rows), m = static_cast<double>(options_.slices);
    std::vector<T> coefficients(count * sums_per_direction());
    const auto mean = [&](std::size_t j) {
        return whole_sum(sums[j * kWords], sums[j * kWords + 1]) * Fixed<T>::kUnit / n;
    };
    for (std::size_t d = 0; d < std::min(count, options_.slices - first); ++d) {
        double t_m = 0;
        for (std::size_t k = 0; k < knots_.t.size(); ++k) {
            const std::size_t cosine = d * sums_per_direction() + k / kPowers * 2 * kPowers + k % kPowers;
            const double re = mean(cosine) - knots_.target[k], im = mean(cosine + kPowers);
            t_m += knots_.weight[k] * (re * re + im * im);
            const double slope = 2 * knots_.weight[k] * knots_.t[k] / m;
            coefficients[cosine] = static_cast<T>(slope * im);
            coefficients[cosine + kPowers] = static_cast<T>(-slope * re);
        }
        result.by_direction.push_back(n * t_m);
    }
    return coefficients;
}

template <class T>
void SlicedStatistic<T>::add_gradient(const Rows& rows, std::size_t first, std::size_t count,
                                      const std::vector<T>& coefficients) const {
    const std::size_t width = directions_.padded_dim;
    tbb::parallel_for(std::size_t{0}, rows.blocks, [&](std::size_t b) {
        T* turns = rows.turns.get() + b * kTurns;
        kernels_.add_gradient(block(rows, b, first, count, turns), coefficients.data(),
                              directions_.in_columns.get() + first * kPanelRows, directions_.padded_count * kPanelRows,
                              width / kPanelRows, rows.gradient.get() + b * kBlockRows * width);
    });
}

template <class T>
std::vector<T> SlicedStatistic<T>::own_gradient(const Rows& rows) const {
    std::vector<T> own;
    own.reserve(rows.x.rows * rows.x.dim);
    for (std::size_t i = 0; i < rows.x.rows; ++i) {
        const T* row = rows.gradient.get() + i * directions_.padded_dim;
        own.insert(own.end(), row, row + rows.x.dim);
    }
    return own;
}

template class SlicedStatistic<float>;
template class SlicedStatistic<double>;

}  // namespace fokker::assess
