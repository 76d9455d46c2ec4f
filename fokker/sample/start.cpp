#include "fokker/sample/start.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/address.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kTries = 100;

std::string point_text(std::span<const double> x) {
    constexpr std::size_t kMost = 6;
    std::string text = "(";
    for (std::size_t j = 0; j < std::min(x.size(), kMost); ++j) text += (j > 0 ? ", " : "") + number(x[j]);
    return text + (x.size() > kMost ? ", ...)" : ")");
}

// Log density and score at some points: what makes one unfit to start from?
class Finiteness {
public:
    Finiteness(const Target& target, Isa isa)
        : both_(concat({target.log_density, target.score})), dim_(static_cast<std::size_t>(target.dim)), isa_(isa) {}

    // [point]: is all of it finite? `points`: [count, dim].
    std::vector<bool> at(std::span<const double> points) {
        const std::size_t count = points.size() / dim_;
        values_ = evaluate(both_, points, count, 0.0, isa_);
        std::vector<bool> finite(count);
        for (std::size_t i = 0; i < count; ++i)
            finite[i] = std::ranges::all_of(value(i), [](double v) { return std::isfinite(v); });
        return finite;
    }
    // What is seen at point i of the last call: "the log density is -inf".
    std::string seen(std::size_t i) const {
        const auto v = value(i);
        if (!std::isfinite(v[0])) return "the log density is " + number(v[0]);
        const auto bad = std::ranges::find_if(v, [](double g) { return !std::isfinite(g); });
        return "the log density is " + number(v[0]) + " but its slope in component " + std::to_string(bad - v.begin()) +
               " is " + number(*bad);
    }

private:
    std::span<const double> value(std::size_t i) const { return std::span(values_).subspan(i * (dim_ + 1), dim_ + 1); }
    Expr both_;
    std::size_t dim_;
    Isa isa_;
    std::vector<double> values_;  // [point, 1 + dim]
};

std::vector<double> found(const Target& target, const SampleOptions& options, double radius) {
    if (!(radius >= 0) || !std::isfinite(radius))
        throw Error("start: the radius must be 0 or more and finite; got " + number(radius));
    const auto dim = static_cast<std::size_t>(target.dim), chains = static_cast<std::size_t>(options.chains);
    std::vector<double> starts(chains * dim);
    std::vector<std::size_t> open(chains);
    for (std::size_t i = 0; i < chains; ++i) open[i] = i;
    Finiteness finiteness(target, options.isa);
    for (std::size_t attempt = 0; attempt < kTries; ++attempt) {
        std::vector<double> tried(open.size() * dim);
        for (std::size_t k = 0; k < open.size(); ++k) {
            for (std::size_t j = 0; j < dim; ++j) {
                const double u = uniform(options.seed, options.stream, Purpose::start,
                                         static_cast<std::uint32_t>(open[k]), attempt, static_cast<std::uint32_t>(j));
                tried[k * dim + j] = radius * (2 * u - 1);
            }
        }
        const std::vector<bool> finite = finiteness.at(tried);
        std::vector<std::size_t> left;
        for (std::size_t k = 0; k < open.size(); ++k) {
            if (finite[k])
                std::copy_n(&tried[k * dim], dim, &starts[open[k] * dim]);
            else
                left.push_back(open[k]);
        }
        if (left.empty()) return starts;
        if (attempt + 1 == kTries) {
            const std::size_t k = static_cast<std::size_t>(std::ranges::find(open, left[0]) - open.begin());
            const std::vector<double> at =
                evaluate(target.constrain, std::span(tried).subspan(k * dim, dim), 1, 0.0, options.isa);
            throw Error("no place to start was found: in " + std::to_string(kTries) + " tries chain " +
                        std::to_string(left[0] + 1) +
                        " met no point where the log density and its slope are finite; at " + point_text(at) + " " +
                        finiteness.seen(k) + ". Check the formula, or give a start where it is finite");
        }
        open = left;
    }
    return starts;
}

// Points of the user's to the unbounded coordinates, each held to be fit to start from.
std::vector<double> given(const Target& target, const SampleOptions& options, std::span<const double> points) {
    const auto dim = static_cast<std::size_t>(target.dim);
    std::vector<double> starts;
    for (std::size_t i = 0; i < points.size() / dim; ++i) {
        const std::vector<double> u = target.unconstrain(points.subspan(i * dim, dim));
        starts.insert(starts.end(), u.begin(), u.end());
    }
    Finiteness finiteness(target, options.isa);
    const std::vector<bool> finite = finiteness.at(starts);
    const auto bad = std::ranges::find(finite, false);
    if (bad != finite.end()) {
        const auto i = static_cast<std::size_t>(bad - finite.begin());
        throw Error("start: chain " + std::to_string(i + 1) + " cannot start at " +
                    point_text(points.subspan(i * dim, dim)) + ": " + finiteness.seen(i));
    }
    return starts;
}

void check_dim(int got, const Target& target, const char* what) {
    if (got != target.dim)
        throw Error("start: " + std::string(what) + " has " + counted(got, "component") + "; the target has " +
                    std::to_string(target.dim));
}

}  // namespace

std::vector<double> starting_points(const Target& target, const SampleOptions& options) {
    const auto dim = static_cast<std::size_t>(target.dim), chains = static_cast<std::size_t>(options.chains);
    if (const auto* find = std::get_if<FindFinite>(&options.start)) return found(target, options, find->radius);
    if (const auto* at = std::get_if<AtPoint>(&options.start)) {
        if (at->point.size() != 1) check_dim(static_cast<int>(at->point.size()), target, "the point");
        std::vector<double> all(chains * dim);
        for (std::size_t k = 0; k < all.size(); ++k) all[k] = at->point[at->point.size() == 1 ? 0 : k % dim];
        return given(target, options, all);
    }
    if (const auto* points = std::get_if<Points>(&options.start)) {
        check_dim(points->dim, target, "each point");
        if (points->count() != chains)
            throw Error("start: " + counted(points->count(), "point") + " for " + counted(chains, "chain") +
                        "; give one a chain");
        return given(target, options, points->values);
    }
    const auto& law = std::get<Density>(options.start);
    check_dim(law.dim, target, "the law");
    return given(
        target, options,
        fokker::sample(law, chains, {.seed = options.seed, .stream = options.stream, .isa = options.isa}).values);
}

}  // namespace fokker
