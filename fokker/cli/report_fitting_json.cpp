// What fits found, for programs.
#include <filesystem>

#include "fokker/cli/fitted_file.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/report.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

const char* word_of_end(const FitRestart& restart) {
    switch (restart.end) {
        case FitEnd::tolerance:
            return restart.still_falling ? "tolerance reached" : "converged";
        case FitEnd::stalled:
            return restart.still_falling ? "no lower loss" : "converged";  // to rounding
        case FitEnd::diverged:
            return "diverged";
        case FitEnd::stopped:
            return "stopped";
        case FitEnd::iterations:
            break;
    }
    return "all iterations";
}

Json json_of(const std::optional<Estimate>& e) {
    if (!e) return {};
    Json json;
    json["value"] = e->value;
    json["error"] = e->error;
    json["exact"] = e->exact;
    return json;
}

Json json_of(const FitRestart& restart) {
    Json json;
    json["loss"] = restart.loss;
    json["loss_error"] = restart.loss_error;
    json["iterations"] = restart.iterations;
    json["end"] = word_of_end(restart);
    json["still_falling"] = restart.still_falling;
    json["expected_fall"] = restart.expected_fall;
    json["expected_fall_error"] = restart.expected_fall_error;
    json["floored"] = restart.floored;
    json["emptied"] = restart.emptied;
    if (restart.divergence) {
        Json d;
        d["iteration"] = restart.divergence->iteration;
        d["what"] = restart.divergence->what;
        d["parameter"] = restart.divergence->parameter;
        if (!restart.divergence->where.empty()) d["where"] = restart.divergence->where;
        json["divergence"] = std::move(d);
    }
    return json;
}

void add_estimates(Json& json, const Estimates& e) {
    json["forward_kl"] = json_of(e.forward_kl);
    json["reverse_kl"] = json_of(e.reverse_kl);
    json["reverse_kl_up_to_normaliser"] = e.reverse_up_to_normaliser;
    json["negative_log_likelihood"] = json_of(e.nll);
    json["effective_share"] = json_of(e.effective_share);
    Json pareto;
    if (e.pareto) {
        pareto["value"] = e.pareto->shape;
        pareto["error"] = e.pareto->error;
    }
    json["pareto_k"] = std::move(pareto);
    Json modes = Json::Array{};
    for (const ModeShare& m : e.modes) {
        Json mode;
        mode["weight"] = m.weight;
        mode["share"] = m.share.value;
        mode["error"] = m.share.error;
        mode["covered"] = m.covered();
        modes.push_back(std::move(mode));
    }
    json["modes"] = std::move(modes);
    Json missing = Json::Array{};
    for (const std::string& why : e.missing) missing.push_back(why);
    json["missing"] = std::move(missing);
}

// `times`: with what the clock says.
Json json_of(const FitJob& job, const FitRecord& record, bool times) {
    const Fit& fit = record.fit;
    Json json;
    json["label"] = without_mathematics(job.label);
    json["target"] = job.target_name;
    json["family"] = job.family.name;
    if (!fit.restarts.empty()) {  // else it was refused or given
        json["objective"] = fit.objective;
        json["optimiser"] = fit.optimiser;
        json["samples"] = fit.samples;
    }
    if (!job.given && record.density) {
        const Parameters parameters = fit.parameters();
        json["density"] = density_json(*record.density, fit.family, parameters);
        Json values;
        for (const auto& [name, numbers] : parameters) values[name] = Json::list(numbers);
        json["parameters"] = std::move(values);
    } else if (!job.given) {
        json["why_not"] = record.why_not;
    }
    add_estimates(json, record.estimates);
    Json restarts = Json::Array{};
    for (const FitRestart& restart : fit.restarts) restarts.push_back(json_of(restart));
    json["restarts"] = std::move(restarts);
    if (!fit.restarts.empty()) json["best"] = static_cast<std::uint64_t>(fit.best);
    json["stopped"] = fit.stopped;
    if (times) json["seconds"] = record.seconds;
    return json;
}

Json what_was_found(const Fitting& fitting, const FittingResult& done, bool times) {
    Json json;
    json["title"] = fitting.title;
    Json runs = Json::Array{};
    for (std::size_t r = 0; r < done.runs.size(); ++r) runs.push_back(json_of(fitting.jobs[r], done.runs[r], times));
    json["runs"] = std::move(runs);
    json["stopped"] = done.stopped;
    if (!done.trouble.empty()) json["error"] = done.trouble;
    return json;
}

}  // namespace

Json to_json(const Fitting& fitting, const FittingResult& done) {
    Json json = what_was_found(fitting, done, true);
    json["seconds"] = done.seconds;
    json["spec"] = to_json(fitting.spec);
    Json files = Json::Array{};
    for (const std::string& file : done.files) files.push_back(Json(file));
    json["files"] = std::move(files);
    return json;
}

Json to_file_json(const Fitting& fitting, const FittingResult& done) {
    Json json = what_was_found(fitting, done, false);
    json["spec"] = to_json(without_threads(fitting.spec, "fit"));
    Json files = Json::Array{};
    for (const std::string& file : done.files) files.push_back(Json(std::filesystem::path(file).filename().string()));
    json["files"] = std::move(files);
    return json;
}

}  // namespace fokker::cli
