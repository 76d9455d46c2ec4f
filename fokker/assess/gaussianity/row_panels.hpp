// Rows of data as sliced_kernels.hpp reads them.
#pragma once

#include <cstddef>
#include <span>

#include "fokker/assess/gaussianity/aligned.hpp"
#include "fokker/assess/ranks.hpp"

namespace fokker::assess {

template <class T>
struct RowPanels {
    std::size_t rows, dim, all_rows;  // all_rows: over all ranks
    std::size_t panels;
    Aligned<T> numbers;  // [panels, dim, kPanelRows]; the rows behind the last are 0
};

// Throws fokker::Error, on every rank if on one, as sigreg() says of its x.
template <class T>
RowPanels<T> row_panels(std::span<const T> x, std::size_t dim, const Ranks& ranks);

}  // namespace fokker::assess
