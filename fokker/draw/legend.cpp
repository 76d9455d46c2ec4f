#include "fokker/draw/legend.hpp"

#include <algorithm>
#include <type_traits>

#include "fokker/draw/arrow_scale.hpp"
#include "fokker/draw/ticks.hpp"

namespace fokker::draw {
namespace {

constexpr double kKeyWidth = 20, kKeyGap = 6, kEntryGap = 16;  // px at the natural width

std::string label_of(const Mark& mark) {
    return std::visit(
        [](const auto& m) -> std::string {
            using M = std::decay_t<decltype(m)>;
            if constexpr (std::is_same_v<M, Image> || std::is_same_v<M, FilledContours>) {
                return {};
            } else {
                return m.label;
            }
        },
        mark);
}

}  // namespace

Legend legend_of(const std::vector<const Panel*>& panels, double width, const Style& style) {
    Legend legend;
    const double lead = (kKeyWidth + kKeyGap) * style.unit;
    const auto add = [&](const Mark& mark, const std::string& name, bool target, double magnitude = 0) {
        const bool known =
            std::any_of(legend.begin(), legend.end(), [&](const auto& e) { return e.name.text == name; });
        if (name.empty() || known) return;
        for (auto& label : wrapped(name, style.note(), std::max(width - lead, 10.0), 1)) {
            legend.push_back({std::move(label), &mark, target, magnitude});
        }
    };
    for (const Panel* panel : panels) {
        for (const auto& mark : panel->marks) {
            if (const auto* arrows = std::get_if<Arrows>(&mark)) {
                // The name once, before the first number.
                std::string name = arrows->label + " = ";
                if (arrows->label.empty()) continue;
                for (const double magnitude : sample_magnitudes(*arrows)) {
                    add(mark, name + plain_number(magnitude), false, magnitude);
                    name.clear();
                }
                continue;
            }
            add(mark, label_of(mark), false);
            const auto* bars = std::get_if<Bars>(&mark);
            if (bars != nullptr && !bars->target.empty()) add(mark, bars->target_label, true);
        }
    }
    double x = 0;
    int row = 0;
    for (auto& entry : legend) {
        const double wide = lead + entry.name.line.width;
        if (x > 0 && x + wide > width) {
            x = 0;
            ++row;
        }
        entry.x = x;
        entry.row = row;
        x += wide + kEntryGap * style.unit;
    }
    return legend;
}

double height_of(const Legend& legend, const Style& style) {
    return legend.empty() ? 0 : 1.1 * row_height(style.note(), style) * (legend.back().row + 1);
}

void place_legend(const Legend& legend, double x, double top, const Style& style, std::vector<LegendKey>& keys,
                  Plan& plan) {
    const Type type = style.note();
    for (const auto& entry : legend) {
        const double baseline = top + 1.1 * entry.row * row_height(type, style) + 0.92 * type.size;
        const double key_height = 0.72 * type.size;
        keys.push_back({{x + entry.x, baseline - key_height, kKeyWidth * style.unit, key_height},
                        entry.mark,
                        entry.target,
                        entry.magnitude});
        put(plan, entry.name, x + entry.x + (kKeyWidth + kKeyGap) * style.unit, baseline, Role::text);
    }
}

}  // namespace fokker::draw
