#include "fokker/assess/special_functions.hpp"

#include <cmath>

#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;
using host::elementary::horner;
using host::elementary::log;

constexpr double kPi = 3.141592653589793238463;

// Wichura's coefficients: numerator and denominator for the middle, for r <= 5 and beyond, r = sqrt(-log p).
constexpr double kMiddleAbove[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                   1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double kMiddleBelow[] = {1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
constexpr double kOuterAbove[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                  3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kOuterBelow[] = {1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
constexpr double kTailAbove[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kTailBelow[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

// B_2k / (2k (2k - 1)), k = 1 to 8: the coefficients of Stirling's series.
constexpr double kStirling[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};

// The fraction converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300, kEnough = 1e-16;
    constexpr int kMost = 10'000;
    const auto away_from_zero = [](double v) { return std::fabs(v) < kTiny ? kTiny : v; };
    double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), value = d;
    for (int m = 1; m < kMost; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        value *= d * c;
        if (std::fabs(d * c - 1) < kEnough) break;
    }
    return value;
}

// Both to be multiplied by x^a e^-x / Gamma(a): gamma(a, x) and Gamma(a, x).
double lower_gamma_series(double a, double x) {
    double term = 1 / a, sum = term;
    for (double k = a + 1; term > 1e-17 * sum; k += 1) {
        term *= x / k;
        sum += term;
    }
    return sum;
}

double upper_gamma_fraction(double a, double x) {
    constexpr double kTiny = 1e-300, kEnough = 1e-16;
    constexpr int kMost = 100'000;
    double b = x + 1 - a, c = 1 / kTiny, d = 1 / b, value = d;
    for (int k = 1; k < kMost; ++k) {
        const double numerator = -k * (k - a);
        b += 2;
        d = numerator * d + b;
        d = 1 / (std::fabs(d) < kTiny ? kTiny : d);
        c = b + numerator / c;
        if (std::fabs(c) < kTiny) c = kTiny;
        value *= d * c;
        if (std::fabs(d * c - 1) < kEnough) break;
    }
    return value;
}

}  // namespace

double normal_tail(double x) {
    return x < 0 ? 1 - 0.5 * chi_square_tail(x * x, 1) : 0.5 * chi_square_tail(x * x, 1);
}

double chi_square_tail(double x, double freedom) {
    if (!(x > 0)) return x <= 0 ? 1 : x;
    if (std::isinf(x)) return 0;
    const double a = 0.5 * freedom, y = 0.5 * x;
    const double front = exp(a * log(y) - y - log_gamma(a));
    return y < a + 1 ? 1 - front * lower_gamma_series(a, y) : front * upper_gamma_fraction(a, y);
}

double normal_quantile(double p) {
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * horner(r, kMiddleAbove) / horner(r, kMiddleBelow);
    }
    const double r = std::sqrt(-log(q < 0 ? p : 1 - p));
    const double size = r <= 5 ? horner(r - 1.6, kOuterAbove) / horner(r - 1.6, kOuterBelow)
                               : horner(r - 5, kTailAbove) / horner(r - 5, kTailBelow);
    return q < 0 ? -size : size;
}

double log_gamma(double x) {
    double below = 1;  // x (x + 1) ... until 10
    for (; x < 10; x += 1) below *= x;
    const double series = horner(1 / (x * x), kStirling) / x;
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * kPi) + series - log(below);
}

double incomplete_beta(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front =
        exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * host::elementary::log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double beta_quantile(double p, double a, double b) {
    double low = 0, high = 1;
    for (double middle = 0.5; middle > low && middle < high; middle = low + (high - low) / 2)
        (incomplete_beta(a, b, middle) < p ? low : high) = middle;
    return high;
}

double kolmogorov_tail(double z) {
    if (z <= 0) return 1;
    double sum = 0;
    if (z < 1) {
        for (int k = 1; k <= 9; k += 2) sum += exp(-k * k * kPi * kPi / (8 * z * z));
        return 1 - std::sqrt(2 * kPi) / z * sum;
    }
    for (int k = 5; k >= 1; --k) sum = exp(-2.0 * k * k * z * z) - sum;
    return 2 * sum;
}

}  // namespace fokker::assess
