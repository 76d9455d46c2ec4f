#include "fokker/sample/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fokker {

std::vector<double> first_ladder(int replicas) {
    std::vector<double> betas;
    for (int k = replicas - 1; k >= 0; --k) {
        const double s = static_cast<double>(k) / (replicas - 1);
        betas.push_back(s * s * s);
    }
    return betas;
}

std::vector<double> even_ladder(std::span<const double> betas, std::span<const double> refusals, int replicas) {
    // No pair may count for nothing, or two rungs would fall together.
    constexpr double kLeast = 1e-3;
    std::vector<double> barrier{0.0};
    for (const double r : refusals) barrier.push_back(barrier.back() + std::max(r, kLeast));
    std::vector<double> even{betas.front()};
    std::size_t k = 1;
    for (int i = 1; i + 1 < replicas; ++i) {
        const double wanted = barrier.back() * i / (replicas - 1);
        while (barrier[k] < wanted) ++k;
        const double share = (wanted - barrier[k - 1]) / (barrier[k] - barrier[k - 1]);
        even.push_back(betas[k - 1] + share * (betas[k] - betas[k - 1]));
    }
    even.push_back(betas.back());
    return even;
}

int replicas_for(std::span<const double> refusals, double swap_rate, int most) {
    const double barrier = std::accumulate(refusals.begin(), refusals.end(), 0.0);
    return std::clamp(static_cast<int>(std::ceil(barrier / (1 - swap_rate))) + 1, 2, most);
}

}  // namespace fokker
