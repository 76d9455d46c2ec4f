#include "fokker/fit/coordinates.hpp"

#include "fokker/fit/standard_columns.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {

Coordinates coordinates(const FitTarget& target, const Family& family) {
    Coordinates result{std::vector<double>(family.size(), 0.0), std::vector<double>(family.size(), 1.0)};
    const auto* data = std::get_if<Points>(&target);
    if (data == nullptr) return result;
    const StandardColumns columns = standard_columns(*data);
    std::size_t first = 0;
    for (const FamilyParameter& p : family.parameters) {
        for (std::size_t j = 0; j < p.components.size(); ++j) {
            const auto c = static_cast<std::size_t>(p.components[j]);
            if (p.units == Units::location) result.origin[first + j] = columns.mean[c];
            if (p.units == Units::log_length) result.origin[first + j] = host::elementary::log(columns.sd[c]);
            if (p.units == Units::location || p.units == Units::length) result.unit[first + j] = columns.sd[c];
        }
        first += p.start.size();
    }
    return result;
}

}  // namespace fokker
