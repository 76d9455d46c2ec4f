// Programs of random expressions against the reference evaluator: registers, fusing, broadcasting and uniforms in
// combinations that nobody would write down.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <vector>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/block.hpp"
#include "fokker/program/parameters.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

constexpr int kLanes = 11;  // a whole register and a part, whatever its width

// One set of values a lane: x, z and u differ, time, step size and parameters do not.
std::vector<test::Values> values_by_lane(test::RandomExpression& random) {
    std::vector<test::Values> lanes(kLanes, random.values());
    for (test::Values& lane : lanes) {
        const test::Values fresh = random.values();
        for (const char* name : {"x", "z", "u"}) lane[name] = fresh.at(name);
    }
    return lanes;
}

std::vector<double> rows_of(const std::vector<test::Values>& lanes, const char* name) {
    std::vector<double> rows(lanes[0].at(name).size() * lanes.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = lanes[i % lanes.size()].at(name)[i / lanes.size()];
    return rows;
}

// [lane, element]
std::vector<double> run(const Expr& e, const std::vector<test::Values>& lanes, Isa isa) {
    const Executable executable(compile({&e, 1}), isa);
    Block block(executable, kLanes);
    std::vector<double> normals = rows_of(lanes, "z"), uniforms = rows_of(lanes, "u");
    for (const Code::Input& input : executable.program.lane.inputs)
        std::ranges::copy(rows_of(lanes, "x"), block.row(input.row));
    block.set_times(lanes[0].at("t"), lanes[0].at("h"));
    block.run(0, normals.data(), uniforms.data());
    std::vector<double> result;
    for (int i = 0; i < kLanes; ++i) {
        for (int j = 0; j < e.size(); ++j) result.push_back(block.row(executable.program.lane.output_rows[0] + j)[i]);
    }
    return result;
}

Parameters parameters_of(const test::Values& values) {
    Parameters parameters;
    for (const auto& [name, numbers] : values) parameters[name] = numbers;
    return parameters;
}

Expr as_written(const Expr& e, const test::Values& values) {
    std::vector<Substitution> constants;
    for (const Expr& s : symbols(e)) {
        const Symbol& symbol = s.node().symbol;
        if (symbol.kind == SymbolKind::parameter) constants.push_back({s, constant(values.at(symbol.name))});
    }
    return substitute(e, constants);
}

// Infinities inside leave open what comes of them: exp(v - logsumexp(v)) has numbers beside the NaN, a softmax has
// none.
bool is_finite_throughout(const Expr& e, const test::Values& values) {
    return std::ranges::all_of(postorder({&e, 1}), [&](const Expr& node) {
        return std::ranges::all_of(test::evaluate(node, values), [](double v) { return !std::isinf(v); });
    });
}

RC_GTEST_PROP(Program, OfARandomExpressionGivesTheReferenceValues, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    const int depth = *rc::gen::inRange(1, 7), size = *rc::gen::inRange(1, 5);
    test::RandomExpression random(seed, *rc::gen::arbitrary<bool>());
    const Expr e = random(size, depth);
    const auto lanes = values_by_lane(random);
    // As written half of the time: nothing says that a program is made of simplified expressions only.
    const Expr bound =
        *rc::gen::arbitrary<bool>() ? bind_parameters(e, parameters_of(lanes[0])) : as_written(e, lanes[0]);
    const auto actual = run(bound, lanes, active_isa());
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (!is_finite_throughout(bound, lanes[i])) continue;
        // The difference may be rounding, of which double instead of long double shows the size.
        const auto exact = test::evaluate_as<long double>(bound, lanes[i]);
        const auto rounded = test::evaluate_as<double>(bound, lanes[i]);
        for (std::size_t j = 0; j < exact.size(); ++j) {
            const double value = actual[i * exact.size() + j];
            if (std::isnan(rounded[j])) RC_ASSERT(std::isnan(value));
            if (!std::isfinite(rounded[j])) continue;
            const long double rounding = std::fabs(exact[j] - static_cast<long double>(rounded[j]));
            const long double error = std::fabs(static_cast<long double>(value) - exact[j]);
            if (!(error <= 1000 * rounding + 1e-12L * (1 + std::fabs(exact[j])))) {
                RC_LOG() << to_text(bound) << "\n" << to_text(compile({&bound, 1}).lane);
                RC_FAIL("a program and the reference differ");
            }
        }
    }
}

RC_GTEST_PROP(Program, OfARandomExpressionGivesTheSameBitsOnEveryInstructionSet, ()) {
    const Expr e = *test::random_expression(2, 6, false);
    test::RandomExpression random(7, false);
    const auto lanes = values_by_lane(random);
    const Expr bound = bind_parameters(e, parameters_of(lanes[0]));
    const auto wanted = run(bound, lanes, built_isas().back());
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        const auto actual = run(bound, lanes, isa);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const bool both_nan = std::isnan(wanted[i]) && std::isnan(actual[i]);
            RC_ASSERT(both_nan || std::bit_cast<std::uint64_t>(wanted[i]) == std::bit_cast<std::uint64_t>(actual[i]));
        }
    }
}

}  // namespace
}  // namespace fokker
