// Panels and curves of many runs, put together.
#include <algorithm>

#include "fokker/cli/draw_figures.hpp"
#include "fokker/error.hpp"
#include "fokker/show/agreement.hpp"

namespace fokker::cli {
namespace {

// The title of a picture of all runs.
std::string title_of(const Experiment& all, const FigureRequest& request) {
    return all.sweep.swept ? std::get<std::string>(request.title.data) : title_of(all.runs.front(), request);
}

bool same(const draw::ColorBar& a, const draw::ColorBar& b) {
    return a.limits.low == b.limits.low && a.limits.high == b.limits.high && a.label == b.label;
}

// One bar beside rows that share it.
std::vector<draw::SharedColorBar> bars_of(const std::vector<PanelRow>& rows) {
    std::vector<draw::SharedColorBar> bars;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (!rows[r].color_bar) continue;
        if (!bars.empty() && bars.back().last_row + 1 == r && same(bars.back().bar, *rows[r].color_bar)) {
            bars.back().last_row = r;
        } else {
            bars.push_back({*rows[r].color_bar, r, r});
        }
    }
    return bars;
}

// Titles that every row repeats stand once, above the columns.
void lift_titles(draw::Figure& figure) {
    for (std::size_t c = 0; c < figure.columns; ++c) {
        for (std::size_t r = 1; r < figure.rows; ++r) {
            if (figure.panels[r * figure.columns + c].title != figure.panels[c].title) return;
        }
    }
    for (std::size_t c = 0; c < figure.columns; ++c) figure.column_titles.push_back(figure.panels[c].title);
    for (draw::Panel& panel : figure.panels) panel.title.clear();
}

constexpr double kNarrowest = 210;   // px of a panel with its axis and its colour bar
constexpr double kNarrowPage = 480;  // px of a page for a telephone

// On a page too narrow for a row of panels they stand one after the other, each with a title of its own.
void stack_narrow(const Experiment& all, double width, std::vector<PanelRow> rows, draw::Figure& figure) {
    figure.columns = std::max<std::size_t>(1, static_cast<std::size_t>(width / kNarrowest));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (draw::Panel& panel : rows[r].panels) {
            if (all.sweep.swept) panel.title = all.runs[r].label + (panel.title.empty() ? "" : ", ") + panel.title;
            figure.panels.push_back(std::move(panel));
        }
    }
    figure.rows = (figure.panels.size() + figure.columns - 1) / figure.columns;
    if (!rows.empty() && rows[0].color_bar && bars_of(rows).size() == 1)
        figure.color_bars = {{*rows[0].color_bar, 0, figure.rows - 1}};
}

// A row of several panels for each run.
void stack_rows(const Experiment& all, double width, std::vector<PanelRow> rows, draw::Figure& figure) {
    constexpr double kNarrow = 140;  // px a panel
    std::size_t longest = 1;
    for (const PanelRow& row : rows) longest = std::max(longest, row.panels.size());
    if (width > 0 && longest > 1 && (width < kNarrow * static_cast<double>(longest) || width < kNarrowPage)) {
        stack_narrow(all, width, std::move(rows), figure);
        return;
    }
    figure.rows = rows.size();
    for (const PanelRow& row : rows) figure.columns = std::max(figure.columns, row.panels.size());
    figure.color_bars = bars_of(rows);
    for (PanelRow& row : rows) {
        row.panels.resize(figure.columns, {.visible = false});
        std::ranges::move(row.panels, std::back_inserter(figure.panels));
    }
    if (!all.sweep.swept) return;
    for (const Job& job : all.runs) figure.row_titles.push_back(job.label);
    lift_titles(figure);
}

// One panel a run, where the sweep puts it.
void lay_out(const Experiment& all, double width, std::vector<PanelRow> rows, draw::Figure& figure) {
    figure.rows = all.sweep.rows;
    figure.columns = all.sweep.columns;
    if (width > 0 && width < kNarrowPage && !all.sweep.grid) {
        figure.columns =
            std::min(figure.columns, std::max<std::size_t>(1, static_cast<std::size_t>(width / kNarrowest)));
        figure.rows = (rows.size() + figure.columns - 1) / figure.columns;
    }
    if (all.sweep.grid) {
        figure.row_titles = all.sweep.row_titles;
        figure.column_titles = all.sweep.column_titles;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        draw::Panel& panel = figure.panels.emplace_back(
            rows[i].panels.empty() ? draw::Panel{.empty_because = "stopped before this run was complete"}
                                   : std::move(rows[i].panels.front()));
        if (!panel.color_bar) panel.color_bar = rows[i].color_bar;
        panel.title = all.sweep.grid ? "" : all.runs[i].label;
    }
    const auto shares = [&](const draw::Panel& p) {
        return p.color_bar && same(*p.color_bar, *figure.panels.front().color_bar);
    };
    if (figure.panels.size() < 2 || !figure.panels.front().color_bar || !std::ranges::all_of(figure.panels, shares))
        return;
    figure.color_bars = {{*figure.panels.front().color_bar, 0, figure.rows - 1}};
    for (draw::Panel& panel : figure.panels) panel.color_bar.reset();
}

// A column of two panels for each run, the lower ones with one axis.
void stack_columns(const Experiment& all, std::vector<PanelRow> runs, draw::Figure& figure) {
    figure.rows = 2;
    figure.columns = runs.size();
    for (std::size_t r = 0; r < figure.rows; ++r) {
        for (PanelRow& run : runs)
            figure.panels.push_back(run.panels.size() < 2 ? draw::Panel{.visible = false} : std::move(run.panels[r]));
    }
    if (all.sweep.swept) {
        for (const Job& job : all.runs) figure.column_titles.push_back(job.label);
    }
    figure.share_y = draw::Share::aligned;
}

// All in the same part of the plane, so that ticks on the outer panels are enough.
bool same_limits(const std::vector<draw::Panel>& panels) {
    const auto same = [](const std::optional<draw::Limits>& a, const std::optional<draw::Limits>& b) {
        return a && b && a->low == b->low && a->high == b->high;
    };
    return std::ranges::all_of(panels, [&](const draw::Panel& p) {
        return !p.visible || (same(p.x.limits, panels.front().x.limits) && same(p.y.limits, panels.front().y.limits));
    });
}

template <class T>
std::vector<T> those(std::vector<Part>& parts) {
    std::vector<T> all;
    for (Part& part : parts) {
        if (T* value = std::get_if<T>(&part)) all.push_back(std::move(*value));
    }
    return all;
}

draw::Figure in_panels(const Experiment& all, const FigureRequest& request, std::vector<Part> parts) {
    draw::Figure figure;
    figure.title = title_of(all, request);
    std::vector<PanelRow> rows;
    std::size_t most = 1;
    for (Part& part : parts) {
        PanelRow* row = std::get_if<PanelRow>(&part);
        rows.push_back(row == nullptr ? PanelRow{} : std::move(*row));
        most = std::max(most, rows.back().panels.size());
    }
    if (request.kind == "sigreg" && !(request.width > 0 && request.width < kNarrowPage)) {
        stack_columns(all, std::move(rows), figure);
    } else if (all.sweep.swept && most == 1) {
        lay_out(all, request.width, std::move(rows), figure);
    } else {
        stack_rows(all, request.width, std::move(rows), figure);
    }
    if (request.kind == "plane") {
        if (same_limits(figure.panels)) figure.share_x = figure.share_y = draw::Share::all;
    } else if (request.kind == "draws") {
        if (same_limits(figure.panels)) figure.share_x = figure.share_y = draw::Share::all;
    } else if (request.kind != "sigreg") {
        figure.share_x = request.common_x ? draw::Share::all : draw::Share::none;
        figure.share_y = request.common_y ? draw::Share::all : draw::Share::none;
    }
    figure.common_legend = figure.panels.size() > 1;
    return figure;
}

draw::Figure agreement(const Experiment& all, const FigureRequest& request, const std::vector<Part>& parts) {
    show::AgreementOptions options;
    options.title = title_of(all, request);
    options.first = all.runs[0].label;
    options.second = all.runs[1].label;
    if (!request.components.empty()) options.component = request.components.front();
    if (request.paths > 0) options.paths = request.paths;
    options.theme = request.theme;
    const auto *first = std::get_if<Simulation>(&parts[0]), *second = std::get_if<Simulation>(&parts[1]);
    if (first == nullptr || second == nullptr) throw Error("agreement: stopped before both runs were complete");
    return show::agreement(*first, *second, options);
}

template <class Options>
Options merged_options(const Experiment& all, const FigureRequest& request) {
    Options options;
    options.title = title_of(all, request);
    options.x_limits = request.x_limits;
    options.y_limits = request.y_limits;
    options.width = request.width;
    options.theme = request.theme;
    return options;
}

draw::Figure of_all(const Experiment& all, const FigureRequest& request, std::vector<Part> parts) {
    if (request.kind == "spread")
        return show::spread(those<show::Spread>(parts), merged_options<show::SpreadOptions>(all, request));
    if (request.kind == "mixing")
        return show::mixing(those<show::Mixing>(parts), merged_options<show::MixingOptions>(all, request));
    if (request.kind == "curves")
        return show::density_curves(those<show::NamedDensity>(parts), {.title = title_of(all, request),
                                                                       .limits = request.x_limits,
                                                                       .width = request.width,
                                                                       .theme = request.theme});
    if (request.kind == "agreement") return agreement(all, request, parts);
    return in_panels(all, request, std::move(parts));
}

}  // namespace

draw::Figure assemble(const Experiment& all, const FigureRequest& request, std::vector<Part> parts) {
    draw::Figure* whole = parts.size() == 1 ? std::get_if<draw::Figure>(&parts.front()) : nullptr;
    draw::Figure figure = whole != nullptr ? std::move(*whole) : of_all(all, request, std::move(parts));
    if (request.width > 0) figure.width = request.width;
    if (request.height > 0) figure.height = request.height;
    figure.theme = request.theme;
    return figure;
}

}  // namespace fokker::cli
