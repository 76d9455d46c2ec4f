#include "fokker/cli/spec_data.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/cli/spec_file.hpp"

namespace fokker::cli {
namespace {

store::Array array_of(const Value& value) {
    if (value.as<std::string>() != nullptr) return read_array(value);
    const Table& table = *value.as<Table>();
    const Value* name = find(table, "array");
    return read_array(*find(table, "file"), name == nullptr ? "" : *name->as<std::string>());
}

}  // namespace

NamedData read_data(const Section& spec) {
    NamedData data;
    if (!spec.has("data")) return data;
    for (const Entry& e : std::get<Table>(spec.value("data").data)) {
        const auto wrong = [&](const std::string& message) { fail(e.value.place, "data." + e.key + ": " + message); };
        store::Array array;
        try {
            array = array_of(e.value);
        } catch (const Error& error) {
            wrong(error.what());
        }
        if (array.shape.empty() || array.shape.size() > 2)
            wrong("the array has the shape " + store::to_string(array.shape) + "; expected a vector or a matrix");
        const auto bad = std::ranges::find_if(array.values, [](double v) { return !std::isfinite(v); });
        if (bad != array.values.end())
            wrong("number " + std::to_string(bad - array.values.begin() + 1) + " is not finite");
        if (array.values.empty()) wrong("the array is empty");
        if (array.shape.size() == 1 || array.shape[1] == 1)
            data.vectors[e.key] = array.values;
        else
            data.matrices[e.key] = {static_cast<int>(array.shape[0]), static_cast<int>(array.shape[1]), array.values};
    }
    return data;
}

}  // namespace fokker::cli
