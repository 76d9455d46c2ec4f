#include "fokker/draw/plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/draw/decoration.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

// 11 px for tick labels, which are the smallest text but for indices.
constexpr double kSmallestUnit = 11.0 / 12;

// So many rows or columns say the name of an axis that they share once.
constexpr std::size_t kMany = 3;

// With its labels, px.
constexpr double kNarrowestPanel = 190;

class Planner {
public:
    explicit Planner(const Figure& figure)
        : figure_(figure),
          width_(figure.width > 0 ? figure.width : natural_width(figure)),
          columns_(columns_that_fit(figure, width_)),
          rows_(columns_ == figure.columns ? figure.rows : (figure.panels.size() + columns_ - 1) / columns_),
          style_(std::max(kSmallestUnit, width_ / natural_width(columns_))) {
        if (figure.rows == 0 || figure.columns == 0) throw Error("figure: rows and columns must be at least 1");
        if (figure.panels.size() > figure.rows * figure.columns) {
            throw Error("figure: " + std::to_string(figure.panels.size()) + " panels do not fit into " +
                        std::to_string(figure.rows) + " x " + std::to_string(figure.columns));
        }
        if (!(width_ >= 100 && width_ <= 20'000)) throw Error("figure: the width must be between 100 and 20000 px");
        if (figure.height != 0 && !(figure.height >= 80 && figure.height <= 20'000)) {
            throw Error("figure: the height must be between 80 and 20000 px");
        }
        if (!(figure.scale > 0 && figure.scale <= 8)) throw Error("figure: the scale must be above 0 and at most 8");
    }

    Plan plan() {
        gather_facts();
        const std::size_t n = figure_.panels.size();
        frame_width_.assign(columns_, width_ / static_cast<double>(columns_) * 0.8);
        frame_height_.assign(rows_, frame_width_[0] * 0.7);
        decorations_.resize(n);
        // Ticks depend on the size of the frames and the frames on the width of tick labels: settled after few rounds.
        for (int round = 0; round < 4; ++round) {
            for (std::size_t p = 0; p < n; ++p) {
                if (!figure_.panels[p].visible) continue;
                const Box own = own_size(p);
                decorations_[p] = decorate(figure_.panels[p], facts_[p], own.width, own.height, style_);
            }
            measure_header();
            divide_width();
            divide_height();
        }
        return place_all();
    }

private:
    // On a narrow page panels go on in further rows, unless their places in the grid have a meaning.
    static std::size_t columns_that_fit(const Figure& figure, double width) {
        const bool has_meaning = !figure.row_titles.empty() || !figure.column_titles.empty() ||
                                 !figure.color_bars.empty() || figure.share_x == Share::aligned ||
                                 figure.share_y == Share::aligned;
        if (has_meaning) return figure.columns;
        const auto most = static_cast<double>(std::max<std::size_t>(1, figure.columns));
        return static_cast<std::size_t>(std::clamp(width / kNarrowestPanel, 1.0, most));
    }

    std::size_t column_of(std::size_t p) const { return p % columns_; }
    std::size_t row_of(std::size_t p) const { return p / columns_; }

    void gather_facts() {
        std::vector<Content> contents;
        for (const auto& panel : figure_.panels) contents.push_back(examine(panel));
        const auto limits = resolve_limits(figure_, contents);
        for (std::size_t p = 0; p < figure_.panels.size(); ++p) {
            const Panel& panel = figure_.panels[p];
            PanelFacts facts{.x = limits[p].x,
                             .y = limits[p].y,
                             .own_legend = !figure_.common_legend,
                             .empty = contents[p].empty,
                             .notes_below = figure_.panels.size() > 1,
                             .notes = panel.notes,
                             .why_empty = contents[p].why_empty};
            if (figure_.share_x != Share::none) facts.x_labelled = !any_visible_below(p);
            if (figure_.share_y != Share::none) facts.y_labelled = !any_visible_left(p);
            facts.x_named = common_name(true).empty();
            facts.y_named = common_name(false).empty();
            if (!facts.empty) {
                for (auto& note : count_left_out(panel, facts.x, facts.y)) facts.notes.push_back(std::move(note));
                if (!facts.notes.empty() && !facts.notes_below) facts.occupancy = occupancy_of(panel, facts.x, facts.y);
            }
            facts_.push_back(std::move(facts));
        }
    }

    // The one name of a shared axis, said once where each of many rows or columns would repeat it; else empty.
    std::string common_name(bool is_x) const {
        if ((is_x ? figure_.share_x : figure_.share_y) == Share::none || (is_x ? columns_ : rows_) < kMany) return {};
        const auto name = [&](const Panel& panel) { return is_x ? panel.x.label : panel.y.label; };
        for (const auto& panel : figure_.panels) {
            if (panel.visible && name(panel) != name(figure_.panels.front())) return {};
        }
        return figure_.panels.empty() ? "" : name(figure_.panels.front());
    }

    bool is_shown(std::size_t p) const { return p < figure_.panels.size() && figure_.panels[p].visible; }
    bool any_visible_below(std::size_t p) const {
        for (std::size_t q = p + columns_; q < figure_.panels.size(); q += columns_) {
            if (is_shown(q)) return true;
        }
        return false;
    }
    bool any_visible_left(std::size_t p) const {
        for (std::size_t q = p - column_of(p); q < p; ++q) {
            if (figure_.panels[q].visible) return true;
        }
        return false;
    }

    // The panel's frame inside its cell: all of it, or the largest with equal units.
    Box own_size(std::size_t p) const {
        const double width = frame_width_[column_of(p)], height = frame_height_[row_of(p)];
        if (!figure_.panels[p].equal_aspect) return {0, 0, width, height};
        const double ratio = shape_of(p);
        return {0, 0, std::min(width, height / ratio), std::min(height, width * ratio)};
    }

    double shape_of(std::size_t p) const {
        const Panel& panel = figure_.panels[p];
        if (!panel.equal_aspect) return panel.aspect;
        return (facts_[p].y.high - facts_[p].y.low) / (facts_[p].x.high - facts_[p].x.low);
    }

    // Title, subtitle, names of columns and rows, and bars beside the grid.
    void measure_header() {
        const double inner = width_ - 2 * style_.margin();
        title_ = wrapped(figure_.title, style_.figure_title(), inner, 3);
        subtitle_ = wrapped(figure_.subtitle, style_.subtitle(), inner, 3);
        header_ = height_of(title_, style_.figure_title(), style_) + height_of(subtitle_, style_.subtitle(), style_);
        if (figure_.common_legend) {
            std::vector<const Panel*> shown;
            for (std::size_t p = 0; p < figure_.panels.size(); ++p) {
                if (figure_.panels[p].visible && !facts_[p].empty) shown.push_back(&figure_.panels[p]);
            }
            legend_ = legend_of(shown, inner, style_);
            header_ += height_of(legend_, style_) + (legend_.empty() ? 0 : style_.pad());
        }
        if (header_ > 0) header_ += 1.6 * style_.pad();
        column_titles_.clear();
        column_header_ = 0;
        for (std::size_t c = 0; c < std::min(columns_, figure_.column_titles.size()); ++c) {
            column_titles_.push_back(
                wrapped(figure_.column_titles[c], style_.panel_title(), frame_width_[c] + 0.8 * style_.gap(), 4));
            column_header_ =
                std::max(column_header_, height_of(column_titles_.back(), style_.panel_title(), style_) + style_.pad());
        }
        row_titles_.clear();
        row_header_ = 0;
        for (std::size_t r = 0; r < std::min(rows_, figure_.row_titles.size()); ++r) {
            row_titles_.push_back(
                wrapped(figure_.row_titles[r], style_.panel_title(), std::max(frame_height_[r], 80 * style_.unit), 4));
            row_header_ =
                std::max(row_header_, height_of(row_titles_.back(), style_.panel_title(), style_) + style_.pad());
        }
        x_name_ = wrapped(common_name(true), style_.label(), inner, 1);
        y_name_ = wrapped(common_name(false), style_.label(), std::max(frame_height_[0], 200 * style_.unit), 1);
        if (!y_name_.empty()) row_header_ += height_of(y_name_, style_.label(), style_) + style_.pad();
        footer_ = height_of(x_name_, style_.label(), style_);
        bars_.clear();
        beside_ = 0;
        for (const auto& shared : figure_.color_bars) {
            const double tall = rows_height(shared);
            SharedBar bar{.ticks = decorate_color_bar(shared.bar, tall, style_), .label = {}};
            bar.label = color_bar_label(shared.bar, bar.ticks, tall, style_);
            beside_ = std::max(beside_, color_bar_width(bar.ticks, bar.label, style_));
            bars_.push_back(std::move(bar));
        }
    }

    double rows_height(const SharedColorBar& shared) const {
        if (shared.first_row > shared.last_row || shared.last_row >= rows_) {
            throw Error("figure: a colour bar beside rows " + std::to_string(shared.first_row) + " to " +
                        std::to_string(shared.last_row) + " of " + std::to_string(rows_));
        }
        double tall = 0;
        for (std::size_t r = shared.first_row; r <= shared.last_row; ++r) {
            tall += frame_height_[r];
            if (r > shared.first_row && !below_.empty())
                tall += below_[r - 1] + title_height_[r] + above_[r] + style_.row_gap();
        }
        return tall;
    }

    void divide_width() {
        left_.assign(columns_, 0);
        right_.assign(columns_, 0);
        for (std::size_t p = 0; p < figure_.panels.size(); ++p) {
            left_[column_of(p)] = std::max(left_[column_of(p)], decorations_[p].edges.left);
            right_[column_of(p)] = std::max(right_[column_of(p)], decorations_[p].edges.right);
        }
        double taken = 2 * style_.margin() + row_header_ + beside_ + style_.gap() * static_cast<double>(columns_ - 1);
        for (std::size_t c = 0; c < columns_; ++c) taken += left_[c] + right_[c];
        const double each = (width_ - taken) / static_cast<double>(columns_);
        if (each < 16 * style_.unit) {
            throw Error("figure: " + std::to_string(static_cast<int>(width_)) + " px are too narrow for " +
                        std::to_string(columns_) + " columns of panels; the labels alone take " +
                        std::to_string(static_cast<int>(taken)) + " px");
        }
        frame_width_.assign(columns_, each);
    }

    void divide_height() {
        above_.assign(rows_, 0);
        title_height_.assign(rows_, 0);
        below_.assign(rows_, 0);
        frame_height_.assign(rows_, 0);
        for (std::size_t p = 0; p < figure_.panels.size(); ++p) {
            const std::size_t r = row_of(p);
            above_[r] = std::max(above_[r], decorations_[p].edges.top);
            title_height_[r] = std::max(title_height_[r], decorations_[p].edges.title);
            // What stands below a panel over an empty place has that place.
            if (r + 1 == rows_ || is_shown(p + columns_)) below_[r] = std::max(below_[r], decorations_[p].edges.bottom);
            if (figure_.panels[p].visible) {
                // A panel with equal units may not become a tower.
                frame_height_[r] = std::max(frame_height_[r], frame_width_[column_of(p)] * std::min(shape_of(p), 2.5));
            }
        }
        const double frames = std::accumulate(frame_height_.begin(), frame_height_.end(), 0.0);
        double taken = 2 * style_.margin() + header_ + column_header_ + footer_ +
                       style_.row_gap() * static_cast<double>(rows_ - 1);
        for (std::size_t r = 0; r < rows_; ++r) taken += title_height_[r] + above_[r] + below_[r];
        height_ = taken + frames;
        if (figure_.height > 0) {
            height_ = figure_.height;
            if (height_ - taken < 16 * style_.unit * static_cast<double>(rows_)) {
                throw Error("figure: " + std::to_string(static_cast<int>(height_)) + " px are too low for " +
                            std::to_string(rows_) + " rows of panels; the labels alone take " +
                            std::to_string(static_cast<int>(taken)) + " px");
            }
            for (double& tall : frame_height_) tall *= (height_ - taken) / frames;
        }
    }

    Plan place_all() {
        Plan plan{.width = width_,
                  .height = std::ceil(height_),
                  .unit = style_.unit,
                  .panels = {},
                  .color_bars = {},
                  .texts = {}};
        const auto aligned = [&](double px) { return std::round(px * figure_.scale) / figure_.scale; };
        double y = style_.margin();
        const double inner = width_ - 2 * style_.margin();
        put_block(plan, title_, style_.figure_title(), style_, style_.margin(), y, inner, 0, Role::text);
        y += height_of(title_, style_.figure_title(), style_);
        put_block(plan, subtitle_, style_.subtitle(), style_, style_.margin(), y, inner, 0, Role::muted);
        y += height_of(subtitle_, style_.subtitle(), style_) + style_.pad();
        place_legend(legend_, style_.margin(), y, style_, plan.keys, plan);
        y = style_.margin() + header_ + column_header_;

        std::vector<double> lefts, tops;
        double x = style_.margin() + row_header_;
        for (std::size_t c = 0; c < columns_; ++c) {
            lefts.push_back(x + left_[c]);
            x += left_[c] + frame_width_[c] + right_[c] + style_.gap();
        }
        for (std::size_t r = 0; r < rows_; ++r) {
            tops.push_back(y + title_height_[r] + above_[r]);
            y += title_height_[r] + above_[r] + frame_height_[r] + below_[r] + style_.row_gap();
        }
        for (std::size_t p = 0; p < figure_.panels.size(); ++p) {
            PlannedPanel planned;
            if (figure_.panels[p].visible) {
                const Box own = own_size(p);
                const double left = lefts[column_of(p)] + (frame_width_[column_of(p)] - own.width) / 2;
                const double top = tops[row_of(p)] + (frame_height_[row_of(p)] - own.height) / 2;
                planned.panel = &figure_.panels[p];
                planned.empty = facts_[p].empty;
                planned.frame = {.box = {aligned(left), aligned(top), aligned(own.width), aligned(own.height)},
                                 .x = facts_[p].x,
                                 .y = facts_[p].y,
                                 .x_scale = scale_of(figure_.panels[p].x),
                                 .y_scale = scale_of(figure_.panels[p].y)};
                place(decorations_[p], facts_[p], style_,
                      tops[row_of(p)] - above_[row_of(p)] - title_height_[row_of(p)], planned, plan);
            }
            plan.panels.push_back(std::move(planned));
        }
        place_titles(plan, lefts, tops);
        for (std::size_t b = 0; b < bars_.size(); ++b) {
            const auto& shared = figure_.color_bars[b];
            const double top = tops[shared.first_row], bottom = tops[shared.last_row] + frame_height_[shared.last_row];
            const Box box{aligned(width_ - style_.margin() - beside_ + style_.bar_gap()), aligned(top),
                          aligned(style_.bar_width()), aligned(bottom - top)};
            place_color_bar(shared.bar, bars_[b].ticks, bars_[b].label, box, style_, plan);
        }
        return plan;
    }

    void place_titles(Plan& plan, const std::vector<double>& lefts, const std::vector<double>& tops) const {
        const double right = lefts.back() + frame_width_.back(), bottom = tops.back() + frame_height_.back();
        put_block(plan, x_name_, style_.label(), style_, lefts[0], bottom + below_.back(), right - lefts[0], 0.5,
                  Role::text);
        put_upwards(plan, y_name_, style_.label(), style_,
                    style_.margin() + row_header_ - height_of(y_name_, style_.label(), style_) - style_.pad(),
                    (tops[0] + bottom) / 2, Role::text);
        const Type type = style_.panel_title();
        for (std::size_t c = 0; c < column_titles_.size(); ++c) {
            // On one line, whatever stands high in them.
            const double foot = style_.margin() + header_ + column_header_ - style_.pad();
            put_block(plan, column_titles_[c], type, style_, lefts[c],
                      foot - height_of(column_titles_[c], type, style_), frame_width_[c], 0.5, Role::text);
        }
        for (std::size_t r = 0; r < row_titles_.size(); ++r) {
            put_upwards(plan, row_titles_[r], type, style_, style_.margin(), tops[r] + frame_height_[r] / 2,
                        Role::text);
        }
    }

    struct SharedBar {
        AxisDecoration ticks;
        Labels label;
    };

    const Figure& figure_;
    double width_, height_ = 0;
    std::size_t columns_, rows_;  // of the page, which may differ from the figure's
    Style style_;
    std::vector<PanelFacts> facts_;
    std::vector<Decoration> decorations_;
    std::vector<double> frame_width_, frame_height_, left_, right_, above_, below_, title_height_;
    Labels title_, subtitle_, x_name_, y_name_;
    Legend legend_;
    std::vector<Labels> column_titles_, row_titles_;
    std::vector<SharedBar> bars_;
    double header_ = 0, column_header_ = 0, row_header_ = 0, beside_ = 0, footer_ = 0;
};

}  // namespace

Box PlacedText::box() const {
    if (angle == 0) return {x, y - line.ascent, line.width, line.height()};
    return {x - line.ascent, y - line.width, line.height(), line.width};
}

Plan plan_of(const Figure& figure) {
    return Planner(figure).plan();
}

}  // namespace fokker::draw
