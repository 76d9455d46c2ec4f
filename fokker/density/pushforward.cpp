#include "fokker/density/pushforward.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kLanes = 256;  // points whose random numbers are made at a time

void fill(const Expr& map, const SampleAddress& address, Points& points) {
    const auto dim = static_cast<std::size_t>(points.dim);
    std::vector<double> rows(2 * kLanes * dim), both(2 * kLanes * dim);
    for (std::size_t from = 0; from < points.count(); from += kLanes) {
        const std::size_t lanes = std::min(kLanes, points.count() - from);
        const NormalBlock block{.seed = address.seed,
                                .stream = address.stream,
                                .purpose = address.purpose,
                                .first_particle = address.first_particle + static_cast<std::uint32_t>(from),
                                .lanes = static_cast<int>(lanes),
                                .first_step = address.step,
                                .slots = points.dim};
        fill_normals(block, rows.data(), address.isa);
        fill_uniforms(block, &rows[dim * lanes], address.isa);
        for (std::size_t i = 0; i < lanes; ++i) {
            for (std::size_t j = 0; j < 2 * dim; ++j) both[i * 2 * dim + j] = rows[j * lanes + i];
        }
        const auto values = evaluate(map, {both.data(), 2 * dim * lanes}, lanes, 0.0, address.isa);
        std::ranges::copy(values, points.values.begin() + static_cast<std::ptrdiff_t>(from * dim));
    }
}

}  // namespace

Pushforward pushforward(const Expr& map, int dim) {
    if (dim < 1) throw Error("a law needs dim >= 1: got " + std::to_string(dim));
    if (map.size() != dim && map.size() != 1)
        throw Error("has " + std::to_string(map.size()) + " values for " + std::to_string(dim) +
                    " components; give one for each, or one for all");
    const Expr z = standard_normal(dim), u = standard_uniform(dim);
    for (const Expr& symbol : symbols(map)) {
        if (symbol != z && symbol != u) throw Error("may use z and u only, not " + to_text(symbol));
    }
    // evaluate() knows states alone: z and u stand in one of twice the size.
    const Expr both = state(2 * dim);
    const Expr spread =
        map.size() == dim ? map : map + constant(std::vector<double>(static_cast<std::size_t>(dim), 0.0));
    const Expr of_state = simplify(substitute(spread, {{z, slice(both, 0, dim)}, {u, slice(both, dim, dim)}}));
    return {dim, [of_state](const SampleAddress& address, Points& points) { fill(of_state, address, points); }};
}

}  // namespace fokker
