// One array in NumPy's format (numpy.lib.format): "\x93NUMPY", a version, a header that is the text of a Python
// dictionary, the bytes of the array.
#pragma once

#include <string>
#include <string_view>

#include "fokker/store/array.hpp"
#include "fokker/store/input_file.hpp"

namespace fokker::store {

// All that stands before the bytes of a C-ordered array. `descr` is NumPy's name of the type: "<f8", "<i8", "<U12".
std::string npy_header(std::string_view descr, const Shape& shape);

// Reads the stream to its end; the conditions are those of read_npz (npz.hpp).
Array decode_npy(ByteStream& stream);

}  // namespace fokker::store
