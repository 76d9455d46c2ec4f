#include "fokker/ranks/world.hpp"

namespace fokker {

World::Share World::share(std::size_t rows) const {
    const auto begin = [&](std::size_t rank) {
        return rows / ranks_.count * rank + rows % ranks_.count * rank / ranks_.count;
    };
    const std::size_t first = begin(ranks_.rank);
    return {first, begin(ranks_.rank + std::size_t{1}) - first};
}

}  // namespace fokker
