#include "fokker/assess/autocorrelation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "fokker/assess/moments.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr double kLn10 = 2.302585092994045684018;

// Sum of the autocorrelations rho_t over all lags, both signs: pairs rho_2k + rho_(2k + 1) are summed while they are
// positive and made to decrease. `covariance` is the mean over chains by lag, `variance` their pooled estimate with
// what lies between chains (var+ in the paper), n the draws of a chain. Nothing where more lags are needed than
// `covariance` has; NaN where the variance has left the range of numbers.
std::optional<double> autocorrelation_time(std::span<const double> covariance, std::size_t n, double variance) {
    if (!(variance > 0 && std::isfinite(variance))) return std::numeric_limits<double>::quiet_NaN();
    const double within = covariance[0] * static_cast<double>(n) / static_cast<double>(n - 1);
    const auto rho = [&](std::size_t lag) { return 1 - (within - covariance[lag]) / variance; };

    double even = 1, odd = rho(1);
    std::vector<double> pairs{even + odd};
    std::size_t lag = 0;
    while (lag + 5 < n && even + odd > 0) {
        lag += 2;
        if (lag + 1 >= covariance.size()) return std::nullopt;
        even = rho(lag);
        odd = rho(lag + 1);
        pairs.push_back(even + odd);
    }
    // The last pair is not summed: of it the even autocorrelation alone counts, once, where it or the pair is positive.
    // That is the mean of truncating before and after it, and varies less for antithetic chains.
    const double last = even > 0 || even + odd >= 0 ? even : 0;
    pairs.pop_back();
    // No pair but the first was reached: rho_0 alone and no say in the rest, as posterior has it.
    if (pairs.empty()) return 2;
    double total = 0, smallest = std::numeric_limits<double>::infinity();
    for (const double pair : pairs) {
        smallest = std::min(smallest, pair);
        total += smallest;
    }
    return -1 + 2 * total + last;
}

}  // namespace

Autocorrelation::Autocorrelation(std::size_t half) : half_(half) {
    fouriers_.emplace_back(std::bit_ceil(half + half / 2 + 1));
    if (fouriers_[0].length() < 2 * half) fouriers_.emplace_back(std::bit_ceil(2 * half));
}

// Wiener and Khinchin. Two halves go through one transform as real and imaginary part, and all share one inverse: the
// sum of their |X_k|^2 is all that the mean needs, and of |Z_k|^2 = |X_k + i Y_k|^2 the part that is even in k, which
// is the real part of the inverse. Zeros behind the draws keep the ends of a chain apart.
void Autocorrelation::autocovariance(std::span<const double> values, std::span<const double> means, Fourier& fourier) {
    const std::size_t n = fourier.length(), chains = means.size() / 2, draws = values.size() / chains;
    power_.assign(n, 0.0);
    for (std::size_t c = 0; c < chains; ++c) {
        const double *first = &values[c * draws], *second = first + (draws - half_);
        re_.assign(n, 0.0);
        im_.assign(n, 0.0);
        for (std::size_t i = 0; i < half_; ++i) {
            re_[i] = first[i] - means[2 * c];
            im_[i] = second[i] - means[2 * c + 1];
        }
        fourier.transform(re_, im_);
        for (std::size_t k = 0; k < n; ++k) power_[k] += re_[k] * re_[k] + im_[k] * im_[k];
    }
    im_.assign(n, 0.0);
    fourier.transform(power_, im_);  // the inverse, but for the sign of k, which the real part does not see
    const double scale = 1 / (static_cast<double>(n) * static_cast<double>(half_) * static_cast<double>(2 * chains));
    covariance_.resize(std::min(half_, n - half_ + 1));
    for (std::size_t t = 0; t < covariance_.size(); ++t) covariance_[t] = power_[t] * scale;
}

double Autocorrelation::effective_sample_size(std::span<const double> values, std::size_t chains) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const auto [least, most] = std::ranges::minmax(values);
    if (half_ < 3 || least == most) return kNone;

    const std::size_t draws = values.size() / chains;
    std::vector<double> means(2 * chains);
    for (std::size_t c = 0; c < chains; ++c) {
        means[2 * c] = mean(values.subspan(c * draws, half_));
        means[2 * c + 1] = mean(values.subspan((c + 1) * draws - half_, half_));
    }
    const double between = variance(means), size = static_cast<double>(2 * chains * half_);
    std::optional<double> time;
    for (std::size_t k = 0; !time; ++k) {
        autocovariance(values, means, fouriers_[k]);
        time = autocorrelation_time(covariance_, half_, covariance_[0] + between);
    }
    return size / std::max(*time, kLn10 / host::elementary::log(size));
}

}  // namespace fokker::assess
