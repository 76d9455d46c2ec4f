#include "fokker/draw/thin.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace fokker::draw {
namespace {

constexpr Vertex kBreak{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

void add_break(std::vector<Vertex>& line) {
    if (!line.empty() && !std::isnan(line.back().first)) line.push_back(kBreak);
}

}  // namespace

std::vector<Vertex> thin_by_columns(std::span<const double> x, std::span<const double> y, double column_width) {
    std::vector<Vertex> line;
    std::array<std::size_t, 4> kept{};  // first, lowest, highest, last of the column at hand
    bool open = false;
    double column = 0;
    const auto close = [&] {
        if (!open) return;
        std::sort(kept.begin(), kept.end());
        const auto end = std::unique(kept.begin(), kept.end());
        for (auto at = kept.begin(); at != end; ++at) line.emplace_back(x[*at], y[*at]);
        open = false;
    };
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
            close();
            add_break(line);
            continue;
        }
        const double here = std::floor(x[i] / column_width);
        if (open && here != column) close();
        if (!open) {
            kept.fill(i);
            column = here;
            open = true;
            continue;
        }
        if (y[i] < y[kept[1]]) kept[1] = i;
        if (y[i] > y[kept[2]]) kept[2] = i;
        kept[3] = i;
    }
    close();
    return line;
}

std::vector<Vertex> thin_by_distance(std::span<const double> x, std::span<const double> y, double distance) {
    std::vector<Vertex> line;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
            add_break(line);
            continue;
        }
        const bool starts = line.empty() || std::isnan(line.back().first);
        const bool ends = i + 1 == x.size() || !std::isfinite(x[i + 1]) || !std::isfinite(y[i + 1]);
        if (starts || ends || std::hypot(x[i] - line.back().first, y[i] - line.back().second) >= distance) {
            line.emplace_back(x[i], y[i]);
        }
    }
    return line;
}

}  // namespace fokker::draw
