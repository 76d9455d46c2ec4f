#include "fokker/assess/gaussianity/sigreg.hpp"

#include "fokker/assess/gaussianity/sliced_statistic.hpp"

namespace fokker::assess {

template <class T>
Sigreg<T> sigreg(std::span<const T> x, std::size_t dim, const SigregOptions& options) {
    const SlicedStatistic<T> statistic(dim, options);
    return statistic(row_panels(x, dim, options.ranks));
}

template Sigreg<float> sigreg(std::span<const float>, std::size_t, const SigregOptions&);
template Sigreg<double> sigreg(std::span<const double>, std::size_t, const SigregOptions&);

}  // namespace fokker::assess
