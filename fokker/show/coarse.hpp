// What a coarse step makes of Langevin dynamics in the plane. In a mode where the log density curves like -x' H x / 2,
// a step of Euler-Maruyama is
//
//     x <- (I - sigma^2 h / 2 H) x + sigma sqrt(h) z
//
// which settles at the covariance H^-1 (I - sigma^2 h / 4 H)^-1 instead of H^-1, and nowhere unless sigma^2 h / 2 < 2
// v, where v is the variance of the mode in its narrowest direction. (Put the stationary covariance on both sides of
// the update. Exact for one Gaussian; for a mixture, as good as its modes are apart.)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"

namespace fokker::show {

struct CoarseMode {
    double x = 0, y = 0;            // mean
    Matrix covariance;              // [2, 2] H^-1, of the target
    std::optional<Matrix> reached;  // [2, 2] of the scheme; nothing where it is unstable
    double variance = 0;            // of the target in the narrowest direction
    double coarseness =
        0;  // sigma^2 h / (4 variance): the variance is widened by 1 / (1 - coarseness); unstable from 1
};

// One for each mode of a mixture, or for the mean of a density that knows only this; those around which the density is
// not a peak are left out. Throws fokker::Error unless the target has two components and sigma and step_size (of equal
// steps) are positive.
std::vector<CoarseMode> coarse_modes(const Density& target, double sigma, double step_size);

// Those whose law is visibly wider than the target's, by more than 5 % of the variance, and apart from that of any
// other mode: at two standard deviations they do not touch.
std::vector<CoarseMode> visibly_widened(const std::vector<CoarseMode>& modes);

// "coarse step: variance x 1.42" where it matters (beyond 2 %); "unstable: sigma^2 h / 2 = 2.08, a mode of
// variance 0.562 needs less than 1.12" where no law is reached; else nothing. Of the narrowest mode.
std::string coarse_note(const std::vector<CoarseMode>& modes);

}  // namespace fokker::show
