// Fitted densities beside their target, and how they came there.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker::show {

struct FitPlane;  // fits.cpp

struct FittedRun {
    std::string label = {};                  // "$n$ = 4"; may be empty
    const Fit* fit = nullptr;                // with a restart at least
    const Density* density = nullptr;        // nullptr: every restart diverged
    std::string forward = {}, reverse = {};  // the divergences in words, or empty
    std::string loss = {};                   // what is made small: "KL$(p, q)$, nats"; empty: the fit's own word
    std::string loss_at_end = {};            // in words: "0.737 ± 0.003"; or empty
    bool loss_from_zero = false;             // 0 is its least value, so its logarithm says how near that is
};

struct FitsOptions {
    std::string title = {};
    std::vector<std::string> names = {};                       // of the components, as files call them; empty: x1, x2
    std::optional<draw::Limits> x_limits = {}, y_limits = {};  // absent: around the target
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// One row: the target, then each fit, all in the colours of one bar; below, each fit over the target, its components as
// ellipses of one and two standard deviations with their weights, each in the colour of the part of the target that it
// is nearest to, or by lines of equal density where it is no mixture. More than five panels stand in several such
// bands; weights that would lie on one another are left out, and the subtitle says so. Of one component: the densities
// as curves in one panel. Throws fokker::Error for more components, and for runs of another number of them than the
// target.
draw::Figure fits(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options = {});

// The loss against the iteration, one panel a run: the mean over a hundredth of the fit, with a band of two standard
// errors of the loss of one iteration, the noise that an optimiser sees, where Fit::noisy; other starts as thin lines;
// the loss at the end, from independent draws, as a line across. A loss that comes down to a thirtieth above its least
// value 0 stands on a logarithmic axis.
draw::Figure losses(const std::vector<FittedRun>& runs, std::size_t columns, const FitsOptions& options = {});

// The variance of the gradient against the iteration where it was measured, all runs in one panel: as measured, thin,
// and the running median of nine; median and mean of all stand in the legend. Runs whose curves coincide are told apart
// by width and dashes.
draw::Figure gradient_noise(const std::vector<FittedRun>& runs, const FitsOptions& options = {});

// The fit as it moves: the target and, for each run, its best restart after `frame` of `frames`, by their ellipses and
// colours. Early iterations, in which most happens, have more frames. Parameters must have been kept.
class FitFilm {
public:
    FitFilm(const FitTarget& target, std::vector<FittedRun> runs, const FitsOptions& options);
    std::size_t frames() const { return moments_.size(); }
    draw::Figure frame(std::size_t number) const;  // safe from several threads at once

private:
    std::vector<FittedRun> runs_;
    FitsOptions options_;
    std::shared_ptr<const FitPlane> plane_;
    std::vector<std::vector<std::size_t>> colors_;  // [run][component], those at the end; a run may have none
    std::vector<int> moments_;                      // the iteration of each frame
};

}  // namespace fokker::show
