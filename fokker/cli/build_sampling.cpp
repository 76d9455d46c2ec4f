// [sample] of a spec.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/schedule.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_file.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/take.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

// ---- options that several samplers have ----------------------------------------------------------------------------

// A step size that is one number.
std::optional<double> step_size(const Section& s) {
    if (!s.has("step_size")) return std::nullopt;
    if (!s.value("step_size").is_number()) s.fail("step_size", "must be a number; schedules are for sampler \"ula\"");
    const double h = s.number("step_size");
    if (!(h > 0)) s.fail("step_size", "must be above 0, got " + quote(s.value("step_size")));
    return h;
}

Adapt adapt(const Section& s, Adapt fallback) {
    if (s.has("target_accept") && s.has("step_size"))
        s.fail("target_accept", "is what step_size is adapted to, and step_size is fixed");
    take(s, "target_accept", fallback.target_accept);
    const std::string mass = s.text("mass");
    if (mass == "draws") fallback.mass = MassFrom::draws;
    if (mass == "unit") fallback.mass = MassFrom::unit;
    if (mass == "draws-and-gradients") fallback.mass = MassFrom::draws_and_gradients;
    return fallback;
}

// ---- samplers
// --------------------------------------------------------------------------------------------------------

Hmc hmc_of(const Section& s) {
    Hmc hmc{.step_size = step_size(s)};
    take(s, "n_leapfrog", hmc.n_leapfrog);
    take(s, "jitter", hmc.jitter);
    hmc.adapt = adapt(s, hmc.adapt);
    if (!s.has("mass_matrix")) return hmc;
    if (s.has("mass")) s.fail("mass", "is found in the warm-up; mass_matrix fixes it");
    const Value& matrix = s.value("mass_matrix");
    if (matrix.as<List>()->empty()) s.fail("mass_matrix", "is empty; give its diagonal, or all of it row by row");
    const bool rows = !matrix.as<List>()->front().is_number();
    hmc.mass = rows ? s.located("mass_matrix", [&] { return matrix_of(matrix).values; }) : s.numbers("mass_matrix");
    return hmc;
}

EllipticalSlice elliptical_slice_of(const Section& s, int dim) {
    EllipticalSlice slice{.mean = s.numbers("prior_mean"), .covariance = {}};
    const Value& covariance = s.value("prior_covariance");
    if (!covariance.is_number()) {
        slice.covariance = s.located("prior_covariance", [&] { return matrix_of(covariance); });
        return slice;
    }
    slice.covariance = {dim, dim, std::vector<double>(static_cast<std::size_t>(dim) * static_cast<std::size_t>(dim))};
    for (int j = 0; j < dim; ++j) slice.covariance(j, j) = covariance.number();
    return slice;
}

Ula ula_of(const Section& s) {
    Ula ula;
    ula.step_size = schedule_of(s, "step_size", ula.step_size);
    ula.noise_scale = schedule_of(s, "noise_scale", ula.noise_scale);
    take(s, "decay", ula.decay);
    if (!s.has("reflect")) return ula;
    const std::vector<double> ends = s.numbers("reflect");
    if (ends.size() != 2 || !(ends[0] < ends[1]))
        s.fail("reflect", "expected two numbers, from and to with from < to, got " + quote(s.value("reflect")));
    ula.reflect = {ends[0], ends[1]};
    return ula;
}

Sampler sampler_of(const Section& s, int dim) {
    const std::string name = s.text("sampler", "nuts");
    if (name == "nuts") {
        Nuts nuts{.step_size = step_size(s)};
        take(s, "max_tree_depth", nuts.max_tree_depth);
        nuts.adapt = adapt(s, nuts.adapt);
        return nuts;
    }
    if (name == "hmc") return hmc_of(s);
    if (name == "mala") {
        Mala mala{.step_size = step_size(s)};
        mala.adapt = adapt(s, mala.adapt);
        return mala;
    }
    if (name == "random-walk") {
        RandomWalk walk{.step_size = step_size(s)};
        walk.adapt = adapt(s, walk.adapt);
        return walk;
    }
    if (name == "ghmc") {
        Ghmc ghmc{.step_size = step_size(s)};
        take(s, "friction", ghmc.friction);
        take(s, "n_leapfrog", ghmc.n_leapfrog);
        ghmc.adapt = adapt(s, ghmc.adapt);
        return ghmc;
    }
    if (name == "elliptical-slice") return elliptical_slice_of(s, dim);
    if (name == "tempering") {
        ParallelTempering tempering{.step_size = step_size(s)};
        take(s, "replicas", tempering.replicas);
        take(s, "swap_rate", tempering.swap_rate);
        take(s, "n_leapfrog", tempering.n_leapfrog);
        take(s, "jitter", tempering.jitter);
        take(s, "width", tempering.width);
        return tempering;
    }
    if (name == "ula") return ula_of(s);
    if (name == "baoab") {
        Baoab baoab;
        baoab.step_size = step_size(s).value_or(baoab.step_size);
        take(s, "friction", baoab.friction);
        return baoab;
    }
    if (name == "ais") {
        Ais ais;
        take(s, "particles", ais.particles);
        take(s, "temperatures", ais.temperatures);
        take(s, "n_leapfrog", ais.n_leapfrog);
        take(s, "width", ais.width);
        return ais;
    }
    Smc smc;
    take(s, "particles", smc.particles);
    take(s, "ess", smc.ess);
    take(s, "moves", smc.moves);
    take(s, "n_leapfrog", smc.n_leapfrog);
    take(s, "width", smc.width);
    return smc;
}

// ---- the rest
// --------------------------------------------------------------------------------------------------------

std::vector<Bounds> bounds_of(const Section& s, int dim) {
    if (!s.has("lower") && !s.has("upper")) return {};
    std::vector<Bounds> bounds(static_cast<std::size_t>(dim));
    const auto read = [&](std::string_view key, double Bounds::* end) {
        if (!s.has(key)) return;
        const std::vector<double> values = s.numbers(key);
        if (values.size() != 1 && values.size() != bounds.size())
            s.fail(key, std::to_string(values.size()) + " numbers for " +
                            counted(static_cast<std::uint64_t>(dim), "component"));
        for (std::size_t j = 0; j < bounds.size(); ++j) bounds[j].*end = values[values.size() == 1 ? 0 : j];
    };
    read("lower", &Bounds::lower);
    read("upper", &Bounds::upper);
    return bounds;
}

SampleStart start_of(const Section& start, const Density& target, int chains) {
    if (start.has("array") && !start.has("file")) start.fail("array", "is for start.file");
    if (start.has("find")) return FindFinite{start.number("find")};
    if (start.has("density")) {
        const Section density = start.section("density");
        Density law = build_density(density, target.dim);
        if (!law.can_sample())
            start.fail("density",
                       law.name + " cannot be sampled exactly; start from a Gaussian, a mixture, a point or a file");
        return law;
    }
    if (start.has("file")) {
        Points points = read_points(start, target.dim);
        if (points.count() != static_cast<std::size_t>(chains))
            start.fail("file", "holds " + counted(points.count(), "point") + " for " +
                                   counted(static_cast<std::uint64_t>(chains), "chain") + "; one a chain is needed");
        return points;
    }
    return AtPoint{start.numbers("point")};
}

}  // namespace

SampleOptions build_sample_options(const Section& s, const Density& target) {
    SampleOptions o;
    o.chains = static_cast<int>(s.whole("chains"));
    o.draws = static_cast<int>(s.whole("draws"));
    if (s.has("warmup")) o.warmup = static_cast<int>(s.whole("warmup"));
    if (s.has("thin")) o.thin = static_cast<int>(s.whole("thin"));
    if (s.text("keep") == "moments") o.keep = Keep::moments;
    o.seed = static_cast<std::uint64_t>(s.whole("seed"));
    o.threads = static_cast<int>(s.whole("threads"));
    if (s.has("names")) {
        for (const Value& v : std::get<List>(s.value("names").data)) o.names.push_back(std::get<std::string>(v.data));
        s.located("names", [&] { check_draw_names(o.names); });
    }
    o.sampler = sampler_of(s, target.dim);
    o.bounds = bounds_of(s, target.dim);
    o.start = start_of(s.section("start"), target, o.chains);
    if (o.keep == Keep::moments) return o;
    check_memory(s, "draws", 8.0 * 3 * static_cast<double>(o.chains) * static_cast<double>(o.draws) * target.dim,
                 "keeping " + counted(static_cast<std::uint64_t>(o.draws), "draw") + " of " +
                     counted(static_cast<std::uint64_t>(o.chains), "chain"));
    return o;
}

namespace {

void read_quantities(const Section& s, Sampling& sampling) {
    if (!s.has("quantities")) {
        if (s.has("quantity_names")) s.fail("quantity_names", "is for quantities");
        return;
    }
    if (sampling.options.keep == Keep::moments) s.fail("quantities", "are made from draws; keep = \"draws\"");
    sampling.quantities = s.formula("quantities", Scope{.dim = sampling.target.dim});
    const auto size = static_cast<std::size_t>(sampling.quantities->size());
    auto& names = sampling.quantity_names;
    if (!s.has("quantity_names")) {
        for (std::size_t j = 1; j <= size; ++j) names.push_back("q" + std::to_string(j));
        return;
    }
    for (const Value& v : std::get<List>(s.value("quantity_names").data))
        names.push_back(std::get<std::string>(v.data));
    if (names.size() != size)
        s.fail("quantity_names", counted(names.size(), "name") + " for " + std::to_string(size) +
                                     (size == 1 ? " quantity" : " quantities"));
}

}  // namespace

bool wants_draws(const Table& spec) {
    return find(spec, "sample") != nullptr;
}

Sampling build_sampling(Table table, const std::string& origin, const std::string& name) {
    Sampling sampling;
    sampling.name = name;
    sampling.spec = std::move(table);
    check_spec(sampling.spec, origin);
    const Section spec(sampling.spec, "", {origin, 0, 0});
    sampling.title = spec.text("title", name);
    sampling.description = spec.text("description");
    sampling.reproduces = spec.text("reproduces");
    if (!spec.has("density"))
        spec.fail("sample", "draws are made from [density]; [sde] and [ode] are carried by [simulate]");
    for (const char* key : {"simulate", "sweep", "figure", "film"}) {
        if (spec.has(key))
            spec.fail(key, std::string("is not for a spec with [sample]") +
                               (std::string(key) == "figure" ? ", whose pictures are always the same" : ""));
    }
    sampling.target = build_density(spec.section("density"), 0, read_data(spec));
    check_data_used(spec);
    const Section sample = spec.section("sample");
    sampling.options = build_sample_options(sample, sampling.target);
    sampling.second_opinion = sample.flag("second_opinion");
    read_quantities(sample, sampling);
    return sampling;
}

Sampling read_sampling(const std::string& path, const std::vector<Assignment>& assignments) {
    Table spec = read_toml_file(path);
    for (const Assignment& a : assignments) set(spec, a.text, a.origin);
    return build_sampling(std::move(spec), path, std::filesystem::path(path).stem().string());
}

}  // namespace fokker::cli
