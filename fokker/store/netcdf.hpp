// NetCDF-4 files (HDF5 inside): xarray.open_dataset, netCDF4, R's ncdf4, Julia's NCDatasets and HDF5 readers open them.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "fokker/store/array.hpp"

namespace fokker::store {

struct NetcdfOptions {
    // 0 stores the numbers as they are, at the speed of the disk. 1 to 9 shuffle and deflate them: the trajectories of
    // an SDE are mostly random bits, so level 1 saves little and takes some twenty times as long.
    int deflate = 0;
};

// Writes the file beside its place and renames it (atomic_file.hpp). Float64 data become doubles, Integers 64-bit
// integers, Labels strings. Throws Error with the path and the reason; a file that was there before is then untouched.
void write_netcdf(const Dataset& dataset, const std::filesystem::path& path, const NetcdfOptions& options = {});

// The same with groups, each a dataset of its own with a name: the layout of ArviZ (posterior, sample_stats), which
// arviz.from_netcdf and xarray.open_datatree read.
struct Group {
    std::string name;
    Dataset dataset;
};
void write_netcdf(std::span<const Group> groups, const Attributes& attributes, const std::filesystem::path& path,
                  const NetcdfOptions& options = {});

// The names of the groups in the file, in its order; none for a file without.
std::vector<std::string> netcdf_groups(const std::filesystem::path& path);

// The whole file but its groups, or one group: variables named like their one dimension, or listed in a `coordinates`
// attribute of a variable or of all, are coordinates. Numbers of every type become float64 Arrays, except that 64-bit
// integers along one axis become Integers; strings along one axis become Labels. Attributes that are neither text nor
// one number are left out. Throws Error for a file that is not NetCDF, is damaged, declares more than it can hold, or
// has a variable that is none of these, and with the names there are for a group that is not.
Dataset read_netcdf(const std::filesystem::path& path);
Dataset read_netcdf_group(const std::filesystem::path& path, const std::string& group);

// One variable as float64, whatever its number type. Throws Error with the names there are if that one is not.
Array read_netcdf(const std::filesystem::path& path, const std::string& variable);

}  // namespace fokker::store
