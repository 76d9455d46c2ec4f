#include "fokker/draw/kernel_density.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

namespace fokker::draw {
namespace {

constexpr std::size_t kSide = 128;  // of the histogram that the bandwidth is chosen on

constexpr double kPi = std::numbers::pi;

double square(double x) {
    return x * x;
}

// Squares of the cosine coefficients a_kl of the histogram on the unit square, sum over cells 1:
//   a_kl = c_k c_l sum_ij h_ij cos(pi k (i + 1/2) / n) cos(pi l (j + 1/2) / n),    c_0 = 1, c_k = 2.
std::vector<double> squared_cosine_coefficients(const std::vector<double>& histogram) {
    static const std::vector<double> basis = [] {
        std::vector<double> table(kSide * kSide);
        for (std::size_t k = 0; k < kSide; ++k) {
            for (std::size_t i = 0; i < kSide; ++i) {
                table[k * kSide + i] =
                    (k == 0 ? 1 : 2) * std::cos(kPi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / kSide);
            }
        }
        return table;
    }();
    // rows[j, k] = sum_i h[j, i] basis[k, i], then a[l, k] = sum_j basis[l, j] rows[j, k].
    std::vector<double> rows(kSide * kSide, 0), coefficients(kSide * kSide, 0), transposed(kSide * kSide);
    for (std::size_t k = 0; k < kSide; ++k) {
        for (std::size_t i = 0; i < kSide; ++i) transposed[i * kSide + k] = basis[k * kSide + i];
    }
    const auto multiply = [](const std::vector<double>& a, const std::vector<double>& b, std::vector<double>& product) {
        for (std::size_t r = 0; r < kSide; ++r) {
            for (std::size_t m = 0; m < kSide; ++m) {
                const double factor = a[r * kSide + m];
                if (factor == 0) continue;
                for (std::size_t c = 0; c < kSide; ++c) product[r * kSide + c] += factor * b[m * kSide + c];
            }
        }
    };
    multiply(histogram, transposed, rows);
    multiply(basis, rows, coefficients);
    for (double& a : coefficients) a *= a;
    return coefficients;
}

// The stages of diffusion of Botev et al. (2010): psi_(i,j) = integral of f d^(2i+2j) f / dx^2i dy^2j, each estimated
// with the bandwidth that is best for it, which itself needs the psi of one order more.
class Curvature {
public:
    Curvature(const std::vector<double>& squared_coefficients, double samples)
        : squares_(squared_coefficients), samples_(samples) {}

    // The bandwidth^2 that the curvature seen at bandwidth^2 t asks for; t* is its fixed point.
    double evolve(double t) {
        known_.clear();
        const double roughness = psi(0, 2, t) + psi(2, 0, t) + 2 * psi(1, 1, t);
        return std::pow(2 * kPi * samples_ * roughness, -1.0 / 3);
    }

    // Bandwidths^2 along x and y at the fixed point.
    std::pair<double, double> split(double t) {
        known_.clear();
        const double along_y = psi(0, 2, t), along_x = psi(2, 0, t), both = psi(1, 1, t);
        const double common = 4 * kPi * samples_ * (both + std::sqrt(along_x * along_y));
        return {std::cbrt(std::pow(along_y, 0.75) / (common * std::pow(along_x, 0.75))),
                std::cbrt(std::pow(along_x, 0.75) / (common * std::pow(along_y, 0.75)))};
    }

private:
    double psi(int i, int j, double t) {
        const auto found = known_.find({i, j});
        if (found != known_.end()) return found->second;
        const int order = i + j;
        double time = t;
        if (order <= 4) {
            const double next = psi(i + 1, j, t) + psi(i, j + 1, t);
            const double factor = (1 + std::pow(2.0, -(order + 1))) / 3;
            time = std::pow(-2 * factor * moment(i) * moment(j) / (samples_ * next), 1.0 / (2 + order));
        }
        return known_[{i, j}] = sum_of_coefficients(i, j, time);
    }

    // (-1)^(i+j) pi^(2(i+j)) sum_kl w_k w_l k^2i l^2j a_kl^2 exp(-pi^2 (k^2 + l^2) t),   w_0 = 1, w_k = 1/2.
    double sum_of_coefficients(int i, int j, double t) const {
        std::array<double, kSide> along_x{}, along_y{};
        for (std::size_t k = 0; k < kSide; ++k) {
            const double k2 = square(static_cast<double>(k));
            const double weight = (k == 0 ? 1 : 0.5) * std::exp(-kPi * kPi * k2 * t);
            along_x[k] = weight * (i == 0 ? 1 : std::pow(k2, i));
            along_y[k] = weight * (j == 0 ? 1 : std::pow(k2, j));
        }
        double total = 0;
        for (std::size_t l = 0; l < kSide; ++l) {
            if (along_y[l] == 0) continue;
            std::array<double, 8> lanes{};
            for (std::size_t k = 0; k < kSide; k += 8) {
                for (std::size_t lane = 0; lane < 8; ++lane)
                    lanes[lane] += along_x[k + lane] * squares_[l * kSide + k + lane];
            }
            total += along_y[l] * std::accumulate(lanes.begin(), lanes.end(), 0.0);
        }
        return ((i + j) % 2 == 0 ? 1 : -1) * std::pow(kPi, 2 * (i + j)) * total;
    }

    // (-1)^s (2s - 1)!! / sqrt(2 pi): the 2s-th derivative of the standard normal density at zero.
    static double moment(int s) {
        double value = 1 / std::sqrt(2 * kPi);
        for (int odd = 1; odd < 2 * s; odd += 2) value *= -odd;
        return value;
    }

    const std::vector<double>& squares_;
    double samples_;
    std::map<std::pair<int, int>, double> known_;
};

// The smallest root of t - evolve(t) on (0, 0.1], by bracketing upwards and bisection in log t; 0 where there is none.
double fixed_point(Curvature& curvature) {
    const auto excess = [&](double t) { return t - curvature.evolve(t); };
    double low = 1e-7;
    if (!(excess(low) < 0)) return 0;
    double high = low;
    do {
        low = high;
        high *= 3;
        if (high > 0.1) return 0;
    } while (!(excess(high) >= 0));
    while (high / low > 1.02) {
        const double middle = std::sqrt(low * high);
        (excess(middle) >= 0 ? high : low) = middle;
    }
    return std::sqrt(low * high);
}

std::vector<double> gaussian_weights(double sd_in_cells) {
    const auto reach = static_cast<std::size_t>(std::ceil(5 * sd_in_cells));
    std::vector<double> half(reach + 1);
    for (std::size_t k = 0; k <= reach; ++k) {
        half[k] = std::exp(-0.5 * square(static_cast<double>(k) / sd_in_cells)) / (sd_in_cells * std::sqrt(2 * kPi));
    }
    return half;
}

}  // namespace

Bandwidth choose_bandwidth(const std::vector<double>& x, const std::vector<double>& y, Limits x_limits,
                           Limits y_limits) {
    const double width = x_limits.high - x_limits.low, height = y_limits.high - y_limits.low;
    std::vector<double> histogram(kSide * kSide, 0);
    double inside = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double u = (x[i] - x_limits.low) / width, v = (y[i] - y_limits.low) / height;
        if (!(u >= 0 && u < 1 && v >= 0 && v < 1)) continue;
        ++histogram[static_cast<std::size_t>(v * kSide) * kSide + static_cast<std::size_t>(u * kSide)];
        ++inside;
        sum_x += u, sum_y += v, sum_xx += u * u, sum_yy += v * v;
    }
    const auto half_of_scott = [&](double sum, double sum_of_squares) {
        if (inside < 2) return 0.02;
        const double variance = std::max(0.0, sum_of_squares / inside - square(sum / inside));
        return std::max(1e-3, 0.5 * std::sqrt(variance) * std::pow(inside, -1.0 / 6));
    };
    const Bandwidth fallback{width * half_of_scott(sum_x, sum_xx), height * half_of_scott(sum_y, sum_yy)};
    if (inside < 8) return fallback;
    for (double& share : histogram) share /= inside;
    const auto squares = squared_cosine_coefficients(histogram);
    Curvature curvature(squares, inside);
    const double t = fixed_point(curvature);
    if (t == 0) return fallback;
    const auto [tx, ty] = curvature.split(t);
    if (!std::isfinite(tx) || !std::isfinite(ty)) return fallback;
    return {width * std::sqrt(tx), height * std::sqrt(ty)};
}

Grid kernel_density(const std::vector<double>& x, const std::vector<double>& y, Limits x_limits, Limits y_limits,
                    std::size_t columns, std::size_t rows, std::optional<Bandwidth> bandwidth) {
    const Bandwidth chosen = bandwidth ? *bandwidth : choose_bandwidth(x, y, x_limits, y_limits);
    const double dx = (x_limits.high - x_limits.low) / static_cast<double>(columns - 1);
    const double dy = (y_limits.high - y_limits.low) / static_cast<double>(rows - 1);
    const auto kernel_x = gaussian_weights(std::max(1.0, chosen.x / dx)),
               kernel_y = gaussian_weights(std::max(1.0, chosen.y / dy));
    // A margin as wide as the kernels, so that points just outside the limits still spread into them.
    const std::size_t margin_x = kernel_x.size(), margin_y = kernel_y.size();
    const std::size_t wide = columns + 2 * margin_x, tall = rows + 2 * margin_y;
    std::vector<double> binned(wide * tall, 0);
    double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        ++total;
        const double u = (x[i] - x_limits.low) / dx + static_cast<double>(margin_x);
        const double v = (y[i] - y_limits.low) / dy + static_cast<double>(margin_y);
        if (!(u >= 0 && v >= 0 && u < static_cast<double>(wide - 1) && v < static_cast<double>(tall - 1))) continue;
        const auto a = static_cast<std::size_t>(u), b = static_cast<std::size_t>(v);
        const double right = u - static_cast<double>(a), up = v - static_cast<double>(b);
        double* node = &binned[b * wide + a];
        node[0] += (1 - right) * (1 - up);
        node[1] += right * (1 - up);
        node[wide] += (1 - right) * up;
        node[wide + 1] += right * up;
    }
    Grid density{.x = x_limits,
                 .y = y_limits,
                 .columns = columns,
                 .rows = rows,
                 .values = std::vector<double>(columns * rows, 0)};
    if (total == 0) return density;
    std::vector<double> smoothed(columns * tall, 0);
    for (std::size_t j = 0; j < tall; ++j) {
        const double* in = &binned[j * wide + margin_x];
        double* out = &smoothed[j * columns];
        for (std::size_t i = 0; i < columns; ++i) out[i] = kernel_x[0] * in[i];
        for (std::size_t k = 1; k < kernel_x.size(); ++k) {
            const double weight = kernel_x[k];
            const double *left = in - k, *right = in + k;
            for (std::size_t i = 0; i < columns; ++i) out[i] += weight * (left[i] + right[i]);
        }
    }
    for (std::size_t j = 0; j < rows; ++j) {
        const double* in = &smoothed[(j + margin_y) * columns];
        double* out = &density.values[j * columns];
        for (std::size_t i = 0; i < columns; ++i) out[i] = kernel_y[0] * in[i];
        for (std::size_t k = 1; k < kernel_y.size(); ++k) {
            const double weight = kernel_y[k];
            const double *down = in - k * columns, *up = in + k * columns;
            for (std::size_t i = 0; i < columns; ++i) out[i] += weight * (down[i] + up[i]);
        }
    }
    for (double& value : density.values) value /= total * dx * dy;
    return density;
}

std::vector<double> levels_enclosing(const Grid& density, const std::vector<double>& shares) {
    std::vector<double> values = density.values;
    std::sort(values.begin(), values.end(), std::greater<>());
    std::vector<double> enclosed(values.size());
    std::partial_sum(values.begin(), values.end(), enclosed.begin());
    std::vector<double> levels;
    for (const double share : shares) {
        const auto at = std::lower_bound(enclosed.begin(), enclosed.end(), share * enclosed.back());
        levels.push_back(at == enclosed.end() ? 0 : values[static_cast<std::size_t>(at - enclosed.begin())]);
    }
    return levels;
}

std::vector<double> shares_of_inside(const std::vector<double>& shares, const std::vector<double>& x,
                                     const std::vector<double>& y, Limits x_limits, Limits y_limits) {
    std::size_t finite = 0, inside = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        ++finite;
        inside +=
            x[i] >= x_limits.low && x[i] <= x_limits.high && y[i] >= y_limits.low && y[i] <= y_limits.high ? 1 : 0;
    }
    std::vector<double> within;
    for (const double share : shares) {
        const double of_inside = share * static_cast<double>(finite) / static_cast<double>(inside);
        if (of_inside < 1) within.push_back(of_inside);
    }
    return within;
}

}  // namespace fokker::draw
