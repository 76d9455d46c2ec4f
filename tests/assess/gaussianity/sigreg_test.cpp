#include "fokker/assess/gaussianity/sigreg.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/thread_ranks.hpp"

namespace fokker::assess {
namespace {

// [n, dim] standard normals, shifted and scaled so that no statistic is at its least.
template <class T>
std::vector<T> data(std::size_t n, std::size_t dim) {
    std::vector<double> x = normals(n, static_cast<int>(dim), 5).values;
    for (double& v : x) v = 0.2 + 1.3 * v;
    return {x.begin(), x.end()};
}

struct Reference {
    double value = 0;
    std::vector<double> by_direction, gradient;
};

// By the slow statistic, one direction after the other, in float64.
template <class T>
Reference reference(std::span<const T> x, std::size_t dim, const SigregOptions& options) {
    const auto all = unit_directions<double>(options.slices, dim, options.seed, options.step, options.isa, false);
    const std::size_t n = x.size() / dim;
    const auto m = static_cast<double>(options.slices);
    Reference found;
    found.gradient.resize(x.size());
    std::vector<double> p(n);
    for (std::size_t k = 0; k < options.slices; ++k) {
        for (std::size_t i = 0; i < n; ++i) {
            p[i] = 0;
            for (std::size_t d = 0; d < dim; ++d) p[i] += all.at(k, d) * static_cast<double>(x[i * dim + d]);
        }
        const EppsPulley t = epps_pulley_with_gradient(p, options.grid);
        found.by_direction.push_back(t.value);
        found.value += t.value / m;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t d = 0; d < dim; ++d) found.gradient[i * dim + d] += t.gradient[i] * all.at(k, d) / m;
        }
    }
    return found;
}

struct Shape {
    std::size_t n, dim, slices;
};

// `tolerance` times the value, and times the largest component of the gradient.
template <class T>
void expect_reference(const Shape& shape, const EppsPulleyGrid& grid, double tolerance) {
    const std::vector<T> x = data<T>(shape.n, shape.dim);
    const SigregOptions options{.slices = shape.slices, .seed = 3, .step = 7, .grid = grid};
    const Sigreg<T> found = sigreg<T>(x, shape.dim, options);
    const Reference slow = reference<T>(x, shape.dim, options);
    EXPECT_NEAR(found.value, slow.value, tolerance * slow.value);
    ASSERT_EQ(found.by_direction.size(), shape.slices);
    for (std::size_t k = 0; k < shape.slices; ++k)
        EXPECT_NEAR(found.by_direction[k], slow.by_direction[k], tolerance * slow.value) << k;
    ASSERT_EQ(found.gradient.size(), x.size());
    EXPECT_EQ(found.rows, shape.n);
    double largest = 0;
    for (const double g : slow.gradient) largest = std::max(largest, std::abs(g));
    for (std::size_t i = 0; i < x.size(); ++i)
        EXPECT_NEAR(static_cast<double>(found.gradient[i]), slow.gradient[i], tolerance * largest) << i;
}

// Shapes of less and more than a panel, a block and a group of each, and of exactly so many.
const std::vector<Shape> kShapes{{2, 1, 1}, {33, 3, 5}, {256, 32, 8}, {300, 40, 129}, {1000, 2, 17}};

TEST(Sigreg, IsTheSlowStatisticWithItsGradientToTwelveDigitsInDouble) {
    for (const Shape& shape : kShapes) {
        expect_reference<double>(shape, symmetric_grid(), 1e-12);
        expect_reference<double>(shape, lejepa_grid(), 1e-12);
    }
}

// Cosines have errors of up to 12 * 2^-24 = 7e-7 and means of them less; projections of 40 terms about as much.
TEST(Sigreg, IsTheSlowStatisticWithItsGradientToFiveDigitsInFloat) {
    for (const Shape& shape : kShapes) {
        expect_reference<float>(shape, symmetric_grid(), 1e-5);
        expect_reference<float>(shape, lejepa_grid(), 1e-5);
    }
}

TEST(Sigreg, TakesAGridThatFillsNoWholeGroupOfKnots) {
    const auto one = [](double) { return 1.0; };
    expect_reference<double>({50, 3, 4}, trapezoid_grid(-1, 1, 3, one), 1e-12);
    expect_reference<double>({50, 3, 4}, trapezoid_grid(0, 4, 41, one), 1e-12);
    expect_reference<double>({50, 3, 4}, {.knots = {-1.5, 0.5, 2}, .weights = {1, 2, 3}}, 1e-12);
}

// Central differences of sixth order: errors of h^6 and of 1e-15 / h.
TEST(Sigreg, HasTheGradientOfItsValue) {
    constexpr std::size_t dim = 4;
    constexpr double h = 5e-3;
    const std::vector<double> x = data<double>(20, dim);
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        const SigregOptions options{.slices = 6, .seed = 1, .grid = grid};
        const Sigreg<double> found = sigreg<double>(x, dim, options);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto moved = [&](int steps) {
                std::vector<double> y = x;
                y[i] += steps * h;
                return sigreg<double>(y, dim, options).value;
            };
            const double slope =
                (45 * (moved(1) - moved(-1)) - 9 * (moved(2) - moved(-2)) + (moved(3) - moved(-3))) / (60 * h);
            EXPECT_NEAR(found.gradient[i], slope, 1e-11) << i;
        }
    }
}

// In one dimension the only directions are 1 and -1, and the statistic is the same for both.
TEST(Sigreg, InOneDimensionIsEppsPulleyHoweverLargeTheNumbers) {
    const std::vector<double> x{0.3, -12.5, 8191.75, 1e6, -3e9, 0x3p40};
    const double expected = epps_pulley(x, symmetric_grid());
    EXPECT_NEAR(sigreg<double>(x, 1, {.slices = 3}).value, expected, 1e-12 * expected);
    const std::vector<float> narrow{0.3F, -12.5F, 4097.25F, 8191.75F, -1e6F};
    const double in_float = epps_pulley(std::vector<double>(narrow.begin(), narrow.end()), symmetric_grid());
    EXPECT_NEAR(sigreg<float>(narrow, 1, {.slices = 3}).value, in_float, 1e-5 * in_float);
}

TEST(Sigreg, OfPointsAllAtZeroIsKnown) {
    const std::vector<float> x(100 * 7, 0.0F);
    double expected = 0;
    for (const double t : symmetric_grid().knots) {
        const double weight = std::exp(-t * t / 2);
        expected += 0.625 * (std::abs(t) == 5 ? 0.5 : 1) * weight * (1 - weight) * (1 - weight);
    }
    const Sigreg<float> found = sigreg<float>(x, 7);
    EXPECT_NEAR(found.value, 100 * expected, 1e-12);
    for (const float g : found.gradient) ASSERT_EQ(g, 0);
}

template <class T>
void expect_equal(const Sigreg<T>& a, const Sigreg<T>& b) {
    EXPECT_EQ(a.value, b.value);
    EXPECT_EQ(a.by_direction, b.by_direction);
    EXPECT_EQ(a.gradient, b.gradient);
    EXPECT_EQ(a.rows, b.rows);
}

template <class T>
class SigregOf : public testing::Test {};
using LaneTypes = testing::Types<float, double>;
TYPED_TEST_SUITE(SigregOf, LaneTypes);

TYPED_TEST(SigregOf, EveryInstructionSetHasTheSameBits) {
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        std::vector<TypeParam> x = data<TypeParam>(301, 37);
        x[40] = TypeParam(123456);  // beyond what lanes reduce by themselves
        const auto on = [&](Isa isa) { return sigreg<TypeParam>(x, 37, {.slices = 21, .grid = grid, .isa = isa}); };
        const Sigreg<TypeParam> expected = on(active_isa());
        for (const Isa isa : built_isas()) {
            if (supported(isa)) expect_equal(on(isa), expected);
        }
    }
}

TYPED_TEST(SigregOf, AnyNumberOfThreadsHasTheSameBits) {
    const std::vector<TypeParam> x = data<TypeParam>(2000, 5);
    const Sigreg<TypeParam> expected = sigreg<TypeParam>(x, 5);
    for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        expect_equal(sigreg<TypeParam>(x, 5), expected);
    }
}

TYPED_TEST(SigregOf, RowsSharedAmongRanksInAnyWayHaveTheBitsOfOneProcess) {
    constexpr std::size_t dim = 5;
    const std::vector<TypeParam> x = data<TypeParam>(1000, dim);
    const Sigreg<TypeParam> expected = sigreg<TypeParam>(x, dim);
    for (const std::vector<std::size_t>& ends :
         {std::vector<std::size_t>{500, 1000}, {250, 500, 750, 1000}, {1, 1, 777, 1000}}) {
        std::vector<Sigreg<TypeParam>> found(ends.size());
        run_ranks(static_cast<std::uint32_t>(ends.size()), [&](const Ranks& ranks) {
            const std::size_t first = ranks.rank == 0 ? 0 : ends[ranks.rank - 1];
            const auto own = std::span(x).subspan(first * dim, (ends[ranks.rank] - first) * dim);
            found[ranks.rank] = sigreg<TypeParam>(own, dim, {.ranks = ranks});
        });
        std::vector<TypeParam> gradient;
        for (const Sigreg<TypeParam>& part : found) {
            EXPECT_EQ(part.value, expected.value);
            EXPECT_EQ(part.by_direction, expected.by_direction);
            EXPECT_EQ(part.rows, 1000u);
            gradient.insert(gradient.end(), part.gradient.begin(), part.gradient.end());
        }
        EXPECT_EQ(gradient, expected.gradient);
    }
}

TYPED_TEST(SigregOf, TheOrderOfRowsDoesNotChangeABitOfTheValue) {
    std::vector<TypeParam> x = data<TypeParam>(1000, 1);
    const double value = sigreg<TypeParam>(x, 1).value;
    std::ranges::reverse(x);
    EXPECT_EQ(sigreg<TypeParam>(x, 1).value, value);
}

TEST(Sigreg, DirectionSevenOfTenIsDirectionSevenOfAThousand) {
    const std::vector<float> x = data<float>(50, 6);
    const Sigreg<float> few = sigreg<float>(x, 6, {.slices = 10}), many = sigreg<float>(x, 6, {.slices = 1000});
    EXPECT_TRUE(std::equal(few.by_direction.begin(), few.by_direction.end(), many.by_direction.begin()));
}

TEST(Sigreg, WithoutAGradientHasTheSameValue) {
    const std::vector<float> x = data<float>(50, 6);
    const Sigreg<float> without = sigreg<float>(x, 6, {.gradient = false});
    EXPECT_EQ(without.value, sigreg<float>(x, 6).value);
    EXPECT_TRUE(without.gradient.empty());
}

std::string message(const std::vector<float>& x, std::size_t dim, const SigregOptions& options = {}) {
    try {
        sigreg<float>(x, dim, options);
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
}

TEST(Sigreg, OfWhatIsNoDataIsAnErrorThatNamesTheRow) {
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(message({1, 2, 3}, 2), "x has 3 numbers, which are no rows of 2 columns");
    EXPECT_EQ(message({1, 2}, 0), "x has 2 numbers, which are no rows of 0 columns");
    EXPECT_EQ(message({1, 2}, 2), "x has 1 row: SIGReg needs at least 2");
    EXPECT_EQ(message({}, 2), "x has 0 rows: SIGReg needs at least 2");
    EXPECT_EQ(message({1, 2, 3, nan, -infinity, nan}, 2),
              "x has 2 rows with numbers that are not finite: x[1, 1] = nan");
    EXPECT_EQ(message({1, 2, 3e38F, 4}, 2),
              "x has 1 row with numbers too large to be projected: x[1, 0] = 3e+38, of at most 2.34977e+35");
    EXPECT_EQ(message({1, 2}, 1, {.slices = 0}), "SIGReg needs directions to project on: got slices = 0");
    EXPECT_NE(message({1, 2}, 1, {.step = std::uint64_t{1} << 33}), "no error");
}

// A rank that stayed alone with its mistake would leave the others waiting.
TEST(Sigreg, AMistakeOnOneRankIsAnErrorOnAll) {
    const std::vector<float> good{1, 2, 3, 4}, bad{1, 2, 3, std::numeric_limits<float>::quiet_NaN()};
    std::vector<std::string> said(3);
    run_ranks(
        3, [&](const Ranks& ranks) { said[ranks.rank] = message(ranks.rank == 1 ? bad : good, 2, {.ranks = ranks}); });
    EXPECT_EQ(said[0], "x has 1 row with numbers that are not finite (on other ranks)");
    EXPECT_EQ(said[1], "x has 1 row with numbers that are not finite: x[1, 1] = nan on rank 1");
    EXPECT_EQ(said[2], said[0]);
    run_ranks(2, [&](const Ranks& ranks) { said[ranks.rank] = message(good, ranks.rank + 1, {.ranks = ranks}); });
    EXPECT_EQ(said[1], "ranks must have as many columns: rank 1 has 2");
    EXPECT_NE(said[0], "no error");
}

}  // namespace
}  // namespace fokker::assess
