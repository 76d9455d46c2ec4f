#include "fokker/sample/lane_moments.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace fokker {
namespace {

constexpr std::size_t kMostProducts = 10'000'000;  // numbers kept for covariances

// Rounding can make a variance of 0 negative; NaN stays NaN.
double positive_part(double variance) {
    return variance < 0 ? 0 : variance;
}

}  // namespace

MomentsRecording::MomentsRecording(std::vector<std::string> names, std::size_t chains, std::size_t draws) {
    moments.names = std::move(names);
    moments.chains = chains;
    moments.batches = assess::batches_of(chains, draws);
    for (std::size_t b = 0; b < moments.batches; ++b)
        moments.draws.push_back((b + 1) * draws / moments.batches - b * draws / moments.batches);
    moments.mean.resize(chains * moments.batches * moments.dim());
    moments.square.resize(moments.mean.size());
    if (pairs() <= kMostProducts / chains) products.resize(chains * pairs());
}

void MomentsRecording::add_up_covariance() {
    if (products.empty()) return;
    const std::size_t dim = moments.dim(), chains = moments.chains;
    const auto draws = static_cast<double>(std::accumulate(moments.draws.begin(), moments.draws.end(), std::size_t{0}));
    std::vector<double> means(chains * dim, 0.0), mean(dim, 0.0), sums(pairs(), 0.0);
    for (std::size_t c = 0; c < chains; ++c) {
        for (std::size_t j = 0; j < dim; ++j) {
            double& here = means[c * dim + j];
            for (std::size_t b = 0; b < moments.batches; ++b)
                here +=
                    moments.mean[(c * moments.batches + b) * dim + j] * static_cast<double>(moments.draws[b]) / draws;
            mean[j] += here / static_cast<double>(chains);
        }
    }
    for (std::size_t c = 0; c < chains; ++c) {
        std::size_t k = 0;
        for (std::size_t i = 0; i < dim; ++i) {
            for (std::size_t j = i; j < dim; ++j, ++k)
                sums[k] += draws * (products[c * pairs() + k] +
                                    (means[c * dim + i] - mean[i]) * (means[c * dim + j] - mean[j]));
        }
    }
    moments.covariance.resize(dim * dim);
    std::size_t k = 0;
    for (std::size_t i = 0; i < dim; ++i) {
        for (std::size_t j = i; j < dim; ++j, ++k)
            moments.covariance[i * dim + j] = moments.covariance[j * dim + i] =
                sums[k] / (draws * static_cast<double>(chains) - 1);
    }
}

LaneMoments::LaneMoments(MomentsRecording& recording, std::size_t first, std::size_t lanes, Isa isa)
    : recording_(recording),
      kernels_(moment_kernels(isa)),
      first_(first),
      lanes_(lanes),
      dim_(recording.moments.dim()),
      origin_(dim_ * lanes),
      sum_(dim_ * lanes, 0.0),
      squares_(dim_ * lanes, 0.0),
      stride_(std::max<std::size_t>(dim_ / 2, 1)),
      total_(dim_ * lanes, 0.0),
      product_(recording.products.empty() ? 0 : recording.pairs() * lanes, 0.0) {}

void LaneMoments::add(const double* x) {
    const std::size_t count = dim_ * lanes_;
    if (!std::exchange(begun_, true)) origin_.assign(x, x + count);
    kernels_.add(count, x, origin_.data(), sum_.data(), squares_.data());
    if (!product_.empty() && draw_++ % stride_ == 0) add_products(x);
    if (++in_batch_ == recording_.moments.draws[batch_]) end_batch();
}

void LaneMoments::add_products(const double* x) {
    ++in_products_;
    double* product = product_.data();
    for (std::size_t i = 0; i < dim_; ++i) {
        const double *xi = x + i * lanes_, *oi = &origin_[i * lanes_];
        for (std::size_t l = 0; l < lanes_; ++l) total_[i * lanes_ + l] += xi[l] - oi[l];
        for (std::size_t j = i; j < dim_; ++j, product += lanes_) {
            kernels_.add_products(lanes_, xi, oi, x + j * lanes_, &origin_[j * lanes_], product);
        }
    }
}

void LaneMoments::end_batch() {
    assess::ChainMoments& moments = recording_.moments;
    const auto n = static_cast<double>(in_batch_);
    for (std::size_t j = 0; j < dim_; ++j) {
        for (std::size_t l = 0; l < lanes_; ++l) {
            const std::size_t k = j * lanes_ + l, to = ((first_ + l) * moments.batches + batch_) * dim_ + j;
            const double mean = sum_[k] / n;
            moments.mean[to] = origin_[k] + mean;
            moments.square[to] = positive_part(squares_[k] / n - mean * mean);
            sum_[k] = squares_[k] = 0;
        }
    }
    in_batch_ = 0;
    if (++batch_ == moments.batches) end();
}

void LaneMoments::end() {
    if (product_.empty()) return;
    const auto n = static_cast<double>(in_products_);
    std::size_t k = 0;
    for (std::size_t i = 0; i < dim_; ++i) {
        for (std::size_t j = i; j < dim_; ++j, ++k) {
            for (std::size_t l = 0; l < lanes_; ++l)
                recording_.products[(first_ + l) * recording_.pairs() + k] =
                    product_[k * lanes_ + l] / n - total_[i * lanes_ + l] / n * (total_[j * lanes_ + l] / n);
        }
    }
}

}  // namespace fokker
