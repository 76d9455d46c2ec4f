#include "fokker/program/evaluate.hpp"

#include <algorithm>

#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/block.hpp"

namespace fokker {
namespace {

constexpr int kLanes = 64;

void check(const Expr& e, std::span<const double> points, std::size_t count) {
    if (depends_on(e, SymbolKind::normal) || depends_on(e, SymbolKind::uniform))
        throw Error("a formula with random numbers in it (z or u) has no value at a point");
    for (const Expr& s : symbols(e)) {
        if (s.node().symbol.kind != SymbolKind::state) continue;
        if (points.size() != count * static_cast<std::size_t>(s.size()))
            throw Error("the formula needs points of " + std::to_string(s.size()) + " numbers; got " +
                        std::to_string(points.size()) + " numbers for " + std::to_string(count) + " points");
    }
}

}  // namespace

std::vector<double> evaluate(const Expr& e, std::span<const double> points, std::size_t count, double time, Isa isa) {
    check(e, points, count);
    const Executable executable(compile({&e, 1}), isa);
    const Code& code = executable.program.lane;
    const auto size = static_cast<std::size_t>(e.size());
    const std::size_t dim = count == 0 ? 0 : points.size() / count;
    const auto lanes = static_cast<std::size_t>(kLanes);
    std::vector<double> result(count * size);
    Block block(executable, kLanes);
    const double no_step = 0.0;
    block.set_times({&time, 1}, {&no_step, 1});
    for (std::size_t from = 0; from < count; from += lanes) {
        const std::size_t used = std::min(lanes, count - from);
        if (!code.inputs.empty()) {
            // Lanes beyond the last point repeat it.
            for (std::size_t j = 0; j < dim; ++j) {
                double* row = block.row(code.inputs[0].row + static_cast<int>(j));
                for (std::size_t i = 0; i < lanes; ++i) row[i] = points[(from + std::min(i, used - 1)) * dim + j];
            }
        }
        block.run(0, nullptr, nullptr);
        for (std::size_t j = 0; j < size; ++j) {
            const double* row = block.row(code.output_rows[0] + static_cast<int>(j));
            for (std::size_t i = 0; i < used; ++i) result[(from + i) * size + j] = row[i];
        }
    }
    return result;
}

std::vector<double> evaluate(const Expr& e, std::span<const double> point, double time) {
    return evaluate(e, point, 1, time, active_isa());
}

}  // namespace fokker
