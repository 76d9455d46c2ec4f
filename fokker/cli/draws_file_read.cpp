#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

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

// Named columns, each [chain, draw, elements], put side by side.
struct Column {
    std::string name;
    std::vector<double> values;
    std::size_t elements = 1;
    std::size_t first_number = 0;  // of elements in names
};

void join(const std::vector<Column>& columns, assess::Trace& trace) {
    std::size_t dim = 0;
    for (const Column& c : columns) dim += c.elements;
    trace.values.resize(trace.chains * trace.draws * dim);
    std::size_t at = 0;
    for (const Column& c : columns) {
        for (std::size_t e = 0; e < c.elements; ++e)
            trace.names.push_back(c.elements == 1 ? c.name : c.name + "[" + std::to_string(e + c.first_number) + "]");
        for (std::size_t n = 0; n < trace.chains * trace.draws; ++n)
            std::copy_n(&c.values[n * c.elements], c.elements, &trace.values[n * dim + at]);
        at += c.elements;
    }
}

// ---- NetCDF
// ----------------------------------------------------------------------------------------------------------

bool has_axes(const store::Variable& variable) {
    return variable.dims.size() >= 2 && variable.dims[0] == "chain" && variable.dims[1] == "draw" &&
           (std::holds_alternative<store::Array>(variable.data));
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
        if (elements > 0) columns.push_back({variable.name, array.values, elements, 0});
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

assess::Trace read_array(const std::string& path) {
    store::Array array;
    std::string name = "x";
    if (path.ends_with(".npy")) {
        array = store::read_npy(path);
    } else {
        const std::vector<std::string> names = store::npz_names(path);
        if (names.size() != 1) {
            std::string all;
            for (const std::string& n : names) all += (all.empty() ? "" : ", ") + n;
            throw Error(path + ": expected one array of draws, [chain, draw, dim]; there are " +
                        std::to_string(names.size()) + ": " + all);
        }
        array = store::read_npz(path, names.front());
    }
    if (array.shape.empty() || array.shape.size() > 3)
        throw Error(path + ": the array has the shape " + store::to_string(array.shape) +
                    "; expected [chain, draw, dim], [draw, dim] or [draw]");
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
    for (std::size_t c = 0; c < width; ++c) {
        std::string name = c < table.columns.size() ? table.columns[c] : "x" + std::to_string(c + 1);
        if (name == "chain" || name == ".chain") {
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

assess::Trace read_sheets(const std::vector<std::string>& paths) {
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
            columns.push_back({all.names[c], std::move(values), 1, 0});
    }
    if (columns.empty()) throw Error(paths.front() + ": no column of draws");
    join(columns, trace);
    return trace;
}

}  // namespace

assess::Trace read_draws(const std::vector<std::string>& paths) {
    const bool sheets = std::ranges::all_of(paths, [](const std::string& p) { return p.ends_with(".csv"); });
    if (!sheets && paths.size() > 1)
        throw Error("several files are the chains of one run where all of them are .csv files");
    const std::string& path = paths.front();
    assess::Trace trace;
    if (sheets)
        trace = read_sheets(paths);
    else if (path.ends_with(".nc"))
        trace = read_nc(path);
    else if (path.ends_with(".npz") || path.ends_with(".npy"))
        trace = read_array(path);
    else
        throw Error(path + ": expected a .nc, .npz, .npy or .csv file of draws");
    if (trace.chains == 0 || trace.dim() == 0)
        throw Error(path + ": no draws: " + counted(trace.chains, "chain") + " of " +
                    counted(trace.dim(), "component"));
    if (trace.draws < kFewestDraws)
        throw Error(path + ": " + std::to_string(trace.draws) +
                    " draws a chain are too few to judge; at least 4 are needed");
    return trace;
}

}  // namespace fokker::cli
