#include "fokker/store/netcdf.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <thread>

#include "scratch.hpp"

namespace fokker::store {
namespace {

Array counted(Shape shape) {
    Array array{.shape = std::move(shape)};
    array.values.resize(element_count(array.shape));
    std::iota(array.values.begin(), array.values.end(), 0.5);
    return array;
}

// A run of 3 particles at 4 times in 2 dimensions, as the command line would store it.
Dataset run() {
    return {
        .variables = {{.name = "x", .dims = {"particle", "time", "dim"}, .data = counted({3, 4, 2})},
                      {.name = "covariance", .dims = {"time", "dim", "dim_2"}, .data = counted({4, 2, 2})},
                      {.name = "histogram", .dims = {"time", "dim", "bin"}, .data = counted({4, 2, 5})},
                      {.name = "failed_step", .dims = {"particle"}, .data = Integers{-1, 17, -1}},
                      {.name = "rate", .data = Array{{}, {2.5}}}},
        .coordinates = {{.name = "particle", .dims = {"particle"}, .data = Integers{0, 1, 2}},
                        {.name = "time", .dims = {"time"}, .data = counted({4}), .attributes = {{"units", "1"}}},
                        {.name = "dim", .dims = {"dim"}, .data = Labels{"x1", "x2"}},
                        {.name = "bin_left", .dims = {"dim", "bin"}, .data = counted({2, 5})}},
        .attributes = {{"title", "σ = 10"},
                       {"seed", std::uint64_t{0xffff'ffff'ffff'ffff}},
                       {"particles", std::int64_t{-3}},
                       {"theta", 0.1}},
    };
}

void expect_equal(const std::vector<Variable>& actual, const std::vector<Variable>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        SCOPED_TRACE(expected[i].name);
        EXPECT_EQ(actual[i].name, expected[i].name);
        EXPECT_EQ(actual[i].dims, expected[i].dims);
        EXPECT_TRUE(actual[i].data.index() == expected[i].data.index());
        EXPECT_EQ(actual[i].attributes, expected[i].attributes);
    }
}

TEST(Netcdf, ReadsBackEveryVariableCoordinateAndAttribute) {
    const Scratch scratch;
    const auto written = run();
    write_netcdf(written, scratch / "run.nc");
    const auto back = read_netcdf(scratch / "run.nc");
    expect_equal(back.variables, written.variables);
    expect_equal(back.coordinates, written.coordinates);
    for (const auto* list : {&written.variables, &written.coordinates}) {
        for (const auto& variable : *list) {
            SCOPED_TRACE(variable.name);
            const auto& data = back[variable.name].data;
            if (const auto* array = std::get_if<Array>(&variable.data)) {
                EXPECT_EQ(std::get<Array>(data), *array);
            } else if (const auto* integers = std::get_if<Integers>(&variable.data)) {
                EXPECT_EQ(std::get<Integers>(data), *integers);
            } else {
                EXPECT_EQ(std::get<Labels>(data), std::get<Labels>(variable.data));
            }
        }
    }
    EXPECT_EQ(back.attributes, written.attributes);
    EXPECT_EQ(scratch.count(), 1);
}

TEST(Netcdf, KeepsEveryBitOfNumbersThatAreNoNumbersOrBarelyNumbers) {
    const Scratch scratch;
    using limits = std::numeric_limits<double>;
    const Array odd{
        {7},
        {limits::quiet_NaN(), limits::infinity(), -limits::infinity(), -0.0, limits::denorm_min(), limits::max(), 0.1}};
    for (const int deflate : {0, 1}) {
        write_netcdf({.variables = {{.name = "x", .dims = {"i"}, .data = odd}}}, scratch / "a.nc",
                     {.deflate = deflate});
        const auto back = read_netcdf(scratch / "a.nc", "x");
        ASSERT_EQ(back.values.size(), odd.values.size());
        EXPECT_TRUE(std::isnan(back.values[0]));
        EXPECT_TRUE(std::signbit(back.values[3]));
        EXPECT_EQ(std::vector(back.values.begin() + 1, back.values.end()),
                  std::vector(odd.values.begin() + 1, odd.values.end()));
    }
}

TEST(Netcdf, StoresADimensionOfLengthZero) {
    const Scratch scratch;
    write_netcdf({.variables = {{.name = "x", .dims = {"particle", "dim"}, .data = Array{{0, 2}, {}}}}},
                 scratch / "a.nc");
    EXPECT_EQ(read_netcdf(scratch / "a.nc", "x"), (Array{{0, 2}, {}}));
}

TEST(Netcdf, DeflatesWhereAsked) {
    const Scratch scratch;
    const Array zeros{{100'000}, std::vector<double>(100'000)};
    const Dataset dataset{.variables = {{.name = "x", .dims = {"i"}, .data = ArrayView(zeros)}}};
    write_netcdf(dataset, scratch / "plain.nc");
    write_netcdf(dataset, scratch / "deflated.nc", {.deflate = 1});
    EXPECT_GE(std::filesystem::file_size(scratch / "plain.nc"), 800'000U);
    EXPECT_LE(std::filesystem::file_size(scratch / "deflated.nc"), 50'000U);
    EXPECT_EQ(read_netcdf(scratch / "deflated.nc", "x"), zeros);
}

TEST(Netcdf, RefusesADatasetThatDoesNotFitTogetherAndANameThatNetcdfCannotHold) {
    const Scratch scratch;
    const auto path = scratch / "a.nc";
    EXPECT_THROW(write_netcdf({.variables = {{.name = "x", .dims = {"i"}, .data = Array{{3}, {1}}}}}, path), Error);
    EXPECT_EQ(error_of([&] { write_netcdf({.variables = {{.name = "a/b", .data = Array{{}, {1}}}}}, path); }),
              "cannot write " + path.string() + ": NetCDF: Name contains illegal characters");
    EXPECT_EQ(scratch.count(), 0);
}

TEST(Netcdf, NamesTheVariablesWhereTheWantedOneIsMissing) {
    const Scratch scratch;
    write_netcdf(run(), scratch / "run.nc");
    EXPECT_EQ(error_of([&] { read_netcdf(scratch / "run.nc", "y"); }),
              "cannot read " + (scratch / "run.nc").string() +
                  ": no variable \"y\"; there are: particle, time, dim, bin_left, x, covariance, histogram, "
                  "failed_step, rate");
    EXPECT_EQ(error_of([&] { read_netcdf(scratch / "run.nc", "dim"); }),
              "cannot read " + (scratch / "run.nc").string() + ": variable \"dim\" is not numbers");
}

TEST(Netcdf, SaysWhatIsWrongWithFilesThatAreNone) {
    const Scratch scratch;
    EXPECT_EQ(error_of([&] { read_netcdf("/nonexistent/a.nc"); }),
              "cannot read /nonexistent/a.nc: No such file or directory");
    EXPECT_EQ(error_of([&] { read_netcdf("http://localhost:1/a.nc"); }),
              "cannot read http://localhost:1/a.nc: No such file or directory");
    spill(scratch / "a.nc", "x1,x2\n1,2\n");
    EXPECT_NE(error_of([&] { read_netcdf(scratch / "a.nc"); }).find("not a NetCDF file, or damaged"),
              std::string::npos);
    write_netcdf(run(), scratch / "run.nc");
    auto bytes = slurp(scratch / "run.nc");
    for (const std::size_t size :
         {bytes.size() - 1, bytes.size() / 2, std::size_t{100}, std::size_t{8}, std::size_t{0}}) {
        spill(scratch / "a.nc", bytes.substr(0, size));
        EXPECT_NE(error_of([&] { read_netcdf(scratch / "a.nc"); }), "no error") << size;
    }
}

TEST(Netcdf, LetsThreadsWriteAtOnce) {
    const Scratch scratch;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] { write_netcdf(run(), scratch / ("run" + std::to_string(i) + ".nc")); });
    }
    for (auto& thread : threads) thread.join();
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(read_netcdf(scratch / ("run" + std::to_string(i) + ".nc"), "x"), counted({3, 4, 2}));
    }
}

}  // namespace
}  // namespace fokker::store
