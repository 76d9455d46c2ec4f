#include "fokker/assess/draws.hpp"

#include <string>

#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kMostDraws = 0xffffffff;  // positions are kept in 32 bits

}  // namespace

Draws component_of(std::span<const double> values, std::size_t chains, std::size_t draws, std::size_t dim,
                   std::size_t component) {
    const auto shape = "[" + std::to_string(chains) + ", " + std::to_string(draws) + ", " + std::to_string(dim) + "]";
    if (chains == 0 || draws == 0 || dim == 0) throw Error("draws of shape " + shape + " are none: nothing to assess");
    if (draws > kMostDraws / chains)
        throw Error("draws of shape " + shape + " are too many: the most is 2^32 - 1 a component");
    if (values.size() != chains * draws * dim) {
        throw Error("draws of shape " + shape + " are " + std::to_string(chains * draws * dim) + " numbers: got " +
                    std::to_string(values.size()));
    }
    if (component >= dim) {
        throw Error("component " + std::to_string(component) + " of draws with " + std::to_string(dim) +
                    " components: the last is " + std::to_string(dim - 1));
    }
    return {values.data() + component, chains, draws, draws * dim, dim};
}

Draws draws_of(std::span<const double> values, std::size_t chains) {
    if (chains == 0 || values.size() % chains != 0) {
        throw Error(std::to_string(values.size()) + " draws do not make " + std::to_string(chains) +
                    " chains of one length");
    }
    return component_of(values, chains, values.size() / chains, 1, 0);
}

}  // namespace fokker::assess
