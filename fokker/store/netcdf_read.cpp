#include <netcdf.h>

#include <algorithm>
#include <array>
#include <set>

#include "fokker/error.hpp"
#include "fokker/store/input_file.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/netcdf_lock.hpp"

namespace fokker::store {
namespace {

// The most that deflate can unfold a byte to. A variable that was declared and never written would unfold to any size;
// nothing that is worth reading does.
constexpr std::uint64_t kLargestRatio = 1032;

class Reader {
public:
    // Opened as a plain file first: to the library a name such as "http://..." is an address to fetch from.
    explicit Reader(const std::filesystem::path& path) : file_(path) {
        const int status = nc_open(path.c_str(), NC_NOWRITE, &root_);
        id_ = root_;
        if (status != NC_NOERR) file_.fail(std::string("not a NetCDF file, or damaged (") + nc_strerror(status) + ")");
    }
    ~Reader() { nc_close(root_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    std::vector<std::string> groups() const {
        int count = 0;
        must(nc_inq_grps(root_, &count, nullptr));
        std::vector<int> ids(static_cast<std::size_t>(count));
        must(nc_inq_grps(root_, nullptr, ids.data()));
        std::vector<std::string> names;
        for (const int id : ids) {
            std::array<char, NC_MAX_NAME + 1> name{};
            must(nc_inq_grpname(id, name.data()));
            names.emplace_back(name.data());
        }
        return names;
    }

    void enter(const std::string& group) {
        if (nc_inq_grp_ncid(root_, group.c_str(), &id_) == NC_NOERR) return;
        std::string names;
        for (const std::string& known : groups()) names += (names.empty() ? "" : ", ") + known;
        file_.fail("no group \"" + group + "\"; there are: " + (names.empty() ? "none" : names));
    }

    Dataset read() const {
        std::vector<Variable> all;
        std::set<std::string> listed;
        for (int id = 0; id < variable_count(); ++id) {
            auto variable = read_variable(id);
            take_coordinates(variable.attributes, listed);
            all.push_back(std::move(variable));
        }
        Dataset dataset;
        int count = 0;
        must(nc_inq_natts(id_, &count));
        dataset.attributes = attributes(NC_GLOBAL, count);
        take_coordinates(dataset.attributes, listed);  // where xarray lists those that belong to no variable
        for (auto& variable : all) {
            const bool labels_dimension = variable.dims.size() == 1 && variable.dims[0] == variable.name;
            const bool is_coordinate = labels_dimension || listed.contains(variable.name);
            (is_coordinate ? dataset.coordinates : dataset.variables).push_back(std::move(variable));
        }
        return dataset;
    }

    Array read_array(const std::string& name) const {
        std::string names;
        for (int id = 0; id < variable_count(); ++id) {
            const auto known = variable_name(id);
            if (known == name) return numbers(id);
            names += (names.empty() ? "" : ", ") + known;
        }
        file_.fail("no variable \"" + name + "\"; there are: " + (names.empty() ? "none" : names));
    }

private:
    void must(int status) const {
        if (status != NC_NOERR) file_.fail(nc_strerror(status));
    }

    static void take_coordinates(Attributes& attributes, std::set<std::string>& listed) {
        std::erase_if(attributes, [&](const auto& attribute) {
            if (attribute.first != "coordinates" || !std::holds_alternative<std::string>(attribute.second))
                return false;
            add_words(std::get<std::string>(attribute.second), listed);
            return true;
        });
    }

    static void add_words(const std::string& text, std::set<std::string>& words) {
        std::size_t at = 0;
        while ((at = text.find_first_not_of(' ', at)) != std::string::npos) {
            const auto end = std::min(text.find(' ', at), text.size());
            words.insert(text.substr(at, end - at));
            at = end;
        }
    }

    int variable_count() const {
        int count = 0;
        must(nc_inq_nvars(id_, &count));
        return count;
    }

    std::string variable_name(int id) const {
        std::array<char, NC_MAX_NAME + 1> name{};
        must(nc_inq_varname(id_, id, name.data()));
        return name.data();
    }

    nc_type variable_type(int id) const {
        nc_type type = NC_NAT;
        must(nc_inq_vartype(id_, id, &type));
        return type;
    }

    std::vector<int> dimensions(int id) const {
        int count = 0;
        must(nc_inq_varndims(id_, id, &count));
        std::vector<int> dims(static_cast<std::size_t>(count));
        must(nc_inq_vardimid(id_, id, dims.data()));
        return dims;
    }

    // Throws where the shape needs more memory than the file can fill.
    Shape shape(int id) const {
        Shape shape;
        for (const int dim : dimensions(id)) must(nc_inq_dimlen(id_, dim, &shape.emplace_back()));
        const auto count = element_count(shape);
        if (count / kLargestRatio > file_.size()) {
            file_.fail("variable \"" + variable_name(id) + "\" declares the shape " + to_string(shape) +
                       ", which is more than the file can hold");
        }
        return shape;
    }

    Array numbers(int id) const {
        const auto type = variable_type(id);
        if (type < NC_BYTE || type == NC_CHAR || type > NC_UINT64) {
            file_.fail("variable \"" + variable_name(id) + "\" is not numbers");
        }
        Array array{.shape = shape(id)};
        array.values.resize(element_count(array.shape));
        must(nc_get_var_double(id_, id, array.values.data()));
        return array;
    }

    Variable read_variable(int id) const {
        Variable variable{.name = variable_name(id)};
        for (const int dim : dimensions(id)) {
            std::array<char, NC_MAX_NAME + 1> name{};
            must(nc_inq_dimname(id_, dim, name.data()));
            variable.dims.emplace_back(name.data());
        }
        const auto type = variable_type(id);
        if (type == NC_STRING && variable.dims.size() == 1) {
            variable.data = labels(id);
        } else if ((type == NC_INT64 || type == NC_UINT64) && variable.dims.size() == 1) {
            variable.data = integers(id);
        } else {
            variable.data = numbers(id);
        }
        int count = 0;
        must(nc_inq_varnatts(id_, id, &count));
        variable.attributes = attributes(id, count);
        return variable;
    }

    Integers integers(int id) const {
        Integers values(element_count(shape(id)));
        static_assert(sizeof(long long) == sizeof(std::int64_t));
        must(nc_get_var_longlong(id_, id, reinterpret_cast<long long*>(values.data())));
        return values;
    }

    Labels labels(int id) const {
        std::vector<char*> texts(element_count(shape(id)), nullptr);
        must(nc_get_var_string(id_, id, texts.data()));
        Labels values;
        for (const char* text : texts) values.emplace_back(text == nullptr ? "" : text);
        must(nc_free_string(texts.size(), texts.data()));
        return values;
    }

    Attributes attributes(int id, int count) const {
        Attributes found;
        for (int i = 0; i < count; ++i) {
            std::array<char, NC_MAX_NAME + 1> name{};
            must(nc_inq_attname(id_, id, i, name.data()));
            nc_type type = NC_NAT;
            std::size_t size = 0;
            must(nc_inq_att(id_, id, name.data(), &type, &size));
            if (type == NC_CHAR) {
                std::string text(size, '\0');
                must(nc_get_att_text(id_, id, name.data(), text.data()));
                found.emplace_back(name.data(), std::move(text));
            } else if (size == 1) {
                add_single(id, name.data(), type, found);
            }
        }
        return found;
    }

    void add_single(int id, const char* name, nc_type type, Attributes& found) const {
        if (type == NC_STRING) {
            char* text = nullptr;
            must(nc_get_att_string(id_, id, name, &text));
            found.emplace_back(name, std::string(text == nullptr ? "" : text));
            must(nc_free_string(1, &text));
        } else if (type == NC_FLOAT || type == NC_DOUBLE) {
            double value = 0;
            must(nc_get_att_double(id_, id, name, &value));
            found.emplace_back(name, value);
        } else if (type == NC_UINT64) {
            unsigned long long value = 0;
            must(nc_get_att_ulonglong(id_, id, name, &value));
            found.emplace_back(name, std::uint64_t{value});
        } else if (type >= NC_BYTE && type < NC_UINT64) {
            long long value = 0;
            must(nc_get_att_longlong(id_, id, name, &value));
            found.emplace_back(name, std::int64_t{value});
        }
    }

    InputFile file_;
    int root_ = -1, id_ = -1;  // of the file, of the group that is read
};

}  // namespace

Dataset read_netcdf(const std::filesystem::path& path) {
    const NetcdfLock lock;
    return Reader(path).read();
}

std::vector<std::string> netcdf_groups(const std::filesystem::path& path) {
    const NetcdfLock lock;
    return Reader(path).groups();
}

Dataset read_netcdf_group(const std::filesystem::path& path, const std::string& group) {
    const NetcdfLock lock;
    Reader reader(path);
    reader.enter(group);
    return reader.read();
}

Array read_netcdf(const std::filesystem::path& path, const std::string& variable) {
    const NetcdfLock lock;
    return Reader(path).read_array(variable);
}

}  // namespace fokker::store
