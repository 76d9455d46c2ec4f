// [[figure]] and [[film]] of a spec.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "fokker/cli/formula.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/film_pictures.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

std::string components_in_words(int dim) {
    return counted(static_cast<std::uint64_t>(dim), "component");
}

// ---- single keys ------------------------------------------------------------------------------------------------
std::optional<draw::Limits> limits_of(const Section& figure, std::size_t axis) {
    if (!figure.has("limits")) return std::nullopt;
    const auto limits = figure.vectors("limits");
    if (limits.empty() || limits.size() > 2)
        figure.fail("limits",
                    "expected [[x from, to]] or [[x from, to], [y from, to]], got " + quote(figure.value("limits")));
    if (axis >= limits.size()) return std::nullopt;
    const auto& ends = limits[axis];
    if (ends.size() != 2 || !(ends[0] < ends[1]) || !std::isfinite(ends[1] - ends[0]))
        figure.fail("limits", "expected from < to, got " + quote(figure.value("limits")));
    return draw::Limits{ends[0], ends[1]};
}

std::vector<int> components_of(const Section& figure, int dim) {
    const char* key = figure.has("component") ? "component" : "components";
    std::vector<int> components;
    if (!figure.has(key)) return components;
    for (const double c : figure.numbers(key)) {
        if (c < 1 || c > dim)
            figure.fail(
                key, "the state has " + components_in_words(dim) + ", counted from 1, got " + quote(figure.value(key)));
        components.push_back(static_cast<int>(c) - 1);
    }
    if (components.empty() || components.size() > 2)
        figure.fail(key, "one component against time or two in the plane, got " + quote(figure.value(key)));
    return components;
}

std::vector<double> times_of(const Section& figure, const Job& job) {
    if (!figure.has("times")) return {};
    if (!job.moves()) figure.fail("times", "a density that does not move has no times");
    const double from = job.options.times.front(), to = job.options.times.back();
    auto times = figure.numbers("times");
    for (const double t : times) {
        if (!(t >= from && t <= to))
            figure.fail("times", number(t) + " is outside the run, " + number(from) + " to " + number(to));
    }
    if (times.empty() || times.size() > 12) figure.fail("times", "1 to 12 times, got " + std::to_string(times.size()));
    return times;
}

std::vector<std::string> texts(const Section& section, std::string_view key) {
    std::vector<std::string> all;
    for (const Value& v : std::get<List>(section.value(key).data)) all.push_back(std::get<std::string>(v.data));
    return all;
}

std::vector<double> positive(const Section& figure, const char* key) {
    if (!figure.has(key)) return {};
    auto values = figure.numbers(key);
    for (const double v : values) {
        if (!(v > 0) || !std::isfinite(v)) figure.fail(key, "must be positive, got " + quote(figure.value(key)));
    }
    return values;
}

// A formula of t and the names of the sweep.
std::optional<Value> time_axis_of(const Section& figure, const Job& job) {
    if (!figure.has("time_axis")) return std::nullopt;
    Scope scope{.time = true};
    for (const auto& [name, value] : job.variables) scope.parameters[name] = 1;
    static_cast<void>(figure.formula("time_axis", scope));
    return figure.value("time_axis");
}

// ---- what a kind asks of a run ------------------------------------------------------------------------------------
bool is_field(const std::string& view) {
    return view == "energy" || view == "density" || view == "log-density" || view == "score";
}

// Does the picture need states of a run?
bool needs_run(const FigureRequest& request) {
    if (request.kind == "profile") return false;
    return request.kind != "plane" || !std::ranges::all_of(request.views, is_field);
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
    if (needs_run(request) && !job.options.save.states)
        figure.fail("kind", kind + " needs states; simulate.save = \"none\" keeps no states");
}

bool has_view(const FigureRequest& request, bool (*is)(const std::string&)) {
    return std::ranges::any_of(request.views, is);
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

// Time has no axis in the plane.
void check_trajectories_keys(const Section& figure, const FigureRequest& request, const Job& job) {
    const bool plane = request.components.size() == 2 || (request.components.empty() && job.dim() == 2);
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

void check_keys(const Section& figure, const FigureRequest& request, const Job& job) {
    if (request.kind == "plane") check_plane_keys(figure, request, job);
    if (request.kind == "trajectories") check_trajectories_keys(figure, request, job);
    if (request.kind == "profile") check_profile_keys(figure, request);
    if (request.y_limits && (request.kind == "profile" || request.kind == "histogram"))
        figure.fail("limits", "one pair: the height follows from the samples or the density");
}

// ---- files --------------------------------------------------------------------------------------------------------
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

Value title_of(const Section& section, const Experiment& all) {
    if (section.has("title")) return section.value("title");
    return {all.title, section.place(), false};
}

// ---- the tables ---------------------------------------------------------------------------------------------------
FigureRequest common_keys(const Section& section, const Experiment& all, const std::string& kind) {
    const Job& job = all.runs.front();
    FigureRequest request;
    request.kind = kind;
    request.file = section.value("file");
    request.title = title_of(section, all);
    request.path = section.path("");
    request.x_limits = limits_of(section, 0);
    request.y_limits = limits_of(section, 1);
    request.components = components_of(section, job.dim());
    request.sigmas = positive(section, "sigmas");
    if (section.has("views")) request.views = texts(section, "views");
    if (kind == "plane" && request.views.empty()) section.fail("views", "is empty: there is nothing to draw");
    if (section.has("floor")) request.floor = section.number("floor");
    if (section.has("ceiling")) request.ceiling = section.number("ceiling");
    if (request.floor && request.ceiling && !(*request.floor < *request.ceiling))
        section.fail("ceiling", "must be above floor, got " + quote(section.value("ceiling")));
    if (section.has("levels")) request.levels = static_cast<std::size_t>(section.whole("levels"));
    if (section.has("width")) request.width = section.number("width");
    if (section.has("height")) request.height = section.number("height");
    if (section.text("theme") == "dark") request.theme = draw::Theme::dark;
    return request;
}

FigureRequest figure_of(const Section& figure, const Experiment& all) {
    FigureRequest request = common_keys(figure, all, figure.text("kind"));
    for (const Job& job : all.runs) {
        check_sense(figure, request, all, job);
        check_keys(figure, request, job);
        request.times = times_of(figure, job);
        static_cast<void>(components_of(figure, job.dim()));
        request.time_formula = time_axis_of(figure, job);
    }
    if (figure.has("points")) request.points = figure.numbers("points");
    if (figure.has("bins")) request.bins = static_cast<std::size_t>(figure.whole("bins"));
    if (figure.has("paths")) request.paths = static_cast<std::size_t>(figure.whole("paths"));
    if (figure.has("arrows")) request.arrows = static_cast<std::size_t>(figure.whole("arrows"));
    request.time_label = figure.text("time_label");
    figure.located("time_label", [&] { return draw::read_math_text(request.time_label); });
    if (figure.text("time_scale") == "log") request.time_scale = draw::Scale::log10;
    if (figure.text("value_scale") == "symlog") request.value_scale = draw::Scale::symlog;
    const bool histogram = request.kind == "histogram";
    const std::string common = figure.text("common", all.sweep.grid ? "both" : histogram ? "none" : "x");
    request.common_x = common == "x" || common == "both";
    request.common_y = common == "y" || common == "both";
    return request;
}

void check_film_file(const Section& film, double rate) {
    const std::string extension = fs::path(film.text("file")).extension().string();
    constexpr double kSlowestGif = 1 / 655.0, kFastestGif = 50;  // its delays are 16 bits of hundredths of a second
    if (extension == ".gif" && (rate < kSlowestGif || rate > kFastestGif))
        film.fail("rate", "a GIF shows from 1/655 to 50 frames a second, got " + quote(film.value("rate")));
    if (extension == ".png") film.located("file", [&] { return draw::NumberedPath(film.text("file")); });
}

FilmRequest film_of(const Section& film, const Experiment& all) {
    FilmRequest request;
    request.frame = common_keys(film, all, "plane");
    for (const Job& job : all.runs) {
        if (!job.moves()) film.fail("", "a film shows a run; a density alone does not move");
        check_plane(film, request.frame, job);
        if (!job.options.save.states) film.fail("", "a film needs states; simulate.save = \"none\" keeps no states");
    }
    request.rate = film.number("rate");
    if (!(request.rate > 0) || request.rate > 240)
        film.fail("rate", "must be more than 0 and at most 240 frames a second, got " + quote(film.value("rate")));
    check_film_file(film, request.rate);
    for (const Job& job : all.runs) check_plane_keys(film, request.frame, job);
    request.trail = static_cast<std::size_t>(film.whole("trail"));
    if (film.has("every")) request.every = static_cast<std::size_t>(film.whole("every"));
    if (film.has("frames")) request.frames = static_cast<std::size_t>(film.whole("frames"));
    return request;
}

template <class Read>
void each_table(const Section& spec, const char* key, const Read& read) {
    if (!spec.has(key)) return;
    int index = 0;
    for (const Value& v : std::get<List>(spec.value(key).data))
        read(Section(std::get<Table>(v.data), key + std::string(".") + std::to_string(index++), v.place));
}

}  // namespace

bool FigureRequest::one_a_run() const {
    return kind == "dynamics" || kind == "profile" || std::get<std::string>(file.data).find('<') != std::string::npos;
}

std::vector<double> FigureRequest::times_in(const std::vector<double>& run) const {
    if (!times.empty()) return times;
    const double from = run.front(), to = run.back();
    if (kind != "dynamics") return {to};
    return {from, from + 0.001 * (to - from), from + 0.01 * (to - from), from + 0.1 * (to - from), to};
}

void build_figures(Experiment& all) {
    const Section spec(all.runs.front().spec, "", {});
    std::set<fs::path> taken;
    each_table(spec, "figure", [&](const Section& section) {
        FigureRequest request = figure_of(section, all);
        check_file(section, all, {".png", ".svg", ".pdf"}, request.one_a_run(), taken);
        check_title(section, request.title, all);
        all.figures.push_back(std::move(request));
    });
    each_table(spec, "film", [&](const Section& section) {
        FilmRequest request = film_of(section, all);
        check_file(section, all, {".mp4", ".gif", ".png"}, true, taken);
        check_title(section, request.frame.title, all);
        all.films.push_back(std::move(request));
    });
}

}  // namespace fokker::cli
