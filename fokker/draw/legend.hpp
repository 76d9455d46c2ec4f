// The names of marks beside samples of them.
#pragma once

#include <vector>

#include "fokker/draw/text_block.hpp"

namespace fokker::draw {

struct LegendEntry {
    Label name = {};
    const Mark* mark = nullptr;
    bool target = false;   // the target tick of bars, not the bar
    double magnitude = 0;  // of a sample arrow
    double x = 0;          // of the key, from the left of the legend
    int row = 0;
};

using Legend = std::vector<LegendEntry>;

// The labelled marks of the panels, each name once, in rows of at most `width`.
Legend legend_of(const std::vector<const Panel*>& panels, double width, const Style& style);
double height_of(const Legend& legend, const Style& style);
void place_legend(const Legend& legend, double x, double top, const Style& style, std::vector<LegendKey>& keys,
                  Plan& plan);

}  // namespace fokker::draw
