// The C++ side of open_in_xarray.py.
//
//   store_exchange write FOLDER          run.nc, deflated.nc, run.npz, deflated.npz, run.npy, run.csv, groups.nc
//   store_exchange print FILE [NAME]     shape and values of an array: "2 3 : 0.5 1.5 ..."
//   store_exchange groups FILE           the groups and their variables: "posterior x[2,3] ..." a line
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <string>

#include "fokker/store/csv.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"

namespace fokker::store {
namespace {

Dataset stats_of_two_chains() {
    return {.variables = {{.name = "diverging",
                           .dims = {"chain", "draw"},
                           .data = Array{{2, 3}, {0, 1, 0, 0, 0, 1}},
                           .stored = Stored::booleans},
                          {.name = "n_steps",
                           .dims = {"chain", "draw"},
                           .data = Array{{2, 3}, {1, 3, 7, 15, 31, 63}},
                           .stored = Stored::integers}},
            .coordinates = {{.name = "chain", .dims = {"chain"}, .data = Integers{0, 1}}}};
}

void write(const std::filesystem::path& folder) {
    Array x{.shape = {3, 4, 2}, .values = std::vector<double>(24)};
    std::iota(x.values.begin(), x.values.end(), 0.5);
    const Dataset dataset{
        .variables = {{.name = "x", .dims = {"particle", "time", "dim"}, .data = ArrayView(x)},
                      {.name = "mean", .dims = {"time", "dim"}, .data = Array{{4, 2}, {0, 1, 2, 3, 4, 5, 6, 7}}},
                      {.name = "histogram", .dims = {"dim", "bin"}, .data = Array{{2, 2}, {3, 4, 5, 6}}},
                      {.name = "failed_step", .dims = {"particle"}, .data = Integers{-1, 17, -1}}},
        .coordinates = {{.name = "particle", .dims = {"particle"}, .data = Integers{0, 1, 2}},
                        {.name = "time",
                         .dims = {"time"},
                         .data = Array{{4}, {0, 0.5, 1, 5}},
                         .attributes = {{"long_name", "time"}}},
                        {.name = "dim", .dims = {"dim"}, .data = Labels{"x1", "x2"}},
                        {.name = "bin_left", .dims = {"bin"}, .data = Array{{2}, {-1, 0}}}},
        .attributes = {{"title", "σ = 10"},
                       {"seed", std::uint64_t{18446744073709551615U}},
                       {"sigma", 10.0},
                       {"odd", "é€😀 \xff \xed\xa0\x80"}}};
    write_netcdf(dataset, folder / "run.nc");
    write_netcdf(dataset, folder / "deflated.nc", {.deflate = 1});
    write_npz(dataset, folder / "run.npz");
    write_npz(dataset, folder / "deflated.npz", {.deflate = true});
    write_npy(x, folder / "run.npy");
    const std::vector<Group> groups{{"posterior", dataset}, {"sample_stats", stats_of_two_chains()}};
    write_netcdf(groups, {{"creation_library", "fokker"}}, folder / "groups.nc");
    write_csv({"x1", "x2"}, ArrayView({12, 2}, x.values), folder / "run.csv");
}

void print(const std::filesystem::path& path, const std::string& name) {
    const auto extension = path.extension();
    const auto array = extension == ".nc"    ? read_netcdf(path, name)
                       : extension == ".npz" ? read_npz(path, name)
                       : extension == ".npy" ? read_npy(path)
                                             : read_csv(path).rows;
    for (const auto extent : array.shape) std::printf("%zu ", extent);
    std::printf(":");
    for (const double value : array.values) std::printf(" %.17g", value);
    std::printf("\n");
}

void print_groups(const std::filesystem::path& path) {
    for (const std::string& group : netcdf_groups(path)) {
        std::printf("%s", group.c_str());
        for (const Variable& v : read_netcdf_group(path, group).variables)
            std::printf(" %s%s", v.name.c_str(), to_string(shape_of(v.data)).c_str());
        std::printf("\n");
    }
}

}  // namespace
}  // namespace fokker::store

int main(int count, char** words) {
    const std::string command = count > 2 ? words[1] : "";
    try {
        if (command == "write") {
            fokker::store::write(words[2]);
        } else if (command == "print") {
            fokker::store::print(words[2], count > 3 ? words[3] : "");
        } else if (command == "groups") {
            fokker::store::print_groups(words[2]);
        } else {
            return 2;
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
