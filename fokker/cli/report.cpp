#include "fokker/cli/report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/cli/words.hpp"
#include "fokker/show/coarse.hpp"

namespace fokker::cli {
namespace {

// From running summaries: their covariance has no standard errors, which take fourth moments.
show::Moments moments_of(const Summaries& s, int dim) {
    const auto d = static_cast<std::size_t>(dim), last = s.count.size() - 1;
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    show::Moments m{.count = s.count[last],
                    .mean = {},
                    .mean_error = {},
                    .covariance = {dim, dim, {}},
                    .covariance_error = {dim, dim, {}}};
    m.mean.assign(s.mean.end() - static_cast<std::ptrdiff_t>(d), s.mean.end());
    m.covariance.values.assign(s.covariance.end() - static_cast<std::ptrdiff_t>(d * d), s.covariance.end());
    m.covariance_error.values.assign(d * d, kUnknown);
    for (std::size_t j = 0; j < d; ++j)
        m.mean_error.push_back(std::sqrt(m.covariance.values[j * d + j] / static_cast<double>(m.count)));
    return m;
}

void add_references(const Job& job, double time, Report& report) {
    if (job.target && job.target->mean && job.target->covariance)
        report.references.push_back({"target", *job.target->mean, *job.target->covariance});
    const auto linear = linear_of(job);
    if (!linear) return;
    const auto& times = job.options.times;
    const show::Law exact = show::exact_law(linear->sde, linear->start, time);
    report.references.push_back({"exact", exact.mean, exact.covariance});
    // With additive noise Milstein's step is Euler-Maruyama's.
    const auto end = std::upper_bound(times.begin(), times.end(), time);
    const show::Law discrete = show::euler_maruyama_law(linear->sde, linear->start, {times.begin(), end});
    report.references.push_back({"exact, " + std::string(job.scheme->name), discrete.mean, discrete.covariance});
}

std::string cause_of(const Job& job, const Simulation& run) {
    const auto step = job.langevin_step();
    if (!run.failure_cause.empty() || !step || job.dim() != 2) return run.failure_cause;
    return without_mathematics(show::coarse_note(show::coarse_modes(*job.target, *job.langevin_sigma, *step)));
}

}  // namespace

std::optional<Linear> linear_of(const Job& job) {
    const auto* sde = std::get_if<Sde>(&job.process);
    if (sde == nullptr) return std::nullopt;
    auto coefficients = show::as_linear(*sde);
    auto start = show::law_of(job.options.start, job.options.particles, job.dim(), job.options.times.front());
    if (!coefficients || !start) return std::nullopt;
    start->gaussian = start->gaussian || job.start_is_gaussian;
    return Linear{std::move(*coefficients), std::move(*start)};
}

Report report_of(const Job& job, const Simulation& run) {
    Report report;
    report.time = run.times.back();
    if (!run.states().empty()) {
        const Points points = show::finite(run.at_time(run.times.size() - 1));
        report.moments = show::moments(points);
        if (job.target) report.modes = show::mode_fractions(*job.target, points);
    } else {
        report.moments = moments_of(*run.summaries, run.dim);
    }
    add_references(job, report.time, report);
    report.cause = cause_of(job, run);
    report.random = std::holds_alternative<Sde>(job.process) || std::holds_alternative<Density>(job.options.start);
    if (!report.random) {
        for (auto* errors : {&report.moments.mean_error, &report.moments.covariance_error.values})
            std::ranges::fill(*errors, std::numeric_limits<double>::quiet_NaN());
    }
    return report;
}

}  // namespace fokker::cli
