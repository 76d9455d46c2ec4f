// Measures what docs/performance.md states: over seeds, how often fits of mixtures to the published target end at the
// best that is attainable, and how often single starts do.
//     fitting_rates [seeds] [components]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "fokker/fit/fit.hpp"
#include "tests/fit/published.hpp"

namespace {

// Has every mean of the target one of the fit within 0.1 of it, in each component?
bool finds_the_means(const fokker::Density& found) {
    const fokker::Density target = fokker::test::published_target();
    if (!found.modes) return false;
    const auto near = [](const std::vector<double>& a, const std::vector<double>& b) {
        return std::fabs(a[0] - b[0]) < 0.1 && std::fabs(a[1] - b[1]) < 0.1;
    };
    return std::ranges::all_of(target.modes->means, [&](const auto& mean) {
        return std::ranges::any_of(found.modes->means, [&](const auto& m) { return near(m, mean); });
    });
}

}  // namespace

int main(int argc, char** argv) {
    using namespace fokker;
    const int seeds = argc > 1 ? std::atoi(argv[1]) : 20;
    for (const bool forward : {true, false}) {
        for (int n = 1; n <= 4; ++n) {
            if (argc > 2 && n != std::atoi(argv[2])) continue;
            const double best = forward ? test::kBestForwardKl[n - 1] : test::kBestReverseKl[n - 1];
            const Objective objective = forward ? Objective(ForwardKl{}) : ReverseKl{Gradient::leave_one_out};
            int fits = 0, starts = 0, all_starts = 0, recovered = 0;
            double seconds = 0;
            const auto reaches = [best](const FitRestart& r) {
                return std::fabs(r.loss - best) < 4.5 * r.loss_error + 5e-5;
            };
            for (int seed = 1; seed <= seeds; ++seed) {
                const Fit found = fit(test::published_target(), MixtureFamily{.components = n, .dim = 2}, objective,
                                      {.seed = static_cast<std::uint64_t>(seed)});
                seconds += found.seconds;
                fits += reaches(found.best_restart()) ? 1 : 0;
                recovered += finds_the_means(found.density()) ? 1 : 0;
                for (const FitRestart& r : found.restarts) starts += reaches(r) ? 1 : 0;
                all_starts += static_cast<int>(found.restarts.size());
            }
            std::printf("%s n = %d: %d of %d fits, %d of %d starts, all means found by %d fits, %.2f s a fit\n",
                        forward ? "forward" : "reverse", n, fits, seeds, starts, all_starts, recovered,
                        seconds / seeds);
            std::fflush(stdout);
        }
    }
}
