// [[figure]] and [[film]] of a spec.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "fokker/cli/check_figures.hpp"
#include "fokker/cli/formula.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// ---- single keys ------------------------------------------------------------------------------------------------
std::optional<draw::Limits> limits_of(const Section& figure, std::size_t axis) {
    if (!figure.has("limits")) return std::nullopt;
    const auto limits = figure.vectors("limits");
    if (limits.empty() || limits.size() > 2)
        figure.fail("limits",
                    "expected [[x from, to]] or [[x from, to], [y from, to]], got " + quote(figure.value("limits")));
    if (axis >= limits.size()) return std::nullopt;
    const auto& ends = limits[axis];
    if (ends.size() != 2 || !(ends[0] < ends[1]))
        figure.fail("limits", "expected from < to, got " + quote(figure.value("limits")));
    constexpr double kFar = 1e100, kFine = 1e-9;  // of what can be drawn, and told apart
    const double far = std::max(std::abs(ends[0]), std::abs(ends[1]));
    if (!(far <= kFar) || ends[1] - ends[0] < std::max(kFine * far, 1 / kFar))
        figure.fail("limits", "expected limits up to 1e100 that differ by a billionth of themselves or more, got " +
                                  quote(figure.value("limits")));
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
    if (components.size() == 2 && components[0] == components[1])
        figure.fail(key, "two different components, got " + quote(figure.value(key)));
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

std::vector<std::size_t> draws_of(const Section& figure) {
    constexpr double kMostDraws = 1e6;
    constexpr std::size_t kMostColumns = 6;
    std::vector<std::size_t> draws;
    if (!figure.has("draws")) return draws;
    for (const double n : figure.numbers("draws")) {
        if (!(n >= 2 && n <= kMostDraws))
            figure.fail("draws", "expected numbers from 2 to a million, got " + quote(figure.value("draws")));
        draws.push_back(static_cast<std::size_t>(n));
    }
    const std::size_t most = figure.text("kind") == "characteristic-function" ? kMostColumns : 1;
    if (draws.empty() || draws.size() > most)
        figure.fail("draws", most == 1 ? "expected one number, got " + quote(figure.value("draws"))
                                       : "1 to 6 numbers, got " + std::to_string(draws.size()));
    return draws;
}

// A formula of t and the names of the sweep.
std::optional<Value> time_axis_of(const Section& figure, const Job& job) {
    if (!figure.has("time_axis")) return std::nullopt;
    Scope scope{.time = true};
    for (const auto& [name, value] : job.variables) scope.parameters[name] = 1;
    static_cast<void>(figure.formula("time_axis", scope));
    return figure.value("time_axis");
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
    request.draws = draws_of(figure);
    if (figure.has("seed")) request.seed = static_cast<std::uint64_t>(figure.whole("seed"));
    if (figure.has("slices")) request.slices = static_cast<std::size_t>(figure.whole("slices"));
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
    return kind == "dynamics" || kind == "profile" || kind == "characteristic-function" ||
           std::get<std::string>(file.data).find('<') != std::string::npos;
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
        check_size(section, request, all);
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
