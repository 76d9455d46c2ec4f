// The work of sigreg.hpp on one block of rows and one group of directions, compiled once for each instruction set.
// T is float or double.
//
// Orders of summation, which no block, group, thread, rank or instruction set changes:
//   - a projection sum_d a_d x_d and a gradient sum_m g_m a_m are one chain of fused multiply-adds, d = 0, 1, ... and
//     m = 0, 1, ...;
//   - sums over rows are of integers: each cosine and sine is rounded to a multiple of Fixed<T>::kUnit (float: 2^-21,
//     double: 2^-50) first, which is the size of its own error, and then any order gives the same sum.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fokker/program/isa.hpp"

namespace fokker::assess {

constexpr std::size_t kPanelRows = 32;                // rows side by side in memory
constexpr std::size_t kBlockRows = 8 * kPanelRows;    // rows of a block, at most
constexpr std::size_t kBlockPitch = kBlockRows + 16;  // no power of two, so that columns spread over the cache
constexpr std::size_t kPanelDirections = 8;
constexpr std::size_t kPowers = 8;  // powers of exp(i theta) made at once: a group of knots

// A sum of integers in two words, so that it cannot overflow: (2^32 high + low) units, low < 2^32 for each block that
// was added.
constexpr std::size_t kWords = 2;

template <class T>
struct Fixed;
template <>
struct Fixed<float> {
    static constexpr double kUnit = 0x1p-21;
};
template <>
struct Fixed<double> {
    static constexpr double kUnit = 0x1p-50;
};

template <class T>
struct SlicedBlock {
    // [panels, dim, kPanelRows]; the rows behind the last are 0.
    const T* x;
    std::size_t panels, rows, dim;
    // [directions / kPanelDirections, dim, kPanelDirections]; directions is a multiple of kPanelDirections.
    const T* directions_in_panels;
    std::size_t directions;
    T step;              // the knots are step, 2 step, ...
    std::size_t groups;  // kPowers of them each
    // [directions, kBlockPitch] each: cosine and sine of step times the projection.
    T *cosine, *sine;
};

template <class T>
struct SlicedKernels {
    // Fills cosine and sine, and adds to sums [directions, groups, 2 (cosines, sines), kPowers, kWords].
    void (*sum_cosines)(const SlicedBlock<T>& block, std::int64_t* sums);
    // gradient [panels kPanelRows, columns kPanelRows] += sum_m g_m a_m, with g = Re sum_k (c_k - i s_k) exp(i k theta)
    // from coefficients c and s [directions, groups, 2, kPowers], and a in panels [columns, directions, kPanelRows]
    // that lie `pitch` numbers apart. Overwrites cosine.
    void (*add_gradient)(const SlicedBlock<T>& block, const T* coefficients, const T* directions_in_columns,
                         std::size_t pitch, std::size_t columns, T* gradient);
};

struct AllSlicedKernels {
    SlicedKernels<float> of_float;
    SlicedKernels<double> of_double;
};

const AllSlicedKernels& sliced_kernels(Isa isa);

}  // namespace fokker::assess
