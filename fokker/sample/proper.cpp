#include "fokker/sample/proper.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

// Near the origin; as far as the exponential of a bounded component goes; and beyond where anybody's density has its
// weight.
constexpr double kReaches[] = {1, 30, 300, 1e12, 1e14};
constexpr std::size_t kExponential = 2, kFar = 3, kFarthest = 4;
constexpr std::size_t kPointsAReach = 16;
constexpr std::size_t kFewestFar = 8;  // of the points furthest out: elsewhere the density ends before
constexpr double kSame = 1e-9;

// [point, dim]: along sixteen rays, which multiples of irrational numbers spread evenly (Weyl), the nearest first.
std::vector<double> probes(int dim) {
    std::vector<double> points;
    for (const double reach : kReaches) {
        for (std::size_t i = 1; i <= kPointsAReach; ++i) {
            for (int j = 0; j < dim; ++j) {
                const double turns = static_cast<double>(i) * (std::sqrt(2.0 + j) + 0.1 / std::numbers::phi);
                points.push_back(reach * (2 * (turns - std::floor(turns)) - 1));
            }
        }
    }
    return points;
}

// Along a ray p must fall faster than r^-dim for its integral to be finite.
bool falls_too_slowly(std::span<const double> near, std::span<const double> far, int dim) {
    constexpr std::size_t kMostSlow = 3;  // of the rays: no set of rays that has a volume may be slow
    const double least = dim * std::log(kReaches[kFarthest] / kReaches[kFar]);
    std::size_t slow = 0;
    for (std::size_t i = 0; i < near.size(); ++i)
        slow += std::isfinite(near[i]) && std::isfinite(far[i]) && near[i] - far[i] <= least ? 1 : 0;
    return slow > kMostSlow;
}

}  // namespace

void check_proper(const Target& target, const std::vector<std::string>& names) {
    const std::vector<double> points = probes(target.dim);
    const std::size_t dim = static_cast<std::size_t>(target.dim), count = points.size() / dim;
    const std::vector<double> logs = evaluate(target.log_density, points, count);
    const std::vector<double> scores = evaluate(target.score, points, count);
    for (std::size_t j = 0; j < dim; ++j) {
        std::vector<double> slopes;
        std::size_t far = 0;
        const std::size_t farthest = target.bounds[j].bounded() ? kExponential : kFarthest;
        for (std::size_t i = 0; i < count; ++i) {
            const double slope = scores[i * dim + j];
            if (!std::isfinite(logs[i]) || !std::isfinite(slope)) continue;
            slopes.push_back(slope);
            far += i / kPointsAReach == farthest ? 1 : 0;
        }
        if (far < kFewestFar) continue;
        const auto [least, most] = std::ranges::minmax(slopes);
        if (!(most - least <= kSame * std::max(std::fabs(least), std::fabs(most)))) continue;
        throw Error(
            "the density is improper: " +
            std::string(most == 0 ? "it does not depend on " : "its logarithm has the same slope everywhere along ") +
            names[j] + (target.bounds[j].bounded() ? " (as the sampler sees it, within its bounds)" : "") +
            ", so its integral is infinite. Is a term missing, or are bounds?");
    }
    const std::span all(logs);
    if (falls_too_slowly(all.subspan(kFar * kPointsAReach, kPointsAReach),
                         all.subspan(kFarthest * kPointsAReach, kPointsAReach), target.dim))
        throw Error(
            "the density is improper: far out it does not fall, or falls too slowly for its integral to be finite. "
            "Is a term missing, or are bounds?");
}

}  // namespace fokker
