// The law of Q = sum_j lambda_j Z_j^2 with independent standard normals Z_j and lambda_j >= 0: what quadratic
// statistics (Epps-Pulley, Anderson-Darling) tend to as the sample grows.
//
// Its Laplace transform is phi(z) = prod_j (1 + 2 lambda_j z)^(-1/2), and
//
//     P(Q > x) = 1/(2 pi i) times the integral of e^(zx) (1 - phi(z)) / z dz
//
// over any contour that goes round the cut z <= -1/(2 lambda_1). Imhof (1961) and Davies (1973, 1980) integrate along
// the imaginary axis, where phi falls off slowly: tens of thousands of terms for twelve digits, and no digit of what is
// smaller. On a parabola around the cut (Weideman and Trefethen 2007) e^(zx) falls off like a Gaussian, and every
// term is of the size of the result: 32 to 64 terms give about ten digits of any tail above 1e-100, six below.
#pragma once

#include <vector>

namespace fokker::assess {

class ChiSquareSum {
public:
    // Throws fokker::Error where a weight is negative or not finite (rounding below 1e-13 of the largest counts as 0),
    // or none is positive.
    explicit ChiSquareSum(std::vector<double> weights);

    double mean() const;
    double variance() const;

    // P(Q > x); 0 where it is below 1e-304. A few microseconds.
    double tail(double x) const;

    // x with P(Q > x) = p, 0 < p < 1, by bisection to twelve digits.
    double quantile_of_tail(double p) const;

    const std::vector<double>& weights() const { return weights_; }  // largest first

private:
    std::vector<double> weights_;
};

}  // namespace fokker::assess
