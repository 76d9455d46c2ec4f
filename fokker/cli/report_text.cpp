// The summary that a person reads.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "fokker/cli/report.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/options.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kMostComponents = 4;  // whose moments are printed; summary.json has all
constexpr std::size_t kMostModes = 30;
constexpr double kFarFromZero = 4.5;  // a z-score that chance gives once in 150,000

using Rows = std::vector<std::vector<std::string>>;

std::string what_was_run(const Job& job, const Simulation& run) {
    const auto& times = job.options.times;
    std::string text = without_mathematics(job.title) + "\n  " + job.equation + "\n  ";
    text += counted(run.particles_wanted, "particle") + " x " + counted(run.step_count, "step") + " of ";
    const double h = times[1] - times[0], largest = largest_step(times);
    const bool even = largest - h <= 1e-9 * h &&
                      (times.back() - times.front()) / static_cast<double>(run.step_count) >= h * (1 - 1e-9);
    text += even ? "h = " + number(h) : "at most h = " + number(largest);
    text += " on [" + number(times.front()) + ", " + number(times.back()) + "], " + std::string(job.scheme->name) +
            ", seed " + std::to_string(job.options.seed);
    if (job.options.stream != 0) text += ", stream " + std::to_string(job.options.stream);
    const double done = static_cast<double>(run.particles.size()) * static_cast<double>(run.step_count);
    text += "\n  " + number(run.seconds, 3) + " s: " + in_units(done / run.seconds) + " particle-steps/s (" +
            counted(static_cast<std::uint64_t>(run.threads), "thread") + ", " + std::string(name(run.isa)) + ")\n";
    return text;
}

// An exact value that is zero but for rounding, beside samples of that spread.
std::string exact(double value, double variance) {
    return number(std::abs(value) < 1e-12 * std::sqrt(variance) ? 0 : value, 5);
}

std::string moments(const Report& report) {
    const auto d = report.moments.mean.size(), shown = std::min(d, kMostComponents);
    if (report.moments.count == 0) return "\nAt t = " + number(report.time) + " no particle is finite.\n";
    Rows rows{{"at t = " + number(report.time), report.random ? "value ± s.e." : "value"}};
    for (const Reference& r : report.references) rows[0].push_back(r.name);
    for (std::size_t j = 0; j < shown; ++j) {
        rows.push_back(
            {"mean x" + std::to_string(j + 1), with_error(report.moments.mean[j], report.moments.mean_error[j])});
        for (const Reference& r : report.references)
            rows.back().push_back(exact(r.mean[j], r.covariance.values[j * d + j]));
    }
    for (std::size_t j = 0; j < shown; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            const std::string what = j == k ? "var x" + std::to_string(j + 1)
                                            : "cov x" + std::to_string(k + 1) + " x" + std::to_string(j + 1);
            const std::size_t e = k * d + j;
            rows.push_back(
                {what, with_error(report.moments.covariance.values[e], report.moments.covariance_error.values[e])});
            for (const Reference& r : report.references) rows.back().push_back(number(r.covariance.values[e], 5));
        }
    }
    std::string text = "\n" + table(rows);
    if (shown < d) text += "  and " + grouped(d - shown) + " more components in summary.json\n";
    return text;
}

std::string modes(const Job& job, const Report& report) {
    if (report.modes.empty()) return "";
    Rows rows{{"mode", "mean", "weight", "fraction ± s.e.", "z"}};
    double largest = 0;
    for (std::size_t k = 0; k < report.modes.size(); ++k) {
        const show::ModeFraction& m = report.modes[k];
        if (!std::isnan(m.z)) largest = std::max(largest, std::abs(m.z));
        if (k >= kMostModes) continue;
        char z[32];
        std::snprintf(z, sizeof z, std::abs(m.z) < 100 ? "%.2f" : "%.0f", m.z);
        rows.push_back({std::to_string(k + 1), vector(job.target->modes->means[k]), number(m.weight),
                        with_error(m.fraction, m.error), z});
    }
    std::string text = "\n" + table(rows);
    if (report.modes.size() > kMostModes)
        text += "  and " + grouped(report.modes.size() - kMostModes) + " more modes in summary.json\n";
    text += "  largest |z| " + number(largest, 3);
    if (largest > kFarFromZero) text += ": the modes do not hold their weights at this time";
    return text + "\n";
}

}  // namespace

std::string what_failed(const Simulation& run, const Report& report) {
    if (run.failures.empty()) return report.cause;
    const auto first = std::ranges::min_element(run.failures, {}, &Failure::time);
    std::string text = "left the finite numbers: " + grouped(run.failures.size()) + " of " +
                       counted(run.particles.size(), "particle") + ", first at t = " + number(first->time) +
                       " (particle " + grouped(first->particle) + ")";
    return report.cause.empty() ? text : text + "; " + report.cause;
}

std::string to_text(const Job& job, const Simulation& run, const Report& report) {
    std::string text = what_was_run(job, run);
    if (run.stopped)
        text += "  stopped: " + grouped(run.particles.size()) + " of " + counted(run.particles_wanted, "particle") +
                " are complete, and all that follows is about these\n";
    if (run.particles.empty()) return text;
    std::string failed = what_failed(run, report);
    if (!failed.empty()) {
        failed[0] = static_cast<char>(std::toupper(failed[0]));
        text += "\n" + failed + "\n";
    }
    return text + moments(report) + modes(job, report);
}

}  // namespace fokker::cli
