#include "fokker/assess/regions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/valley.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kMostSamples = 4000;  // of the draws that valleys are sought in
constexpr std::size_t kFewestDraws = 40, kFewestOfChain = 10;
constexpr std::size_t kMostRegions = 16;
constexpr std::size_t kSegments = 32;    // of all chains, whose means show where chains stay for long
constexpr double kLeastShare = 0.01;     // of a region
constexpr double kFewestEffective = 40;  // draws of a region
constexpr double kDepth = 0.25;          // of a valley, against the lower hill beside it
constexpr double kShallow = 0.75;        // of a valley that may be deeper seen from another side
constexpr double kRarely = 0.1;          // crossings, against independent draws

using Direction = std::vector<double>;

struct Split {
    Direction direction;
    Valley valley;  // parts projections below from those above
};

double project(const double* x, const Direction& direction) {
    double value = 0;
    for (std::size_t j = 0; j < direction.size(); ++j) value += x[j] * direction[j];
    return value;
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

    double place(std::size_t n, const Split& split) const {
        return project(draw(n), split.direction) - split.valley.at;
    }

    std::optional<Split> split_along(const std::vector<std::size_t>& members, Direction direction) const {
        const std::size_t stride = members.size() / kMostSamples + 1;
        std::vector<double> values;
        for (std::size_t k = 0; k < members.size(); k += stride) values.push_back(project(draw(members[k]), direction));
        const std::optional<Valley> valley = deepest_valley(std::move(values), kLeastShare);
        if (!valley) return std::nullopt;
        return Split{std::move(direction), *valley};
    }

    // The line through the means of both sides, in units of the variances within: it sees what a line that was found
    // without knowing the sides sees from aslant.
    Direction between_sides(const std::vector<std::size_t>& members, const Split& split) const {
        std::vector<double> mean(2 * dim_, 0.0), squares(dim_, 0.0);
        double size[2] = {0, 0};
        for (const std::size_t n : members) {
            const std::size_t side = place(n, split) > 0 ? 1 : 0;
            ++size[side];
            for (std::size_t j = 0; j < dim_; ++j) mean[side * dim_ + j] += draw(n)[j];
        }
        for (std::size_t k = 0; k < mean.size(); ++k) mean[k] /= size[k / dim_];
        for (const std::size_t n : members) {
            const double* centre = &mean[place(n, split) > 0 ? dim_ : 0];
            for (std::size_t j = 0; j < dim_; ++j) squares[j] += (draw(n)[j] - centre[j]) * (draw(n)[j] - centre[j]);
        }
        Direction direction(dim_);
        for (std::size_t j = 0; j < dim_; ++j)
            direction[j] = squares[j] > 0 ? (mean[dim_ + j] - mean[j]) / squares[j] * size[0] : 0;
        return direction;
    }

    // How many independent draws a side is worth by itself, by how fresh each is after the one before: 1 - r of an
    // AR(1) with the steps and the spread that chains have there. A chain on a slow walk makes heaps and gaps that are
    // no hills and valleys. The median over windows of chains, since a side may hold several hills, far apart.
    double effective(const std::vector<std::size_t>& members, const Split& split, bool above) const {
        constexpr std::size_t kWindow = 50, kFewestOfWindow = 5;
        std::vector<double> fresh, window;
        std::size_t size = 0;
        const auto close = [&] {
            if (window.size() >= kFewestOfWindow) {
                double squares = 0;
                for (std::size_t k = 1; k < window.size(); ++k)
                    squares += (window[k] - window[k - 1]) * (window[k] - window[k - 1]);
                const double spread = variance(window), steps = static_cast<double>(window.size() - 1);
                fresh.push_back(spread > 0 ? std::min(squares / steps / (2 * spread), 1.0) : 0);
            }
            window.clear();
        };
        std::size_t last = count_;
        for (const std::size_t n : members) {
            const double at = place(n, split);
            if ((at > 0) != above) continue;
            if (last + 1 != n || n % trace_.draws % kWindow == 0) close();
            window.push_back(at);
            last = n;
            ++size;
        }
        close();
        if (fresh.empty()) return 0;
        const auto middle = fresh.begin() + static_cast<std::ptrdiff_t>(fresh.size() / 2);
        std::ranges::nth_element(fresh, middle);
        return static_cast<double>(size) * *middle / (2 - *middle);
    }

    // The deepest valley across which both sides have been explored.
    std::optional<Split> best_split(const std::vector<std::size_t>& members) const {
        std::optional<Split> best;
        for (Direction& direction : directions(members)) {
            std::optional<Split> split = split_along(members, std::move(direction));
            if (!split || split->valley.depth > kShallow) continue;
            if (dim_ > 1) {
                const std::optional<Split> finer = split_along(members, between_sides(members, *split));
                if (finer && finer->valley.depth < split->valley.depth) split = finer;
            }
            if (split->valley.depth > kDepth || (best && split->valley.depth >= best->valley.depth)) continue;
            if (effective(members, *split, false) >= kFewestEffective &&
                effective(members, *split, true) >= kFewestEffective)
                best = split;
        }
        return best;
    }

    // Components, and the line along which the means of segments of chains differ most, in units of the standard
    // deviations: their first principal component.
    std::vector<Direction> directions(const std::vector<std::size_t>& members) const {
        std::vector<Direction> all;
        for (std::size_t j = 0; j < dim_; ++j) {
            Direction one(dim_, 0.0);
            one[j] = 1;
            all.push_back(one);
        }
        if (dim_ == 1) return all;
        const auto total = static_cast<double>(members.size());
        std::vector<double> mean(dim_, 0.0), squares(dim_, 0.0);
        for (const std::size_t n : members) {
            for (std::size_t j = 0; j < dim_; ++j) mean[j] += draw(n)[j] / total;
        }
        const std::size_t each = std::max<std::size_t>(kSegments / trace_.chains, 1);
        std::vector<double> means(trace_.chains * each * dim_, 0.0), size(trace_.chains * each, 0.0);
        for (const std::size_t n : members) {
            const std::size_t segment = n / trace_.draws * each + n % trace_.draws * each / trace_.draws;
            ++size[segment];
            for (std::size_t j = 0; j < dim_; ++j) {
                const double off = draw(n)[j] - mean[j];
                means[segment * dim_ + j] += off;
                squares[j] += off * off / total;
            }
        }
        for (std::size_t k = 0; k < means.size(); ++k) {
            const double unit = std::sqrt(squares[k % dim_] * size[k / dim_]);
            means[k] = unit > 0 ? means[k] / unit : 0;
        }
        Direction first = principal_component(means);
        for (std::size_t j = 0; j < dim_; ++j) first[j] = squares[j] > 0 ? first[j] / std::sqrt(squares[j]) : 0;
        all.push_back(first);
        return all;
    }

    // Of rows [row, dim]; by power iteration from the longest row. Directions need not be exact.
    Direction principal_component(const std::vector<double>& rows) const {
        constexpr int kIterations = 20;
        Direction v(dim_, 0.0);
        double longest = 0;
        for (std::size_t at = 0; at < rows.size(); at += dim_) {
            const std::span<const double> row(&rows[at], dim_);
            const double length = std::inner_product(row.begin(), row.end(), row.begin(), 0.0);
            if (length > longest) {
                longest = length;
                v.assign(row.begin(), row.end());
            }
        }
        for (int k = 0; k < kIterations && longest > 0; ++k) {
            Direction next(dim_, 0.0);
            for (std::size_t at = 0; at < rows.size(); at += dim_) {
                const double along = project(&rows[at], v);
                for (std::size_t j = 0; j < dim_; ++j) next[j] += along * rows[at + j];
            }
            const double length = std::sqrt(std::inner_product(next.begin(), next.end(), next.begin(), 0.0));
            for (std::size_t j = 0; j < dim_; ++j) v[j] = next[j] / length;
        }
        return v;
    }

    // Parts the draws that have `label`, and what comes of it, until there is no valley.
    void part(std::uint16_t label) {
        if (regions_ >= kMostRegions) return;
        std::vector<std::size_t> members;
        for (std::size_t n = 0; n < count_; ++n) {
            if (label_[n] == label) members.push_back(n);
        }
        if (members.size() < kFewestDraws) return;
        const std::optional<Split> split = best_split(members);
        if (!split) return;
        const auto fresh = static_cast<std::uint16_t>(regions_++);
        for (const std::size_t n : members) {
            if (place(n, *split) > 0) label_[n] = fresh;
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
