// What a run keeps: what the spec wants in the file, and what its figures and films show.
#include <algorithm>
#include <cmath>

#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/show/log_times.hpp"

namespace fokker::cli {
namespace {

constexpr double kDense = 1e9;              // bytes of a run up to which paths are kept at all times,
constexpr std::size_t kSparseTimes = 2000;  // and beyond which at so many

bool shows_paths(const FigureRequest& figure) {
    return figure.kind == "trajectories" || figure.kind == "agreement" ||
           (figure.kind == "plane" && std::ranges::find(figure.views, "paths") != figure.views.end());
}

void add(std::vector<std::size_t>& to, const std::vector<std::size_t>& more) {
    std::vector<std::size_t> both;
    std::ranges::set_union(to, more, std::back_inserter(both));
    to = std::move(both);
}

std::vector<std::size_t> shown(const Experiment& all, const Job& job) {
    const auto& times = job.options.times;
    std::vector<std::size_t> kept{times.size() - 1};
    const auto want = [&](const Save& save) { add(kept, kept_times(save, times)); };
    const double bytes =
        8.0 * static_cast<double>(times.size()) * static_cast<double>(job.options.particles) * job.dim();
    for (const FigureRequest& figure : all.figures) {
        want(at(figure.times_in(times)));
        if (figure.kind == "plane") want(at({times.front()}));
        if (figure.kind == "spread" || figure.kind == "mixing") want(at(show::log_times(times, show::kLogTimes)));
        if (shows_paths(figure)) want(bytes <= kDense ? everything() : evenly(kSparseTimes));
        if (figure.time_scale == draw::Scale::log10) want(at(show::log_times(times, show::kLogTimes)));
    }
    for (const FilmRequest& film : all.films) want(frames_wanted(film));
    return kept;
}

void choose(const Experiment& all, Job& job) {
    const Section spec(job.spec, "", {});
    const Section simulate = spec.section("simulate");
    const auto& times = job.options.times;
    SimulateOptions& o = job.options;
    if (!simulate.has("save")) {
        std::vector<double> filed{times.back()};
        for (const FigureRequest& figure : all.figures) {
            const auto more = figure.times_in(times);
            filed.insert(filed.end(), more.begin(), more.end());
        }
        o.save = at(std::move(filed));
    }
    job.filed = o.save;
    auto kept = simulate.located("save", [&] { return kept_times(job.filed, times); });
    if (!o.save.states) return;
    if (!all.figures.empty() || !all.films.empty()) add(kept, shown(all, job));
    if (kept.size() == times.size()) {
        o.save = everything();
    } else {
        std::vector<double> values;
        for (const std::size_t k : kept) values.push_back(times[k]);
        o.save = at(std::move(values));
    }
    check_memory(simulate, "save",
                 8.0 * static_cast<double>(kept.size()) * static_cast<double>(o.particles) * job.dim(),
                 "keeping " + grouped(kept.size()) + " times of " + counted(o.particles, "particle"));
}

}  // namespace

Save frames_wanted(const FilmRequest& film) {
    return film.every > 0 ? every(film.every) : evenly(film.frames);
}

void choose_save(Experiment& all) {
    for (Job& job : all.runs) {
        if (job.moves()) choose(all, job);
    }
}

}  // namespace fokker::cli
