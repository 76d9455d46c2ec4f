#include "fokker/cli/result_file.hpp"

#include <cstdint>

#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

std::vector<double> as_numbers(const std::vector<std::uint64_t>& counts) {
    return {counts.begin(), counts.end()};
}

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

void add_summaries(const Simulation& run, store::Dataset& data) {
    if (!run.summaries) return;
    const Summaries& s = *run.summaries;
    const std::size_t times = run.times.size(), d = static_cast<std::size_t>(run.dim);
    const auto add = [&](const char* name, std::vector<std::string> dims, store::Shape shape,
                         std::vector<double> values) {
        data.variables.push_back({name, std::move(dims), store::Array{std::move(shape), std::move(values)}, {}});
    };
    add("count", {"time"}, {times}, as_numbers(s.count));
    add("mean", {"time", "dim"}, {times, d}, s.mean);
    add("covariance", {"time", "dim", "dim2"}, {times, d, d}, s.covariance);
    add("min", {"time", "dim"}, {times, d}, s.min);
    add("max", {"time", "dim"}, {times, d}, s.max);
    const auto bins = static_cast<std::size_t>(s.options.histogram_bins);
    if (bins == 0) return;
    add("histogram", {"time", "dim", "bin"}, {times, d, bins}, as_numbers(s.histogram));
    add("below", {"time", "dim"}, {times, d}, as_numbers(s.below));
    add("above", {"time", "dim"}, {times, d}, as_numbers(s.above));
    data.coordinates.push_back(
        {"bin_edge",
         {"edge"},
         store::Array{{bins + 1}, linspace(s.options.histogram_from, s.options.histogram_to, bins + 1)},
         {}});
}

}  // namespace

store::Dataset dataset_of(const Job& job, const Simulation& run) {
    const std::size_t particles = run.particles.size(), times = run.times.size(), d = static_cast<std::size_t>(run.dim);
    store::Dataset data;
    store::Labels components;
    for (std::size_t j = 0; j < d; ++j) components.push_back("x" + std::to_string(j + 1));
    data.coordinates = {{"time", {"time"}, store::Array{{times}, run.times}, {{"long_name", "t"}}},
                        {"dim", {"dim"}, std::move(components), {}}};
    if (!run.states().empty()) {
        data.coordinates.push_back(
            {"particle", {"particle"}, store::Integers(run.particles.begin(), run.particles.end()), {}});
        data.variables.push_back({"state",
                                  {"particle", "time", "dim"},
                                  store::ArrayView({particles, times, d}, run.states()),
                                  {{"long_name", "x"}}});
    }
    add_summaries(run, data);
    add_failures(run, data);
    data.attributes = {{"title", job.title},
                       {"equation", job.equation},
                       {"spec", to_toml(job.spec)},
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
