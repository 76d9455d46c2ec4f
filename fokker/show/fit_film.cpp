#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "fokker/draw/kernel_density.hpp"
#include "fokker/error.hpp"
#include "fokker/show/fit_plane.hpp"

namespace fokker::show {
namespace {

// Always to the same decimal, so that nothing jumps from frame to frame.
std::string loss_words(double loss) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.3f", std::fabs(loss));
    return std::string("loss ") + (loss < 0 ? "−" : "") + digits;
}

}  // namespace

FitFilm::FitFilm(const FitTarget& target, std::vector<FittedRun> runs, const FitsOptions& options)
    : runs_(std::move(runs)), options_(options) {
    if (dim_of(target) != 2) throw Error("a film of a fit shows two components");
    plane_ = std::make_shared<const FitPlane>(plane_of(target, runs_, options));
    std::vector<int> longest;
    for (const FittedRun& run : runs_) {
        const auto& kept = run.fit->best_restart().kept_iterations;
        if (kept.empty()) throw Error("a film of a fit needs kept parameters");
        if (kept.size() > longest.size()) longest = kept;
        const auto modes = run.density == nullptr ? std::nullopt : ellipses_of(*run.density);
        colors_.push_back(modes ? component_colors(*modes, plane_->parts) : std::vector<std::size_t>());
    }
    // Kept iterations, further apart as the square of the frame.
    constexpr std::size_t kMostFrames = 120;
    const std::size_t last = longest.size() - 1, steps = std::min(kMostFrames, last);
    std::size_t at = 0;
    for (std::size_t f = 0; f <= steps; ++f) {
        const double share = steps == 0 ? 0 : static_cast<double>(f) / static_cast<double>(steps);
        const auto wanted = static_cast<std::size_t>(std::lround(share * share * static_cast<double>(last)));
        at = f == 0 ? 0 : std::max(at + 1, wanted);
        moments_.push_back(longest[at]);
    }
}

draw::Figure FitFilm::frame(std::size_t number) const {
    const Bands bands = bands_of(runs_.size() + 1);
    draw::Figure figure = band_figure(options_, bands, 1);
    figure.subtitle =
        "after " + std::to_string(moments_[number]) + (moments_[number] == 1 ? " iteration" : " iterations");
    figure.panels[0] = image_panel(*plane_, plane_->target, target_title(*plane_), " ");
    for (std::size_t r = 0; r < runs_.size(); ++r) {
        const FittedRun& run = runs_[r];
        const FitRestart& best = run.fit->best_restart();
        const auto& kept = best.kept_iterations;
        const auto next = std::ranges::upper_bound(kept, moments_[number]);
        const auto k = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, next - kept.begin() - 1));
        const std::size_t size = run.fit->family.size();
        const std::vector<double> theta(best.kept.begin() + static_cast<std::ptrdiff_t>(k * size),
                                        best.kept.begin() + static_cast<std::ptrdiff_t>((k + 1) * size));
        const Density density = run.fit->family.density(run.fit->family.named(theta));
        const auto at = std::min(static_cast<std::size_t>(kept[k]), best.losses.size() - 1);
        draw::Panel panel =
            image_panel(*plane_, density_grid(density, plane_->view), run.label, loss_words(best.losses[at]));
        const auto modes = ellipses_of(density);
        if (modes)
            add_ellipses(panel, *modes, colors_[r].empty() ? component_colors(*modes, plane_->parts) : colors_[r],
                         false);
        panel.marks.push_back(draw::Contours{.grid = plane_->target,
                                             .levels = draw::levels_enclosing(plane_->target, {0.5, 0.95}),
                                             .ink = draw::Role::text,
                                             .width = 0.9,
                                             .alpha = 0.4,
                                             .label = {}});
        panel.count_outside = false;
        figure.panels[r + 1] = std::move(panel);
    }
    figure.color_bars.push_back({color_bar(*plane_), 0, bands.bands - 1});
    return figure;
}

}  // namespace fokker::show
