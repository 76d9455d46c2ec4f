#include "fokker/dynamics/options.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/random/address.hpp"

namespace fokker {
namespace {

void check_start(SimulateOptions& o, int dim) {
    const std::string needs = "the equation has " + std::to_string(dim) + " components";
    if (const auto* at = std::get_if<AtPoint>(&o.start)) {
        if (at->point.size() != 1 && at->point.size() != static_cast<std::size_t>(dim))
            throw Error("start: the point has " + std::to_string(at->point.size()) + " numbers; " + needs);
    } else if (const auto* points = std::get_if<Points>(&o.start)) {
        if (points->dim != dim)
            throw Error("start: the points have " + std::to_string(points->dim) + " components; " + needs);
        if (points->values.size() % static_cast<std::size_t>(dim) != 0)
            throw Error("start: " + std::to_string(points->values.size()) + " numbers are no whole points of " +
                        std::to_string(dim) + " components");
        if (o.particles == 0) o.particles = points->count();
        if (points->count() != o.particles)
            throw Error("start: " + std::to_string(points->count()) + " points for " + std::to_string(o.particles) +
                        " particles; give as many, or leave the number of particles out");
    } else if (const auto* law = std::get_if<Pushforward>(&o.start)) {
        if (law->dim != dim) throw Error("start: the law has " + std::to_string(law->dim) + " components; " + needs);
    } else if (const auto* density = std::get_if<Density>(&o.start)) {
        if (density->dim != dim)
            throw Error("start: the density has " + std::to_string(density->dim) + " components; " + needs);
        if (!density->can_sample())
            throw Error("start: " + density->name + " cannot be sampled exactly; start from a Gaussian or from points");
    }
}

void check_times(const std::vector<double>& times) {
    if (times.size() < 2) throw Error("times: at least two are needed, the start and the end");
    for (std::size_t k = 0; k < times.size(); ++k) {
        if (!std::isfinite(times[k])) throw Error("times: number " + std::to_string(k + 1) + " is not finite");
        if (k > 0 && times[k] <= times[k - 1])
            throw Error("times: number " + std::to_string(k + 1) + " (" + number(times[k]) +
                        ") is not later than the one before (" + number(times[k - 1]) + ")");
    }
    if (times.size() - 1 >= kStepLimit) throw Error("times: at most 2^33 steps");
}

}  // namespace

void check(SimulateOptions& o, int dim) {
    check_start(o, dim);
    check_times(o.times);
    if (o.particles < 1) throw Error("particles: at least 1 is needed");
    if (o.particles >= kParticleLimit) throw Error("particles: at most 2^32 - 1");
    if (o.threads < 0) throw Error("threads: 0 (all processors) or more");
    if (o.block_size < 0) throw Error("block_size: 0 (chosen) or more");
    if (!o.save.states && !o.summaries)
        throw Error("save: neither states nor summaries are kept: the run would have no result");
    if (o.summaries && o.summaries->histogram_bins < 0) throw Error("summaries: the number of bins is negative");
    if (o.summaries && o.summaries->histogram_bins > 0 &&
        !(o.summaries->histogram_from < o.summaries->histogram_to &&
          std::isfinite(o.summaries->histogram_to - o.summaries->histogram_from)))
        throw Error("summaries: the histogram needs a range from < to, both finite");
    if (!supported(o.isa)) throw Error("isa: this processor cannot run " + std::string(name(o.isa)));
}

std::vector<std::size_t> kept_times(const Save& save, std::span<const double> times) {
    const std::size_t last = times.size() - 1;
    std::vector<std::size_t> kept;
    switch (save.when) {
        case Save::When::final_time:
            kept = {last};
            break;
        case Save::When::all:
        case Save::When::every: {
            const std::size_t stride = save.when == Save::When::all ? 1 : save.stride;
            if (stride < 1) throw Error("save: every 0 steps; at least every 1");
            for (std::size_t k = 0; k <= last; k += stride) kept.push_back(k);
            if (kept.back() != last) kept.push_back(last);
            break;
        }
        case Save::When::count: {
            if (save.count < 1) throw Error("save: 0 times; at least 1");
            const std::size_t count = std::min(save.count, times.size());
            for (std::size_t i = 0; i < count; ++i) kept.push_back(count == 1 ? last : i * last / (count - 1));
            break;
        }
        case Save::When::at:
            if (save.at.empty()) throw Error("save: no times are given");
            for (const double t : save.at) {
                if (!(t >= times.front() && t <= times.back()))
                    throw Error("save: time " + number(t) + " is outside the run, " + number(times.front()) + " to " +
                                number(times.back()));
                const auto after = static_cast<std::size_t>(std::ranges::lower_bound(times, t) - times.begin());
                const bool before_is_nearer = after > 0 && t - times[after - 1] <= times[after] - t;
                kept.push_back(before_is_nearer ? after - 1 : after);
            }
            std::ranges::sort(kept);
            kept.erase(std::ranges::unique(kept).begin(), kept.end());
            break;
    }
    return kept;
}

double largest_step(std::span<const double> times) {
    double largest = 0;
    for (std::size_t k = 1; k < times.size(); ++k) largest = std::max(largest, times[k] - times[k - 1]);
    return largest;
}

std::vector<double> linspace(double from, double to, std::size_t count) {
    if (count < 2) throw Error("linspace: at least two numbers are needed");
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = from + (to - from) * (static_cast<double>(i) / static_cast<double>(count - 1));
    values.back() = to;
    return values;
}

std::vector<double> steps(double step_size, std::size_t count) {
    std::vector<double> values(count + 1);
    for (std::size_t i = 0; i <= count; ++i) values[i] = step_size * static_cast<double>(i);
    return values;
}

Save final_state() {
    return {};
}

Save everything() {
    Save save;
    save.when = Save::When::all;
    return save;
}

Save every(std::size_t stride) {
    Save save;
    save.when = Save::When::every;
    save.stride = stride;
    return save;
}

Save evenly(std::size_t count) {
    Save save;
    save.when = Save::When::count;
    save.count = count;
    return save;
}

Save at(std::vector<double> times) {
    Save save;
    save.when = Save::When::at;
    save.at = std::move(times);
    return save;
}

}  // namespace fokker
