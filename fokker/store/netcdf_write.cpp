#include <netcdf.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "fokker/store/atomic_file.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/netcdf_lock.hpp"

namespace fokker::store {
namespace {

// Every call of the library goes through `must`, which turns what it returns into an Error. The library says "HDF
// error" for a full disk; errno still has the reason.
class Writer {
public:
    Writer(const AtomicFile& file, const NetcdfOptions& options) : file_(file), options_(options) {
        errno = 0;
        must(nc_create(file.temporary().c_str(), NC_NETCDF4 | NC_CLOBBER, &root_));
        id_ = root_;
        open_ = true;
        must(nc_set_fill(root_, NC_NOFILL, nullptr));
    }
    ~Writer() {
        if (open_) nc_close(root_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void write(const Dataset& dataset) {
        for (const auto* list : {&dataset.coordinates, &dataset.variables}) {
            for (const auto& variable : *list) define(variable, dataset.coordinates);
        }
        for (const auto& [name, value] : dataset.attributes) put_attribute(NC_GLOBAL, name, value);
        must(nc_enddef(root_));
        for (const auto* list : {&dataset.coordinates, &dataset.variables}) {
            for (const auto& variable : *list) put_data(variable);
        }
    }

    // What is written from here on goes into a group of that name.
    void begin_group(const std::string& name) {
        dimensions_.clear();
        variables_.clear();
        must(nc_redef(root_));
        must(nc_def_grp(root_, name.c_str(), &id_));
    }

    void put_attributes(const Attributes& attributes) {
        for (const auto& [name, value] : attributes) put_attribute(NC_GLOBAL, name, value);
        must(nc_enddef(root_));
    }

    void close() {
        open_ = false;
        must(nc_close(root_));
    }

private:
    void must(int status) const {
        const int system_error = std::exchange(errno, 0);
        if (status == NC_NOERR) return;
        std::string reason = status > 0 ? system_message(status) : nc_strerror(status);
        if (status == NC_EHDFERR && system_error != 0) reason = system_message(system_error) + " (" + reason + ")";
        file_.fail(reason);
    }

    static nc_type type_of(const Variable& variable) {
        if (std::holds_alternative<Integers>(variable.data)) return NC_INT64;
        if (std::holds_alternative<Labels>(variable.data)) return NC_STRING;
        return variable.stored == Stored::booleans   ? NC_BYTE
               : variable.stored == Stored::integers ? NC_INT64
                                                     : NC_DOUBLE;
    }

    int dimension(const std::string& name, std::size_t length) {
        const auto [known, inserted] = dimensions_.emplace(name, -1);
        if (inserted) must(nc_def_dim(id_, name.c_str(), length, &known->second));
        return known->second;
    }

    void define(const Variable& variable, const std::vector<Variable>& coordinates) {
        const auto shape = shape_of(variable.data);
        std::vector<int> axes;
        axes.reserve(shape.size());
        for (std::size_t axis = 0; axis < shape.size(); ++axis)
            axes.push_back(dimension(variable.dims[axis], shape[axis]));
        const nc_type type = type_of(variable);
        int& id = variables_[variable.name];
        must(nc_def_var(id_, variable.name.c_str(), type, static_cast<int>(axes.size()), axes.data(), &id));
        if (options_.deflate > 0 && type == NC_DOUBLE && !axes.empty()) {
            must(nc_def_var_deflate(id_, id, NC_SHUFFLE, 1, options_.deflate));
        }
        for (const auto& [name, value] : variable.attributes) put_attribute(id, name, value);
        if (type == NC_BYTE) put_attribute(id, "dtype", std::string("bool"));  // as xarray marks them
        const auto along = coordinates_of(variable, coordinates);
        if (!along.empty()) put_attribute(id, "coordinates", along);
    }

    // CF conventions 5: a coordinate that is not named like its dimension is listed by the variables that it belongs
    // to.
    static std::string coordinates_of(const Variable& variable, const std::vector<Variable>& coordinates) {
        std::string names;
        for (const auto& coordinate : coordinates) {
            const bool labels_dimension = coordinate.dims.size() == 1 && coordinate.dims[0] == coordinate.name;
            if (labels_dimension || coordinate.name == variable.name) continue;
            const auto has = [&](const auto& dim) {
                return std::ranges::find(variable.dims, dim) != variable.dims.end();
            };
            if (std::ranges::all_of(coordinate.dims, has)) names += (names.empty() ? "" : " ") + coordinate.name;
        }
        return names;
    }

    void put_attribute(int variable, const std::string& name, const Attribute& attribute) {
        if (const auto* text = std::get_if<std::string>(&attribute)) {
            must(nc_put_att_text(id_, variable, name.c_str(), text->size(), text->data()));
        } else if (const auto* number = std::get_if<double>(&attribute)) {
            must(nc_put_att_double(id_, variable, name.c_str(), NC_DOUBLE, 1, number));
        } else if (const auto* integer = std::get_if<std::int64_t>(&attribute)) {
            const long long value = *integer;
            must(nc_put_att_longlong(id_, variable, name.c_str(), NC_INT64, 1, &value));
        } else {
            const unsigned long long value = std::get<std::uint64_t>(attribute);
            must(nc_put_att_ulonglong(id_, variable, name.c_str(), NC_UINT64, 1, &value));
        }
    }

    void put_data(const Variable& variable) {
        const int id = variables_.at(variable.name);
        if (const auto* integers = std::get_if<Integers>(&variable.data)) {
            static_assert(sizeof(long long) == sizeof(std::int64_t));
            must(nc_put_var_longlong(id_, id, reinterpret_cast<const long long*>(integers->data())));
        } else if (const auto* labels = std::get_if<Labels>(&variable.data)) {
            std::vector<const char*> texts;
            for (const auto& label : *labels) texts.push_back(label.c_str());
            must(nc_put_var_string(id_, id, texts.data()));
        } else {
            must(nc_put_var_double(id_, id, view(variable.data).values.data()));
        }
    }

    const AtomicFile& file_;
    NetcdfOptions options_;
    int root_ = -1, id_ = -1;  // of the file, of the group that is written to
    bool open_ = false;
    std::map<std::string, int> dimensions_;
    std::map<std::string, int> variables_;
};

}  // namespace

void write_netcdf(const Dataset& dataset, const std::filesystem::path& path, const NetcdfOptions& options) {
    check(dataset);
    const NetcdfLock lock;
    AtomicFile file(path);
    Writer writer(file, options);
    writer.write(dataset);
    writer.close();
    file.commit();
}

void write_netcdf(std::span<const Group> groups, const Attributes& attributes, const std::filesystem::path& path,
                  const NetcdfOptions& options) {
    for (const Group& group : groups) check(group.dataset);
    const NetcdfLock lock;
    AtomicFile file(path);
    Writer writer(file, options);
    writer.put_attributes(attributes);
    for (const Group& group : groups) {
        writer.begin_group(group.name);
        writer.write(group.dataset);
    }
    writer.close();
    file.commit();
}

}  // namespace fokker::store
