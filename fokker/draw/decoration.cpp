#include "fokker/draw/decoration.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <type_traits>

#include "fokker/draw/bands.hpp"

namespace fokker::draw {
namespace {

bool is_left(Corner corner) {
    return corner == Corner::top_left || corner == Corner::bottom_left;
}
bool is_top(Corner corner) {
    return corner == Corner::top_left || corner == Corner::top_right;
}
Corner corner_at(bool top, bool left) {
    return top ? (left ? Corner::top_left : Corner::top_right) : (left ? Corner::bottom_left : Corner::bottom_right);
}

// The paper under notes of that size, px from the top left of the frame.
Box note_ground(Corner corner, double wide, double tall, double width, double height, const Style& style) {
    const Box ground{0, 0, wide + 2 * style.pad(), tall + 0.4 * style.pad()};
    return {is_left(corner) ? style.pad() : width - style.pad() - ground.width,
            is_top(corner) ? 0.8 * style.pad() : height - 0.6 * style.pad() - ground.height, ground.width,
            ground.height};
}

// The wanted corner, or the next one, where the notes cover neither bar nor curve; none where all are taken or the
// notes are too large for a corner.
std::optional<Corner> free_corner(const Panel& panel, const PanelFacts& facts, const Labels& notes, double width,
                                  double height, const Style& style) {
    const double wide = widest(notes), tall = height_of(notes, style.note(), style);
    if (wide > 0.8 * (width - 4 * style.pad()) || tall > 0.3 * height) return std::nullopt;
    const bool top = is_top(panel.notes_at), left = is_left(panel.notes_at);
    for (const Corner corner : {panel.notes_at, corner_at(top, !left), corner_at(!top, left), corner_at(!top, !left)}) {
        const Box ground = note_ground(corner, wide, tall, width, height, style);
        if (facts.occupancy.is_free(ground.x / width, 1 - (ground.y + ground.height) / height,
                                    (ground.x + ground.width) / width, 1 - ground.y / height)) {
            return corner;
        }
    }
    return std::nullopt;
}

// The names beside the right edge, from the top down.
AxisDecoration decorate_right(const Panel& panel, const Limits& limits, const Style& style) {
    auto names = panel.right;
    std::erase_if(names, [&](const NamedTick& name) { return !(name.at >= limits.low && name.at <= limits.high); });
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    AxisDecoration right;
    for (const auto& name : names) {
        right.at.push_back(name.at);
        right.labels.push_back({typeset(name.label, style.note()), name.label});
    }
    return right;
}

// Beside their values, or as near to them as they do not touch.
void place_right(const AxisDecoration& right, const Frame& frame, const Style& style, Plan& plan) {
    const double row = row_height(style.note(), style), middle = 0.36 * style.note().size;
    std::vector<double> lines;
    for (const double at : right.at) lines.push_back(std::max(frame.py(at), lines.empty() ? 0 : lines.back() + row));
    double lowest = frame.box.y + frame.box.height;
    for (std::size_t i = lines.size(); i-- > 0; lowest = lines[i] - row) lines[i] = std::min(lines[i], lowest);
    for (std::size_t i = 0; i < lines.size(); ++i)
        put(plan, right.labels[i], frame.box.x + frame.box.width + style.pad(), lines[i] + middle, Role::text);
}

}  // namespace

AxisDecoration decorate_axis(const Axis& axis, Limits limits, bool labelled, double length, bool horizontal,
                             const Style& style) {
    const Type type = style.tick();
    AxisDecoration decoration;
    const auto add_label = [&](const std::string& text) { decoration.labels.push_back({typeset(text, type), text}); };
    if (!axis.ticks.empty()) {
        // Named ticks: every k-th name, so that none touches the next.
        std::vector<NamedTick> named;
        for (const auto& tick : axis.ticks) {
            if (tick.at >= limits.low && tick.at <= limits.high) named.push_back(tick);
        }
        for (std::size_t stride = 1; stride <= named.size(); ++stride) {
            decoration = {};
            double taken = -1e300;
            bool fits = true;
            for (std::size_t i = 0; i < named.size() && fits; i += stride) {
                decoration.at.push_back(named[i].at);
                add_label(named[i].label);
                const auto& line = decoration.labels.back().line;
                const double half = (horizontal ? line.width : line.height()) / 2;
                const double place = scale_of(axis).share(limits, named[i].at) * length;
                fits = place - half >= taken;
                taken = place + half + 3 * style.unit;
            }
            if (fits) break;
        }
    } else {
        const auto extent = [&](const std::string& text) {
            const TypesetLine line = typeset(text, type);
            return horizontal ? line.width : line.height();
        };
        // At most nine steps, however long the axis.
        const double spacing = std::max(34 * style.unit, length / 9), gap = (horizontal ? 10 : 4) * style.unit;
        const Ticks ticks = choose_ticks(limits, scale_of(axis), length, std::min(spacing, length / 3), gap, extent);
        decoration.at = ticks.at;
        decoration.minor = ticks.minor;
        for (const auto& text : ticks.labels) add_label(text);
        if (!ticks.factor.empty()) decoration.factor = {typeset(ticks.factor, type), ticks.factor};
    }
    if (!labelled) {
        decoration.labels.clear();
        decoration.factor = {};
    }
    return decoration;
}

AxisDecoration decorate_color_bar(const ColorBar& bar, double length, const Style& style) {
    return decorate_axis(axis_of(bar), limits_of(bar), true, length, false, style);
}

Labels color_bar_label(const ColorBar& bar, const AxisDecoration& ticks, double length, const Style& style) {
    const std::string& factor = ticks.factor.text;
    return wrapped(factor.empty() ? bar.label : bar.label + " (" + factor + ")", style.label(),
                   std::max(length, 100 * style.unit), 1);
}

double color_bar_width(const AxisDecoration& ticks, const Labels& label, const Style& style) {
    return style.bar_gap() + style.bar_width() + style.tick_pad() + widest(ticks.labels) +
           (label.empty() ? 0 : style.pad() + height_of(label, style.label(), style));
}

Decoration decorate(const Panel& panel, const PanelFacts& facts, double width, double height, const Style& style) {
    Decoration d;
    const Type tick = style.tick(), label = style.label(), note = style.note();
    d.x = decorate_axis(panel.x, facts.x, facts.x_labelled && panel.x.tick_labels && !facts.empty, width, true, style);
    d.y =
        decorate_axis(panel.y, facts.y, facts.y_labelled && panel.y.tick_labels && !facts.empty, height, false, style);
    d.title = wrapped(panel.title, style.panel_title(), width + 0.8 * style.gap(), 4);
    d.subtitle = wrapped(panel.subtitle, note, width + 0.8 * style.gap(), 4);
    if (facts.x_labelled && facts.x_named) d.x_label = wrapped(panel.x.label, label, width, 2);
    if (facts.y_labelled && facts.y_named)
        d.y_label = wrapped(panel.y.label, label, std::max(height, 60 * style.unit), 2);
    if (panel.legend && facts.own_legend && !facts.empty) d.legend = legend_of({&panel}, width, style);

    const double note_width = width - 4 * style.pad();
    Labels notes;
    for (const auto& text : facts.notes) {
        for (auto& line : wrapped(text, note, std::max(note_width, 0.9 * width), 12)) notes.push_back(std::move(line));
    }
    if (facts.empty) {
        d.notes_below = std::move(notes);
        for (auto& line : wrapped(facts.why_empty, note, 0.9 * width,
                                  std::max(1, static_cast<int>(height / row_height(note, style)) - 1))) {
            d.notes_inside.push_back(std::move(line));
        }
    } else if (const auto corner =
                   facts.notes_below ? std::nullopt : free_corner(panel, facts, notes, width, height, style)) {
        d.notes_at = *corner;
        d.notes_inside = std::move(notes);
    } else {
        d.notes_below = std::move(notes);
    }

    Edges& e = d.edges;
    // Tick labels at the ends of the axis reach beyond the frame by up to half of themselves.
    for (std::size_t i = 0; i < d.x.labels.size(); ++i) {
        const double half = d.x.labels[i].line.width / 2, at = scale_of(panel.x).share(facts.x, d.x.at[i]) * width;
        e.left = std::max(e.left, half - at);
        e.right = std::max(e.right, at + half - width);
    }
    for (std::size_t i = 0; i < d.y.labels.size(); ++i) {
        const double half = tick.size / 2, at = scale_of(panel.y).share(facts.y, d.y.at[i]) * height;
        e.bottom = std::max(e.bottom, half - at);
        e.top = std::max(e.top, at + half - height);
    }
    d.right = decorate_right(panel, facts.y, style);
    if (!d.right.labels.empty()) e.right = std::max(e.right, style.pad() + widest(d.right.labels));
    if (!d.y.labels.empty()) e.left = std::max(e.left, style.tick_pad() + widest(d.y.labels));
    if (!d.y_label.empty()) e.left += style.pad() + height_of(d.y_label, label, style);
    if (!d.x.labels.empty()) e.bottom = std::max(e.bottom, style.tick_pad() + row_height(tick, style));
    if (!d.x.factor.text.empty() && d.x_label.empty()) e.bottom += row_height(tick, style);
    if (!d.x_label.empty()) e.bottom += 0.4 * style.pad() + height_of(d.x_label, label, style);
    if (!d.notes_below.empty()) e.bottom += style.pad() + height_of(d.notes_below, note, style);
    if (!d.y.factor.text.empty()) e.top = std::max(e.top, 0.0) + row_height(tick, style);
    if (!d.legend.empty()) e.top += 0.6 * style.pad() + height_of(d.legend, style);
    e.title = height_of(d.title, style.panel_title(), style) + height_of(d.subtitle, note, style);
    if (e.title > 0) e.title += style.pad();
    if (panel.color_bar) {
        const ColorBar& bar = *panel.color_bar;
        d.color_bar = decorate_color_bar(bar, height, style);
        d.color_bar_label = color_bar_label(bar, d.color_bar, height, style);
        e.right += color_bar_width(d.color_bar, d.color_bar_label, style);
    }
    return d;
}

void place_color_bar(const ColorBar& bar, const AxisDecoration& ticks, const Labels& label, const Box& box,
                     const Style& style, Plan& plan) {
    PlannedColorBar planned{.box = box, .bar = &bar, .ticks = {}};
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double y = box.y + (1 - AxisScale().share(limits_of(bar), ticks.at[i])) * box.height;
        planned.ticks.push_back(y);
        put(plan, ticks.labels[i], box.x + box.width + style.tick_pad(), y + 0.36 * style.tick().size, Role::muted);
    }
    put_upwards(plan, label, style.label(), style,
                box.x + box.width + style.tick_pad() + widest(ticks.labels) + style.pad(), box.y + box.height / 2,
                Role::text);
    plan.color_bars.push_back(std::move(planned));
}

void place(const Decoration& d, const PanelFacts& facts, const Style& style, double title_top, PlannedPanel& planned,
           Plan& plan) {
    const Panel& panel = *planned.panel;
    const Frame& frame = planned.frame;
    const Box& box = frame.box;
    const Type tick = style.tick(), label = style.label(), note = style.note();

    double below = box.y + box.height;
    for (std::size_t i = 0; i < d.x.at.size(); ++i) {
        planned.x_ticks.push_back(frame.px(d.x.at[i]));
        if (d.x.labels.empty()) continue;
        put(plan, d.x.labels[i], frame.px(d.x.at[i]) - d.x.labels[i].line.width / 2,
            below + style.tick_pad() + 0.85 * tick.size, Role::muted);
    }
    if (!d.x.labels.empty()) below += style.tick_pad() + row_height(tick, style);
    if (!d.x.factor.text.empty()) {
        put(plan, d.x.factor, box.x + box.width - d.x.factor.line.width, below + 0.85 * tick.size, Role::muted);
        if (d.x_label.empty()) below += row_height(tick, style);
    }
    if (!d.x_label.empty()) {
        below += 0.4 * style.pad();
        put_block(plan, d.x_label, label, style, box.x, below, box.width, 0.5, Role::text);
        below += height_of(d.x_label, label, style);
    }
    put_block(plan, d.notes_below, note, style, box.x, below + style.pad(), box.width, 0, Role::muted);

    for (const double at : d.x.minor) planned.x_minor.push_back(frame.px(at));
    for (const double at : d.y.minor) planned.y_minor.push_back(frame.py(at));
    for (std::size_t i = 0; i < d.y.at.size(); ++i) {
        planned.y_ticks.push_back(frame.py(d.y.at[i]));
        if (d.y.labels.empty()) continue;
        put(plan, d.y.labels[i], box.x - style.tick_pad() - d.y.labels[i].line.width,
            frame.py(d.y.at[i]) + 0.36 * tick.size, Role::muted);
    }
    const double beside = d.y.labels.empty() ? 0 : style.tick_pad() + widest(d.y.labels);
    put_upwards(plan, d.y_label, label, style, box.x - beside - style.pad() - height_of(d.y_label, label, style),
                box.y + box.height / 2, Role::text);

    place_right(d.right, frame, style, plan);

    double above = box.y;
    if (!d.y.factor.text.empty()) {
        above -= row_height(tick, style);
        put(plan, d.y.factor, box.x, above + 0.85 * tick.size, Role::muted);
    }
    if (!d.legend.empty()) {
        above -= 0.6 * style.pad() + height_of(d.legend, style);
        place_legend(d.legend, box.x, above, style, planned.keys, plan);
    }
    put_block(plan, d.title, style.panel_title(), style, box.x, title_top, box.width, 0.5, Role::text);
    put_block(plan, d.subtitle, note, style, box.x, title_top + height_of(d.title, style.panel_title(), style),
              box.width, 0.5, Role::muted);

    if (facts.empty) {
        const double top = box.y + (box.height - height_of(d.notes_inside, note, style)) / 2;
        put_block(plan, d.notes_inside, note, style, box.x, top, box.width, 0.5, Role::muted);
    } else if (!d.notes_inside.empty()) {
        const double tall = height_of(d.notes_inside, note, style), wide = widest(d.notes_inside);
        const Box ground = note_ground(d.notes_at, wide, tall, box.width, box.height, style);
        planned.note_ground = {box.x + ground.x, box.y + ground.y, ground.width, ground.height};
        put_block(plan, d.notes_inside, note, style, planned.note_ground.x + style.pad(),
                  planned.note_ground.y + 0.4 * style.pad(), wide, is_left(d.notes_at) ? 0 : 1, Role::text);
    }
    if (panel.color_bar) {
        const Box bar{box.x + box.width + style.bar_gap(), box.y, style.bar_width(), box.height};
        place_color_bar(*panel.color_bar, d.color_bar, d.color_bar_label, bar, style, plan);
    }
}

}  // namespace fokker::draw
