// SIGReg, sketched isotropic Gaussian regularisation (Balestriero and LeCun 2025): how far rows x_1 .. x_N in D
// dimensions are from N(0, I), as the Epps-Pulley statistic (epps_pulley.hpp) of their projections on M random unit
// vectors a_m,
//
//     T = 1/M sum_m T_m,    T_m = N sum_k w_k |1/N sum_i exp(i t_k a_m.x_i) - exp(-t_k^2 / 2)|^2.
//
// It trains models that predict embeddings: the gradient pulls embeddings to N(0, I), so that they cannot collapse.
//
// Two grids are in use, and both are here:
//   - symmetric_grid(): the trapezoidal rule over t = linspace(-5, 5, 17) with weight exp(-t^2 / 2);
//   - lejepa_grid(): t = linspace(0, 3, 17), weights 2 h exp(-t^2 / 2), halved at both ends, h = 3/16.
// Any other grid serves whose knots are multiples of one step. Since |.|^2 is even in t and 0 at t = 0, a knot and its
// mirror image are worked out once and 0 not at all.
//
// How: projections are one product of matrices, cosines and sines at knots h, 2h, ... come from those at h by
// multiplication (powers.hpp states the error), the empirical characteristic function is a sum of integers
// (sliced_kernels.hpp), and the gradient
//
//     dT/dx_i = 1/M sum_m g_im a_m,    g_im = 2 sum_k w_k t_k [Im_mk cos(t_k p_im) - (Re_mk - exp(-t_k^2 / 2)) sin(t_k
//     p_im)]
//
// with p_im = a_m.x_i and Re + i Im = 1/N sum_i exp(i t p) is a trigonometric polynomial by Horner's rule and another
// product.
//
// The same bits for any number of threads and ranks, however rows are shared among ranks, on every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fokker/assess/gaussianity/epps_pulley.hpp"
#include "fokker/assess/ranks.hpp"
#include "fokker/program/isa.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

struct SigregOptions {
    std::size_t slices = 256;  // M
    // The directions are those at (seed, step): a training run draws new ones by counting steps.
    std::uint64_t seed = 0, step = 0;
    EppsPulleyGrid grid = symmetric_grid();
    bool gradient = true;
    // Each rank hands in its own rows, and gets the value of all rows and the gradient of its own.
    Ranks ranks = {};
    Isa isa = active_isa();
    Progress* progress = nullptr;  // counts projections, rows times directions; where it is stopped: Stopped
};

template <class T>
struct Sigreg {
    double value;                      // T
    std::vector<double> by_direction;  // T_m, [M]
    std::vector<T> gradient;           // dT/dx, [N, D] as x; empty where it was not asked for
    std::size_t rows;                  // N, over all ranks
};

// x: [N, D], row by row. T is float or double: arithmetic in T, sums over rows exact, T_m and the value in float64.
// Threads share the work (oneTBB). Memory: about 2 sizeof(T) (128 N + N D + M D) bytes beside the gradient,
// sizeof(T) (N D + M D) where it is not asked for.
//
// Throws fokker::Error, on every rank, where x is no matrix with D columns, has fewer than two rows in all, numbers
// that are not finite (rows counted, the first named) or so large that a projection could overflow, where slices is 0,
// or where a limit of fokker/random/address.hpp is passed; as equal_knots() does for the grid.
template <class T>
Sigreg<T> sigreg(std::span<const T> x, std::size_t dim, const SigregOptions& options = {});

}  // namespace fokker::assess
