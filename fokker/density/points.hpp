// Points in space, one a row.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace fokker {

struct Points {
    int dim = 0;
    std::vector<double> values;  // [count, dim], row by row

    std::size_t count() const { return dim == 0 ? 0 : values.size() / static_cast<std::size_t>(dim); }
    std::span<const double> operator[](std::size_t i) const {
        return {values.data() + i * static_cast<std::size_t>(dim), static_cast<std::size_t>(dim)};
    }
};

}  // namespace fokker
