#include "fokker/show/linear.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {
namespace {

bool is_free_of_time(const Expr& e) {
    return !depends_on(e, SymbolKind::time) && !depends_on(e, SymbolKind::step_size);
}

// Of these differentiation sees the slopes alone, or none: it takes the steps between them for no change at all.
bool hides_change(Op op) {
    return op == Op::floor || op == Op::stop_gradient || op == Op::select || (op >= Op::lt && op <= Op::ne);
}

bool is_differentiable(const Expr& e) {
    return std::ranges::none_of(
        postorder(e), [](const Expr& node) { return hides_change(node.op()) && depends_on(node, SymbolKind::state); });
}

// (exp(a t) - 1) / a
double growth(double a, double t) {
    return a == 0 ? t : host::elementary::expm1(a * t) / a;
}

// Where what is left of a start that is not normal is below this share of the variance, the law counts as normal.
constexpr double kForgotten = 1e-6;

void judge_normality(Law& law, const Law& start, const std::vector<double>& left) {
    const auto d = law.mean.size();
    law.gaussian = true;
    for (std::size_t j = 0; j < d && !start.gaussian; ++j) {
        const double share = start.covariance.values[j * d + j] * left[j] * left[j];
        if (!(share <= kForgotten * law.covariance.values[j * d + j])) law.gaussian = false;
    }
}

}  // namespace

std::optional<LinearSde> as_linear(const Sde& sde) {
    const auto d = static_cast<std::size_t>(sde.dim);
    const Expr drift = bind_parameters(sde.drift, sde.parameters),
               diffusion = bind_parameters(sde.diffusion, sde.parameters);
    if (!is_free_of_time(drift) || !is_free_of_time(diffusion) || depends_on(diffusion, SymbolKind::state) ||
        !is_differentiable(drift))
        return std::nullopt;
    LinearSde linear;
    const auto rows = jacobian(drift, state(sde.dim));
    for (std::size_t i = 0; i < d; ++i) {
        const Expr row = simplify(rows[i]);
        if (!row.is_constant()) return std::nullopt;
        for (std::size_t j = 0; j < d; ++j) {
            if (i != j && row.node().values[j] != 0) return std::nullopt;
        }
        linear.slope.push_back(row.node().values[i]);
    }
    linear.offset = evaluate(drift, std::vector<double>(d, 0.0));
    linear.noise = evaluate(diffusion);
    linear.noise.resize(d, linear.noise[0]);
    return linear;
}

std::optional<Law> law_of(const Start& start, std::size_t particles, int dim, double time) {
    const auto d = static_cast<std::size_t>(dim);
    if (const auto* at = std::get_if<AtPoint>(&start)) {
        Law law{time, at->point, {dim, dim, std::vector<double>(d * d, 0.0)}, true};
        law.mean.resize(d, at->point[0]);
        return law;
    }
    if (const auto* density = std::get_if<Density>(&start)) {
        if (!density->mean || !density->covariance) return std::nullopt;
        return Law{time, *density->mean, *density->covariance, false};
    }
    Points points{dim, {}};
    if (const auto* given = std::get_if<Points>(&start)) points = *given;
    if (const auto* line = std::get_if<OnLine>(&start)) {
        for (std::size_t i = 0; i < particles; ++i) {
            const double share = particles < 2 ? 0.0 : static_cast<double>(i) / static_cast<double>(particles - 1);
            points.values.insert(points.values.end(), d, line->from + (line->to - line->from) * share);
        }
    }
    if (points.count() < 2) return std::nullopt;
    Moments m = moments(points);
    return Law{time, std::move(m.mean), std::move(m.covariance), false};
}

Law exact_law(const LinearSde& sde, const Law& start, double time) {
    const auto d = start.mean.size();
    const double elapsed = time - start.time;
    Law law = start;
    law.time = time;
    std::vector<double> left(d);
    for (std::size_t j = 0; j < d; ++j) {
        left[j] = host::elementary::exp(sde.slope[j] * elapsed);
        law.mean[j] = start.mean[j] * left[j] + sde.offset[j] * growth(sde.slope[j], elapsed);
    }
    for (std::size_t j = 0; j < d; ++j) {
        for (std::size_t k = 0; k < d; ++k) law.covariance.values[j * d + k] *= left[j] * left[k];
        law.covariance.values[j * d + j] += sde.noise[j] * sde.noise[j] * growth(2 * sde.slope[j], elapsed);
    }
    judge_normality(law, start, left);
    return law;
}

Law euler_maruyama_law(const LinearSde& sde, const Law& start, std::span<const double> times) {
    const auto d = start.mean.size();
    Law law = start;
    law.time = times.back();
    std::vector<double> left(d, 1.0);
    for (std::size_t j = 0; j < d; ++j) {
        double variance = law.covariance.values[j * d + j];
        for (std::size_t step = 1; step < times.size(); ++step) {
            const double h = times[step] - times[step - 1], keeps = 1 + sde.slope[j] * h;
            law.mean[j] += (sde.slope[j] * law.mean[j] + sde.offset[j]) * h;
            variance = keeps * keeps * variance + sde.noise[j] * sde.noise[j] * h;
            left[j] *= keeps;
        }
        law.covariance.values[j * d + j] = variance;
    }
    // The noise of one component is independent of that of another: what they share at the start is all they share.
    for (std::size_t j = 0; j < d; ++j) {
        for (std::size_t k = 0; k < d; ++k) {
            double& shared = law.covariance.values[j * d + k];
            if (j != k && shared != 0) shared *= left[j] * left[k];
        }
    }
    judge_normality(law, start, left);
    return law;
}

}  // namespace fokker::show
