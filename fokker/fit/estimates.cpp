#include "fokker/fit/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/density/as_gaussian.hpp"
#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

// Draws of p and of q are of streams of their own.
constexpr std::uint32_t kOfFirst = 0x40000000, kOfSecond = 0x60000000;

struct Mean {
    double value, error;
};

Mean mean_of(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    double sum = 0, square = 0;
    for (const double v : values) sum += v;
    const double mean = sum / n;
    for (const double v : values) square += (v - mean) * (v - mean);
    return {mean, std::sqrt(square / (n - 1) / n)};
}

std::vector<double> logs(const Density& density, const Points& points, Isa isa) {
    return evaluate(bind_parameters(density.log_density, density.parameters), points.values, points.count(), 0.0, isa);
}

Points drawn(const Density& density, const EstimateOptions& o, std::uint32_t stream) {
    return sample(density, o.draws,
                  {.seed = o.seed, .stream = o.stream + stream, .purpose = Purpose::assess, .isa = o.isa});
}

bool same(const Density& p, const Density& q) {
    return simplify(bind_parameters(p.log_density, p.parameters)) ==
           simplify(bind_parameters(q.log_density, q.parameters));
}

void check(const Density& p, const Density& q, const EstimateOptions& o) {
    if (p.dim != q.dim)
        throw Error("densities of " + std::to_string(p.dim) + " and of " + counted(q.dim, "component") +
                    " cannot be compared");
    if (o.draws < 2) throw Error("draws: an error needs at least two, got " + std::to_string(o.draws));
}

// log p - log Z_p - (log q - log Z_q) at points, where everything is finite.
std::vector<double> log_ratios(const Density& p, const Density& q, const Points& points, Isa isa) {
    std::vector<double> ratio = logs(p, points, isa);
    const std::vector<double> below = logs(q, points, isa);
    const double normaliser = p.log_normaliser.value_or(0.0) - q.log_normaliser.value_or(0.0);
    for (std::size_t i = 0; i < ratio.size(); ++i) ratio[i] = (ratio[i] - below[i]) - normaliser;
    return ratio;
}

void check_finite(std::span<const double> values, const std::string& what, const Points& points) {
    const auto bad = std::ranges::find_if(values, [](double v) { return !std::isfinite(v); });
    if (bad == values.end()) return;
    const auto i = static_cast<std::size_t>(bad - values.begin());
    throw Error(what + " is " + number(*bad) + " at x = " + point(points[i]));
}

Estimate kl_on(const Density& p, const Density& q, const Points& points, Isa isa) {
    if (same(p, q)) return {.value = 0, .error = 0, .exact = true};
    const auto first = as_gaussian(p), second = as_gaussian(q);
    if (first && second) return {.value = kl_of_gaussians(*first, *second), .error = 0, .exact = true};
    const std::vector<double> ratios = log_ratios(p, q, points, isa);
    check_finite(ratios, "log p - log q", points);
    const Mean m = mean_of(ratios);
    return {.value = m.value, .error = m.error};
}

// A density that is 0 where the other is not has no finite divergence: why stands in its place.
template <class Work>
void attempt(Estimates& e, const std::string& what, Work work) {
    try {
        work();
    } catch (const Error& error) {
        e.missing.push_back(what + ": " + error.what());
    }
}

// Between normalised densities no divergence is negative: one that is, by more than its error, says that a formula or a
// draw is wrong.
bool is_refuted(Estimates& e, const std::optional<Estimate>& kl, const std::string& what) {
    constexpr double kErrors = 4.5, kRounding = 1e-9;
    if (!kl || kl->exact || kl->value >= -kErrors * kl->error - kRounding) return false;
    e.missing.push_back(what + ": " + number(kl->value) + " by draws, with an error of " + number(kl->error) +
                        ", is negative: log_density is not normalised, or draw is not from it");
    return true;
}

// Then nothing that rests on the same normalisers is known.
void refuse_negative(Estimates& e, bool normalised) {
    const bool forward = is_refuted(e, e.forward_kl, "KL(p, q)");
    const bool reverse = normalised && is_refuted(e, e.reverse_kl, "KL(q, p)");
    if (!forward && !reverse) return;
    e.forward_kl.reset();
    e.reverse_kl.reset();
    e.nll.reset();
}

}  // namespace

double kl_of_gaussians(const Gaussian& p, const Gaussian& q) {
    const auto dim = static_cast<int>(p.mean.size());
    const Factor first = factorise(p.covariance, dim, "the covariance of the first Gaussian");
    const Factor second = factorise(q.covariance, dim, "the covariance of the second Gaussian");
    double trace = 0, distance = 0;  // of L^-1 P L^-T, of L^-1 (m - n); Q = L L'
    for (int i = 0; i < dim; ++i) {
        double shift = 0;
        for (int j = 0; j <= i; ++j) {
            const auto k = static_cast<std::size_t>(j);
            shift += second.inverse(i, j) * (p.mean[k] - q.mean[k]);
        }
        distance += shift * shift;
        for (int j = 0; j <= i; ++j) {
            double element = 0;  // of L^-1 K, P = K K'
            for (int k = j; k <= i; ++k) element += second.inverse(i, k) * first.lower(k, j);
            trace += element * element;
        }
    }
    return (trace + distance - dim) / 2 + second.log_diagonal - first.log_diagonal;
}

Estimate kl_divergence(const Density& p, const Density& q, const EstimateOptions& options) {
    check(p, q, options);
    if (!q.log_normaliser) throw Error("KL(p, q): the normaliser of q is not known (" + q.name + ")");
    if (!p.can_sample()) throw Error("KL(p, q): p has no exact sampler (" + p.name + ")");
    return kl_on(p, q, drawn(p, options, kOfFirst), options.isa);
}

Estimate negative_log_likelihood(const Density& q, const Points& points, Isa isa) {
    if (!q.log_normaliser) throw Error("the likelihood of q: its normaliser is not known (" + q.name + ")");
    if (q.dim != points.dim)
        throw Error("data of " + counted(points.dim, "component") + " for a density of " + std::to_string(q.dim));
    if (points.count() < 2)
        throw Error("data: an error needs at least two rows, got " + std::to_string(points.count()));
    const std::vector<double> of_points = logs(q, points, isa);
    check_finite(of_points, "log q", points);
    const Mean m = mean_of(of_points);
    return {.value = *q.log_normaliser - m.value, .error = m.error};
}

Estimate effective_share(std::span<const double> log_weights) {
    const double top = *std::ranges::max_element(log_weights);
    const auto n = static_cast<double>(log_weights.size());
    std::vector<double> w;
    double first = 0, second = 0;
    for (const double log : log_weights) {
        w.push_back(host::elementary::exp(log - top));
        first += w.back();
        second += w.back() * w.back();
    }
    first /= n;
    second /= n;
    // d (a^2 / b) = (2 a / b) da - (a / b)^2 db with a = E w, b = E w^2.
    double variance = 0;
    for (const double v : w) {
        const double d = 2 * first / second * (v - first) - first * first / (second * second) * (v * v - second);
        variance += d * d / n;
    }
    return {.value = first * first / second, .error = std::sqrt(variance / n)};
}

std::size_t Estimates::covered() const {
    return static_cast<std::size_t>(std::ranges::count_if(modes, &ModeShare::covered));
}

Estimates estimates(const Density& p, const Density& q, const EstimateOptions& options) {
    check(p, q, options);
    Estimates e;
    const bool q_has = q.log_normaliser.has_value();
    if (!q_has) e.missing.push_back("KL(p, q), KL(q, p): the normaliser of q is not known");
    if (!p.can_sample()) e.missing.push_back("KL(p, q): p has no exact sampler");
    if (p.can_sample() && !p.log_normaliser) e.missing.push_back("KL(p, q): the normaliser of p is not known");
    if (!q.can_sample()) e.missing.push_back("KL(q, p), modes: q has no exact sampler");
    if (p.can_sample() && q_has) {
        const Points points = drawn(p, options, kOfFirst);
        attempt(e, "KL(p, q)", [&] {
            e.nll = negative_log_likelihood(q, points, options.isa);
            if (p.log_normaliser) e.forward_kl = kl_on(p, q, points, options.isa);
        });
    }
    if (!q.can_sample()) {
        refuse_negative(e, false);
        return e;
    }
    const Points points = drawn(q, options, kOfSecond);
    if (q_has) {
        e.reverse_up_to_normaliser = !p.log_normaliser;
        attempt(e, "KL(q, p)", [&] {
            e.reverse_kl = kl_on(q, p, points, options.isa);
            const std::vector<double> log_weights = log_ratios(p, q, points, options.isa);
            e.effective_share = effective_share(log_weights);
            constexpr double kEven = 0.99;  // what makes such weights uneven is rounding, or no tail that matters
            if (e.effective_share->value <= kEven) e.pareto = pareto_tail(log_weights);
            constexpr double kFourMoments = 0.25;  // above it E w^4 is infinite
            if (e.pareto && e.pareto->shape >= kFourMoments)
                e.effective_share->error = std::numeric_limits<double>::quiet_NaN();
        });
    }
    refuse_negative(e, p.log_normaliser.has_value());
    if (!p.modes || p.modes->weights.size() < 2) return e;
    const std::size_t parts = p.modes->weights.size();
    const std::vector<double> r = evaluate(bind_parameters(p.modes->responsibilities, p.parameters), points.values,
                                           points.count(), 0.0, options.isa);
    std::vector<double> of_part(points.count());
    for (std::size_t k = 0; k < parts; ++k) {
        for (std::size_t i = 0; i < of_part.size(); ++i) of_part[i] = r[i * parts + k];
        const Mean m = mean_of(of_part);
        e.modes.push_back({.weight = p.modes->weights[k], .share = {.value = m.value, .error = m.error}});
    }
    return e;
}

Estimates estimates(const Points& data, const Density& q, Isa isa) {
    Estimates e;
    e.missing.push_back("KL(p, q), KL(q, p), modes: of p there are draws alone");
    attempt(e, "the likelihood", [&] { e.nll = negative_log_likelihood(q, data, isa); });
    return e;
}

}  // namespace fokker
