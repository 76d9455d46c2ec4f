#include "fokker/draw/marks.hpp"

namespace fokker::draw {

Grid evaluate_on_grid(Limits x, Limits y, std::size_t columns, std::size_t rows,
                      const std::function<double(double, double)>& f) {
    Grid grid{.x = x, .y = y, .columns = columns, .rows = rows, .values = std::vector<double>(columns * rows)};
    for (std::size_t j = 0; j < rows; ++j) {
        for (std::size_t i = 0; i < columns; ++i) {
            const double u = static_cast<double>(i) / static_cast<double>(columns - 1);
            const double v = static_cast<double>(j) / static_cast<double>(rows - 1);
            grid.values[j * columns + i] = f(x.low + u * (x.high - x.low), y.low + v * (y.high - y.low));
        }
    }
    return grid;
}

}  // namespace fokker::draw
