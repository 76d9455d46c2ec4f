#include <algorithm>
#include <cctype>
#include <set>

#include "fokker/cli/draws_file.hpp"
#include "fokker/error.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

// "x12" and "theta[12]" are element 12 of a vector; an empty stem: a name that is none.
struct Element {
    std::string stem;
    std::size_t number = 0;
};

Element element_of(const std::string& name) {
    std::size_t end = name.size();
    const bool bracket = name.ends_with(']');
    if (bracket) --end;
    std::size_t from = end;
    while (from > 0 && std::isdigit(static_cast<unsigned char>(name[from - 1])) != 0) --from;
    if (from == end || from == 0 || end - from > 6) return {};
    if (bracket != (name[from - 1] == '[')) return {};
    const std::string stem = name.substr(0, bracket ? from - 1 : from);
    if (stem.empty() || std::isdigit(static_cast<unsigned char>(stem.back())) != 0) return {};
    return {stem, static_cast<std::size_t>(std::stoul(name.substr(from, end - from)))};
}

// How many components from `first` on are elements 1, 2, ... of one vector; 1 for a name on its own.
std::size_t run_of(const std::vector<std::string>& names, std::size_t first) {
    const Element begin = element_of(names[first]);
    if (begin.stem.empty() || begin.number != 1) return 1;
    std::size_t count = 1;
    while (first + count < names.size()) {
        const Element next = element_of(names[first + count]);
        if (next.stem != begin.stem || next.number != count + 1) break;
        ++count;
    }
    return count;
}

// Components [first, first + count) of [chain, draw, dim].
store::Array columns(const assess::Trace& trace, std::span<const double> values, std::size_t first, std::size_t count) {
    store::Array array{{trace.chains, trace.draws}, {}};
    if (count > 1) array.shape.push_back(count);
    array.values.reserve(trace.chains * trace.draws * count);
    for (std::size_t n = 0; n < trace.chains * trace.draws; ++n) {
        for (std::size_t j = first; j < first + count; ++j) array.values.push_back(values[n * trace.dim() + j]);
    }
    return array;
}

std::string lines(const assess::Trace& trace, std::size_t first, std::size_t count) {
    std::string text = trace.names[first];
    for (std::size_t j = first + 1; j < first + count; ++j) text += "\n" + trace.names[j];
    return text;
}

store::Integers counting(std::size_t count) {
    store::Integers numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<std::int64_t>(i);
    return numbers;
}

store::Dataset with_axes(const assess::Trace& trace) {
    store::Dataset data;
    data.coordinates = {{"chain", {"chain"}, counting(trace.chains), {}},
                        {"draw", {"draw"}, counting(trace.draws), {}}};
    return data;
}

store::Dataset posterior_of(const assess::Trace& trace) {
    store::Dataset data = with_axes(trace);
    for (std::size_t first = 0; first < trace.dim();) {
        const std::size_t count = run_of(trace.names, first);
        const std::string name = count > 1 ? element_of(trace.names[first]).stem : trace.names[first];
        std::vector<std::string> dims{"chain", "draw"};
        if (count > 1) {
            dims.push_back(name + "_dim_0");
            data.coordinates.push_back({dims[2], {dims[2]}, counting(count), {}});
        }
        data.variables.push_back({name, dims, columns(trace, trace.values, first, count), {}});
        if (count > 1) data.variables.back().attributes = {{std::string(kComponentNames), lines(trace, first, count)}};
        first += count;
    }
    return data;
}

store::Dataset stats_of(const assess::Trace& trace) {
    store::Dataset data = with_axes(trace);
    const auto add = [&](const char* name, std::span<const double> values, store::Stored stored) {
        if (values.empty()) return;
        const store::Shape shape{trace.chains, trace.draws};
        data.variables.push_back({name, {"chain", "draw"}, store::ArrayView(shape, values), {}, stored});
    };
    using enum store::Stored;
    add("lp", trace.log_density, as_is);
    add("energy", trace.energy, as_is);
    add("acceptance_rate", trace.acceptance_rate, as_is);
    add("step_size", trace.step_size, as_is);
    add("tree_depth", trace.tree_depth, integers);
    add("n_steps", trace.gradients, integers);
    add("diverging", trace.diverging, booleans);
    add("reached_max_treedepth", trace.reached_max, booleans);
    const auto add_vectors = [&](const char* name, std::span<const double> values) {
        if (values.empty()) return;
        store::Array array{{trace.chains, trace.draws, trace.dim()}, {values.begin(), values.end()}};
        data.variables.push_back({name, {"chain", "draw", "component"}, std::move(array), {}});
    };
    add_vectors("score", trace.scores);
    add_vectors("position", trace.positions);
    return data;
}

// What NetCDF's rules for names leave of ASCII; other letters come as UTF-8, whose bytes are above 127.
bool may_begin(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 127 || std::isalnum(byte) != 0 || c == '_';
}
bool may_follow(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= ' ' && byte != 127 && c != '/';
}

}  // namespace

void check_draw_names(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (name.empty() || !may_begin(name.front()) || !std::ranges::all_of(name, may_follow) || name.back() == ' ')
            throw Error("\"" + name + "\" is no name; one begins with a letter, a digit or _ and has no / in it");
    }
    assess::Trace trace;
    trace.names = names;
    trace.chains = trace.draws = 1;
    trace.values.resize(names.size());
    std::set<std::string> taken;
    const store::Dataset data = posterior_of(trace);
    for (const auto* list : {&data.coordinates, &data.variables}) {
        for (const store::Variable& variable : *list) {
            if (!taken.insert(variable.name).second)
                throw Error("\"" + variable.name + "\" is taken; components need names of their own, and files of " +
                            "draws have axes named chain and draw");
        }
    }
}

void write_draws_file(const assess::Trace& trace, const store::Attributes& attributes,
                      const std::filesystem::path& path) {
    store::Attributes all{{"creation_library", "fokker"},
                          {"inference_library", "fokker"},
                          {"inference_library_version", std::string(version())}};
    all.insert(all.end(), attributes.begin(), attributes.end());
    std::vector<store::Group> groups{{"posterior", posterior_of(trace)}};
    store::Dataset stats = stats_of(trace);
    if (!stats.variables.empty()) groups.push_back({"sample_stats", std::move(stats)});
    for (store::Group& group : groups) group.dataset.attributes = all;
    store::write_netcdf(groups, all, path);
}

}  // namespace fokker::cli
