#include "fokker/cli/spec_file.hpp"

#include <filesystem>

#include "fokker/store/csv.hpp"
#include "fokker/store/npz.hpp"

namespace fokker::cli {

namespace fs = std::filesystem;

namespace {

fs::path path_of(const Value& file) {
    fs::path path = std::get<std::string>(file.data);
    if (path.is_relative() && file.place.line > 0) path = fs::path(file.place.origin).parent_path() / path;
    return path;
}

}  // namespace

store::Array read_array(const Value& file, const std::string& array) {
    const fs::path path = path_of(file);
    const std::string extension = path.extension().string();
    if (!array.empty() && extension != ".npz") throw Error("array is for .npz files");
    if (extension == ".npz") return store::read_npz(path, array);
    if (extension == ".npy") return store::read_npy(path);
    if (extension == ".csv") return store::read_csv(path).rows;
    if (extension == ".json")
        throw Error(
            "expected points, a .npz, .npy or .csv file; what `fokker fit` found is a density: { density = { "
            "file = " +
            quote(file) + " } }");
    throw Error("expected a .npz, .npy or .csv file, got " + quote(file));
}

Points read_points(const Section& section, int dim) {
    const std::string name = section.text("array");
    if (section.has("array") && !section.text("file").ends_with(".npz")) section.fail("array", "is for .npz files");
    const store::Array array = section.located("file", [&] { return read_array(section.value("file"), name); });
    const std::size_t columns = array.shape.size() == 2 ? array.shape[1] : 1;
    if (array.shape.empty() || array.shape.size() > 2 || columns != static_cast<std::size_t>(dim))
        section.fail("file", "the array has the shape " + store::to_string(array.shape) + "; expected [particles, " +
                                 std::to_string(dim) + "]");
    return {dim, array.values};
}

}  // namespace fokker::cli
