// Samples moving towards a target: one column a shown time; samples over the log density, their kernel density over the
// log density, and the fraction of them in each mode against the mode's weight.
#pragma once

#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::draw {

// The samples at one shown time.
struct DynamicsFrame {
    double time = 0;
    std::vector<double> points = {};     // [n, 2], row by row; rows that are not finite are left out and counted
    std::vector<double> fractions = {};  // [modes] of the samples in each mode, or empty
    std::vector<double> errors = {};     // [modes] standard errors of the fractions, or empty
};

struct DynamicsMode {
    double weight = 0;
    double x = 0, y = 0;    // mean
    std::string name = {};  // empty: its number, from 1
};

struct DynamicsData {
    std::string title = {};
    std::string subtitle = {};
    std::vector<DynamicsFrame> frames = {};  // in the order shown, 1 to 12
    Grid log_density = {};                   // its extent is the limits of every panel
    double floor = -15;                      // lowest log density with a colour of its own
    std::vector<DynamicsMode> modes = {};    // empty: no row of fractions
    std::string x_label = "$x_1$", y_label = "$x_2$";
    std::string color_label = "log density";
    double width = 0;  // px, as in Figure. Below 760 the times run down the page instead of across
    Theme theme = Theme::light;
};

// Error: no frame, points not in pairs, a grid with fewer than 2 x 2 nodes, fractions that are not one a mode.
Figure dynamics(const DynamicsData& data);

}  // namespace fokker::draw
