#include "fokker/draw/axes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "fokker/draw/arrow_scale.hpp"
#include "fokker/draw/bins.hpp"
#include "fokker/draw/contour.hpp"
#include "fokker/draw/path_sum.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

using Values = std::vector<double>;

void check_lengths(const char* mark, const char* name, std::size_t got, const char* as, std::size_t wanted) {
    if (got == wanted) return;
    throw Error(std::string(mark) + ": " + name + " holds " + std::to_string(got) + " numbers, but " + as +
                " asks for " + std::to_string(wanted));
}

void check_grid(const char* mark, const Grid& grid) {
    if (grid.columns < 2 || grid.rows < 2) {
        throw Error(std::string(mark) + ": a grid of " + std::to_string(grid.columns) + " x " +
                    std::to_string(grid.rows) + " nodes; at least 2 x 2 are needed");
    }
    check_lengths(mark, "the grid", grid.values.size(), "columns x rows", grid.columns * grid.rows);
    if (!(grid.x.low < grid.x.high) || !(grid.y.low < grid.y.high)) {
        throw Error(std::string(mark) + ": the grid's extent is empty; x and y need low < high");
    }
}

void check_scale(const Axis& axis, const char* name) {
    if (axis.scale == Scale::symlog && !(axis.linear_within > 0 && std::isfinite(axis.linear_within))) {
        throw Error(std::string("panel: linear_within of ") + name + " must be above 0 and finite; got " +
                    ascii_number(axis.linear_within));
    }
}

// Grows to hold what it is shown; what cannot stand on the axis (not finite, or not positive on a log axis) is skipped.
class Range {
public:
    explicit Range(const AxisScale& scale) : scale_(scale) {}

    void add(double value, bool with_margin = true) {
        if (!scale_.holds(value)) return;
        auto& range = with_margin ? loose_ : tight_;
        if (!range) range = Limits{value, value};
        range->low = std::min(range->low, value);
        range->high = std::max(range->high, value);
    }
    void add(const Limits& limits, bool with_margin = true) {
        add(limits.low, with_margin);
        add(limits.high, with_margin);
    }
    void add(std::span<const double> values) {
        for (const double value : values) add(value);
    }

    // The middle 99.8 % of many values and a sixth of that on either side: strays do not set the scale.
    void add_without_strays(std::span<const double> values) {
        Values finite;
        for (const double value : values) {
            if (scale_.holds(value)) finite.push_back(value);
        }
        if (scale_.kind != Scale::linear || finite.size() < 500) {
            add(finite);
            return;
        }
        const auto rank = [&](double share) {
            const auto at =
                finite.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(finite.size() - 1));
            std::nth_element(finite.begin(), at, finite.end());
            return *at;
        };
        const double low = rank(0.001), high = rank(0.999), room = (high - low) / 6;
        const auto [smallest, largest] = std::minmax_element(finite.begin(), finite.end());
        add(std::max(*smallest, low - room));
        add(std::min(*largest, high + room));
    }

    std::optional<Limits> result() const {
        if (!loose_ && !tight_) return std::nullopt;
        Limits limits = loose_ ? *loose_ : *tight_;
        if (loose_ && tight_) limits = {std::min(loose_->low, tight_->low), std::max(loose_->high, tight_->high)};
        if (loose_) limits = with_margin(limits);
        // What fills its extent, an image or bars that stand on zero, ends at the frame; other marks have room.
        if (tight_) {
            limits.low = loose_ && loose_->low < tight_->low ? limits.low : tight_->low;
            limits.high = loose_ && loose_->high > tight_->high ? limits.high : tight_->high;
        }
        if (!(limits.high > limits.low)) limits = {limits.low - 0.5, limits.high + 0.5};
        return limits;
    }

private:
    Limits with_margin(const Limits& limits) const {
        if (!(limits.high > limits.low)) {
            if (scale_.kind == Scale::log10) return {limits.low / 2, limits.high * 2};
            const double room = std::max(0.5, 0.1 * std::abs(limits.low));
            return {limits.low - room, limits.high + room};
        }
        return {scale_.at_share(limits, -0.04), scale_.at_share(limits, 1.04)};
    }

    AxisScale scale_;
    std::optional<Limits> loose_, tight_;
};

struct Examiner {
    AxisScale x_scale, y_scale;
    Range x = Range(x_scale), y = Range(y_scale);
    bool drawable = false;
    std::size_t seen = 0, finite = 0;
    const char* what = "values";

    void count(std::span<const double> a, std::span<const double> b) {
        for (std::size_t i = 0; i < b.size(); ++i) {
            ++seen;
            if (std::isfinite(a[i % a.size()]) && std::isfinite(b[i])) ++finite;
        }
        drawable = drawable || finite > 0;
    }
    void grid(const char* mark, const Grid& values) {
        check_grid(mark, values);
        x.add(values.x, false);
        y.add(values.y, false);
        seen += values.values.size();
        finite += static_cast<std::size_t>(
            std::count_if(values.values.begin(), values.values.end(), [](double v) { return std::isfinite(v); }));
        drawable = drawable || finite > 0;
    }

    void operator()(const Image& mark) { grid("image", mark.grid); }
    void operator()(const Contours& mark) { grid("contours", mark.grid); }
    void operator()(const FilledContours& mark) { grid("filled contours", mark.grid); }
    void operator()(const Lines& mark) {
        if (mark.series == 0) throw Error("lines: series must be at least 1");
        if (mark.y.size() % mark.series != 0 ||
            (mark.x.size() != mark.y.size() && mark.x.size() * mark.series != mark.y.size())) {
            throw Error("lines: " + std::to_string(mark.series) + " series need as many y for each of the " +
                        std::to_string(mark.x.size()) + " x; there are " + std::to_string(mark.y.size()) + " y");
        }
        if (!mark.inks.empty()) check_lengths("lines", "inks", mark.inks.size(), "series", mark.series);
        if (mark.y.empty()) return;
        x.add(mark.x);
        y.add(mark.y);
        count(mark.x, mark.y);
    }
    void operator()(const PathShade& mark) {
        if (!mark.sum) throw Error("path shade: there is no sum of paths to draw");
        const auto same = [](const char* axis, const AxisScale& own, const AxisScale& panel) {
            if (own == panel) return;
            throw Error(std::string("path shade: the paths were summed on a ") + axis + " axis that is " + name(own) +
                        ", but the panel's is " + name(panel));
        };
        same("x", mark.sum->x_scale(), x_scale);
        same("y", mark.sum->y_scale(), y_scale);
        x.add(mark.sum->x(), false);
        y.add(mark.sum->y(), false);
        seen += mark.sum->paths();
        what = "paths";
        drawable = drawable || !mark.sum->empty();
    }
    void operator()(const Arrows& mark) {
        check_lengths("arrows", "y", mark.y.size(), "x", mark.x.size());
        check_lengths("arrows", "dx", mark.dx.size(), "x", mark.x.size());
        check_lengths("arrows", "dy", mark.dy.size(), "x", mark.x.size());
        if (mark.x.empty()) return;
        x.add(mark.x);
        y.add(mark.y);
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            ++seen;
            if (is_finite(mark, i)) ++finite;
        }
        drawable = drawable || finite > 0;
    }
    void operator()(const Area& mark) {
        check_lengths("area", "low", mark.low.size(), "x", mark.x.size());
        check_lengths("area", "high", mark.high.size(), "x", mark.x.size());
        if (mark.x.empty()) return;
        x.add(mark.x);
        y.add(mark.low);
        y.add(mark.high);
        count(mark.x, mark.low);
    }
    void operator()(const Points& mark) {
        check_lengths("points", "y", mark.y.size(), "x", mark.x.size());
        if (mark.x.empty()) return;
        x.add_without_strays(mark.x);
        y.add_without_strays(mark.y);
        count(mark.x, mark.y);
    }
    void operator()(const Markers& mark) {
        check_lengths("markers", "y", mark.y.size(), "x", mark.x.size());
        if (!mark.labels.empty()) check_lengths("markers", "labels", mark.labels.size(), "x", mark.x.size());
        if (mark.x.empty()) return;
        x.add(mark.x);
        y.add(mark.y);
        count(mark.x, mark.y);
    }
    void operator()(const Histogram& mark) {
        seen += mark.samples.size();
        const Bins bins = bin_samples(mark.samples, mark.bins, mark.range);
        finite += bins.finite;
        if (bins.finite == 0) return;
        drawable = true;
        x.add(bins.range);
        y.add(0, false);
        y.add(*std::max_element(bins.density.begin(), bins.density.end()));
    }
    void operator()(const Bars& mark) {
        check_lengths("bars", "height", mark.height.size(), "x", mark.x.size());
        if (!mark.error.empty()) check_lengths("bars", "error", mark.error.size(), "x", mark.x.size());
        if (!mark.target.empty()) check_lengths("bars", "target", mark.target.size(), "x", mark.x.size());
        if (mark.x.empty()) return;
        for (const double at : mark.x) x.add({at - mark.width / 2, at + mark.width / 2});
        y.add(0, false);
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            y.add(mark.height[i]);
            if (!mark.error.empty()) y.add({mark.height[i] - mark.error[i], mark.height[i] + mark.error[i]});
            if (!mark.target.empty()) y.add(mark.target[i]);
        }
        count(mark.x, mark.height);
    }
    void operator()(const Reference& mark) { (mark.axis == Along::x ? x : y).add(mark.value); }
    void operator()(const Span& mark) { (mark.axis == Along::x ? x : y).add(mark.range); }
    void operator()(const Ellipse& mark) {
        if (!(mark.xx >= 0 && mark.yy >= 0 && mark.xx * mark.yy >= mark.xy * mark.xy)) {
            throw Error("ellipse: the covariance (" + ascii_number(mark.xx) + ", " + ascii_number(mark.xy) + "; " +
                        ascii_number(mark.xy) + ", " + ascii_number(mark.yy) + ") is not positive semi-definite");
        }
        x.add({mark.x - mark.radius * std::sqrt(mark.xx), mark.x + mark.radius * std::sqrt(mark.xx)});
        y.add({mark.y - mark.radius * std::sqrt(mark.yy), mark.y + mark.radius * std::sqrt(mark.yy)});
        drawable = true;
    }
};

bool is_inside(const Limits& limits, double value) {
    return value >= limits.low && value <= limits.high;
}

std::string of(std::size_t part, std::size_t whole, const char* what) {
    return plain_count(part) + " of " + plain_count(whole) + " " + what;
}

struct Counter {
    const Panel& panel;
    Limits x, y;
    std::vector<std::string> notes;

    void say(std::string note) {
        if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
    }
    void not_finite(std::size_t part, std::size_t whole, const char* what) {
        if (part > 0) say(of(part, whole, what) + (part == 1 ? " is not finite" : " are not finite"));
    }
    void paths_lost(std::size_t part, std::size_t whole) {
        if (part > 0) say(of(part, whole, part == 1 ? "paths leaves" : "paths leave") + " the finite numbers");
    }
    void outside(std::size_t part, std::size_t whole, const char* what = "outside") {
        if (part > 0 && panel.count_outside) say(of(part, whole, what));
    }

    std::size_t pairs(const Values& a, const Values& b, const char* what) {
        std::size_t lost = 0, out = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!std::isfinite(a[i]) || !std::isfinite(b[i])) {
                ++lost;
            } else if (!is_inside(x, a[i]) || !is_inside(y, b[i])) {
                ++out;
            }
        }
        not_finite(lost, a.size(), what);
        return out;
    }
    void grid(const Grid& values) {
        const auto lost =
            std::count_if(values.values.begin(), values.values.end(), [](double v) { return std::isnan(v); });
        not_finite(static_cast<std::size_t>(lost), values.values.size(), "grid values");
    }

    void operator()(const Image& mark) { grid(mark.grid); }
    void operator()(const Contours& mark) { grid(mark.grid); }
    void operator()(const FilledContours& mark) { grid(mark.grid); }
    void operator()(const Points& mark) { outside(pairs(mark.x, mark.y, "points"), mark.x.size()); }
    void operator()(const Markers& mark) {
        const std::size_t out = pairs(mark.x, mark.y, "markers");
        if (mark.label.empty()) {
            outside(out, mark.x.size(), "markers outside");
        } else if (out > 0 && panel.count_outside) {
            say(mark.label + " outside: " + plain_count(out) + " of " + plain_count(mark.x.size()));
        }
    }
    void operator()(const Bars& mark) {
        const auto lost =
            std::count_if(mark.height.begin(), mark.height.end(), [](double v) { return !std::isfinite(v); });
        not_finite(static_cast<std::size_t>(lost), mark.height.size(), "bars");
    }
    void operator()(const Histogram& mark) {
        const auto lost =
            std::count_if(mark.samples.begin(), mark.samples.end(), [](double v) { return !std::isfinite(v); });
        const auto out = std::count_if(mark.samples.begin(), mark.samples.end(), [&](double v) {
            return std::isfinite(v) && (!is_inside(x, v) || (mark.range && !is_inside(*mark.range, v)));
        });
        not_finite(static_cast<std::size_t>(lost), mark.samples.size(), "samples");
        outside(static_cast<std::size_t>(out), mark.samples.size());
    }
    void operator()(const Lines& mark) {
        const std::size_t n = mark.y.size() / mark.series;
        std::size_t lost_points = 0, lost_series = 0;
        for (std::size_t s = 0; s < mark.series; ++s) {
            const std::size_t before = lost_points;
            for (std::size_t i = 0; i < n; ++i) {
                const double at = mark.x[mark.x.size() == n ? i : s * n + i];
                if (!std::isfinite(at) || !std::isfinite(mark.y[s * n + i])) ++lost_points;
            }
            if (lost_points > before) ++lost_series;
        }
        if (mark.series > 1) {
            paths_lost(lost_series, mark.series);
        } else {
            not_finite(lost_points, n, "points");
        }
    }
    void operator()(const PathShade& mark) {
        const PathSum& sum = *mark.sum;
        paths_lost(sum.broken(), sum.paths());
        if (sum.outside() > 0 && panel.count_outside)
            say(of(sum.outside(), sum.paths(), sum.outside() == 1 ? "paths goes" : "paths go") + " beyond the limits");
    }
    void operator()(const Arrows& mark) {
        std::size_t lost = 0;
        for (std::size_t i = 0; i < mark.x.size(); ++i) lost += is_finite(mark, i) ? 0 : 1;
        not_finite(lost, mark.x.size(), "arrows");
    }
    void operator()(const Area&) {}
    void operator()(const Reference&) {}
    void operator()(const Span&) {}
    void operator()(const Ellipse&) {}
};

Limits checked(const Limits& limits, const Axis& axis, const char* name, const std::string& title) {
    const std::string where = "panel" + (title.empty() ? "" : " \"" + title + "\"") + ": the limits of " + name;
    const std::string got = " (" + ascii_number(limits.low) + " to " + ascii_number(limits.high) + ")";
    if (!(std::abs(limits.low) <= 1e300 && std::abs(limits.high) <= 1e300)) {
        throw Error(where + " must be finite and at most 1e300 in size" + got);
    }
    if (!(limits.low < limits.high)) throw Error(where + " must have low < high" + got);
    if (axis.scale == Scale::log10 && limits.low <= 0) throw Error(where + " must be positive on a log axis" + got);
    return limits;
}

// One axis of all panels.
void resolve_axis(const Figure& figure, const std::vector<Content>& contents, std::vector<PanelLimits>& resolved,
                  bool is_x) {
    const Share share = is_x ? figure.share_x : figure.share_y;
    const auto group_of = [&](std::size_t p) -> std::size_t {
        return share == Share::none ? p : share == Share::all ? 0 : is_x ? p % figure.columns : p / figure.columns;
    };
    std::vector<std::optional<Limits>> groups(figure.panels.size() + figure.rows + figure.columns);
    for (std::size_t p = 0; p < figure.panels.size(); ++p) {
        const Panel& panel = figure.panels[p];
        const Axis& axis = is_x ? panel.x : panel.y;
        const auto& covered = is_x ? contents[p].x : contents[p].y;
        const auto own = axis.limits ? checked(*axis.limits, axis, is_x ? "x" : "y", panel.title) : covered;
        if (!own || !panel.visible) continue;
        auto& group = groups[group_of(p)];
        group = group ? Limits{std::min(group->low, own->low), std::max(group->high, own->high)} : *own;
    }
    for (std::size_t p = 0; p < figure.panels.size(); ++p) {
        const Axis& axis = is_x ? figure.panels[p].x : figure.panels[p].y;
        const Limits otherwise = axis.scale == Scale::log10 ? Limits{1, 10} : Limits{0, 1};
        (is_x ? resolved[p].x : resolved[p].y) = groups[group_of(p)].value_or(otherwise);
    }
}

}  // namespace

Content examine(const Panel& panel) {
    check_scale(panel.x, "x");
    check_scale(panel.y, "y");
    Examiner examiner{.x_scale = scale_of(panel.x), .y_scale = scale_of(panel.y)};
    for (const auto& mark : panel.marks) std::visit(examiner, mark);
    Content content{.x = examiner.x.result(),
                    .y = examiner.y.result(),
                    .empty = !examiner.drawable,
                    .why_empty = panel.empty_because};
    if (content.empty && content.why_empty.empty()) {
        content.why_empty = examiner.seen == 0 ? "nothing to draw: no data were given"
                                               : "nothing to draw: none of " + plain_count(examiner.seen) + " " +
                                                     examiner.what + " is finite";
    }
    return content;
}

std::vector<std::string> count_left_out(const Panel& panel, Limits x, Limits y) {
    Counter counter{.panel = panel, .x = x, .y = y, .notes = {}};
    for (const auto& mark : panel.marks) std::visit(counter, mark);
    return counter.notes;
}

std::vector<PanelLimits> resolve_limits(const Figure& figure, const std::vector<Content>& contents) {
    std::vector<PanelLimits> resolved(figure.panels.size());
    resolve_axis(figure, contents, resolved, true);
    resolve_axis(figure, contents, resolved, false);
    return resolved;
}

}  // namespace fokker::draw
