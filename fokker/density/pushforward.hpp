// Laws given by a formula of random numbers: known by their draws, not by a density.
#pragma once

#include <functional>

#include "fokker/density/density.hpp"
#include "fokker/density/points.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker {

// The law of map(z, u) with z [dim] standard normals and u [dim] uniforms on (0, 1), all independent: 4 z, or
// floor(2 u) for a fair coin.
struct Pushforward {
    int dim = 0;
    std::function<void(const SampleAddress&, Points&)> sampler;  // fills points.values
};

// `map` has size `dim` or 1, the same for every component, of standard_normal(dim) and standard_uniform(dim). Throws
// fokker::Error for other sizes and other symbols.
Pushforward pushforward(const Expr& map, int dim);

}  // namespace fokker
