#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/store/csv.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFewestDraws = 4;

using Statistic = assess::Numbers assess::Trace::*;

// What sample_stats and CmdStan call what a Trace holds.
const std::map<std::string, Statistic>& arviz_names() {
    static const std::map<std::string, Statistic> kNames{{"lp", &assess::Trace::log_density},
                                                         {"logp", &assess::Trace::log_density},
                                                         {"energy", &assess::Trace::energy},
                                                         {"acceptance_rate", &assess::Trace::acceptance_rate},
                                                         {"mean_tree_accept", &assess::Trace::acceptance_rate},
                                                         {"step_size", &assess::Trace::step_size},
                                                         {"tree_depth", &assess::Trace::tree_depth},
                                                         {"depth", &assess::Trace::tree_depth},
                                                         {"n_steps", &assess::Trace::gradients},
                                                         {"diverging", &assess::Trace::diverging},
                                                         {"reached_max_treedepth", &assess::Trace::reached_max},
                                                         {"maxdepth_reached", &assess::Trace::reached_max},
                                                         {"score", &assess::Trace::scores},
                                                         {"position", &assess::Trace::positions}};
    return kNames;
}
const std::map<std::string, Statistic>& cmdstan_names() {
    static const std::map<std::string, Statistic> kNames{{"lp__", &assess::Trace::log_density},
                                                         {"energy__", &assess::Trace::energy},
                                                         {"accept_stat__", &assess::Trace::acceptance_rate},
                                                         {"stepsize__", &assess::Trace::step_size},
                                                         {"treedepth__", &assess::Trace::tree_depth},
                                                         {"n_leapfrog__", &assess::Trace::gradients},
                                                         {"divergent__", &assess::Trace::diverging}};
    return kNames;
}

// Columns, each [chain, draw, name], put side by side.
struct Column {
    std::vector<std::string> names;
    std::vector<double> values;
};

void join(const std::vector<Column>& columns, assess::Trace& trace) {
    std::size_t dim = 0;
    for (const Column& c : columns) dim += c.names.size();
    trace.values.resize(trace.chains * trace.draws * dim);
    std::size_t at = 0;
    for (const Column& c : columns) {
        const std::size_t count = c.names.size();
        trace.names.insert(trace.names.end(), c.names.begin(), c.names.end());
        for (std::size_t n = 0; n < trace.chains * trace.draws; ++n)
            std::copy_n(&c.values[n * count], count, &trace.values[n * dim + at]);
        at += count;
    }
}

// ---- NetCDF
// ----------------------------------------------------------------------------------------------------------

bool has_axes(const store::Variable& variable) {
    return variable.dims.size() >= 2 && variable.dims[0] == "chain" && variable.dims[1] == "draw" &&
           (std::holds_alternative<store::Array>(variable.data));
}

// What ArviZ calls element i of an axis: by the coordinate of that axis, or its number.
std::string label(const store::Dataset& dataset, const std::string& axis, std::size_t i) {
    const auto found = std::ranges::find(dataset.coordinates, axis, &store::Variable::name);
    if (found == dataset.coordinates.end() || found->dims != std::vector{axis}) return std::to_string(i);
    if (const auto* labels = std::get_if<store::Labels>(&found->data)) return (*labels)[i];
    if (const auto* numbers = std::get_if<store::Integers>(&found->data)) return std::to_string((*numbers)[i]);
    return number(store::view(found->data).values[i]);
}

// Of the elements of a variable: those that the file gives, as ours do, or ArviZ's, "A[0, Choate]".
std::vector<std::string> names_of(const store::Dataset& dataset, const store::Variable& variable,
                                  std::size_t elements) {
    for (const auto& [name, value] : variable.attributes) {
        const auto* text = std::get_if<std::string>(&value);
        if (name != kComponentNames || text == nullptr) continue;
        std::vector<std::string> names;
        std::istringstream lines(*text);
        for (std::string line; std::getline(lines, line);) names.push_back(line);
        if (names.size() == elements) return names;
    }
    const store::Shape shape = store::shape_of(variable.data);
    if (shape.size() == 2) return {variable.name};
    std::vector<std::string> names;
    for (std::size_t e = 0; e < elements; ++e) {
        std::string where;
        std::size_t rest = e;
        for (std::size_t axis = shape.size() - 1; axis >= 2; --axis) {
            where = label(dataset, variable.dims[axis], rest % shape[axis]) + (where.empty() ? "" : ", " + where);
            rest /= shape[axis];
        }
        names.push_back(variable.name + "[" + where + "]");
    }
    return names;
}

assess::Trace read_nc(const std::string& path) {
    const std::vector<std::string> groups = store::netcdf_groups(path);
    if (std::ranges::find(groups, "posterior") == groups.end())
        throw Error(path + ": no group \"posterior\", so not draws as ArviZ writes them" +
                    (groups.empty() ? "" : "; there is \"" + groups.front() + "\""));
    const store::Dataset posterior = store::read_netcdf_group(path, "posterior");
    assess::Trace trace;
    std::vector<Column> columns;
    for (const store::Variable& variable : posterior.variables) {
        if (!has_axes(variable)) continue;
        const auto& array = std::get<store::Array>(variable.data);
        trace.chains = array.shape[0];
        trace.draws = array.shape[1];
        const std::size_t elements =
            trace.chains * trace.draws == 0 ? 0 : array.values.size() / (trace.chains * trace.draws);
        if (elements > 0) columns.push_back({names_of(posterior, variable, elements), array.values});
    }
    if (columns.empty()) throw Error(path + ": the group posterior has no variable over chain and draw");
    join(columns, trace);
    if (std::ranges::find(groups, "sample_stats") == groups.end()) return trace;
    const store::Dataset stats = store::read_netcdf_group(path, "sample_stats");
    for (const store::Variable& variable : stats.variables) {
        const auto known = arviz_names().find(variable.name);
        if (known == arviz_names().end() || !has_axes(variable)) continue;
        const auto& array = std::get<store::Array>(variable.data);
        const bool vectors = known->second == &assess::Trace::scores || known->second == &assess::Trace::positions;
        store::Shape wanted{trace.chains, trace.draws};
        if (vectors) wanted.push_back(trace.dim());
        if (array.shape == wanted) (trace.*(known->second)).assign(array.values.begin(), array.values.end());
    }
    return trace;
}

// ---- arrays
// ----------------------------------------------------------------------------------------------------------

// `wanted`: of a .npz; empty: the only one. `how`: how to name one of several.
assess::Trace read_array(const std::string& path, const std::string& wanted, const std::string& how,
                         std::string& reading) {
    store::Array array;
    std::string name = "x";
    if (path.ends_with(".npy")) {
        array = store::read_npy(path);
    } else {
        const std::vector<std::string> names =
            wanted.empty() ? store::npz_names(path) : std::vector<std::string>{wanted};
        if (names.size() != 1) {
            std::string all;
            for (const std::string& n : names) all += (all.empty() ? "" : ", ") + n;
            throw Error(path + ": expected one array of draws, [chain, draw, dim]; there are " +
                        std::to_string(names.size()) + ": " + all + (how.empty() ? "" : "; say which: " + how));
        }
        array = store::read_npz(path, names.front());
    }
    if (array.shape.empty() || array.shape.size() > 3)
        throw Error(path + ": the array has the shape " + store::to_string(array.shape) +
                    "; expected [chain, draw, dim], [draw, dim] or [draw]");
    if (array.shape.size() < 3)
        reading = "the array of shape " + store::to_string(array.shape) + " was read as " +
                  (array.shape.size() == 1 ? "[draw]" : "[draw, dim]") +
                  ", draws of one chain; several chains are an array [chain, draw, dim]";
    assess::Trace trace;
    trace.chains = array.shape.size() == 3 ? array.shape[0] : 1;
    trace.draws = array.shape.size() == 3 ? array.shape[1] : array.shape[0];
    const std::size_t dim = array.shape.size() == 1 ? 1 : array.shape.back();
    for (std::size_t j = 0; j < dim; ++j) trace.names.push_back(name + std::to_string(j + 1));
    trace.values.assign(array.values.begin(), array.values.end());
    return trace;
}

// ---- CSV
// -------------------------------------------------------------------------------------------------------------

// The draws of one file, chain by chain, with the names of all columns but chain and draw.
struct Sheet {
    std::vector<std::string> names;
    std::vector<std::vector<double>> chains;  // [chain], each [draw, column]
};

Sheet read_sheet(const std::string& path) {
    const store::Table table = store::read_csv(path);
    const std::size_t width = table.rows.shape.size() == 2 ? table.rows.shape[1] : 1;
    const std::size_t length = width == 0 ? 0 : table.rows.values.size() / width;
    if (length == 0) throw Error(path + ": no draws");
    std::optional<std::size_t> chain_column;
    std::vector<std::size_t> kept;
    Sheet sheet;
    std::set<std::string> seen;
    for (std::size_t c = 0; c < width; ++c) {
        std::string name = c < table.columns.size() ? table.columns[c] : "x" + std::to_string(c + 1);
        if (!seen.insert(name).second)
            throw Error(path + ": two columns have the name " + name + "; each needs one of its own");
        if (name == "chain" || name == ".chain") {
            if (chain_column) throw Error(path + ": the columns chain and .chain both say the chain; one is enough");
            chain_column = c;
        } else if (name != "draw" && name != ".draw" && name != ".iteration") {
            kept.push_back(c);
            sheet.names.push_back(std::move(name));
        }
    }
    std::map<double, std::size_t> number_of;
    for (std::size_t n = 0; n < length; ++n) {
        const double* row = &table.rows.values[n * width];
        const double label = chain_column ? row[*chain_column] : 0;
        if (std::isnan(label)) throw Error(path + ": draw " + std::to_string(n + 1) + " has no chain: it is nan");
        const auto [known, fresh] = number_of.try_emplace(label, sheet.chains.size());
        if (fresh) sheet.chains.emplace_back();
        for (const std::size_t c : kept) sheet.chains[known->second].push_back(row[c]);
    }
    return sheet;
}

// One file twice would be two chains that agree to the last digit.
void check_different(const std::vector<std::string>& paths) {
    for (std::size_t k = 1; k < paths.size(); ++k) {
        for (std::size_t i = 0; i < k; ++i) {
            std::error_code none;
            if (fs::equivalent(paths[i], paths[k], none))
                throw Error(paths[k] + ": the same file " + (paths[i] == paths[k] ? "twice" : "as " + paths[i]) +
                            "; each file is a chain of its own");
        }
    }
}

assess::Trace read_sheets(const std::vector<std::string>& paths) {
    check_different(paths);
    Sheet all = read_sheet(paths.front());
    for (std::size_t k = 1; k < paths.size(); ++k) {
        Sheet more = read_sheet(paths[k]);
        if (more.names != all.names) throw Error(paths[k] + ": the columns are not those of " + paths.front());
        for (auto& chain : more.chains) all.chains.push_back(std::move(chain));
    }
    const std::size_t width = all.names.size();
    if (width == 0) throw Error(paths.front() + ": no column but chain and draw");
    assess::Trace trace;
    trace.chains = all.chains.size();
    trace.draws = all.chains.front().size() / width;
    std::string lengths;
    for (const auto& chain : all.chains)
        lengths += (lengths.empty() ? "" : ", ") + std::to_string(chain.size() / width);
    for (const auto& chain : all.chains) {
        if (chain.size() != trace.draws * width)
            throw Error(paths.front() + ": chains have different lengths (" + lengths +
                        " draws); give as many of each");
    }
    std::vector<Column> columns;
    for (std::size_t c = 0; c < width; ++c) {
        std::vector<double> values;
        for (const auto& chain : all.chains) {
            for (std::size_t d = 0; d < trace.draws; ++d) values.push_back(chain[d * width + c]);
        }
        const auto known = cmdstan_names().find(all.names[c]);
        if (known != cmdstan_names().end())
            (trace.*(known->second)).assign(values.begin(), values.end());
        else if (!all.names[c].ends_with("__"))
            columns.push_back({{all.names[c]}, std::move(values)});
    }
    if (columns.empty()) throw Error(paths.front() + ": no column of draws");
    join(columns, trace);
    return trace;
}

assess::Trace read_any(const std::vector<std::string>& paths, const std::string& array, const std::string& how,
                       std::string* reading) {
    std::string ignored;
    const bool sheets = std::ranges::all_of(paths, [](const std::string& p) { return p.ends_with(".csv"); });
    if (!sheets && paths.size() > 1)
        throw Error("several files are the chains of one run where all of them are .csv files");
    const std::string& path = paths.front();
    if (!array.empty() && !path.ends_with(".npz")) throw Error("array is for .npz files");
    assess::Trace trace;
    if (sheets)
        trace = read_sheets(paths);
    else if (path.ends_with(".nc"))
        trace = read_nc(path);
    else if (path.ends_with(".npz") || path.ends_with(".npy"))
        trace = read_array(path, array, how, reading == nullptr ? ignored : *reading);
    else
        throw Error(path + ": expected a .nc, .npz, .npy or .csv file of draws");
    if (trace.chains == 0 || trace.dim() == 0)
        throw Error(path + ": no draws: " + counted(trace.chains, "chain") + " of " +
                    counted(trace.dim(), "component"));
    return trace;
}

}  // namespace

assess::Trace read_rows(const std::string& path, const std::string& array, const std::string& how) {
    return read_any({path}, array, how, nullptr);
}

assess::Trace read_draws(const std::vector<std::string>& paths, std::string* reading) {
    assess::Trace trace = read_any(paths, "", "", reading);
    if (trace.draws < kFewestDraws)
        throw Error(paths.front() + ": " + std::to_string(trace.draws) +
                    " draws a chain are too few to judge; at least 4 are needed");
    return trace;
}

}  // namespace fokker::cli
