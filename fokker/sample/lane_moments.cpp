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

// What of each chain is kept: pieces of one level, an even number of them; 0: nothing.
struct Cut {
    int level = 0;
    std::size_t pieces = 0;
    std::vector<int> chains;
};

Cut best_cut(const MomentsRecording& r) {
    std::vector<int> order(r.chains);
    std::iota(order.begin(), order.end(), 0);
    const auto done = [&](int c) {
        const auto chain = static_cast<std::size_t>(c);
        return r.before(r.full[chain], r.level[chain]);
    };
    std::ranges::sort(order, [&](int a, int b) { return done(a) != done(b) ? done(a) > done(b) : a < b; });
    Cut cut;
    std::size_t most = 0, kept = 0, pieces = 0;
    int level = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const auto chain = static_cast<std::size_t>(order[k]);
        // The furthest chain has the longest pieces; those of the others are put together as they are.
        if (k == 0) level = r.level[chain];
        const std::size_t here = r.full[chain] >> (r.level[chain] - level);
        pieces = k == 0 ? here : std::min(pieces, here);
        const std::size_t even = pieces - pieces % 2, all = (k + 1) * r.before(even, level);
        if (all <= most) continue;
        most = all;
        kept = k + 1;
        cut.level = level;
        cut.pieces = even;
    }
    order.resize(kept);
    std::ranges::sort(order);
    cut.chains = std::move(order);
    return cut;
}

// Within chains and between them.
std::vector<double> covariance_of(const MomentsRecording& r, const Cut& cut, const assess::ChainMoments& moments) {
    const std::size_t dim = r.dim(), chains = moments.chains;
    const auto draws = static_cast<double>(r.before(cut.pieces, cut.level));
    std::vector<double> means(chains * dim, 0.0), mean(dim, 0.0), sums(r.pairs(), 0.0);
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
        const double* within = &r.products[static_cast<std::size_t>(cut.chains[c]) * r.pairs()];
        std::size_t k = 0;
        for (std::size_t i = 0; i < dim; ++i) {
            for (std::size_t j = i; j < dim; ++j, ++k)
                sums[k] += draws * (within[k] + (means[c * dim + i] - mean[i]) * (means[c * dim + j] - mean[j]));
        }
    }
    std::vector<double> covariance(dim * dim);
    std::size_t k = 0;
    for (std::size_t i = 0; i < dim; ++i) {
        for (std::size_t j = i; j < dim; ++j, ++k)
            covariance[i * dim + j] = covariance[j * dim + i] = sums[k] / (draws * static_cast<double>(chains) - 1);
    }
    return covariance;
}

}  // namespace

MomentsRecording::MomentsRecording(std::vector<std::string> all_names, std::size_t all_chains, std::size_t all_draws)
    : names(std::move(all_names)),
      chains(all_chains),
      draws(all_draws),
      batches(assess::batches_of(all_chains, all_draws)),
      slots(batches),
      full(all_chains, 0),
      counted(all_chains, 0) {
    while (draws / (batches << (levels + 1)) >= kShortestPiece) ++levels;
    if (levels > 0) slots *= 2;
    level.assign(chains, levels);
    mean.resize(chains * slots * dim());
    square.resize(mean.size());
    if (pairs() <= kMostProducts / chains) products.resize(chains * pairs());
}

void MomentsRecording::halve(std::size_t chain) {
    for (std::size_t k = 0; k < full[chain] / 2; ++k) {
        const double *mean_a = at(mean, chain, 2 * k), *mean_b = at(mean, chain, 2 * k + 1);
        const double *square_a = at(square, chain, 2 * k), *square_b = at(square, chain, 2 * k + 1);
        double *mean_to = at(mean, chain, k), *square_to = at(square, chain, k);
        const std::size_t begin = before(2 * k, level[chain]), middle = before(2 * k + 1, level[chain]),
                          end = before(2 * k + 2, level[chain]);
        const double share_b = static_cast<double>(end - middle) / static_cast<double>(end - begin);
        for (std::size_t j = 0; j < dim(); ++j) {
            const double apart = mean_b[j] - mean_a[j];
            const double within = square_a[j] + share_b * (square_b[j] - square_a[j]);
            mean_to[j] = mean_a[j] + share_b * apart;
            square_to[j] = within + share_b * (1 - share_b) * (apart * apart);
        }
    }
    full[chain] /= 2;
    --level[chain];
}

assess::ChainMoments MomentsRecording::finish(std::vector<int>& kept) {
    const Cut cut = best_cut(*this);
    assess::ChainMoments moments;
    moments.names = names;
    moments.chains = cut.chains.size();
    moments.batches = cut.pieces;
    for (std::size_t b = 0; b < cut.pieces; ++b)
        moments.draws.push_back(before(b + 1, cut.level) - before(b, cut.level));
    for (const int c : cut.chains) {
        const auto chain = static_cast<std::size_t>(c);
        while (level[chain] > cut.level) halve(chain);
        moments.mean.insert(moments.mean.end(), at(mean, chain, 0), at(mean, chain, 0) + cut.pieces * dim());
        moments.square.insert(moments.square.end(), at(square, chain, 0), at(square, chain, 0) + cut.pieces * dim());
        if (!acceptance.empty())
            moments.acceptance_rate.push_back(acceptance[chain] / static_cast<double>(counted[chain]));
    }
    if (!products.empty() && moments.chains > 0) moments.covariance = covariance_of(*this, cut, moments);
    kept = cut.chains;
    return moments;
}

LaneMoments::LaneMoments(MomentsRecording& recording, std::size_t first, std::size_t lanes, Isa isa)
    : recording_(recording),
      kernels_(moment_kernels(isa)),
      first_(first),
      lanes_(lanes),
      dim_(recording.dim()),
      piece_(recording.before(1, recording.levels)),
      origin_(dim_ * lanes),
      sum_(dim_ * lanes, 0.0),
      squares_(dim_ * lanes, 0.0),
      stride_(std::max<std::size_t>(dim_ / 2, 1)),
      total_(dim_ * lanes, 0.0),
      product_(recording.products.empty() ? 0 : recording.pairs() * lanes, 0.0) {}

void LaneMoments::add(const double* x, const double* acceptance) {
    const std::size_t count = dim_ * lanes_;
    if (!std::exchange(begun_, true)) origin_.assign(x, x + count);
    kernels_.add(count, x, origin_.data(), sum_.data(), squares_.data());
    if (!recording_.acceptance.empty()) {
        for (std::size_t l = 0; l < lanes_; ++l) recording_.acceptance[first_ + l] += acceptance[l];
    }
    if (!product_.empty() && draw_ % stride_ == 0) add_products(x);
    ++draw_;
    if (++in_piece_ == piece_) end_piece();
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

void LaneMoments::end_piece() {
    const auto n = static_cast<double>(in_piece_);
    const std::size_t slot = recording_.full[first_];
    for (std::size_t j = 0; j < dim_; ++j) {
        for (std::size_t l = 0; l < lanes_; ++l) {
            const std::size_t k = j * lanes_ + l;
            const double mean = sum_[k] / n;
            recording_.at(recording_.mean, first_ + l, slot)[j] = origin_[k] + mean;
            recording_.at(recording_.square, first_ + l, slot)[j] = positive_part(squares_[k] / n - mean * mean);
            sum_[k] = squares_[k] = 0;
        }
    }
    in_piece_ = 0;
    for (std::size_t chain = first_; chain < first_ + lanes_; ++chain) {
        if (++recording_.full[chain] == recording_.slots && recording_.level[chain] > 0) recording_.halve(chain);
    }
    const std::size_t next = recording_.full[first_];
    const int level = recording_.level[first_];
    piece_ = recording_.before(next + 1, level) - recording_.before(next, level);
}

void LaneMoments::end() {
    for (std::size_t l = 0; l < lanes_; ++l) recording_.counted[first_ + l] = draw_;
    if (product_.empty() || in_products_ == 0) return;
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
