#include "fokker/cli/result_file.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "fokker/dynamics/options.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

void add_failures(const Simulation& run, store::Dataset& data) {
    if (run.failures.empty()) return;
    store::Integers particles, steps;
    std::vector<double> times;
    for (const Failure& f : run.failures) {
        particles.push_back(f.particle);
        steps.push_back(static_cast<std::int64_t>(f.step));
        times.push_back(f.time);
    }
    const std::size_t n = times.size();
    data.variables.push_back({"failed_particle",
                              {"failure"},
                              std::move(particles),
                              {{"long_name", "particles that left the finite numbers"}}});
    data.variables.push_back({"failed_step",
                              {"failure"},
                              std::move(steps),
                              {{"long_name", "first step after which the state was not finite"}}});
    data.variables.push_back(
        {"failed_time", {"failure"}, store::Array{{n}, std::move(times)}, {{"long_name", "time after that step"}}});
}

// The kept times that go into the file: the figures may need more.
std::vector<std::size_t> filed_times(const Job& job, const Simulation& run) {
    std::vector<std::size_t> filed;
    for (const std::size_t k : kept_times(job.filed, job.options.times)) {
        const auto at = std::ranges::lower_bound(run.times, job.options.times[k]);
        filed.push_back(static_cast<std::size_t>(at - run.times.begin()));
    }
    return filed;
}

// Of [outer, time, inner], those times.
template <class T>
std::vector<double> pick(std::span<const T> all, std::size_t times, std::span<const std::size_t> filed,
                         std::size_t inner) {
    std::vector<double> picked;
    const std::size_t outer = all.size() / (times * inner);
    picked.reserve(outer * filed.size() * inner);
    for (std::size_t o = 0; o < outer; ++o) {
        for (const std::size_t t : filed) {
            const auto values = all.subspan((o * times + t) * inner, inner);
            for (const T value : values) picked.push_back(static_cast<double>(value));
        }
    }
    return picked;
}

void add_summaries(const Simulation& run, std::span<const std::size_t> filed, store::Dataset& data) {
    if (!run.summaries) return;
    const Summaries& s = *run.summaries;
    const std::size_t times = filed.size(), d = static_cast<std::size_t>(run.dim);
    const auto those = [&](const auto& values, std::size_t inner) {
        return pick(std::span(values), run.times.size(), filed, inner);
    };
    const auto add = [&](const char* name, std::vector<std::string> dims, store::Shape shape,
                         std::vector<double> values) {
        data.variables.push_back({name, std::move(dims), store::Array{std::move(shape), std::move(values)}, {}});
    };
    add("count", {"time"}, {times}, those(s.count, 1));
    add("mean", {"time", "dim"}, {times, d}, those(s.mean, d));
    add("covariance", {"time", "dim", "dim2"}, {times, d, d}, those(s.covariance, d * d));
    add("min", {"time", "dim"}, {times, d}, those(s.min, d));
    add("max", {"time", "dim"}, {times, d}, those(s.max, d));
    const auto bins = static_cast<std::size_t>(s.options.histogram_bins);
    if (bins == 0) return;
    add("histogram", {"time", "dim", "bin"}, {times, d, bins}, those(s.histogram, d * bins));
    add("below", {"time", "dim"}, {times, d}, those(s.below, d));
    add("above", {"time", "dim"}, {times, d}, those(s.above, d));
    data.coordinates.push_back(
        {"bin_edge",
         {"edge"},
         store::Array{{bins + 1}, linspace(s.options.histogram_from, s.options.histogram_to, bins + 1)},
         {}});
}

// What runs again to the same bits: the figures of a sweep are not those of one run, and threads change nothing.
Table spec_of(const Job& job) {
    Table spec = job.spec;
    if (job.swept) std::erase_if(spec, [](const Entry& e) { return e.key == "figure" || e.key == "film"; });
    return without_threads(std::move(spec), "simulate");
}

}  // namespace

store::Dataset dataset_of(const Job& job, const Simulation& run) {
    const auto filed = filed_times(job, run);
    const std::size_t particles = run.particles.size(), times = filed.size(), d = static_cast<std::size_t>(run.dim);
    const bool all = times == run.times.size();
    store::Dataset data;
    store::Labels components;
    for (std::size_t j = 0; j < d; ++j) components.push_back("x" + std::to_string(j + 1));
    data.coordinates = {{"time",
                         {"time"},
                         store::Array{{times}, pick(std::span(run.times), run.times.size(), filed, 1)},
                         {{"long_name", "t"}}},
                        {"dim", {"dim"}, std::move(components), {}}};
    if (!run.states().empty()) {
        data.coordinates.push_back(
            {"particle", {"particle"}, store::Integers(run.particles.begin(), run.particles.end()), {}});
        const store::Shape shape{particles, times, d};
        store::Variable state{"state", {"particle", "time", "dim"}, store::ArrayView(shape, run.states()), {}};
        if (!all) state.data = store::Array{shape, pick(run.states(), run.times.size(), filed, d)};
        state.attributes = {{"long_name", "x"}};
        data.variables.push_back(std::move(state));
    }
    add_summaries(run, filed, data);
    add_failures(run, data);
    data.attributes = {{"title", job.title},
                       {"equation", job.equation},
                       {"spec", to_toml(spec_of(job))},
                       {"scheme", std::string(job.scheme->name)},
                       {"seed", job.options.seed},
                       {"stream", std::int64_t{job.options.stream}},
                       {"fokker_version", std::string(version())}};
    if (run.stopped)
        data.attributes.emplace_back("stopped", "after " + std::to_string(particles) + " of " +
                                                    std::to_string(run.particles_wanted) + " particles");
    return data;
}

}  // namespace fokker::cli
