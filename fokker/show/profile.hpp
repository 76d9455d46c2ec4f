// A density of one component over its score.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

struct ProfileOptions {
    std::string title = {};
    std::optional<draw::Limits> limits = {};  // absent: four standard deviations around the mean, where these are known
    std::vector<double> marks = {};           // points shown on both curves, with their score beside them
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// Two panels with one x axis: the density over arrows along the score, and the score with "s(2) = -2" at each mark.
// Throws fokker::Error unless the density has one component, for marks outside the limits, and where limits are needed.
draw::Figure profile(const Density& density, const ProfileOptions& options = {});

}  // namespace fokker::show
