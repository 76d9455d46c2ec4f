#include "fokker/assess/gaussianity/mardia.hpp"

#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {

MardiaMoments mardia(const Points& y) {
    check_points(y, "the sample");
    const auto dim = static_cast<std::size_t>(y.dim);
    const auto n = static_cast<double>(y.count());
    MardiaMoments m{0, 0};
    for (std::size_t a = 0; a < dim; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            for (std::size_t c = 0; c <= b; ++c) {
                double sum = 0;
                for (std::size_t i = 0; i < y.count(); ++i) sum += y[i][a] * y[i][b] * y[i][c];
                const double times = a == b && b == c ? 1 : a == b || b == c ? 3 : 6;  // orders of a, b and c
                m.skewness += times * (sum / n) * (sum / n);
            }
        }
    }
    for (std::size_t i = 0; i < y.count(); ++i) {
        double square = 0;
        for (const double v : y[i]) square += v * v;
        m.kurtosis += square * square / n;
    }
    return m;
}

double mardia_skewness_tail(double skewness, std::size_t count, int dim) {
    const double n = static_cast<double>(count), d = dim;
    const double correction = (d + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (d + 1) - 6));
    return chi_square_tail(n * skewness / 6 * correction, d * (d + 1) * (d + 2) / 6);
}

double mardia_kurtosis_score(double kurtosis, std::size_t count, int dim) {
    if (count < 4)
        throw Error("Mardia's kurtosis of " + counted(count, "row") +
                    " is the same wherever they are: at least 4 are needed");
    const double n = static_cast<double>(count), d = dim, normal = d * (d + 2);
    const double variance = 8 * normal * (n - 3) * (n - d - 1) * (n - d + 1) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
    return (kurtosis - (n - 1) / (n + 1) * normal) / std::sqrt(variance);
}

}  // namespace fokker::assess
