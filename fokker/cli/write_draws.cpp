// The files of draws.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "fokker/assess/chain_findings.hpp"
#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/sample/sampled_law.hpp"
#include "fokker/show/draws.hpp"

namespace fokker::cli {
namespace {

// What is known of the law of the draws, and of that of the last ones.
DrawnLaws laws_of(const Sampling& sampling, const SampleRun& run) {
    const SampleOptions& o = sampling.options;
    DrawnLaws laws{.sampled = sampling.target, .last = {}};
    // Within bounds another temperature is that of the unbounded coordinates.
    if (auto law = o.bounds.empty() ? sampled_law(sampling.target, o.sampler) : std::nullopt)
        laws.sampled = std::move(law);
    const auto* ula = std::get_if<Ula>(&o.sampler);
    const bool one_start = std::ranges::adjacent_find(run.starts, std::ranges::not_equal_to()) == run.starts.end();
    if (ula != nullptr && one_start && o.bounds.empty() && run.trace.chains >= assess::kManyChains)
        laws.last = law_after(sampling.target, *ula, run.starts.front(),
                              static_cast<std::size_t>(o.warmup) + run.trace.draws * static_cast<std::size_t>(o.thin));
    return laws;
}

}  // namespace

void write_draws(const Sampling& sampling, SamplingResult& done, const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "draws.nc";
    write_draws_file(done.run.trace,
                     {{"title", sampling.title},
                      {"sampler", done.run.sampler},
                      {"law", done.run.law},
                      {"spec", to_toml(without_threads(sampling.spec, "sample"))},
                      {"sampling_time", done.run.seconds}},
                     file);
    done.files.push_back(file.lexically_normal().string());
    done.pictures = save_pictures(done.run.trace, &sampling.target, without_mathematics(sampling.title), folder,
                                  laws_of(sampling, done.run));
    for (const Picture& picture : done.pictures)
        done.files.push_back((folder / picture.file).lexically_normal().string());
}

std::vector<Picture> save_pictures(const assess::Trace& trace, const Density* target, const std::string& title,
                                   const std::filesystem::path& folder, const DrawnLaws& laws) {
    std::vector<std::pair<std::string, draw::Figure>> figures;
    if (laws.sampled && laws.sampled->dim == 2)
        figures.emplace_back("plane", show::over_target(trace, *laws.sampled, {.title = title}, laws.last));
    for (auto& figure : show::diagnostics(trace, {.title = title}, target)) figures.push_back(std::move(figure));
    // Drawn side by side: they take longer than the draws did.
    std::vector<Picture> pictures(figures.size());
    std::atomic<std::size_t> next{0};
    const auto threads = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), figures.size());
    run_workers(static_cast<int>(threads), [&](int) {
        for (std::size_t i = next.fetch_add(1); i < figures.size(); i = next.fetch_add(1)) {
            const auto& [name, figure] = figures[i];
            figure.save(folder / (name + ".png"));
            const draw::Layout layout = draw::layout_of(figure);
            pictures[i] = {name + ".png", static_cast<int>(layout.width), static_cast<int>(layout.height)};
        }
    });
    return pictures;
}

}  // namespace fokker::cli
