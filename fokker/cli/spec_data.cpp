#include "fokker/cli/spec_data.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "fokker/cli/spec_file.hpp"

namespace fokker::cli {
namespace {

store::Array array_of(const Value& value) {
    if (value.as<std::string>() != nullptr) return read_array(value);
    const Table& table = *value.as<Table>();
    const Value* name = find(table, "array");
    return read_array(*find(table, "file"), name == nullptr ? "" : *name->as<std::string>());
}

// Names in a formula. Matrices are constants once it is parsed, so they are sought in its text.
std::set<std::string> words_of(const std::string& formula) {
    std::set<std::string> words;
    std::string word;
    for (const char c : formula + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += c;
        } else {
            words.insert(word);
            word.clear();
        }
    }
    return words;
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

void check_data_used(const Section& spec) {
    if (!spec.has("data")) return;
    const Section density = spec.section("density");
    std::set<std::string> used;
    for (const char* key : {"energy", "log_density"}) {
        if (density.has(key) && !density.value(key).is_number()) used.merge(words_of(density.text(key)));
    }
    for (const Entry& e : std::get<Table>(spec.value("data").data)) {
        if (!used.contains(e.key)) fail(e.value.place, "data." + e.key + " is an array, but no formula uses it");
    }
}

}  // namespace fokker::cli
