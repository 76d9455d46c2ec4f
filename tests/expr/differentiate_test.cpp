#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

using test::Values;

struct Difference {
    long double slope, uncertainty;
};

// Central differences at two step sizes, extrapolated (Richardson): the error is of order step^4, far below the
// difference of the two, which is of order step^2.
std::vector<Difference> finite_differences(const Expr& e, const Values& values, const std::string& name) {
    const auto at = [&](std::size_t i, long double shift) {
        std::map<std::string, std::vector<long double>> moved;
        for (const auto& [key, v] : values) moved.emplace(key, std::vector<long double>(v.begin(), v.end()));
        moved.at(name)[i] += shift;
        return test::ReferenceEvaluator<long double>(moved)(e).at(0);
    };
    const auto slope = [&](std::size_t i, long double step) { return (at(i, step) - at(i, -step)) / (2 * step); };
    std::vector<Difference> result;
    for (std::size_t i = 0; i < values.at(name).size(); ++i) {
        constexpr long double kStep = 1e-4L;
        const long double fine = slope(i, kStep), coarse = slope(i, 2 * kStep);
        result.push_back({(4 * fine - coarse) / 3, std::fabs(fine - coarse)});
    }
    return result;
}

RC_GTEST_PROP(Differentiate, AgreesWithFiniteDifferences, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    const int depth = *rc::gen::inRange(1, 6);
    test::RandomExpression random(seed, true);
    const Expr e = random(1, depth);
    const Values values = random.values();
    for (const auto& [symbol, name] : std::vector<std::pair<Expr, std::string>>{
             {state(3), "x"}, {time_symbol(), "t"}, {parameter("p3", 3), "p3"}, {standard_normal(3), "z"}}) {
        const auto slope = test::evaluate_as<long double>(differentiate(e, symbol), values);
        const auto expected = finite_differences(e, values, name);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto [difference, uncertainty] = expected[i];
            if (!std::isfinite(difference)) continue;
            RC_ASSERT(std::fabs(slope[i] - difference) <= uncertainty + 1e-9L * (1 + std::fabs(difference)));
        }
    }
}

}  // namespace
}  // namespace fokker
