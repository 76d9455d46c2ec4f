// summary.json.
#include <algorithm>

#include "fokker/cli/report.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

struct SpecToJson {
    Json operator()(const std::string& v) const { return v; }
    Json operator()(std::int64_t v) const { return v; }
    Json operator()(double v) const { return v; }
    Json operator()(bool v) const { return v; }
    Json operator()(const List& list) const {
        Json::Array array;
        for (const Value& v : list) array.push_back(to_json(v));
        return array;
    }
    Json operator()(const Table& table) const { return to_json(table); }
};

Json failures(const Simulation& run, const Report& report) {
    Json json;
    json["count"] = static_cast<std::uint64_t>(run.failures.size());
    if (!report.cause.empty()) json["cause"] = report.cause;
    if (run.failures.empty()) return json;
    const auto first = std::ranges::min_element(run.failures, {}, &Failure::time);
    json["first_time"] = first->time;
    json["first_particle"] = first->particle;
    return json;
}

Json final_state(const Simulation& run, const Report& report) {
    const auto d = static_cast<std::size_t>(run.dim);
    Json json;
    json["time"] = report.time;
    json["count"] = static_cast<std::uint64_t>(report.moments.count);
    json["mean"] = Json::list(report.moments.mean);
    json["mean_error"] = Json::list(report.moments.mean_error);
    json["covariance"] = Json::rows(report.moments.covariance.values, d);
    json["covariance_error"] = Json::rows(report.moments.covariance_error.values, d);
    Json::Array references;
    for (const Reference& r : report.references) {
        Json& reference = references.emplace_back();
        reference["name"] = r.name;
        reference["mean"] = Json::list(r.mean);
        reference["covariance"] = Json::rows(r.covariance.values, d);
    }
    json["references"] = std::move(references);
    return json;
}

Json modes(const Job& job, const Report& report) {
    Json::Array modes;
    for (std::size_t k = 0; k < report.modes.size(); ++k) {
        const show::ModeFraction& m = report.modes[k];
        Json& mode = modes.emplace_back();
        mode["mean"] = Json::list(job.target->modes->means[k]);
        mode["weight"] = m.weight;
        mode["fraction"] = m.fraction;
        mode["error"] = m.error;
        mode["z"] = m.z;
    }
    return modes;
}

}  // namespace

Json to_json(const Value& value) {
    return std::visit(SpecToJson{}, value.data);
}

Json to_json(const Table& table) {
    Json::Object object;
    for (const Entry& e : table) object.emplace_back(e.key, to_json(e.value));
    return object;
}

Json to_json(const Job& job, const Simulation& run, const Report& report) {
    const auto& times = job.options.times;
    const double done = static_cast<double>(run.particles.size()) * static_cast<double>(run.step_count);
    Json json;
    json["title"] = job.title;
    json["equation"] = job.equation;
    json["fokker_version"] = version();
    json["isa"] = name(run.isa);
    json["threads"] = run.threads;
    json["seed"] = job.options.seed;
    json["stream"] = job.options.stream;
    json["scheme"] = job.scheme->name;
    json["particles"] = static_cast<std::uint64_t>(run.particles_wanted);
    json["particles_complete"] = static_cast<std::uint64_t>(run.particles.size());
    json["stopped"] = run.stopped;
    json["steps"] = static_cast<std::uint64_t>(run.step_count);
    json["time_from"] = times.front();
    json["time_to"] = times.back();
    json["largest_step"] = largest_step(times);
    json["seconds"] = run.seconds;
    json["particle_steps_per_second"] = done / run.seconds;
    std::vector<double> filed;
    for (const std::size_t k : kept_times(job.filed, times)) filed.push_back(times[k]);
    json["kept_times"] = Json::list(filed);
    if (!run.particles.empty()) {
        json["failures"] = failures(run, report);
        json["final"] = final_state(run, report);
        if (!report.modes.empty()) json["modes"] = modes(job, report);
    }
    Json::Array files;
    for (const std::string& file : report.files) files.emplace_back(file);
    json["files"] = std::move(files);
    json["spec"] = to_json(job.spec);
    json["note"] = "null stands for a number that is not finite or not known";
    return json;
}

}  // namespace fokker::cli
