#include "fokker/assess/batch_means.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/special_functions.hpp"

namespace fokker::assess {
namespace {

constexpr double kTimesABatch = 5;  // autocorrelation times in a batch, at the least
constexpr double kHeaviestDraw = 0.1, kHeaviestBatch = 0.5;

// Share of the largest in the sum of squared distances from the mean; 1 where all are equal.
double largest_share(std::span<const double> values, double centre) {
    double squares = 0, largest = 0;
    for (const double v : values) {
        const double square = (v - centre) * (v - centre);
        squares += square;
        largest = std::max(largest, square);
    }
    return squares > 0 && std::isfinite(squares) ? largest / squares : 1;
}

// How many batches a chain is cut into.
std::size_t batches_a_chain(std::size_t chains, std::size_t draws, double time) {
    if (chains >= kChainsAreBatches) return 1;
    if (!(time > 0)) return 0;
    return static_cast<std::size_t>(static_cast<double>(draws) / std::ceil(kTimesABatch * std::max(time, 1.0)));
}

}  // namespace

double BatchMeans::p_value(double expected) const {
    const double k = static_cast<double>(batches), root = std::sqrt(k), t = (mean - expected) / error;
    const double corrected = t + skewness / root * (t * t / 3 + 1.0 / 6) + skewness * skewness / k * t * t * t / 27;
    const double freedom = k - 1;
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + corrected * corrected));
}

BatchMeans batch_means(std::span<const double> series, std::size_t chains, double time) {
    BatchMeans result{.mean = mean(series)};
    if (largest_share(series, result.mean) > kHeaviestDraw) return result;
    const std::size_t draws = series.size() / chains, each = batches_a_chain(chains, draws, time);
    if (each * chains < kFewestBatches) return result;

    const std::size_t length = draws / each;
    std::vector<double> means;
    for (std::size_t c = 0; c < chains; ++c) {
        // What does not make a batch is left out at the beginning.
        for (std::size_t first = draws - each * length; first < draws; first += length)
            means.push_back(mean(series.subspan(c * draws + first, length)));
    }
    const double centre = mean(means);
    if (largest_share(means, centre) > kHeaviestBatch) return result;
    double cubes = 0;
    for (const double m : means) cubes += (m - centre) * (m - centre) * (m - centre);
    const double spread = std::sqrt(variance(means)), k = static_cast<double>(means.size());
    result.error = spread / std::sqrt(k);
    result.skewness = cubes / k / (spread * spread * spread);
    result.batches = means.size();
    return result;
}

}  // namespace fokker::assess
