#include "fokker/assess/sorted.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "fokker/assess/special_functions.hpp"

namespace fokker::assess {
namespace {

struct Keyed {
    std::uint64_t key;
    std::uint32_t position;
};

// Unsigned integers in the order of the doubles; -0 and 0 are equal and have one key.
std::uint64_t key_of(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return (bits >> 63) != 0 ? ~bits : bits | std::uint64_t{1} << 63;
}

double blom(double rank, std::size_t size) {
    return normal_quantile((rank - 0.375) / (static_cast<double>(size) + 0.25));
}

}  // namespace

// By digits of eleven bits, the lowest first. A digit that is the same in all keys moves nothing.
std::vector<std::uint32_t> sort_order(std::span<const double> values) {
    constexpr int kDigit = 11, kDigits = 6;
    constexpr std::size_t kBuckets = std::size_t{1} << kDigit;
    const auto digit = [](std::uint64_t key, int d) { return key >> (d * kDigit) & (kBuckets - 1); };

    std::vector<Keyed> from(values.size()), to(values.size());
    std::vector<std::array<std::uint32_t, kBuckets>> counts(kDigits);
    for (std::size_t i = 0; i < values.size(); ++i) {
        from[i] = {key_of(values[i]), static_cast<std::uint32_t>(i)};
        for (int d = 0; d < kDigits; ++d) ++counts[static_cast<std::size_t>(d)][digit(from[i].key, d)];
    }
    for (int d = 0; d < kDigits; ++d) {
        auto& count = counts[static_cast<std::size_t>(d)];
        if (!from.empty() && count[digit(from[0].key, d)] == from.size()) continue;
        std::uint32_t start = 0;
        for (auto& c : count) start += std::exchange(c, start);
        for (const Keyed& k : from) to[count[digit(k.key, d)]++] = k;
        from.swap(to);
    }
    std::vector<std::uint32_t> order(values.size());
    std::ranges::transform(from, order.begin(), &Keyed::position);
    return order;
}

Sorted sorted(const Draws& draws) {
    Sorted s{draws.chains, draws.draws, std::vector<double>(draws.size()), {}};
    for (std::size_t c = 0; c < draws.chains; ++c) {
        for (std::size_t d = 0; d < draws.draws; ++d) s.values[c * draws.draws + d] = draws(c, d);
    }
    s.order = sort_order(s.values);
    return s;
}

Sorted split(const Sorted& whole) {
    const std::size_t half = whole.draws / 2;
    Sorted s{2 * whole.chains, half, {}, {}};
    if (whole.draws % 2 == 0) {
        s.values = whole.values;
        s.order = whole.order;
        return s;
    }
    for (std::size_t i = 0; i < whole.values.size(); ++i) {
        if (i % whole.draws != half) s.values.push_back(whole.values[i]);
    }
    for (const std::uint32_t i : whole.order) {
        const std::size_t chain = i / whole.draws, draw = i % whole.draws;
        if (draw != half) s.order.push_back(static_cast<std::uint32_t>(i - chain - (draw > half ? 1 : 0)));
    }
    return s;
}

double quantile(const Sorted& draws, double p) {
    const double place = p * static_cast<double>(draws.order.size() - 1), below = std::floor(place);
    const auto k = static_cast<std::size_t>(below);
    const double low = draws.at_rank(k), high = draws.at_rank(std::min(k + 1, draws.order.size() - 1));
    return low + (place - below) * (high - low);
}

NormalScores::NormalScores(std::size_t size) : scores_(size) {
    for (std::size_t k = 0; k < (size + 1) / 2; ++k) {
        scores_[k] = blom(static_cast<double>(k + 1), size);
        scores_[size - 1 - k] = -scores_[k];
    }
}

std::vector<double> NormalScores::of(const Sorted& draws) const {
    std::vector<double> z(draws.values.size());
    for (std::size_t first = 0, last = 0; first < z.size(); first = last) {
        const double value = draws.at_rank(first);
        for (last = first + 1; last < z.size() && draws.at_rank(last) == value;) ++last;
        const double score =
            last == first + 1 ? scores_[first] : blom(0.5 * static_cast<double>(first + last + 1), size());
        for (std::size_t k = first; k < last; ++k) z[draws.order[k]] = score;
    }
    return z;
}

Sorted folded(const Sorted& draws, double center) {
    Sorted f{draws.chains, draws.draws, draws.values, {}};
    for (double& v : f.values) v = std::fabs(v - center);
    const auto middle = std::ranges::partition_point(draws.order, [&](auto i) { return draws.values[i] < center; });
    f.order.resize(draws.order.size());
    std::merge(std::make_reverse_iterator(middle), draws.order.rend(), middle, draws.order.end(), f.order.begin(),
               [&](auto a, auto b) { return f.values[a] < f.values[b]; });
    return f;
}

}  // namespace fokker::assess
