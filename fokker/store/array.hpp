// What Fokker puts into files and takes from them: named arrays of float64 with named axes.
//
// The store knows nothing of mathematics. Whoever has results describes them as a Dataset: variables over named
// dimensions, coordinates along those dimensions, attributes that say where it all comes from. write_netcdf and
// write_npz take it from there. Large results are described by an ArrayView on memory that the caller keeps; they
// are never copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fokker::store {

using Shape = std::vector<std::size_t>;

// The product of the extents; 1 for the shape {} of a single number. Throws Error if that many float64 would not fit
// into the address space.
std::size_t element_count(const Shape& shape);

// "[10000, 3000, 2]"
std::string to_string(const Shape& shape);

// Row-major: the last index varies fastest. values.size() == element_count(shape).
struct Array {
    Shape shape = {};
    std::vector<double> values = {};
    bool operator==(const Array&) const = default;
};

// An array in memory that somebody else owns and keeps alive.
struct ArrayView {
    Shape shape = {};
    std::span<const double> values = {};

    ArrayView() = default;
    ArrayView(Shape shape_of, std::span<const double> values_of) : shape(std::move(shape_of)), values(values_of) {}
    ArrayView(const Array& array) : shape(array.shape), values(array.values) {}
};

using Integers = std::vector<std::int64_t>;  // one axis: indices, counts, steps
using Labels = std::vector<std::string>;     // one axis: names such as "x1", "x2" for the coordinate dim

using Data = std::variant<Array, ArrayView, Integers, Labels>;
using Attribute = std::variant<std::string, double, std::int64_t, std::uint64_t>;
using Attributes = std::vector<std::pair<std::string, Attribute>>;

// How NetCDF stores float64 data: as they are; or numbers that are whole, as 64-bit integers or as xarray's booleans.
enum class Stored : std::uint8_t { as_is, integers, booleans };

struct Variable {
    std::string name = {};
    std::vector<std::string> dims = {};  // one name for each axis of data
    Data data = {};
    Attributes attributes = {};  // "units" and "long_name" appear on the axes of xarray's plots
    Stored stored = Stored::as_is;
};

Shape shape_of(const Data& data);

// The numbers of float64 data, owned or not. Throws Error for integers and labels.
ArrayView view(const Data& data);

struct Dataset {
    std::vector<Variable> variables = {};
    // A coordinate with the name of its one dimension labels that dimension: ds.sel(time=0.5). Others, such as the
    // edges of bins, go along with the variables that have their dimensions.
    std::vector<Variable> coordinates = {};
    Attributes attributes = {};

    // The variable or coordinate of that name. Throws Error with the names there are.
    const Variable& operator[](const std::string& name) const;
};

// Throws Error, naming the variable, unless each has one dimension name for each axis and as many values as its shape
// says, a dimension has the same length wherever it is named, and no two variables or coordinates share a name.
void check(const Dataset& dataset);

}  // namespace fokker::store
