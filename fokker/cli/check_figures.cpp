#include "fokker/cli/check_figures.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/cli/draw_figures.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/density/characteristic_function.hpp"
#include "fokker/draw/film_pictures.hpp"
#include "fokker/draw/math_text.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

bool is_field(const std::string& view) {
    return view == "energy" || view == "density" || view == "log-density" || view == "score";
}

// Is it a picture of the density itself?
bool of_density(const FigureRequest& request) {
    const std::string& kind = request.kind;
    return kind == "curves" || kind == "draws" || kind == "characteristic-function" || kind == "sigreg";
}

// Does the picture need states of a run?
bool needs_run(const FigureRequest& request) {
    if (request.kind == "profile" || of_density(request)) return false;
    return request.kind != "plane" || !std::ranges::all_of(request.views, is_field);
}

bool has_view(const FigureRequest& request, bool (*is)(const std::string&)) {
    return std::ranges::any_of(request.views, is);
}

// Time has no axis in the plane.
void check_trajectories_keys(const Section& figure, const FigureRequest& request, const Job& job) {
    const bool plane = request.components.size() == 2 || (request.components.empty() && job.dim() == 2);
    if (!plane && figure.text("time_scale") == "log" && request.x_limits && !(request.x_limits->low > 0))
        figure.fail("limits", "time is on a logarithmic axis, which has no place for 0 and less, got " +
                                  quote(figure.value("limits")));
    if (!plane) return;
    for (const char* key : {"time_axis", "time_label"}) {
        if (figure.has(key))
            figure.fail(key, "two components are drawn in the plane, where time has no axis; components = [1]");
    }
    for (const char* key : {"time_scale", "value_scale"}) {
        if (figure.text(key) != "linear")
            figure.fail(key,
                        "two components are drawn in the plane, on linear axes; components = [1] for one against time");
    }
}

void check_profile_keys(const Section& figure, const FigureRequest& request) {
    if (!request.x_limits || !figure.has("points")) return;
    for (const double x : figure.numbers("points")) {
        if (!(x >= request.x_limits->low && x <= request.x_limits->high))
            figure.fail("points", number(x) + " is outside the limits");
    }
}

// Is the picture one of the numbered ones of a film?
bool is_frame(const fs::path& picture, const fs::path& film) {
    const std::string pattern = film.filename().string(), name = picture.filename().string();
    const std::size_t percent = pattern.find('%'), d = pattern.find('d', percent);
    if (percent == std::string::npos || d == std::string::npos || picture.parent_path() != film.parent_path())
        return false;
    const std::string before = pattern.substr(0, percent), after = pattern.substr(d + 1);
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after))
        return false;
    const std::string digits = name.substr(before.size(), name.size() - before.size() - after.size());
    return digits.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::string components_in_words(int dim) {
    return counted(static_cast<std::uint64_t>(dim), "component");
}

void check_plane(const Section& figure, const FigureRequest& request, const Job& job) {
    const bool field = std::ranges::any_of(request.views, is_field);
    if (field && !job.target)
        figure.fail("views",
                    "densities and scores are those of a target, which only [density] and [sde] of kind "
                    "\"langevin\" or \"unadjusted-langevin\" have");
    if (field && job.dim() != 2)
        figure.fail("views", "a density is drawn in the plane; this one has " + components_in_words(job.dim()));
    const char* key = figure.has("kind") ? "kind" : "";  // a film has no kind
    if (job.dim() == 1)
        figure.fail(key, "a plane shows two components; the state has 1. Use \"trajectories\" or \"histogram\"" +
                             std::string(job.target ? " or \"profile\"" : ""));
    if (job.dim() > 2 && request.components.size() != 2)
        figure.fail(key, "a plane shows two components; the state has " + std::to_string(job.dim()) +
                             ". Say which: components = [1, 2]");
}

// How many components the density must have, and what must be known of it.
void check_density(const Section& figure, const FigureRequest& request, const Job& job) {
    const std::string& kind = request.kind;
    const int dim = kind == "draws" || kind == "sigreg" ? 2 : 1;
    if (!job.target) figure.fail("kind", kind + " is of a density, and there is none");
    if (job.target->dim != dim)
        figure.fail("kind", kind + " is of a density of " + components_in_words(dim) + "; this one has " +
                                std::to_string(job.target->dim));
    if (kind != "curves" && !job.target->can_sample())
        figure.fail("kind", kind +
                                " shows exact draws, which this density has not; those of kind \"gaussian\" and of "
                                "mixtures have");
    if (kind == "curves" && !job.target->log_normaliser)
        figure.fail("kind", "curves are of normalised densities; the normaliser of this one is not known");
    if (kind == "curves" && !request.x_limits && !(job.target->mean && job.target->covariance))
        figure.fail("kind", "where the density is large is not known; give limits");
    if (kind == "draws" && !(job.target->mean && job.target->covariance))
        figure.fail("kind", "ellipses are around the mean by the covariance, which are not known here");
    if (kind == "characteristic-function")
        figure.located("kind", [&] { return characteristic_function(*job.target, std::vector<double>{0, 1}); });
}

void check_sense(const Section& figure, const FigureRequest& request, const Experiment& all, const Job& job) {
    const std::string& kind = request.kind;
    if (needs_run(request) && !job.moves())
        figure.fail("kind",
                    "there is no run to show: a density alone has the kind \"plane\" with the views energy, density, "
                    "log-density and score, and the kind \"profile\"");
    if (kind == "dynamics" && !job.target)
        figure.fail("kind", "dynamics shows samples over a target density, which only [sde] of kind \"langevin\" has");
    if (kind == "dynamics" && job.dim() != 2)
        figure.fail("kind", "dynamics shows the plane; the state has " + components_in_words(job.dim()));
    if (kind == "plane") check_plane(figure, request, job);
    if (of_density(request)) check_density(figure, request, job);
    if (kind == "profile" && (!job.target || job.target->dim != 1))
        figure.fail("kind", "a profile is of a density of one component" +
                                (job.target ? "; this one has " + std::to_string(job.target->dim)
                                            : std::string(", and there is none")));
    if (kind == "mixing" && (!job.target || !job.target->modes))
        figure.fail(
            "kind",
            "mixing compares the fractions in the modes of a mixture with their weights; the target is no mixture");
    if (kind == "agreement" && all.runs.size() != 2)
        figure.fail("kind",
                    "agreement compares two runs; there " +
                        (all.runs.size() == 1 ? std::string("is 1") : "are " + std::to_string(all.runs.size())));
    if (kind == "spread" && job.options.particles == 1)
        figure.fail("kind", "the spread over particles needs two or more; there is 1");
    if (kind == "agreement" && all.runs[0].dim() != all.runs[1].dim())
        figure.fail("kind", "agreement compares runs with as many components; these have " +
                                std::to_string(all.runs[0].dim()) + " and " + std::to_string(all.runs[1].dim()));
    if (needs_run(request) && !job.options.save.states)
        figure.fail("kind", kind + " needs states; simulate.save = \"none\" keeps no states");
}

// Keys that the views of a plane have no use for.
void check_plane_keys(const Section& figure, const FigureRequest& request, const Job& job) {
    const auto over_log_density = [](const std::string& view) { return !is_field(view) || view == "log-density"; };
    for (const char* key : {"floor", "ceiling"}) {
        if (figure.has(key) && !has_view(request, over_log_density))
            figure.fail(key, "is of a log density, which none of the views shows");
    }
    if (figure.has("arrows") && std::ranges::find(request.views, "score") == request.views.end())
        figure.fail("arrows", "are of the score; \"score\" is not among the views");
    if (figure.has("paths") && std::ranges::find(request.views, "paths") == request.views.end())
        figure.fail("paths", "\"paths\" is not among the views");
    if (!request.sigmas.empty() && !(job.target && job.target->mean && job.target->covariance))
        figure.fail("sigmas", "are around the mean of the target by its covariance, which are not known here");
}

void check_keys(const Section& figure, const FigureRequest& request, const Job& job) {
    if (request.kind == "plane") check_plane_keys(figure, request, job);
    if (request.kind == "trajectories") check_trajectories_keys(figure, request, job);
    if (request.kind == "profile") check_profile_keys(figure, request);
    if (request.y_limits && (request.kind == "profile" || request.kind == "histogram" || request.kind == "curves" ||
                             request.kind == "characteristic-function"))
        figure.fail("limits", "one pair: the height follows from the samples or the density");
}

void check_file(const Section& figure, const Experiment& all, const std::vector<std::string>& endings, bool one_a_run,
                std::set<fs::path>& taken) {
    const Value& file = figure.value("file");
    const std::string& text = *file.as<std::string>();
    const bool many = text.find('<') != std::string::npos;
    if (many && !all.sweep.swept) figure.fail("file", "<name> is for the runs of a [sweep], got " + quote(file));
    if (one_a_run && all.sweep.swept && !many)
        figure.fail("file",
                    "there is one for each run: put the number of the run into the name, <run>, or what sets it apart");
    const std::size_t files = one_a_run ? all.runs.size() : 1;
    for (std::size_t i = 0; i < files; ++i) {
        const fs::path path = fs::path(fill_in(file, all.runs[i].variables, true)).lexically_normal();
        if (std::ranges::find(endings, path.extension().string()) == endings.end()) {
            std::string known;
            for (std::size_t k = 0; k < endings.size(); ++k)
                known += (k == 0 ? "" : k + 1 == endings.size() ? " or " : ", ") + endings[k];
            figure.fail("file", "the name must end in " + known + ", got " + quote(file));
        }
        if (path.is_absolute() || *path.begin() == "..")
            figure.fail("file", "it goes into the folder of the run (--out), got " + quote(file));
        for (const fs::path& other : taken) {
            if (is_frame(path, other) || is_frame(other, path))
                figure.fail("file", quote({path.string(), {}, false}) + " and " + quote({other.string(), {}, false}) +
                                        " would write the same file");
        }
        if (!taken.insert(path).second)
            figure.fail("file", "another figure has the same file, " + quote({path.string(), {}, false}));
    }
}

void check_title(const Section& figure, const Value& title, const Experiment& all) {
    for (const Job& job : all.runs) {
        const std::string text = job.swept ? fill_in(title, job.variables) : *title.as<std::string>();
        figure.located("title", [&] { return draw::read_math_text(text); });
    }
}

void check_size(const Section& figure, const FigureRequest& request, const Experiment& all) {
    constexpr std::size_t kMostPanels = 200;
    if (!shows_panels(request) || request.one_a_run()) return;
    std::size_t panels = 1;
    if (request.kind == "plane") {
        panels = 0;
        const std::size_t times = std::max<std::size_t>(request.times.size(), 1);
        for (const std::string& view : request.views)
            panels += view == "samples" || view == "kernel-density" ? times : 1;
    }
    if (panels * all.runs.size() > kMostPanels)
        figure.fail("file", grouped(panels * all.runs.size()) + " panels on one page; at most " + grouped(kMostPanels) +
                                ". With <run> in the name there is one picture a run");
}

void check_film_file(const Section& film, double rate) {
    const std::string extension = fs::path(film.text("file")).extension().string();
    constexpr double kSlowestGif = 1 / 655.0, kFastestGif = 50;  // its delays are 16 bits of hundredths of a second
    if (extension == ".gif" && (rate < kSlowestGif || rate > kFastestGif))
        film.fail("rate", "a GIF shows from 1/655 to 50 frames a second, got " + quote(film.value("rate")));
    if (extension == ".png") film.located("file", [&] { return draw::NumberedPath(film.text("file")); });
}

}  // namespace fokker::cli
