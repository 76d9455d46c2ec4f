#include <chrono>

#include "fokker/cli/progress.hpp"
#include "fokker/cli/sampling.hpp"

namespace fokker::cli {

SamplingResult perform(const Sampling& sampling, const std::filesystem::path& folder, bool bar) {
    const auto before = std::chrono::steady_clock::now();
    SamplingResult done;
    Progress progress;
    SampleOptions options = sampling.options;
    options.progress = &progress;
    {
        const StopOnInterrupt stop(progress);
        const Drawing nothing;
        const double total =
            static_cast<double>(options.chains) * (options.warmup + static_cast<double>(options.draws) * options.thin);
        std::optional<ProgressBar> shown;
        if (bar) shown.emplace(progress, total, nothing);
        done.run = sample(sampling.target, options);
    }
    const assess::Trace& trace = done.run.trace;
    if (trace.chains > 0 && trace.draws > 0) {
        done.summary = assess::summarise(trace);
        done.verdict = assess::judge(trace, done.summary);
        if (sampling.second_opinion && !done.run.stopped && !done.run.log_normaliser) {
            done.second = second_opinion(sampling.target, sampling.options, done.run);
            done.verdict.add(done.second.findings);
        }
    }
    if (!folder.empty() && !done.summary.empty()) write_draws(sampling, done, folder);
    done.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return done;
}

}  // namespace fokker::cli
