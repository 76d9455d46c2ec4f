#include "fokker/fit/standard_columns.hpp"

#include <cmath>

namespace fokker {

StandardColumns standard_columns(const Points& data) {
    const auto n = static_cast<double>(data.count());
    StandardColumns columns;
    for (std::size_t c = 0; c < static_cast<std::size_t>(data.dim); ++c) {
        double sum = 0, square = 0;
        for (std::size_t i = 0; i < data.count(); ++i) sum += data[i][c];
        const double mean = sum / n;
        for (std::size_t i = 0; i < data.count(); ++i) square += (data[i][c] - mean) * (data[i][c] - mean);
        const double sd = std::sqrt(square / n);
        columns.mean.push_back(mean);
        columns.sd.push_back(sd > 0 && std::isfinite(sd) ? sd : 1.0);
    }
    return columns;
}

Points standardised(Points data, const StandardColumns& columns) {
    const auto dim = static_cast<std::size_t>(data.dim);
    for (std::size_t i = 0; i < data.values.size(); ++i)
        data.values[i] = (data.values[i] - columns.mean[i % dim]) / columns.sd[i % dim];
    return data;
}

GaussianMixture in_units_of(const StandardColumns& columns, GaussianMixture mixture) {
    for (std::size_t k = 0; k < mixture.means.size(); ++k) {
        std::vector<double>& mean = mixture.means[k];
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i] = columns.mean[i] + columns.sd[i] * mean[i];
            for (std::size_t j = 0; j < mean.size(); ++j)
                mixture.covariances[k](static_cast<int>(i), static_cast<int>(j)) *= columns.sd[i] * columns.sd[j];
        }
    }
    return mixture;
}

}  // namespace fokker
