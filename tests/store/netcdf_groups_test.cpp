// Groups of NetCDF files: datasets side by side, as ArviZ lays out draws.
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>

#include "fokker/store/netcdf.hpp"
#include "scratch.hpp"

namespace fokker::store {
namespace {

Array counted(Shape shape, double first) {
    Array array{.shape = std::move(shape)};
    array.values.resize(element_count(array.shape));
    std::iota(array.values.begin(), array.values.end(), first);
    return array;
}

// Both groups have the axes chain and draw, and of another length: dimensions belong to their group.
std::vector<Group> draws() {
    return {{"posterior",
             {.variables = {{.name = "x", .dims = {"chain", "draw", "x_dim_0"}, .data = counted({2, 3, 2}, 0.5)},
                            {.name = "tau", .dims = {"chain", "draw"}, .data = counted({2, 3}, -1)}},
              .coordinates = {{.name = "chain", .dims = {"chain"}, .data = Integers{0, 1}},
                              {.name = "x_dim_0", .dims = {"x_dim_0"}, .data = Labels{"a", "b"}}},
              .attributes = {{"sampler", "nuts"}, {"seed", std::uint64_t{7}}}}},
            {"sample_stats",
             {.variables = {{.name = "lp", .dims = {"chain", "draw"}, .data = counted({2, 4}, -8)},
                            {.name = "diverging",
                             .dims = {"chain", "draw"},
                             .data = Array{{2, 4}, {0, 1, 0, 0, 1, 0, 0, 0}},
                             .stored = Stored::booleans},
                            {.name = "n_steps",
                             .dims = {"chain", "draw"},
                             .data = Array{{2, 4}, {1, 3, 7, 15, 1, 3, 7, 15}},
                             .stored = Stored::integers}},
              .coordinates = {{.name = "warm", .dims = {"chain"}, .data = Array{{2}, {0.25, 0.5}}}}}}};
}

void write(const std::filesystem::path& path, const NetcdfOptions& options = {}) {
    write_netcdf(draws(), {{"creation_library", "fokker"}}, path, options);
}

TEST(NetcdfGroups, AreReadBackEachWithItsOwnAxesVariablesAndAttributes) {
    const Scratch scratch;
    for (const int deflate : {0, 4}) {
        write(scratch / "a.nc", {.deflate = deflate});
        EXPECT_EQ(netcdf_groups(scratch / "a.nc"), (std::vector<std::string>{"posterior", "sample_stats"}));
        const Dataset posterior = read_netcdf_group(scratch / "a.nc", "posterior");
        ASSERT_EQ(posterior.variables.size(), 2U);
        EXPECT_EQ(std::get<Array>(posterior["x"].data), counted({2, 3, 2}, 0.5));
        EXPECT_EQ(std::get<Array>(posterior["tau"].data), counted({2, 3}, -1));
        EXPECT_EQ(posterior["x"].dims, (std::vector<std::string>{"chain", "draw", "x_dim_0"}));
        EXPECT_EQ(std::get<Integers>(posterior["chain"].data), (Integers{0, 1}));
        EXPECT_EQ(std::get<Labels>(posterior["x_dim_0"].data), (Labels{"a", "b"}));
        EXPECT_EQ(posterior.coordinates.size(), 2U);
        EXPECT_EQ(posterior.attributes, draws()[0].dataset.attributes);
        const Dataset stats = read_netcdf_group(scratch / "a.nc", "sample_stats");
        EXPECT_EQ(std::get<Array>(stats["lp"].data), counted({2, 4}, -8));
        EXPECT_EQ(std::get<Array>(stats["diverging"].data), std::get<Array>(draws()[1].dataset["diverging"].data));
        EXPECT_EQ(std::get<Array>(stats["n_steps"].data), std::get<Array>(draws()[1].dataset["n_steps"].data));
        ASSERT_EQ(stats.coordinates.size(), 1U);
        EXPECT_EQ(stats.coordinates[0].name, "warm");
    }
    EXPECT_EQ(scratch.count(), 1);
}

TEST(NetcdfGroups, LeaveTheRootToTheAttributesOfTheFile) {
    const Scratch scratch;
    write(scratch / "a.nc");
    const Dataset root = read_netcdf(scratch / "a.nc");
    EXPECT_TRUE(root.variables.empty());
    EXPECT_TRUE(root.coordinates.empty());
    EXPECT_EQ(root.attributes, (Attributes{{"creation_library", "fokker"}}));
}

TEST(NetcdfGroups, AreNoneInAFileThatIsOneDataset) {
    const Scratch scratch;
    write_netcdf(draws()[0].dataset, scratch / "a.nc");
    EXPECT_TRUE(netcdf_groups(scratch / "a.nc").empty());
    write_netcdf(std::span<const Group>{}, {}, scratch / "b.nc");
    EXPECT_TRUE(netcdf_groups(scratch / "b.nc").empty());
    EXPECT_TRUE(read_netcdf(scratch / "b.nc").variables.empty());
}

TEST(NetcdfGroups, AreNamedWhereTheWantedOneIsMissing) {
    const Scratch scratch;
    write(scratch / "a.nc");
    EXPECT_EQ(
        error_of([&] { read_netcdf_group(scratch / "a.nc", "prior"); }),
        "cannot read " + (scratch / "a.nc").string() + ": no group \"prior\"; there are: posterior, sample_stats");
    EXPECT_EQ(error_of([&] { read_netcdf_group(scratch / "a.nc", ""); }),
              "cannot read " + (scratch / "a.nc").string() + ": no group \"\"; there are: posterior, sample_stats");
    write_netcdf(draws()[0].dataset, scratch / "b.nc");
    EXPECT_EQ(error_of([&] { read_netcdf_group(scratch / "b.nc", "posterior"); }),
              "cannot read " + (scratch / "b.nc").string() + ": no group \"posterior\"; there are: none");
}

TEST(NetcdfGroups, ThatCannotBeWrittenLeaveTheOldFileAndNothingElse) {
    const Scratch scratch;
    write(scratch / "a.nc");
    const std::string before = slurp(scratch / "a.nc");
    const auto refused = [&](const std::string& wrong, auto change) {
        auto groups = draws();
        change(groups);
        const std::string error = error_of([&] { write_netcdf(groups, {}, scratch / "a.nc"); });
        EXPECT_NE(error.find(wrong), std::string::npos) << error;
        EXPECT_EQ(scratch.count(), 1);
        EXPECT_EQ(slurp(scratch / "a.nc"), before);
    };
    refused("Name contains illegal characters", [](auto& g) { g[1].name = "sample/stats"; });
    refused("cannot write", [](auto& g) { g[1].name = ""; });
    refused("cannot write", [](auto& g) { g[1].name = g[0].name; });
    refused("lp", [](auto& g) { std::get<Array>(g[1].dataset.variables[0].data).values.pop_back(); });
}

TEST(NetcdfGroups, OfATruncatedFileAreAnErrorWhereverItWasCut) {
    const Scratch scratch;
    write(scratch / "whole.nc");
    const std::string bytes = slurp(scratch / "whole.nc");
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 97) {
        spill(scratch / "cut.nc", bytes.substr(0, size));
        EXPECT_NE(error_of([&] { netcdf_groups(scratch / "cut.nc"); }), "no error") << size;
        EXPECT_NE(error_of([&] { read_netcdf_group(scratch / "cut.nc", "posterior"); }), "no error") << size;
    }
}

// The stream that deflate makes ends in a checksum.
TEST(NetcdfGroups, OfAFileThatWasDamagedInsideAreAnErrorWhereNumbersAreDeflated) {
    const Scratch scratch;
    std::mt19937 random(1);
    Array noise{{100, 200}, std::vector<double>(20'000)};
    for (double& v : noise.values) v = static_cast<double>(random());
    const std::vector<Group> groups{
        {"posterior", {.variables = {{.name = "x", .dims = {"chain", "draw"}, .data = noise}}}}};
    write_netcdf(groups, {}, scratch / "whole.nc", {.deflate = 1});
    EXPECT_EQ(std::get<Array>(read_netcdf_group(scratch / "whole.nc", "posterior")["x"].data), noise);
    std::string bytes = slurp(scratch / "whole.nc");
    bytes[bytes.size() / 2] ^= 1;
    spill(scratch / "damaged.nc", bytes);
    EXPECT_EQ(netcdf_groups(scratch / "damaged.nc"), std::vector<std::string>{"posterior"});
    const std::string error = error_of([&] { read_netcdf_group(scratch / "damaged.nc", "posterior"); });
    EXPECT_TRUE(error.starts_with("cannot read " + (scratch / "damaged.nc").string())) << error;
}

}  // namespace
}  // namespace fokker::store
