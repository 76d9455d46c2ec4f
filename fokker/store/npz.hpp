// NumPy's files: .npy holds one array, .npz is a zip archive of them (numpy.load reads and numpy.savez,
// numpy.savez_compressed write both).
// Format: numpy.lib.format, versions 1.0 to 3.0; PKWARE APPNOTE 6.3.10 with Zip64, so that nothing ends at 4 GiB.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fokker/store/array.hpp"

namespace fokker::store {

struct NpzOptions {
    bool deflate = false;  // as numpy.savez_compressed; slow, and random bits do not shrink
};

// One member for each coordinate and variable (float64, int64 or unicode text), then the attributes of the dataset as
// single values named "attributes/NAME". NPZ has no names for dimensions: those are in NetCDF only.
// Written beside and renamed; throws Error with the path and the reason, and leaves the old file whole.
void write_npz(const Dataset& dataset, const std::filesystem::path& path, const NpzOptions& options = {});

void write_npy(const ArrayView& array, const std::filesystem::path& path);

// Names of the arrays in the archive, in its order, without ".npy".
std::vector<std::string> npz_names(const std::filesystem::path& path);

// One array as row-major float64, from any boolean, integer or float type of 1 to 8 bytes (16-bit floats excepted), of
// either byte order, in C or Fortran order. 64-bit integers above 2^53 are rounded. An empty name takes the only array
// of the archive. Throws Error, with the path, the member and the reason, for what is missing, is not numbers (Python
// objects, text, records, complex), is truncated, fails its checksum, or declares more than the file can hold.
Array read_npz(const std::filesystem::path& path, const std::string& name = {});

Array read_npy(const std::filesystem::path& path);

}  // namespace fokker::store
