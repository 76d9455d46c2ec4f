#include "fokker/fit/coordinates.hpp"

#include <cmath>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

struct Column {
    double mean = 0, sd = 1;
};

// A column that does not vary keeps its unit.
Column column_of(const Points& data, std::size_t c) {
    const auto n = static_cast<double>(data.count());
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < data.count(); ++i) sum += data[i][c];
    const double mean = sum / n;
    for (std::size_t i = 0; i < data.count(); ++i) square += (data[i][c] - mean) * (data[i][c] - mean);
    const double sd = std::sqrt(square / n);
    return {mean, sd > 0 && std::isfinite(sd) ? sd : 1.0};
}

}  // namespace

Coordinates coordinates(const FitTarget& target, const Family& family) {
    Coordinates result{std::vector<double>(family.size(), 0.0), std::vector<double>(family.size(), 1.0)};
    const auto* data = std::get_if<Points>(&target);
    if (data == nullptr) return result;
    std::vector<Column> columns;
    for (int c = 0; c < data->dim; ++c) columns.push_back(column_of(*data, static_cast<std::size_t>(c)));
    std::size_t first = 0;
    for (const FamilyParameter& p : family.parameters) {
        for (std::size_t j = 0; j < p.components.size(); ++j) {
            const Column& column = columns[static_cast<std::size_t>(p.components[j])];
            if (p.units == Units::location) result.origin[first + j] = column.mean;
            if (p.units == Units::log_length) result.origin[first + j] = host::elementary::log(column.sd);
            if (p.units == Units::location || p.units == Units::length) result.unit[first + j] = column.sd;
        }
        first += p.start.size();
    }
    return result;
}

}  // namespace fokker
