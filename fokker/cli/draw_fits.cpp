// The pictures of fits and their film.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>

#include "fokker/cli/fitting.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/report_fitting.hpp"
#include "fokker/draw/film.hpp"
#include "fokker/error.hpp"
#include "fokker/show/fits.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// Runs with one target, which share a picture.
struct Company {
    std::size_t first = 0;  // of the jobs
    std::vector<show::FittedRun> runs;
};

struct NamedFigure {
    std::string file, shows;
    std::function<draw::Figure()> make;
};

template <class Draw>
void attempt(FittingResult& done, const std::string& file, Draw draw) {
    try {
        draw();
    } catch (const Error& e) {
        add_trouble(done, file + " was not written", e.what());
    }
}

bool is_shown(const FitRecord& record) {
    return record.density || !record.fit.restarts.empty();
}

std::vector<show::FittedRun> runs_of(const Fitting& fitting, const FittingResult& done) {
    std::vector<show::FittedRun> runs;
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        const FitRecord& record = done.runs[r];
        if (!is_shown(record)) continue;
        runs.push_back({.label = fitting.jobs[r].label,
                        .fit = record.fit.restarts.empty() ? nullptr : &record.fit,
                        .density = record.density ? &*record.density : nullptr,
                        .forward = forward_words(record),
                        .reverse = reverse_words(record),
                        .loss = loss_words(fitting.jobs[r]),
                        .loss_at_end = loss_at_end(record),
                        .loss_from_zero = loss_from_zero(fitting.jobs[r])});
    }
    return runs;
}

std::vector<Company> by_target(const Fitting& fitting, const FittingResult& done,
                               const std::vector<show::FittedRun>& runs) {
    std::vector<Company> all;
    std::size_t next = 0;
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        if (!is_shown(done.runs[r])) continue;
        const auto same = [&](const Company& c) {
            return fitting.jobs[c.first].target_spec == fitting.jobs[r].target_spec;
        };
        auto company = std::ranges::find_if(all, same);
        if (company == all.end()) company = all.insert(all.end(), Company{.first = r, .runs = {}});
        company->runs.push_back(runs[next++]);
    }
    return all;
}

// fits.png; where runs have several targets one picture for each, fits-1.png with the number of its first run.
void add_fits(std::vector<NamedFigure>& figures, const Fitting& fitting, const std::vector<Company>& companies,
              const show::FitsOptions& options) {
    for (const Company& company : companies) {
        const FitJob& job = fitting.jobs[company.first];
        if (job.dim() > 2) continue;
        show::FitsOptions own = options;
        own.names = job.columns;
        if (companies.size() > 1) own.title += ": " + job.target_name;
        figures.push_back({companies.size() == 1 ? "fits.png" : "fits-" + std::to_string(company.first + 1) + ".png",
                           job.dim() == 1 ? "the densities as curves"
                                          : "the target and each fit as images, below them the components as ellipses",
                           [&company, &job, own] { return show::fits(job.target, company.runs, own); }});
    }
}

std::vector<NamedFigure> figures_of(const Fitting& fitting, const std::vector<Company>& companies,
                                    const std::vector<show::FittedRun>& fitted, const show::FitsOptions& options) {
    const auto titled = [&options](const char* what) {
        show::FitsOptions with = options;
        with.title += what;
        return with;
    };
    std::vector<NamedFigure> figures;
    add_fits(figures, fitting, companies, options);
    if (fitted.empty()) return figures;
    figures.push_back({"loss.png", "the loss of every start against the iteration", [&, with = titled(": losses")] {
                           return show::losses(fitted, std::min(fitting.columns, fitted.size()), with);
                       }});
    const bool measured =
        std::ranges::any_of(fitted, [](const auto& r) { return !r.fit->best_restart().gradient_noise.empty(); });
    if (measured)
        figures.push_back(
            {"gradient-noise.png", "the variance of the gradient against the iteration",
             [&, with = titled(": noise of the gradient")] { return show::gradient_noise(fitted, with); }});
    return figures;
}

void save_film(const Fitting& fitting, const show::FitFilm& film, FittingResult& done, const fs::path& folder,
               Progress& progress, Drawing& drawing) {
    draw::FilmOptions options{.path = folder / fitting.film, .threads = fitting.threads};
    options.on_frame = [&](std::size_t) {
        ++drawing.done;
        return !progress.stop.load();
    };
    const draw::Film made = draw::save_film(film.frames(), [&](std::size_t i) { return film.frame(i); }, options);
    if (made.stopped) {
        done.notes.push_back(fitting.film + ": stopped on the way, so nothing of it is left");
        return;
    }
    if (!made.note.empty()) done.notes.push_back(made.note);
    const draw::Layout layout = draw::layout_of(film.frame(0));
    const bool whole = made.note.empty();
    done.pictures.push_back({fitting.film, whole ? static_cast<int>(std::lround(layout.width)) : 0,
                             whole ? static_cast<int>(std::lround(layout.height)) : 0,
                             "film of the fits on their way to the target"});
    done.files.push_back(made.path.lexically_normal().string());
}

}  // namespace

void draw_fits(const Fitting& fitting, FittingResult& done, const fs::path& folder, Progress& progress, bool bar) {
    const std::vector<show::FittedRun> runs = runs_of(fitting, done);
    std::vector<show::FittedRun> fitted = runs;
    std::erase_if(fitted, [](const show::FittedRun& run) { return run.fit == nullptr; });
    const show::FitsOptions options{.title = fitting.title,
                                    .names = fitting.jobs.front().columns,
                                    .x_limits = fitting.x_limits,
                                    .y_limits = fitting.y_limits};
    const std::vector<Company> companies = by_target(fitting, done, runs);
    const std::vector<NamedFigure> figures = figures_of(fitting, companies, fitted, options);
    std::optional<show::FitFilm> film;
    if (!fitting.film.empty() && !fitted.empty() && !done.stopped)
        attempt(done, fitting.film, [&] { film.emplace(fitting.jobs.front().target, fitted, options); });

    Drawing drawing;
    drawing.total = figures.size() + (film ? film->frames() : 0);
    std::optional<ProgressBar> shown;
    if (bar) shown.emplace(progress, 0, drawing);
    for (const NamedFigure& named : figures) {
        attempt(done, named.file, [&] {
            const draw::Figure figure = named.make();
            figure.save(folder / named.file);
            const draw::Layout layout = draw::layout_of(figure);
            done.pictures.push_back({named.file, static_cast<int>(std::lround(layout.width)),
                                     static_cast<int>(std::lround(layout.height)), named.shows});
            done.files.push_back((folder / named.file).lexically_normal().string());
        });
        ++drawing.done;
    }
    if (film) attempt(done, fitting.film, [&] { save_film(fitting, *film, done, folder, progress, drawing); });
}

}  // namespace fokker::cli
