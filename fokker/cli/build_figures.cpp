// [[figure]] of a spec, and what must be kept for it.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/options.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kPathPoints = 2000;  // of a path: more cannot be seen

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

std::string file_of(const Section& figure, const Job& job) {
    const std::string file = figure.text("file");
    const std::string extension = std::filesystem::path(file).extension().string();
    if (extension != ".png" && extension != ".svg" && extension != ".pdf")
        figure.fail("file", "the name must end in .png, .svg or .pdf, got " + quote(figure.value("file")));
    const std::filesystem::path path = std::filesystem::path(file).lexically_normal();
    if (path.is_absolute() || *path.begin() == "..")
        figure.fail("file", "the picture goes into the folder of the run (--out), got " + quote(figure.value("file")));
    for (const FigureRequest& other : job.figures) {
        if (std::filesystem::path(other.file).lexically_normal() == path)
            figure.fail("file", "another figure has the same file, " + quote(figure.value("file")));
    }
    return file;
}

std::vector<int> components_of(const Section& figure, const Job& job) {
    const bool histogram = figure.has("component");
    const char* key = histogram ? "component" : "components";
    std::vector<int> components;
    if (!figure.has(key)) return components;
    for (const double c : figure.numbers(key)) {
        if (c < 1 || c > job.dim())
            figure.fail(key, "the state has " + counted(static_cast<std::uint64_t>(job.dim()), "component") +
                                 ", counted from 1, got " + quote(figure.value(key)));
        components.push_back(static_cast<int>(c) - 1);
    }
    if (components.empty() || components.size() > 2)
        figure.fail(key, "one component against time or two in the plane, got " + quote(figure.value(key)));
    return components;
}

std::vector<double> shown_times(const Section& figure, const std::string& kind, const Job& job) {
    const double from = job.options.times.front(), to = job.options.times.back();
    std::vector<double> times;
    if (figure.has("times")) {
        times = figure.numbers("times");
        for (const double t : times) {
            if (!(t >= from && t <= to))
                figure.fail("times", number(t) + " is outside the run, " + number(from) + " to " + number(to));
        }
        if (times.empty() || times.size() > 12)
            figure.fail("times", "1 to 12 times, got " + std::to_string(times.size()));
    } else if (kind == "dynamics") {
        for (const double share : {0.0, 0.001, 0.01, 0.1, 1.0})
            times.push_back(share == 1 ? to : from + (to - from) * share);
    } else if (kind == "histogram") {
        times = {to};
    }
    return times;
}

void check_sense(const Section& figure, const std::string& kind, const Job& job) {
    if (kind == "dynamics" && !job.target)
        figure.fail("kind", "dynamics shows samples over a target density, which only [sde] of kind \"langevin\" has");
    if (kind == "dynamics" && job.dim() != 2)
        figure.fail("kind", "dynamics shows the plane; the state has " +
                                counted(static_cast<std::uint64_t>(job.dim()), "component"));
    if (!job.options.save.states) figure.fail("kind", kind + " needs states; simulate.save = \"none\" keeps no states");
}

FigureRequest figure_of(const Section& figure, const Job& job) {
    const std::string kind = figure.text("kind");
    check_sense(figure, kind, job);
    FigureRequest request{.kind = kind,
                          .file = file_of(figure, job),
                          .title = figure.text("title", job.title),
                          .times = shown_times(figure, kind, job),
                          .x_limits = limits_of(figure, 0),
                          .y_limits = limits_of(figure, 1),
                          .floor = std::nullopt,
                          .components = components_of(figure, job)};
    figure.located("title", [&] { return draw::read_math_text(request.title); });
    if (figure.has("floor")) request.floor = figure.number("floor");
    if (figure.has("bins")) request.bins = static_cast<std::size_t>(figure.whole("bins"));
    if (figure.has("paths")) request.paths = static_cast<std::size_t>(figure.whole("paths"));
    if (figure.has("width")) request.width = figure.number("width");
    if (figure.has("height")) request.height = figure.number("height");
    if (figure.text("theme") == "dark") request.theme = draw::Theme::dark;
    return request;
}

// Without `save`: the times that the figures show and the last one.
void choose_save(Job& job) {
    const auto& times = job.options.times;
    std::vector<double> wanted{times.back()};
    for (const FigureRequest& figure : job.figures) {
        wanted.insert(wanted.end(), figure.times.begin(), figure.times.end());
        if (figure.kind != "trajectories") continue;
        const std::size_t stride = 1 + (times.size() - 1) / kPathPoints;
        for (std::size_t k = 0; k < times.size(); k += stride) wanted.push_back(times[k]);
    }
    job.options.save = at(std::move(wanted));
}

void check_memory_of_states(const Section& spec, const Job& job) {
    const auto& o = job.options;
    if (!o.save.states) return;
    const auto kept = static_cast<double>(kept_times(o.save, o.times).size());
    const double bytes = 8.0 * kept * static_cast<double>(o.particles) * job.dim();
    check_memory(
        spec.section("simulate"), "save", bytes,
        "keeping " + grouped(static_cast<std::uint64_t>(kept)) + " times of " + counted(o.particles, "particle"));
}

}  // namespace

void build_figures(const Section& spec, Job& job) {
    if (spec.has("figure")) {
        int index = 0;
        for (const Value& v : std::get<List>(spec.value("figure").data))
            job.figures.push_back(
                figure_of({std::get<Table>(v.data), "figure." + std::to_string(index++), v.place}, job));
    }
    const Section simulate = spec.section("simulate");
    if (!simulate.has("save") && !job.figures.empty()) choose_save(job);
    simulate.located("save", [&] { return kept_times(job.options.save, job.options.times); });
    check_memory_of_states(spec, job);
}

}  // namespace fokker::cli
