// SIGReg's directions and knots made once, for many samples: sigreg() is one use of it, its null law a thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/equal_knots.hpp"
#include "fokker/assess/gaussianity/row_panels.hpp"
#include "fokker/assess/gaussianity/sigreg.hpp"
#include "fokker/assess/gaussianity/sliced_kernels.hpp"

namespace fokker::assess {

// The two words of a sum (sliced_kernels.hpp) as one number, rounded once: 2^32 high + low. `low` grows with the number
// of blocks, which is that of all ranks: what of it belongs to the high word goes there first, so that both are exact.
double whole_sum(std::int64_t high, std::int64_t low);

template <class T>
class SlicedStatistic {
public:
    // Throws as sigreg() does of its options.
    SlicedStatistic(std::size_t dim, const SigregOptions& options);

    // Of rows with `dim` columns. May be called by many threads at once, each with Ranks{} in the options.
    Sigreg<T> operator()(const RowPanels<T>& x) const;

private:
    // Knots padded to whole groups of powers with weights 0.
    struct Knots {
        std::size_t groups = 0;
        std::vector<double> t, weight, target;  // t_k, w_k, exp(-t_k^2 / 2)
    };
    // What one call works on.
    struct Rows {
        const RowPanels<T>& x;
        std::size_t blocks;
        // Where the gradient is asked for, else empty.
        Aligned<T> turns;     // [blocks, 2 (cosine, sine), kGroupDirections, kBlockPitch]
        Aligned<T> gradient;  // [panels kPanelRows, padded_dim]
    };

    static Knots padded(const EqualKnots& equal);
    std::size_t sums_per_direction() const { return knots_.groups * 2 * kPowers; }
    // turns: [2 (cosine, sine), kGroupDirections, kBlockPitch]
    SlicedBlock<T> block(const Rows& rows, std::size_t b, std::size_t first, std::size_t count, T* turns) const;
    // [count, groups, 2, kPowers, kWords] for directions first .. first + count - 1, over the rows of all ranks.
    std::vector<std::int64_t> summed(const Rows& rows, std::size_t first, std::size_t count) const;
    // Appends T_m for each direction that was asked for, and gives the coefficients of g_m / M: of cosines and of
    // sines, [count, groups, 2, kPowers].
    std::vector<T> compared(const std::vector<std::int64_t>& sums, std::size_t first, std::size_t count,
                            Sigreg<T>& result) const;
    void add_gradient(const Rows& rows, std::size_t first, std::size_t count, const std::vector<T>& coefficients) const;
    std::vector<T> own_gradient(const Rows& rows) const;

    SigregOptions options_;
    const SlicedKernels<T>& kernels_;
    T step_;
    Knots knots_;
    Directions<T> directions_;
};

}  // namespace fokker::assess
