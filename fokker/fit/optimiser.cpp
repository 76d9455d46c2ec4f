#include "fokker/fit/optimiser.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

void check_share(const char* what, double value) {
    if (!(value >= 0) || !(value < 1))
        throw Error(std::string(what) + " must be at least 0 and below 1: got " + number(value));
}

void check_not_negative(const char* what, double value) {
    if (!(value >= 0) || !std::isfinite(value))
        throw Error(std::string(what) + " must be finite and 0 or more: got " + number(value));
}

void check(const Sgd& sgd) {
    check_share("momentum", sgd.momentum);
}

void check(const Adam& adam) {
    check_share("beta1", adam.beta1);
    check_share("beta2", adam.beta2);
    check_not_negative("epsilon", adam.epsilon);
    check_not_negative("weight_decay", adam.weight_decay);
}

// The schedule at iterations 0, 1, ..., in one run of one program.
std::vector<double> step_sizes(const Schedule& schedule, std::size_t iterations) {
    const Expr at_iteration = at_step(schedule, "step_size", iterations);
    if (!depends_on(at_iteration, SymbolKind::time)) return std::vector<double>(iterations, evaluate(at_iteration)[0]);
    std::vector<double> numbers(iterations);
    for (std::size_t k = 0; k < iterations; ++k) numbers[k] = static_cast<double>(k);
    return evaluate(substitute(at_iteration, {{time_symbol(), state(1)}}), numbers, iterations);
}

struct Name {
    std::string_view operator()(const Sgd&) const { return "sgd"; }
    std::string_view operator()(const Adam& adam) const { return adam.weight_decay > 0 ? "adamw" : "adam"; }
    std::string_view operator()(const Lbfgs&) const { return "lbfgs"; }
    std::string_view operator()(const ExpectationMaximisation&) const { return "em"; }
};

}  // namespace

std::string_view name(const Optimiser& optimiser) {
    return std::visit(Name{}, optimiser);
}

GradientDescent::GradientDescent(const Optimiser& optimiser, std::size_t size, std::size_t iterations)
    : optimiser_(optimiser), mean_(size, 0.0), square_(size, 0.0) {
    if (const auto* sgd = std::get_if<Sgd>(&optimiser)) {
        check(*sgd);
        step_sizes_ = step_sizes(sgd->step_size, iterations);
    } else if (const auto* adam = std::get_if<Adam>(&optimiser)) {
        check(*adam);
        step_sizes_ = step_sizes(adam->step_size, iterations);
    } else {
        throw std::logic_error("lbfgs and em are no descent by gradients alone");
    }
}

std::optional<std::size_t> GradientDescent::step(std::size_t iteration, std::span<const double> gradient,
                                                 std::span<double> theta) {
    if (const auto* sgd = std::get_if<Sgd>(&optimiser_))
        step(*sgd, iteration, gradient, theta);
    else
        step(std::get<Adam>(optimiser_), iteration, gradient, theta);
    const auto bad = std::ranges::find_if_not(square_, [](double s) { return std::isfinite(s); });
    if (bad == square_.end()) return std::nullopt;
    return static_cast<std::size_t>(bad - square_.begin());
}

void GradientDescent::step(const Sgd& sgd, std::size_t iteration, std::span<const double> g, std::span<double> theta) {
    for (std::size_t j = 0; j < theta.size(); ++j) {
        mean_[j] = sgd.momentum * mean_[j] + g[j];
        theta[j] -= step_sizes_[iteration] * mean_[j];
    }
}

void GradientDescent::step(const Adam& adam, std::size_t iteration, std::span<const double> g,
                           std::span<double> theta) {
    const double size = step_sizes_[iteration];
    decay1_ *= adam.beta1;
    decay2_ *= adam.beta2;
    for (std::size_t j = 0; j < theta.size(); ++j) {
        mean_[j] = adam.beta1 * mean_[j] + (1 - adam.beta1) * g[j];
        square_[j] = adam.beta2 * square_[j] + (1 - adam.beta2) * (g[j] * g[j]);
        const double mean = mean_[j] / (1 - decay1_), square = square_[j] / (1 - decay2_);
        theta[j] -= size * (mean / (std::sqrt(square) + adam.epsilon) + adam.weight_decay * theta[j]);
    }
}

void clip(std::span<double> gradient, double most) {
    double largest = 0, square = 0;
    for (const double g : gradient) largest = std::max(largest, std::fabs(g));
    if (largest == 0) return;
    for (const double g : gradient) square += (g / largest) * (g / largest);
    const double length = std::sqrt(square);  // in units of the largest
    if (!(length > most / largest)) return;
    for (double& g : gradient) g = g / largest * (most / length);
}

}  // namespace fokker
