#include "fokker/cli/report_experiment.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/words.hpp"
#include "fokker/show/mixing.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

bool is_result(const std::string& file) {
    const std::string name = std::filesystem::path(file).filename().string();
    return name.starts_with("result-") && name.ends_with(".nc");
}

std::string wrote(const std::vector<std::string>& files) {
    std::string text;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::string file = files[i];
        // One line for the results of many runs.
        std::size_t last = i;
        while (is_result(files[i]) && last + 1 < files.size() && is_result(files[last + 1])) ++last;
        if (last > i + 1) file += " to " + std::filesystem::path(files[last]).filename().string();
        if (last > i + 1) i = last;
        text += (text.empty() ? "\nwrote " : "      ") + file + "\n";
    }
    return text.empty() ? "nothing was complete, so nothing was written\n" : text;
}

// "SIGReg of 400 draws: T = 1.06, p = 0.43 ± 0.02", one a test; where there are several runs, after "N(0, I): ".
std::vector<std::string> tests_of(const Experiment& all, const Performance& done) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < done.runs.size(); ++i) {
        const std::string& label = all.runs[i].label;
        for (const TestFound& found : done.runs[i].tests)
            lines.push_back((label.empty() ? "" : label + ": ") + "SIGReg of " + counted(found.draws, "draw") + ", " +
                            found.words);
    }
    return lines;
}

std::string of_density(const Experiment& all, const Performance& done) {
    std::string text = without_mathematics(all.title) + "\n";
    for (const Job& job : all.runs) {
        text += "  " + (job.label.empty() ? "" : without_mathematics(job.label) + ": ") + job.equation;
        if (job.target->log_normaliser) {
            text += *job.target->log_normaliser == 0 ? ", normalised"
                                                     : ", log normaliser " + number(*job.target->log_normaliser);
        } else {
            text += ", not normalised";
        }
        text += "\n";
    }
    for (const std::string& line : tests_of(all, done)) text += "  " + without_mathematics(line) + "\n";
    return text;
}

std::string cell(double value, double error) {
    return std::isnan(error) ? number(value) : with_error(value, error);
}

// The first component's moments at the end of each run, and what they are held against.
std::string table_of_runs(const Experiment& all, const Performance& done) {
    Rows rows{{"run", "mean x1", "var x1 ± s.e."}};
    std::vector<std::string> references;
    bool modes = false, failures = false;
    for (const RunRecord& r : done.runs) {
        for (const Reference& reference : r.report.references) {
            if (std::ranges::find(references, reference.name) == references.end()) references.push_back(reference.name);
        }
        modes = modes || !r.report.modes.empty();
        failures = failures || !r.run.failures.empty();
    }
    for (const std::string& name : references) rows[0].push_back("var " + name);
    if (modes) rows[0].emplace_back("misplaced");
    if (failures) rows[0].emplace_back("diverged");
    for (std::size_t i = 0; i < done.runs.size(); ++i) {
        const Report& report = done.runs[i].report;
        const Simulation& run = done.runs[i].run;
        auto& row = rows.emplace_back();
        row.push_back(without_mathematics(all.runs[i].label));
        if (run.particles.empty()) {
            row.resize(rows[0].size(), "-");
            continue;
        }
        const auto& m = report.moments;
        row.push_back(m.count == 0 ? "-" : cell(m.mean[0], m.mean_error[0]));
        row.push_back(m.count < 2 ? "-" : cell(m.covariance.values[0], m.covariance_error.values[0]));
        for (const std::string& name : references) {
            const auto found = std::ranges::find(report.references, name, &Reference::name);
            row.push_back(found == report.references.end() ? "-" : number(found->covariance.values[0], 5));
        }
        if (modes) row.push_back(m.count == 0 ? "-" : number(100 * show::total_variation(report.modes), 3) + " %");
        if (failures) row.push_back(grouped(run.failures.size()));
    }
    return "\n" + table(rows);
}

std::string causes(const Experiment& all, const Performance& done) {
    std::string text;
    for (std::size_t i = 0; i < done.runs.size(); ++i) {
        const std::string cause = what_failed(done.runs[i].run, done.runs[i].report);
        if (!cause.empty()) text += "  " + without_mathematics(all.runs[i].label) + ": " + cause + "\n";
    }
    return text.empty() ? "" : "\n" + text;
}

std::string of_sweep(const Experiment& all, const Performance& done) {
    std::string text = without_mathematics(all.title) + "\n  " + counted(all.runs.size(), "run") +
                       ", the first: " + all.runs.front().equation + "\n  ";
    double steps = 0, seconds = 0;
    std::size_t complete = 0;
    for (const RunRecord& r : done.runs) {
        steps += static_cast<double>(r.run.particles.size()) * static_cast<double>(r.run.step_count);
        seconds += r.run.seconds;
        complete += r.run.particles.empty() || r.run.stopped ? 0 : 1;
    }
    text += number(done.seconds, 3) + " s with files and figures; " + in_units(steps) + " particle-steps" +
            (seconds > 0 ? ", " + in_units(steps / seconds) + " a second in each thread" : "") + ", seed " +
            std::to_string(all.runs.front().options.seed) + "\n";
    if (complete < done.runs.size())
        text += "  stopped: " + grouped(complete) + " of " + counted(done.runs.size(), "run") + " are complete\n";
    return text + table_of_runs(all, done) + causes(all, done);
}

Json json_of(const Job& job, const TestFound& found) {
    Json json;
    json["label"] = without_mathematics(job.label);
    json["figure"] = found.figure;
    json["test"] = found.test;
    json["draws"] = static_cast<std::uint64_t>(found.draws);
    json["statistic"] = found.statistic;
    json["p_value"] = found.p_value;
    json["p_error"] = found.p_error;
    return json;
}

Json json_of_run(const Experiment& all, const Performance& done, std::size_t i) {
    const Job& job = all.runs[i];
    Json json = to_json(job, done.runs[i].run, done.runs[i].report);
    if (!all.sweep.swept) return json;
    Json run;
    run["label"] = without_mathematics(job.label);
    Json& variables = run["variables"] = Json::Object{};
    for (const auto& [name, value] : job.variables) variables[name] = value;
    for (auto& [key, value] : json.object()) run[key] = std::move(value);
    return run;
}

}  // namespace

std::string to_text(const Experiment& all, const Performance& done) {
    std::string text;
    if (!all.runs.front().moves()) {
        text = of_density(all, done);
    } else if (all.sweep.swept) {
        text = of_sweep(all, done);
    } else {
        text = to_text(all.runs.front(), done.runs.front().run, done.runs.front().report);
    }
    text += wrote(done.files);
    for (const std::string& note : done.notes) text += note + "\n";
    return text;
}

Json to_json(const Experiment& all, const Performance& done) {
    const bool moves = all.runs.front().moves();
    Json::Array files;
    for (const std::string& file : done.files) files.emplace_back(file);
    if (moves && !all.sweep.swept) {
        Json json = json_of_run(all, done, 0);
        json["files"] = std::move(files);
        return json;
    }
    Json json;
    json["title"] = all.title;
    json["fokker_version"] = version();
    json["seconds"] = done.seconds;
    json["stopped"] = done.stopped;
    Json::Array runs;
    for (std::size_t i = 0; i < all.runs.size() && moves; ++i) {
        if (!done.runs[i].run.particles.empty()) runs.push_back(json_of_run(all, done, i));
    }
    if (moves) json["runs"] = std::move(runs);
    Json::Array tests;
    for (std::size_t i = 0; i < done.runs.size(); ++i) {
        for (const TestFound& found : done.runs[i].tests) tests.push_back(json_of(all.runs[i], found));
    }
    if (!tests.empty()) json["tests"] = std::move(tests);
    json["files"] = std::move(files);
    json["spec"] = to_json(all.spec);
    return json;
}

std::vector<std::string> highlights(const Experiment& all, const Performance& done) {
    std::vector<std::string> lines;
    if (!all.runs.front().moves()) return tests_of(all, done);
    double steps = 0;
    std::size_t diverged = 0, particles = 0;
    for (const RunRecord& r : done.runs) {
        steps += static_cast<double>(r.run.particles.size()) * static_cast<double>(r.run.step_count);
        diverged += r.run.failures.size();
        particles += r.run.particles.size();
    }
    lines.push_back(counted(all.runs.size(), "run") + ", " + in_units(steps) + " particle-steps");
    if (diverged > 0) lines.push_back(grouped(diverged) + " of " + counted(particles, "particle") + " diverged");
    if (all.sweep.swept) return lines;
    const Report& report = done.runs.front().report;
    if (report.moments.count >= 2)
        lines.push_back("at t = " + number(report.time) + ": mean x1 " +
                        cell(report.moments.mean[0], report.moments.mean_error[0]) + ", variance x1 " +
                        cell(report.moments.covariance.values[0], report.moments.covariance_error.values[0]));
    if (!report.modes.empty())
        lines.push_back(number(100 * show::total_variation(report.modes), 3) + " % of the particles in a wrong mode");
    return lines;
}

}  // namespace fokker::cli
