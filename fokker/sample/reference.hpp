// The law q that is easy to draw from and that a path of temperatures begins at: q^(1 - beta) p^beta. Private to this
// room.
#pragma once

#include <cstdint>
#include <optional>

#include "fokker/sample/recording.hpp"

namespace fokker {

struct Reference {
    Expr log_density{0.0};  // of state(dim), unbounded coordinates, normalised
    Density law;            // draws from it

    // `count` independent draws, [count, dim]; point i has the address of particle first + i.
    std::vector<double> draws(const Plan& plan, std::uint32_t first, std::size_t count) const;
};

// The law that chains start from, where that is a normalised density that can be sampled and no component has bounds;
// else N(m, width^2), with m the point that chains start at or 0, and `width` its standard deviation in every
// component: five times the radius of the search for a start where none is given. Throws fokker::Error where neither is
// there.
Reference make_reference(const Plan& plan, const std::optional<double>& width);

}  // namespace fokker
