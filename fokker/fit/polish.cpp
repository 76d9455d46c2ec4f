#include "fokker/fit/polish.hpp"

#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/fit/gradient.hpp"
#include "fokker/fit/lbfgs.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker {
namespace {

constexpr std::size_t kDraws = 10'000;
constexpr int kSteps = 20;
// Steps of random numbers that no iteration and no evaluation has.
constexpr std::uint64_t kSeen = kEvaluationStep + 2, kUnseen = kEvaluationStep + 4;

// The same minimum, with a gradient that is that of a function of fixed draws.
std::optional<Objective> smooth(const Objective& objective, const Family& family) {
    const auto* kl = std::get_if<ReverseKl>(&objective);
    if (kl == nullptr) return objective;
    if (family.strata.empty()) return {};
    return ReverseKl{Gradient::reparameterised};
}

}  // namespace

std::optional<WindowFall> fall_by_lbfgs(const FitTarget& target, const Family& family, const Objective& objective,
                                        const FitOptions& options, const Coordinates& coordinates,
                                        std::span<const double> theta, std::size_t samples) {
    const auto alike = smooth(objective, family);
    if (!alike) return {};
    const Loss loss = make_loss(target, family, *alike);
    const auto* data = std::get_if<Points>(&target);
    const bool fixed = !is_noisy(target, options);
    const SampleSource source{.density = std::get_if<Density>(&target),
                              .data = data,
                              .resampled = fixed && data != nullptr && options.samples > 0,
                              .seed = options.seed,
                              .stream = options.stream,
                              .isa = options.isa};
    const std::uint64_t seen = fixed ? 0 : kSeen, unseen = fixed ? 0 : kUnseen;
    const std::size_t draws = fixed ? samples : data != nullptr ? data->count() : kDraws;
    const bool exact = fixed || data != nullptr;
    const int threads = options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
    const LossSetup setup{.loss = loss,
                          .shared = LossProgram(loss, family, ByWhat::shared, options.isa),
                          .each = std::nullopt,
                          .source = source,
                          .samples = draws,
                          .size = family.size(),
                          .threads = threads};
    LossGradient gradients(setup);
    std::vector<double> there(theta.size());
    const auto to_theta = [&](std::span<const double> phi) {
        for (std::size_t j = 0; j < phi.size(); ++j) there[j] = coordinates.theta(j, phi[j]);
    };
    const auto at = [&](std::span<const double> phi, std::span<double> gradient) {
        to_theta(phi);
        const double mean = gradients.run(there, seen, gradient).mean;
        for (std::size_t j = 0; j < gradient.size(); ++j) gradient[j] *= coordinates.unit[j];
        return mean;
    };
    const auto stop_asked = [&] {
        return options.progress != nullptr && options.progress->stop.load(std::memory_order_relaxed);
    };
    const auto finite = [](double v) { return std::isfinite(v); };
    const auto fall_by = [&](const Lbfgs& lbfgs, int steps) -> std::optional<WindowFall> {
        std::vector<double> phi, gradient(theta.size());
        for (std::size_t j = 0; j < theta.size(); ++j) phi.push_back(coordinates.phi(j, theta[j]));
        LbfgsMinimiser minimiser(lbfgs, theta.size());
        const LbfgsMinimiser::Function function(std::ref(at));
        double value = function(phi, gradient);
        if (!finite(value) || !std::ranges::all_of(gradient, finite)) return {};
        for (int k = 0; k < steps; ++k) {
            if (stop_asked()) return {};
            if (minimiser.step(function, phi, value, gradient) != LbfgsMinimiser::Step::taken) break;
        }
        to_theta(phi);
        Loss difference = loss;
        difference.value = loss.value - bind_parameters(loss.value, family.named(there));
        difference.slope = difference.value;
        const LossValue fall = loss_at(LossProgram(difference, family, ByWhat::shared, options.isa), source, theta,
                                       unseen, draws, threads);
        if (!finite(fall.mean) || !finite(fall.error)) return {};
        return WindowFall{.fall = fall.mean, .error = exact ? 0 : fall.error};
    };
    const auto far = fall_by(Lbfgs{}, kSteps), near = fall_by(Lbfgs{.most_evaluations = 3}, 1);
    if (!far || (near && near->falls() && !far->falls())) return near;
    return far;
}

}  // namespace fokker
