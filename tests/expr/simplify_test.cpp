#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

// The difference may be rounding, of which the same evaluation in double instead of long double shows the size.
void expect_same_value(const Expr& e, const Expr& simplified, const test::Values& values) {
    RC_ASSERT(simplified.size() == e.size());
    const auto exact = test::evaluate_as<long double>(e, values);
    const auto rounded = test::evaluate_as<double>(e, values);
    const auto actual = test::evaluate_as<long double>(simplified, values);
    for (std::size_t i = 0; i < exact.size(); ++i) {
        if (!std::isfinite(rounded[i])) continue;
        const long double rounding = std::fabs(exact[i] - static_cast<long double>(rounded[i]));
        const long double allowed = 1000 * rounding + 1e-12L * (1 + std::fabs(exact[i]));
        if (!(std::fabs(actual[i] - exact[i]) <= allowed))
            RC_LOG() << to_text(e) << "\n -> " << to_text(simplified) << "\n" << double(exact[i]) << " " << double(actual[i]) << "\n";
        RC_ASSERT(std::fabs(actual[i] - exact[i]) <= allowed);
    }
}

RC_GTEST_PROP(Simplify, KeepsTheValue, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    const int depth = *rc::gen::inRange(1, 7), size = *rc::gen::inRange(1, 5);
    const bool smooth = *rc::gen::arbitrary<bool>();
    test::RandomExpression random(seed, smooth);
    const Expr e = random(size, depth);
    expect_same_value(e, simplify(e), random.values());
}

RC_GTEST_PROP(Simplify, ASecondTimeChangesNothing, ()) {
    const int size = *rc::gen::inRange(1, 5);
    const Expr e = *test::random_expression(size, 6, false);
    const Expr once = simplify(e), twice = simplify(once);
    if (once != twice) RC_LOG() << to_text(e) << "\n -> " << to_text(once) << "\n -> " << to_text(twice);
    RC_ASSERT(once == twice);
}

}  // namespace
}  // namespace fokker
