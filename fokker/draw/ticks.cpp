#include "fokker/draw/ticks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace fokker::draw {
namespace {

constexpr const char* kMinus = "−";

// Where fewer fit with the spacing asked for, finer steps are taken as long as labels do not touch.
constexpr std::size_t kFewestOfLinear = 3;

std::string fixed(double value, int decimals) {
    char text[400];
    std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value));
    const bool zero = std::strtod(text, nullptr) == 0;
    return (value < 0 && !zero ? kMinus : "") + std::string(text);
}

struct Step {
    int mantissa = 1, exponent = 0;  // mantissa 1, 2 or 5

    double size() const { return mantissa * std::pow(10.0, exponent); }
    Step coarser() const {
        return mantissa == 1 ? Step{2, exponent} : mantissa == 2 ? Step{5, exponent} : Step{1, exponent + 1};
    }
    Step finer() const {
        return mantissa == 5 ? Step{2, exponent} : mantissa == 2 ? Step{1, exponent} : Step{5, exponent - 1};
    }
};

Step step_at_least(double size) {
    Step step{1, static_cast<int>(std::floor(std::log10(size))) - 1};
    while (step.size() < size * (1 - 1e-9)) step = step.coarser();
    return step;
}

// The power of ten that labels are best divided by, 0 for none.
int common_exponent(const Limits& limits) {
    const double largest = std::max(std::abs(limits.low), std::abs(limits.high));
    const int exponent = static_cast<int>(std::floor(std::log10(largest)));
    return exponent >= 5 || exponent <= -4 ? exponent : 0;
}

Ticks linear_ticks(Limits limits, const Step& step) {
    const double size = step.size();
    const int exponent = common_exponent(limits);
    const int decimals = std::clamp(exponent - step.exponent, 0, 300);
    Ticks ticks;
    const double first = std::ceil(limits.low / size - 1e-9), last = std::floor(limits.high / size + 1e-9);
    for (double i = 0; i <= last - first; ++i) {
        const double k = first + i;
        // Division by a power of ten rounds once where multiplication by its reciprocal would round twice.
        const double at = step.exponent < 0 ? k * step.mantissa / std::pow(10.0, -step.exponent) : k * size;
        ticks.at.push_back(std::clamp(at, limits.low, limits.high));
        ticks.labels.push_back(fixed(k * step.mantissa * std::pow(10.0, step.exponent - exponent), decimals));
    }
    if (exponent != 0) ticks.factor = "$\\times 10^{" + std::to_string(exponent) + "}$";
    return ticks;
}

bool labels_fit(const Ticks& ticks, const std::function<double(double)>& place, double gap,
                const std::function<double(const std::string&)>& extent) {
    double taken = -1e300;
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        if (ticks.labels[i].empty()) continue;
        const double half = extent(ticks.labels[i]) / 2, at = place(ticks.at[i]);
        if (at - half < taken + gap) return false;
        taken = at + half;
    }
    return true;
}

std::string power_label(int exponent, int mantissa, bool plain) {
    if (plain) return fixed(mantissa * std::pow(10.0, exponent), std::max(0, -exponent));
    return (mantissa == 1 ? "$10^{" : "$" + std::to_string(mantissa) + "\\times 10^{") + std::to_string(exponent) +
           "}$";
}

Ticks log_ticks(Limits limits, int stride, const std::vector<int>& mantissas) {
    Ticks ticks;
    const int first = static_cast<int>(std::floor(std::log10(limits.low))),
              last = static_cast<int>(std::ceil(std::log10(limits.high)));
    const bool plain = first >= -3 && last <= 4;
    for (int exponent = first; exponent <= last; ++exponent) {
        if (((exponent % stride) + stride) % stride != 0) continue;
        for (const int mantissa : mantissas) {
            const double at = mantissa * std::pow(10.0, exponent);
            if (at < limits.low * (1 - 1e-12) || at > limits.high * (1 + 1e-12)) continue;
            ticks.at.push_back(std::clamp(at, limits.low, limits.high));
            ticks.labels.push_back(power_label(exponent, mantissa, plain));
        }
    }
    return ticks;
}

// Zero, and the ticks of a log axis on both sides from the edge of the linear part outwards, or from so many decades
// beyond it, where zero needs the room.
Ticks symlog_ticks(Limits limits, double linear_within, int beyond, int stride, const std::vector<int>& mantissas) {
    const double furthest = std::max(std::abs(limits.low), std::abs(limits.high)),
                 edge = std::pow(10.0, std::round(std::log10(linear_within)) + beyond);
    const Ticks one_side = furthest > edge ? log_ticks({edge, furthest}, stride, mantissas) : Ticks{};
    Ticks ticks;
    const auto add = [&](double at, const std::string& label) {
        if (at < limits.low || at > limits.high) return;
        ticks.at.push_back(at);
        ticks.labels.push_back(label);
    };
    const auto negative = [](const std::string& label) {
        return label.front() == '$' ? "$-" + label.substr(1) : kMinus + label;
    };
    for (std::size_t i = one_side.at.size(); i-- > 0;) add(-one_side.at[i], negative(one_side.labels[i]));
    add(0, "0");
    for (std::size_t i = 0; i < one_side.at.size(); ++i) add(one_side.at[i], one_side.labels[i]);
    return ticks;
}

// 2 to 9 times the powers of ten, or 2 and 5 times, where they stand at least 3 px apart.
std::vector<double> minor_ticks(const Limits& limits, const AxisScale& scale, double length) {
    std::vector<double> minor;
    const double smallest = scale.kind == Scale::log10 ? limits.low : scale.linear_within;
    const double largest = std::max(std::abs(limits.low), std::abs(limits.high));
    const int first = static_cast<int>(std::floor(std::log10(smallest))),
              last = static_cast<int>(std::floor(std::log10(largest)));
    const double decade = std::abs(scale.share(limits, 10 * largest) - scale.share(limits, largest)) * length;
    std::vector<int> mantissas{2, 3, 4, 5, 6, 7, 8, 9};
    if (decade * std::log10(10.0 / 9) < 3) mantissas = {2, 5};
    if (decade * std::log10(2.0) < 3) return minor;
    for (int exponent = first; exponent <= last; ++exponent) {
        for (const int mantissa : mantissas) {
            const double at = mantissa * std::pow(10.0, exponent);
            for (const double place : {-at, at}) {
                if (scale.holds(place) && place >= limits.low && place <= limits.high) minor.push_back(place);
            }
        }
    }
    return minor;
}

}  // namespace

Ticks choose_ticks(Limits limits, const AxisScale& scale, double length, double spacing, double gap,
                   const std::function<double(const std::string&)>& extent) {
    const double range = limits.high - limits.low;
    if (!(length > 0) || !(range > 0) || !std::isfinite(range)) return {};
    const auto place = [&](double at) { return scale.share(limits, at) * length; };
    if (scale.kind != Scale::linear) {
        const bool log = scale.kind == Scale::log10;
        const auto powers = [&](int beyond, int stride, const std::vector<int>& mantissas) {
            return log ? log_ticks(limits, stride, mantissas)
                       : symlog_ticks(limits, scale.linear_within, beyond, stride, mantissas);
        };
        const std::vector<int> two = log ? std::vector{1, 3} : std::vector{1, 5};
        for (const auto& mantissas : {std::vector{1, 2, 5}, two}) {
            Ticks ticks = powers(0, 1, mantissas);
            if (ticks.at.size() >= 2 && length / static_cast<double>(ticks.at.size()) >= spacing &&
                labels_fit(ticks, place, gap, extent)) {
                ticks.minor = minor_ticks(limits, scale, length);
                return ticks;
            }
        }
        // One power inside more than a decade of a log axis says enough; zero alone does not.
        const std::size_t fewest = log && limits.high >= 10 * limits.low ? 1 : 2;
        for (int stride = 1; stride < 700; stride += stride < 3 ? 1 : 3) {
            for (int beyond = 0; beyond < (log ? 1 : 3); ++beyond) {
                Ticks ticks = powers(beyond, stride, {1});
                if (ticks.at.size() < fewest) break;
                if (Ticks more = powers(beyond, stride, {1, 5}); !log && labels_fit(more, place, gap, extent))
                    ticks = std::move(more);
                if (labels_fit(ticks, place, gap, extent)) {
                    ticks.minor = minor_ticks(limits, scale, length);
                    return ticks;
                }
            }
        }
        // Not even two powers of ten: round numbers, unevenly spaced.
    }
    const auto fitting = [&](const Step& step) {
        Ticks ticks = linear_ticks(limits, step);
        return labels_fit(ticks, place, gap, extent) ? ticks : Ticks{};
    };
    const Step asked = step_at_least(range * std::min(1.0, spacing / std::max(length, 1.0)));
    Ticks ticks;
    Step step = asked;
    for (int tries = 0; tries < 12 && ticks.at.empty(); ++tries, step = step.coarser()) ticks = fitting(step);
    step = asked;
    for (int tries = 0; tries < 3 && ticks.at.size() < kFewestOfLinear; ++tries) {
        step = step.finer();
        if (Ticks more = fitting(step); more.at.size() > ticks.at.size()) ticks = std::move(more);
    }
    return ticks;
}

std::string plain_number(double value, int digits) {
    if (std::isnan(value)) return "not a number";
    if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
    if (value == 0) return "0";
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", digits - 1, std::abs(value));
    const int exponent = std::atoi(std::string_view(text).substr(std::string_view(text).find('e') + 1).data());
    const std::string sign = value < 0 ? kMinus : "";
    const auto trimmed = [](std::string number) {
        if (number.find('.') != std::string::npos) {
            while (number.back() == '0') number.pop_back();
            if (number.back() == '.') number.pop_back();
        }
        return number;
    };
    if (exponent >= 5 || exponent < -4) {
        const std::string mantissa = trimmed(std::string(text, std::string_view(text).find('e')));
        return "$" + std::string(value < 0 ? "-" : "") + (mantissa == "1" ? "" : mantissa + "\\times ") + "10^{" +
               std::to_string(exponent) + "}$";
    }
    std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - 1 - exponent), std::abs(value));
    return sign + trimmed(text);
}

std::string ascii_number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string plain_count(std::size_t count) {
    std::string text = std::to_string(count);
    for (int i = static_cast<int>(text.size()) - 3; i > 0; i -= 3) text.insert(static_cast<std::size_t>(i), ",");
    return text;
}

}  // namespace fokker::draw
