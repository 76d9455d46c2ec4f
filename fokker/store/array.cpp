#include "fokker/store/array.hpp"

#include <limits>
#include <map>
#include <set>

#include "fokker/error.hpp"

namespace fokker::store {
namespace {

void check_axes(const Variable& variable, std::map<std::string, std::size_t>& lengths) {
    const auto shape = shape_of(variable.data);
    const auto prefix = "variable \"" + variable.name + "\": ";
    if (variable.dims.size() != shape.size()) {
        throw Error(prefix + "shape " + to_string(shape) + " has " + std::to_string(shape.size()) + " axes, but " +
                    std::to_string(variable.dims.size()) + " dimensions are named");
    }
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        const auto& dim = variable.dims[axis];
        const auto [known, inserted] = lengths.emplace(dim, shape[axis]);
        if (!inserted && known->second != shape[axis]) {
            throw Error(prefix + "dimension \"" + dim + "\" has length " + std::to_string(shape[axis]) +
                        " here and length " + std::to_string(known->second) + " elsewhere");
        }
    }
}

void check_values(const Variable& variable) {
    if (std::holds_alternative<Integers>(variable.data) || std::holds_alternative<Labels>(variable.data)) return;
    const auto numbers = view(variable.data);
    if (element_count(numbers.shape) != numbers.values.size()) {
        throw Error("variable \"" + variable.name + "\": shape " + to_string(numbers.shape) + " does not hold " +
                    std::to_string(numbers.values.size()) + " values");
    }
}

}  // namespace

std::size_t element_count(const Shape& shape) {
    constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / sizeof(double);
    std::size_t count = 1;
    bool empty = false;
    for (const auto extent : shape) {
        empty = empty || extent == 0;
        if (extent != 0 && count > kMost / extent) {
            throw Error("shape " + to_string(shape) + " is larger than any memory");
        }
        if (extent != 0) count *= extent;
    }
    return empty ? 0 : count;
}

std::string to_string(const Shape& shape) {
    std::string text = "[";
    for (const auto extent : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    return text + "]";
}

Shape shape_of(const Data& data) {
    if (const auto* array = std::get_if<Array>(&data)) return array->shape;
    if (const auto* numbers = std::get_if<ArrayView>(&data)) return numbers->shape;
    if (const auto* integers = std::get_if<Integers>(&data)) return {integers->size()};
    return {std::get<Labels>(data).size()};
}

ArrayView view(const Data& data) {
    if (const auto* array = std::get_if<Array>(&data)) return *array;
    if (const auto* numbers = std::get_if<ArrayView>(&data)) return *numbers;
    throw Error(std::holds_alternative<Integers>(data) ? "integers where float64 numbers were expected"
                                                       : "labels where float64 numbers were expected");
}

const Variable& Dataset::operator[](const std::string& name) const {
    std::string names;
    for (const auto* list : {&variables, &coordinates}) {
        for (const auto& variable : *list) {
            if (variable.name == name) return variable;
            names += (names.empty() ? "" : ", ") + variable.name;
        }
    }
    throw Error("no variable \"" + name + "\"; there are: " + (names.empty() ? "none" : names));
}

void check(const Dataset& dataset) {
    std::map<std::string, std::size_t> lengths;
    std::set<std::string> names;
    for (const auto* list : {&dataset.variables, &dataset.coordinates}) {
        for (const auto& variable : *list) {
            if (variable.name.empty()) throw Error("a variable has no name");
            if (!names.insert(variable.name).second) throw Error("two variables are named \"" + variable.name + "\"");
            check_axes(variable, lengths);
            check_values(variable);
        }
    }
}

}  // namespace fokker::store
