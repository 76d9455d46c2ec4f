#include "fokker/store/array.hpp"

#include <limits>

#include "scratch.hpp"

namespace fokker::store {
namespace {

TEST(ElementCount, IsTheProductAndOneForASingleNumber) {
    EXPECT_EQ(element_count({}), 1U);
    EXPECT_EQ(element_count({4, 3, 2}), 24U);
    EXPECT_EQ(element_count({4, 0, 2}), 0U);
}

TEST(ElementCount, RefusesWhatNoMemoryHoldsEvenBesideAZero) {
    const auto huge = std::numeric_limits<std::size_t>::max() / 2;
    EXPECT_THROW(element_count({huge}), Error);
    EXPECT_THROW(element_count({std::size_t{1} << 32, std::size_t{1} << 32}), Error);
    EXPECT_THROW(element_count({0, huge, huge}), Error);
    EXPECT_EQ(element_count({std::size_t{1} << 59}), std::size_t{1} << 59);
}

TEST(Check, NamesTheVariableWhoseShapeDoesNotFitItsValues) {
    const Dataset dataset{.variables = {{.name = "x", .dims = {"time"}, .data = Array{{3}, {1, 2}}}}};
    EXPECT_EQ(error_of([&] { check(dataset); }), "variable \"x\": shape [3] does not hold 2 values");
}

TEST(Check, WantsOneNameForEachAxis) {
    const Dataset dataset{.variables = {{.name = "x", .dims = {"time"}, .data = Array{{1, 2}, {1, 2}}}}};
    EXPECT_EQ(error_of([&] { check(dataset); }), "variable \"x\": shape [1, 2] has 2 axes, but 1 dimensions are named");
}

TEST(Check, WantsADimensionToHaveOneLength) {
    const Dataset dataset{.variables = {{.name = "x", .dims = {"time"}, .data = Array{{2}, {1, 2}}}},
                          .coordinates = {{.name = "time", .dims = {"time"}, .data = Integers{1, 2, 3}}}};
    EXPECT_EQ(error_of([&] { check(dataset); }),
              "variable \"time\": dimension \"time\" has length 3 here and length 2 elsewhere");
}

TEST(Check, WantsNamesToDiffer) {
    const Dataset dataset{.variables = {{.name = "x", .data = Array{{}, {1}}}, {.name = "x", .data = Array{{}, {1}}}}};
    EXPECT_EQ(error_of([&] { check(dataset); }), "two variables are named \"x\"");
}

TEST(Dataset, FindsVariablesAndCoordinatesAndNamesThemWhereThereIsNoSuchOne) {
    const Dataset dataset{.variables = {{.name = "x", .data = Array{{}, {1}}}},
                          .coordinates = {{.name = "time", .dims = {"time"}, .data = Integers{1, 2, 3}}}};
    EXPECT_EQ(std::get<Integers>(dataset["time"].data), (Integers{1, 2, 3}));
    EXPECT_EQ(error_of([&] { dataset["y"]; }), "no variable \"y\"; there are: x, time");
}

TEST(View, SharesTheValuesAndCopiesNothing) {
    const Array array{{2}, {1, 2}};
    EXPECT_EQ(view(Data(ArrayView(array))).values.data(), array.values.data());
    EXPECT_THROW(view(Data(Labels{"a"})), Error);
}

}  // namespace
}  // namespace fokker::store
