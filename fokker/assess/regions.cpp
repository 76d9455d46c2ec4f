#include "fokker/assess/regions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace fokker::assess {
namespace {

constexpr std::size_t kMostSamples = 4000;  // of the draws that valleys are sought in
constexpr std::size_t kFewestDraws = 40, kFewestOfChain = 10;
constexpr std::size_t kMostRegions = 16;
constexpr double kLeastShare = 0.01;  // of a region
constexpr double kDepth = 0.25;       // of a valley, against the lower hill beside it
constexpr double kRarely = 0.1;       // crossings, against independent draws
constexpr int kGrid = 128;

using Direction = std::vector<double>;

struct Split {
    Direction direction;
    double at = 0;     // parts projections below from those above
    double depth = 1;  // height of the valley over that of the lower hill
};

double project(const double* x, const Direction& direction) {
    double value = 0;
    for (std::size_t j = 0; j < direction.size(); ++j) value += x[j] * direction[j];
    return value;
}

// Heights of a kernel density of sorted values on a grid over their range. The bandwidth follows the narrower of the
// standard deviation and the quartiles, and half of that: hills of a mixture are narrower than the whole.
std::vector<double> heights(const std::vector<double>& sorted) {
    const std::size_t n = sorted.size();
    const double low = sorted.front(), high = sorted.back(), step = (high - low) / (kGrid - 1);
    double mean = 0, squares = 0;
    for (const double v : sorted) mean += v / static_cast<double>(n);
    for (const double v : sorted) squares += (v - mean) * (v - mean) / static_cast<double>(n);
    const double quartiles = (sorted[3 * n / 4] - sorted[n / 4]) / 1.34;
    const double spread = quartiles > 0 ? std::min(std::sqrt(squares), quartiles) : std::sqrt(squares);
    const double bandwidth = std::max(0.5 * 0.9 * spread / std::pow(static_cast<double>(n), 0.2), step);
    std::vector<double> counts(kGrid, 0.0), result(kGrid, 0.0);
    for (const double v : sorted) ++counts[static_cast<std::size_t>(std::lround((v - low) / step))];
    const int reach = std::min(static_cast<int>(4 * bandwidth / step) + 1, kGrid);
    for (int g = 0; g < kGrid; ++g) {
        if (counts[static_cast<std::size_t>(g)] == 0) continue;
        for (int k = std::max(0, g - reach); k <= std::min(kGrid - 1, g + reach); ++k) {
            const double u = (k - g) * step / bandwidth;
            result[static_cast<std::size_t>(k)] += counts[static_cast<std::size_t>(g)] * std::exp(-0.5 * u * u);
        }
    }
    return result;
}

// The deepest valley along a direction.
std::optional<Split> valley(std::vector<double> values, const Direction& direction) {
    std::ranges::sort(values);
    if (!(values.back() > values.front())) return std::nullopt;
    const std::vector<double> f = heights(values);
    std::vector<double> left(f), right(f);
    for (std::size_t g = 1; g < f.size(); ++g) left[g] = std::max(left[g - 1], f[g]);
    for (std::size_t g = f.size() - 1; g > 0; --g) right[g - 1] = std::max(right[g], f[g - 1]);
    Split best;
    const double step = (values.back() - values.front()) / (kGrid - 1);
    for (std::size_t g = 1; g + 1 < f.size(); ++g) {
        const double depth = f[g] / std::min(left[g], right[g]);
        if (depth >= std::min(kDepth, best.depth)) continue;
        const double at = values.front() + static_cast<double>(g) * step;
        const auto below = static_cast<double>(std::ranges::lower_bound(values, at) - values.begin());
        const double share = below / static_cast<double>(values.size());
        if (share < kLeastShare || share > 1 - kLeastShare) continue;
        best = {direction, at, depth};
    }
    if (best.depth >= kDepth) return std::nullopt;
    return best;
}

class Search {
public:
    explicit Search(const Trace& trace)
        : trace_(trace), dim_(trace.dim()), count_(trace.chains * trace.draws), label_(count_, 0) {}

    Regions run() {
        Regions found;
        if (count_ >= kFewestDraws && trace_.draws >= kFewestOfChain && all_finite()) {
            part(0);
            merge_where_crossed();
        }
        found.label = label_;
        describe(found);
        return found;
    }

private:
    const double* draw(std::size_t n) const { return &trace_.values[n * dim_]; }

    bool all_finite() const {
        return std::ranges::all_of(trace_.values, [](double v) { return std::isfinite(v); });
    }

    // Components, and the line from the chain of the lowest mean to that of the highest, in units of the standard
    // deviations.
    std::vector<Direction> directions(const std::vector<std::size_t>& members) const {
        std::vector<Direction> all;
        for (std::size_t j = 0; j < dim_; ++j) {
            Direction one(dim_, 0.0);
            one[j] = 1;
            all.push_back(one);
        }
        if (dim_ == 1) return all;
        std::vector<double> mean(dim_, 0.0), squares(dim_, 0.0);
        for (const std::size_t n : members) {
            for (std::size_t j = 0; j < dim_; ++j) mean[j] += draw(n)[j] / static_cast<double>(members.size());
        }
        std::vector<double> by_chain(trace_.chains * dim_, 0.0), size(trace_.chains, 0.0);
        for (const std::size_t n : members) {
            const std::size_t c = n / trace_.draws;
            ++size[c];
            for (std::size_t j = 0; j < dim_; ++j) {
                const double off = draw(n)[j] - mean[j];
                by_chain[c * dim_ + j] += off;
                squares[j] += off * off / static_cast<double>(members.size());
            }
        }
        Direction between(dim_, 0.0);
        double furthest = 0;
        for (std::size_t c = 0; c < trace_.chains; ++c) {
            if (size[c] == 0) continue;
            Direction away(dim_);
            double length = 0;
            for (std::size_t j = 0; j < dim_; ++j) {
                away[j] = squares[j] > 0 ? by_chain[c * dim_ + j] / size[c] / squares[j] : 0;
                length += away[j] * away[j] * squares[j];
            }
            if (length > furthest) {
                furthest = length;
                between = away;
            }
        }
        if (furthest > 0) all.push_back(between);
        return all;
    }

    // Parts the draws that have `label`, and what comes of it, until there is no valley.
    void part(std::uint16_t label) {
        if (regions_ >= kMostRegions) return;
        std::vector<std::size_t> members;
        for (std::size_t n = 0; n < count_; ++n) {
            if (label_[n] == label) members.push_back(n);
        }
        if (members.size() < kFewestDraws) return;
        const std::size_t stride = members.size() / kMostSamples + 1;
        std::optional<Split> best;
        for (const Direction& direction : directions(members)) {
            std::vector<double> values;
            for (std::size_t k = 0; k < members.size(); k += stride)
                values.push_back(project(draw(members[k]), direction));
            const std::optional<Split> split = valley(std::move(values), direction);
            if (split && (!best || split->depth < best->depth)) best = split;
        }
        if (!best) return;
        const auto fresh = static_cast<std::uint16_t>(regions_++);
        for (const std::size_t n : members) {
            if (project(draw(n), best->direction) > best->at) label_[n] = fresh;
        }
        part(label);
        part(fresh);
    }

    // Two regions between which chains move as draws should are one.
    void merge_where_crossed() {
        for (bool merged = true; merged;) {
            merged = false;
            for (std::uint16_t a = 0; a < regions_ && !merged; ++a) {
                for (auto b = static_cast<std::uint16_t>(a + 1); b < regions_ && !merged; ++b) {
                    if (!mixes(a, b)) continue;
                    for (std::uint16_t& l : label_) {
                        if (l == b) l = a;
                        if (l > b) --l;
                    }
                    --regions_;
                    merged = true;
                }
            }
        }
    }

    bool mixes(std::uint16_t a, std::uint16_t b) const {
        double in_a = 0, in_b = 0, crossings = 0, steps = 0;
        for (std::size_t c = 0; c < trace_.chains; ++c) {
            for (std::size_t d = 0; d < trace_.draws; ++d) {
                const std::uint16_t now = label_[c * trace_.draws + d];
                if (now != a && now != b) continue;
                ++(now == a ? in_a : in_b);
                if (d == 0) continue;
                const std::uint16_t before = label_[c * trace_.draws + d - 1];
                if (before != a && before != b) continue;
                ++steps;
                crossings += before != now ? 1 : 0;
            }
        }
        const double share = in_a / (in_a + in_b), expected = 2 * share * (1 - share) * steps;
        return crossings > kRarely * expected;
    }

    void describe(Regions& found) const {
        std::vector<Region> regions(regions_);
        for (Region& r : regions) {
            r.centre.assign(dim_, 0.0);
            r.draws.assign(trace_.chains, 0);
        }
        for (std::size_t n = 0; n < count_; ++n) {
            Region& r = regions[label_[n]];
            ++r.draws[n / trace_.draws];
            r.weight += 1.0 / static_cast<double>(count_);
            for (std::size_t j = 0; j < dim_; ++j) r.centre[j] += draw(n)[j];
        }
        for (Region& r : regions) {
            const auto size = static_cast<double>(std::accumulate(r.draws.begin(), r.draws.end(), std::size_t{0}));
            for (double& c : r.centre) c /= size;
        }
        // Heaviest first, and labels with them.
        std::vector<std::uint16_t> order(regions_), rank(regions_);
        std::iota(order.begin(), order.end(), std::uint16_t{0});
        std::ranges::sort(order, [&](std::uint16_t a, std::uint16_t b) {
            return regions[a].weight != regions[b].weight ? regions[a].weight > regions[b].weight : a < b;
        });
        for (std::size_t k = 0; k < regions_; ++k) rank[order[k]] = static_cast<std::uint16_t>(k);
        for (const std::uint16_t k : order) found.regions.push_back(regions[k]);
        for (std::uint16_t& l : found.label) l = rank[l];
        double alike = 0;
        for (const Region& r : found.regions) alike += r.weight * r.weight;
        for (std::size_t n = 0; n < count_; ++n) {
            if (n % trace_.draws != 0 && found.label[n] != found.label[n - 1]) ++found.crossings;
        }
        found.expected = (1 - alike) * static_cast<double>(count_ - trace_.chains);
    }

    const Trace& trace_;
    std::size_t dim_, count_;
    std::vector<std::uint16_t> label_;
    std::size_t regions_ = 1;
};

}  // namespace

Regions find_regions(const Trace& trace) {
    return Search(trace).run();
}

}  // namespace fokker::assess
