// Fewer points for the same picture.
#pragma once

#include <span>
#include <utility>
#include <vector>

namespace fokker::draw {

using Vertex = std::pair<double, double>;

// A line whose x never falls, reduced to what columns of the given width can show: the first, lowest, highest and last
// point of each column, in their order, so that no spike is lost. A point that is not finite becomes one NaN vertex: a
// break. What remains is at most four vertices a column and one a break.
std::vector<Vertex> thin_by_columns(std::span<const double> x, std::span<const double> y, double column_width);

// Any line, without the points that are nearer than `distance` to the last one kept (ends and breaks stay).
std::vector<Vertex> thin_by_distance(std::span<const double> x, std::span<const double> y, double distance);

}  // namespace fokker::draw
