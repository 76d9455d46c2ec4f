// Skewness and kurtosis of data in any dimension (Mardia 1970).
#pragma once

#include <cstddef>

#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

struct MardiaMoments {
    double skewness;  // b_1 = 1/n^2 sum_ij (y_i'y_j)^3 = sum_abc (mean of y_a y_b y_c)^2; 0 for a Gaussian
    double kurtosis;  // b_2 = 1/n sum_i |y_i|^4; d (d + 2) for a Gaussian
};

// Of whitened points (standardise.hpp), the skewness by the one or the other of its two sums: n d^3 / 6 or n^2 d / 2
// operations. progress counts rows, or pairs of rows; where it is stopped: Stopped.
MardiaMoments mardia(const Points& whitened, Progress* progress = nullptr);

// Which of them is taken, the cheaper one: that over pairs in many components of few rows, from 8 components of 50 rows
// and 20 of 300.
bool mardia_by_pairs(std::size_t n, int dim);

// sum_abc (mean of y_a y_b y_c)^2 and 1/n^2 sum_ij (y_i'y_j)^3, which are the same.
double mardia_skewness_by_moments(const Points& whitened, Progress* progress = nullptr);
double mardia_skewness_by_pairs(const Points& whitened, Progress* progress = nullptr);

// P(b_1 > skewness): chi-square with d (d + 1) (d + 2) / 6 degrees of freedom at n b_1 / 6 times the correction for
// small samples (d + 1) (n + 1) (n + 3) / (n ((n + 1) (d + 1) - 6)) (Mardia 1974).
double mardia_skewness_tail(double skewness, std::size_t n, int dim);

// How many of its standard deviations b_2 lies above its mean, both exact for n Gaussian points (Mardia 1974, equation
// 3.16): (n - 1) / (n + 1) d (d + 2) and 8 d (d + 2) (n - 3) (n - d - 1) (n - d + 1) / ((n + 1)^2 (n + 3) (n + 5)). Its
// law tends to N(0, 1), slowly. Throws fokker::Error for fewer than 4 rows: three have the same kurtosis wherever they
// are.
double mardia_kurtosis_score(double kurtosis, std::size_t n, int dim);

}  // namespace fokker::assess
