#include <algorithm>
#include <chrono>
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/folder.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/spec_section.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

// What the progress of all fits comes to: iterations, or starts of em and lbfgs.
struct Work {
    double total = 0;
    bool starts = true;  // and nothing else
};

Work work_of(const Fitting& fitting) {
    Work work;
    for (const FitJob& job : fitting.jobs) {
        if (job.given) continue;
        const Optimiser optimiser = job.options.optimiser.value_or(
            default_optimiser(job.target, job.family, job.objective, job.options.samples).optimiser);
        const bool starts = counts_restarts(optimiser);
        work.starts = work.starts && starts;
        FitOptions options = job.options;
        options.optimiser = optimiser;
        work.total += static_cast<double>(number_of_starts(job.target, job.family, options)) *
                      (starts ? 1.0 : static_cast<double>(options.iterations));
    }
    return work;
}

// What the density is worth.
void estimate(const FitJob& job, FitRecord& record) {
    const EstimateOptions options{.draws = static_cast<std::size_t>(job.options.evaluation_samples),
                                  .seed = job.options.seed,
                                  .stream = job.options.stream};
    record.estimates = job.density() != nullptr ? estimates(*job.density(), *record.density, options)
                                                : estimates(*job.draws(), *record.density);
}

FitRecord run(const FitJob& job, Progress& progress) {
    FitRecord record;
    if (job.given) {
        const auto before = std::chrono::steady_clock::now();
        record.density = job.given;
        estimate(job, record);
        record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
        return record;
    }
    try {
        FitOptions options = job.options;
        options.progress = &progress;
        record.fit = fit(job.target, job.family, job.objective, options);
    } catch (const Error& e) {
        fail_at_key(job, e.what());
    }
    record.seconds = record.fit.seconds;
    if (record.fit.restarts.empty()) {
        record.why_not = "the run was stopped before the first iteration";
        return record;
    }
    try {
        record.density = record.fit.density();
    } catch (const Error& e) {
        record.why_not = e.what();
        return record;
    }
    estimate(job, record);
    return record;
}

// Of several, one that is refused does not cost those that are not.
FitRecord attempt(const Fitting& fitting, const FitJob& job, Progress& progress) {
    if (fitting.jobs.size() == 1) return run(job, progress);
    try {
        return run(job, progress);
    } catch (const Error& e) {
        FitRecord record;
        record.why_not = e.what();
        return record;
    }
}

}  // namespace

void fail_at_key(const FitJob& job, std::string message) {
    if (const std::string why = default_optimiser(job.target, job.family, job.objective, job.options.samples).why;
        !why.empty() && message.find(why) != std::string::npos)
        message += kNameAdam;
    const Section spec(job.spec, "", {});
    const Section fit = spec.section("fit"), optimiser = fit.section("optimiser"), family = fit.section("family");
    const std::string word = message.substr(0, std::min(message.find_first_of(": "), message.size()));
    if (word == "data") spec.section("density").fail_as(job.draws() != nullptr ? "draws" : "", message);
    for (const Section& section : {optimiser, fit, family}) {
        if (section.has(word)) section.fail_as(word, message);
    }
    const bool objective = word == name(job.objective) && fit.has("objective");
    fit.fail_as(objective ? "objective" : "", message);
}

void add_trouble(FittingResult& done, const std::string& what, const std::string& why) {
    done.trouble += (done.trouble.empty() ? "" : "\n") + (what.empty() ? "" : without_mathematics(what) + ": ") + why;
}

FittingResult perform(const Fitting& fitting, const FitPerformOptions& options) {
    const auto before = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    };
    const Folder made(options.folder);
    FittingResult done;
    Progress progress;
    const StopOnInterrupt stop(progress);  // what is fitted is judged and written, whenever Ctrl-C comes
    {
        const Drawing nothing;
        std::optional<ProgressBar> shown;
        const Work work = work_of(fitting);
        if (options.bar) shown.emplace(progress, work.total, nothing, work.starts ? "starts" : "iterations");
        for (const FitJob& job : fitting.jobs) {
            done.runs.push_back(attempt(fitting, job, progress));
            done.stopped = done.runs.back().fit.stopped || progress.stop.load();
            if (done.stopped) break;
        }
    }
    const auto refused = [](const FitRecord& r) { return !r.density && r.fit.restarts.empty() && !r.why_not.empty(); };
    if (!done.stopped && std::ranges::all_of(done.runs, refused)) throw Error(done.runs.front().why_not);
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        const bool stopped = done.runs[r].fit.stopped || (done.stopped && done.runs[r].fit.restarts.empty());
        const bool none = !done.runs[r].density && !stopped;
        if (none) add_trouble(done, fitting.jobs[r].label, done.runs[r].why_not);
    }
    done.seconds = seconds();
    if (!options.folder.empty()) write_fits(fitting, done, options.folder);
    if (options.on_fitted) options.on_fitted(done);
    if (options.folder.empty()) return done;
    if (options.figures) draw_fits(fitting, done, options.folder, progress, options.bar);
    done.stopped = done.stopped || progress.stop.load();
    done.seconds = seconds();
    const bool kept = std::ranges::any_of(done.files, [](const auto& file) { return file.ends_with("fit.json"); });
    if (!kept) return done;
    try {
        write_fit_json(fitting, done, options.folder);  // again, with the names of all files
    } catch (const Error& e) {
        add_trouble(done, "fit.json was not written", e.what());
    }
    return done;
}

}  // namespace fokker::cli
