#include "fokker/fit/lbfgs.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

constexpr double kDecrease = 1e-4, kCurvature = 0.9;  // the strong Wolfe conditions
constexpr double kLongest = 1e10;

double inner(std::span<const double> a, std::span<const double> b) {
    double total = 0;
    for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
    return total;
}

double largest(std::span<const double> v) {
    double most = 0;
    for (const double a : v) most = std::max(most, std::fabs(a));
    return most;
}

// The minimum of the cubic through two values with their slopes (Nocedal and Wright 2006, 3.59); NaN where it has none.
double cubic_minimum(double a, double value_a, double slope_a, double b, double value_b, double slope_b) {
    const double d1 = slope_a + slope_b - 3 * (value_a - value_b) / (a - b);
    const double d2 = (b > a ? 1 : -1) * std::sqrt(d1 * d1 - slope_a * slope_b);
    return b - (b - a) * (slope_b + d2 - d1) / (slope_b - slope_a + 2 * d2);
}

}  // namespace

LbfgsMinimiser::LbfgsMinimiser(const Lbfgs& options, std::size_t size)
    : options_(options), size_(size), direction_(size), trial_(size), trial_gradient_(size) {
    if (options.memory < 1) throw Error("memory: 1 or more; got " + std::to_string(options.memory));
    if (!(options.tolerance >= 0) || !std::isfinite(options.tolerance))
        throw Error("tolerance must be finite and 0 or more: got " + number(options.tolerance));
    if (options.most_evaluations < 2)
        throw Error("most_evaluations: 2 or more; got " + std::to_string(options.most_evaluations));
    const auto memory = static_cast<std::size_t>(options.memory);
    steps_.resize(memory * size);
    changes_.resize(memory * size);
    products_.resize(memory);
    alphas_.resize(memory);
}

std::span<double> LbfgsMinimiser::pair(std::vector<double>& all, std::size_t k) {
    return std::span(all).subspan(k * size_, size_);
}

LbfgsMinimiser::Step LbfgsMinimiser::step(const Function& f, std::span<double> x, double& value,
                                          std::span<double> gradient) {
    if (largest(gradient) <= options_.tolerance) return Step::converged;
    // Where the memory leads nowhere, once more from the gradient alone.
    const std::size_t remembered = pairs_;
    for (const bool afresh : {false, true}) {
        if (afresh && pairs_ == 0) break;
        if (afresh) pairs_ = 0;
        find_direction(gradient);
        const Point start{.length = 0, .value = value, .slope = inner(direction_, gradient)};
        const double first = pairs_ > 0 ? 1.0 : std::min(1.0, 1.0 / std::sqrt(inner(direction_, direction_)));
        if (!(start.slope < 0) || !std::isfinite(start.slope) || !search(f, x, start, first)) continue;
        remember(x, gradient);
        std::ranges::copy(trial_, x.begin());
        std::ranges::copy(trial_gradient_, gradient.begin());
        value = trial_value_;
        return Step::taken;
    }
    pairs_ = remembered;
    return Step::stalled;
}

double LbfgsMinimiser::expected_fall(std::span<const double> gradient) {
    find_direction(gradient);
    return -0.5 * inner(direction_, gradient);
}

// The two-loop recursion (Nocedal and Wright 2006, algorithm 7.4): -H g, with H_0 a multiple of the identity. Of a
// gradient alone whose square is no number, its direction.
void LbfgsMinimiser::find_direction(std::span<const double> gradient) {
    const auto memory = static_cast<std::size_t>(options_.memory);
    for (std::size_t i = 0; i < size_; ++i) direction_[i] = -gradient[i];
    if (pairs_ == 0) {
        if (std::isfinite(inner(gradient, gradient))) return;
        const double most = largest(gradient), n = static_cast<double>(size_);
        for (double& d : direction_) d = d / most / n;
        return;
    }
    const auto from_last = [&](std::size_t back) { return (next_ + memory - 1 - back) % memory; };
    for (std::size_t back = 0; back < pairs_; ++back) {
        const std::size_t k = from_last(back);
        alphas_[k] = inner(pair(steps_, k), direction_) / products_[k];
        for (std::size_t i = 0; i < size_; ++i) direction_[i] -= alphas_[k] * changes_[k * size_ + i];
    }
    const std::size_t last = from_last(0);
    const double scale = products_[last] / inner(pair(changes_, last), pair(changes_, last));
    for (double& d : direction_) d *= scale;
    for (std::size_t back = pairs_; back-- > 0;) {
        const std::size_t k = from_last(back);
        const double beta = inner(pair(changes_, k), direction_) / products_[k];
        for (std::size_t i = 0; i < size_; ++i) direction_[i] += (alphas_[k] - beta) * steps_[k * size_ + i];
    }
}

// What is not finite counts as infinitely high.
LbfgsMinimiser::Point LbfgsMinimiser::at(const Function& f, std::span<const double> x, double length) {
    ++evaluations_;
    for (std::size_t i = 0; i < size_; ++i) trial_[i] = x[i] + length * direction_[i];
    trial_value_ = f(trial_, trial_gradient_);
    const double slope = inner(direction_, trial_gradient_);
    if (!std::isfinite(trial_value_) || !std::isfinite(slope)) return {length, INFINITY, INFINITY};
    return {length, trial_value_, slope};
}

// Nocedal and Wright 2006, algorithm 3.5. The last trial is the answer.
bool LbfgsMinimiser::search(const Function& f, std::span<const double> x, const Point& start, double first) {
    evaluations_ = 0;
    Point before = start;
    for (double length = first; length < kLongest && evaluations_ < options_.most_evaluations; length *= 2) {
        const Point now = at(f, x, length);
        if (now.value > start.value + kDecrease * length * start.slope ||
            (before.length > 0 && now.value >= before.value))
            return zoom(f, x, start, before, now);
        if (std::fabs(now.slope) <= -kCurvature * start.slope) return true;
        if (now.slope >= 0) return zoom(f, x, start, now, before);
        before = now;
    }
    return before.length > 0;  // it falls as far as was looked, and may have no bound
}

// Algorithm 3.6: the interval between `low`, the lowest so far, and `high` has lengths that satisfy the conditions. Of
// a function with a kink there it need not: then `low` is taken, which lies well below the start.
bool LbfgsMinimiser::zoom(const Function& f, std::span<const double> x, const Point& start, Point low, Point high) {
    while (evaluations_ < options_.most_evaluations) {
        const double middle = 0.5 * (low.length + high.length), width = std::fabs(high.length - low.length);
        double length = std::isfinite(high.value)
                            ? cubic_minimum(low.length, low.value, low.slope, high.length, high.value, high.slope)
                            : middle;
        if (!(std::fabs(length - middle) <= 0.4 * width)) length = middle;
        if (length == low.length || length == high.length) break;
        const Point now = at(f, x, length);
        if (now.value > start.value + kDecrease * length * start.slope || now.value >= low.value) {
            high = now;
            continue;
        }
        if (std::fabs(now.slope) <= -kCurvature * start.slope) return true;
        if (now.slope * (high.length - low.length) >= 0) high = low;
        low = now;
    }
    return low.length > 0 && at(f, x, low.length).value < start.value;
}

void LbfgsMinimiser::remember(std::span<const double> x, std::span<const double> gradient) {
    double product = 0;
    for (std::size_t i = 0; i < size_; ++i) product += (trial_[i] - x[i]) * (trial_gradient_[i] - gradient[i]);
    if (!(product > 0)) return;  // before it takes the place of the oldest pair, which still counts
    const std::span<double> step = pair(steps_, next_), change = pair(changes_, next_);
    for (std::size_t i = 0; i < size_; ++i) {
        step[i] = trial_[i] - x[i];
        change[i] = trial_gradient_[i] - gradient[i];
    }
    products_[next_] = product;
    next_ = (next_ + 1) % static_cast<std::size_t>(options_.memory);
    pairs_ = std::min(pairs_ + 1, static_cast<std::size_t>(options_.memory));
}

}  // namespace fokker
