#include <chrono>
#include <filesystem>

#include "fokker/cli/folder.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/spec_section.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker::cli {
namespace {

// The Error of the library at the key that it is about: "friction: above 0" at sample.friction, "bounds: ..." at the
// first of the two keys that set them. What begins with no option is about the density.
[[noreturn]] void fail_at_key(const Sampling& sampling, const std::string& message) {
    const Section spec(sampling.spec, "", {});
    const Section sample = spec.section("sample");
    const std::size_t end = std::min(message.find_first_of(": "), message.size());
    const std::string word = message.substr(0, end);
    if (word == "bounds") {
        const std::string key = sample.has("lower") ? "lower" : "upper";
        sample.fail_as(key, key + message.substr(end));
    }
    if (word == "mass" && sample.has("mass_matrix")) sample.fail_as("mass_matrix", "mass_matrix" + message.substr(end));
    if (sample.has(word) || message.substr(end).starts_with(':')) sample.fail_as("", message);
    spec.fail("density", message);
}

SampleRun sample_located(const Sampling& sampling, const SampleOptions& options) {
    try {
        return sample(sampling.target, options);
    } catch (const Error& e) {
        fail_at_key(sampling, e.what());
    }
}

void summarise_quantities(const Sampling& sampling, SamplingResult& done) {
    const assess::Trace& trace = done.run.trace;
    done.quantities.names = sampling.quantity_names;
    done.quantities.chains = trace.chains;
    done.quantities.draws = trace.draws;
    const auto values = evaluate(*sampling.quantities, trace.values, trace.chains * trace.draws);
    done.quantities.values.assign(values.begin(), values.end());
    done.quantity_summary = assess::summarise(done.quantities);
}

}  // namespace

SamplingResult perform(const Sampling& sampling, const std::filesystem::path& folder, bool bar) {
    const auto before = std::chrono::steady_clock::now();
    const Folder made(folder);
    SamplingResult done;
    Progress progress;
    SampleOptions options = sampling.options;
    options.progress = &progress;
    const StopOnInterrupt stop(progress);  // what is drawn is judged and written, whenever Ctrl-C comes
    {
        const Drawing nothing;
        const double total =
            static_cast<double>(options.chains) * (options.warmup + static_cast<double>(options.draws) * options.thin);
        std::optional<ProgressBar> shown;
        if (bar) shown.emplace(progress, total, nothing);
        done.run = sample_located(sampling, options);
    }
    const assess::Trace& trace = done.run.trace;
    if (done.run.moments && done.run.moments->chains > 0) {
        done.summary = assess::summarise(*done.run.moments);
        done.verdict = assess::judge(*done.run.moments, done.summary);
        if (sampling.second_opinion) done.second.why_not = "only moments were kept";
    }
    if (trace.chains > 0 && trace.draws > 0) {
        done.summary = assess::summarise(trace);
        done.verdict = assess::judge(trace, done.summary);
        if (sampling.quantities) summarise_quantities(sampling, done);
        if (sampling.second_opinion && !done.run.stopped && !done.run.log_normaliser) {
            done.second = second_opinion(sampling.target, options, done.run, done.verdict.regions);
            done.verdict.add(done.second.findings);
        }
    }
    if (!folder.empty() && !done.summary.empty() && !done.run.moments) write_draws(sampling, done, folder);
    done.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return done;
}

}  // namespace fokker::cli
