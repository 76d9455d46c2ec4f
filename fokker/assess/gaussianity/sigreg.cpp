#include "fokker/assess/gaussianity/sigreg.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/equal_knots.hpp"
#include "fokker/assess/gaussianity/row_panels.hpp"
#include "fokker/assess/gaussianity/sliced_kernels.hpp"
#include "fokker/density/describe.hpp"
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

void check(std::size_t dim, const SigregOptions& options) {
    if (options.slices == 0) throw Error("SIGReg needs directions to project on: got slices = 0");
    if (options.slices >= kParticleLimit || dim >= kSlotLimit || options.step >= kStepLimit) {
        throw Error("SIGReg has directions for fewer than 2^32 slices, 2^24 columns and 2^33 steps: got " +
                    std::to_string(options.slices) + ", " + std::to_string(dim) + " and step " +
                    std::to_string(options.step));
    }
}

const SlicedKernels<float>& kernels_of(const AllSlicedKernels& all, float) {
    return all.of_float;
}
const SlicedKernels<double>& kernels_of(const AllSlicedKernels& all, double) {
    return all.of_double;
}

// What a sum over rows is compared with: knots padded to whole groups of powers with weights 0.
struct Knots {
    std::size_t groups;
    std::vector<double> t, weight, target;  // t_k, w_k, exp(-t_k^2 / 2)
};

template <class T>
Knots padded(const EqualKnots& equal) {
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

// One rank's share of the work on all directions.
template <class T>
class Work {
public:
    Work(const RowPanels<T>& x, const SigregOptions& options)
        : x_(x),
          options_(options),
          kernels_(kernels_of(sliced_kernels(options.isa), T(0))),
          equal_(equal_knots(options.grid)),
          knots_(padded<T>(equal_)),
          directions_(unit_directions<T>(options.slices, x.dim, options.seed, options.step, options.isa)),
          blocks_((x.panels + kBlockPanels - 1) / kBlockPanels),
          turns_(aligned<T>(blocks_ * kTurns)) {
        if (!options.gradient) return;
        const std::size_t size = x.panels * kPanelRows * directions_.padded_dim;
        gradient_ = aligned<T>(size);
        std::fill_n(gradient_.get(), size, T(0));
    }

    Sigreg<T> done() {
        Sigreg<T> result{.value = 0, .by_direction = {}, .gradient = {}, .rows = x_.all_rows};
        for (std::size_t first = 0; first < directions_.padded_count; first += kGroupDirections) {
            const std::size_t count = std::min(kGroupDirections, directions_.padded_count - first);
            const std::vector<std::int64_t> sums = summed(first, count);
            const std::vector<T> coefficients = compared(first, count, sums, result.by_direction);
            if (options_.gradient) add_gradient(first, count, coefficients);
        }
        for (const double t : result.by_direction) result.value += t;
        result.value /= static_cast<double>(options_.slices);
        if (options_.gradient) result.gradient = own_gradient();
        return result;
    }

private:
    static constexpr std::size_t kBlockPanels = kBlockRows / kPanelRows;
    static constexpr std::size_t kTurns = 2 * kGroupDirections * kBlockPitch;

    std::size_t sums_per_direction() const { return knots_.groups * 2 * kPowers; }

    SlicedBlock<T> block(std::size_t b, std::size_t first, std::size_t count) const {
        const std::size_t panel = b * kBlockPanels;
        T* turns = turns_.get() + b * kTurns;
        return {.x = x_.numbers.get() + panel * x_.dim * kPanelRows,
                .panels = std::min(kBlockPanels, x_.panels - panel),
                .rows = std::min(kBlockRows, x_.rows - b * kBlockRows),
                .dim = x_.dim,
                .directions_in_panels = directions_.in_panels.get() + first * x_.dim,
                .directions = count,
                .step = static_cast<T>(equal_.step),
                .groups = knots_.groups,
                .cosine = turns,
                .sine = turns + kTurns / 2};
    }

    // [count, groups, 2, kPowers, kWords], over the rows of all ranks.
    std::vector<std::int64_t> summed(std::size_t first, std::size_t count) const {
        std::vector<std::int64_t> total(count * sums_per_direction() * kWords, 0);
        tbb::enumerable_thread_specific<std::vector<std::int64_t>> by_thread(total);
        tbb::parallel_for(std::size_t{0}, blocks_, [&](std::size_t b) {
            kernels_.sum_cosines(block(b, first, count), by_thread.local().data());
        });
        for (const auto& part : by_thread) {
            for (std::size_t j = 0; j < total.size(); ++j) total[j] += part[j];
        }
        options_.ranks.sum_over_all(total);
        return total;
    }

    // Appends T_m for each direction that was asked for, and gives the coefficients of g_m / M: of cosines and of
    // sines, [count, groups, 2, kPowers].
    std::vector<T> compared(std::size_t first, std::size_t count, const std::vector<std::int64_t>& sums,
                            std::vector<double>& by_direction) const {
        const auto n = static_cast<double>(x_.all_rows), m = static_cast<double>(options_.slices);
        std::vector<T> coefficients(count * sums_per_direction());
        const auto mean = [&](std::size_t j) {
            const auto high = static_cast<double>(sums[j * kWords]), low = static_cast<double>(sums[j * kWords + 1]);
            return (high * 0x1p32 + low) * Fixed<T>::kUnit / n;
        };
        const std::size_t real = std::min(count, options_.slices - std::min(first, options_.slices));
        for (std::size_t d = 0; d < real; ++d) {
            double t_m = 0;
            for (std::size_t k = 0; k < knots_.t.size(); ++k) {
                const std::size_t cosine = d * sums_per_direction() + k / kPowers * 2 * kPowers + k % kPowers;
                const double re = mean(cosine) - knots_.target[k], im = mean(cosine + kPowers);
                t_m += knots_.weight[k] * (re * re + im * im);
                const double slope = 2 * knots_.weight[k] * knots_.t[k] / m;
                coefficients[cosine] = static_cast<T>(slope * im);
                coefficients[cosine + kPowers] = static_cast<T>(-slope * re);
            }
            by_direction.push_back(n * t_m);
        }
        return coefficients;
    }

    void add_gradient(std::size_t first, std::size_t count, const std::vector<T>& coefficients) {
        const std::size_t width = directions_.padded_dim;
        tbb::parallel_for(std::size_t{0}, blocks_, [&](std::size_t b) {
            kernels_.add_gradient(block(b, first, count), coefficients.data(),
                                  directions_.in_rows.get() + first * width, width,
                                  gradient_.get() + b * kBlockRows * width);
        });
    }

    std::vector<T> own_gradient() const {
        std::vector<T> rows;
        rows.reserve(x_.rows * x_.dim);
        for (std::size_t i = 0; i < x_.rows; ++i) {
            const T* row = gradient_.get() + i * directions_.padded_dim;
            rows.insert(rows.end(), row, row + x_.dim);
        }
        return rows;
    }

    const RowPanels<T>& x_;
    const SigregOptions& options_;
    const SlicedKernels<T>& kernels_;
    EqualKnots equal_;
    Knots knots_;
    Directions<T> directions_;
    std::size_t blocks_;
    Aligned<T> turns_;     // [blocks, 2 (cosine, sine), kGroupDirections, kBlockPitch]
    Aligned<T> gradient_;  // [panels kPanelRows, padded_dim]
};

}  // namespace

template <class T>
Sigreg<T> sigreg(std::span<const T> x, std::size_t dim, const SigregOptions& options) {
    check(dim, options);
    const RowPanels<T> panels = row_panels(x, dim, options.ranks);
    return Work<T>(panels, options).done();
}

template Sigreg<float> sigreg(std::span<const float>, std::size_t, const SigregOptions&);
template Sigreg<double> sigreg(std::span<const double>, std::size_t, const SigregOptions&);

}  // namespace fokker::assess
