#include "fokker/fit/starts.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/clusters.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr int kFromClusters = 8, kAtRandom = 16;

bool starts_at_random(const Family& family) {
    return std::ranges::any_of(family.parameters, [](const FamilyParameter& p) { return p.spread > 0; });
}

std::vector<double> random_start(const Family& family, const FitOptions& options, const Coordinates& units,
                                 std::uint32_t restart) {
    std::vector<double> theta;
    for (const FamilyParameter& p : family.parameters) {
        for (const double value : p.start) {
            const double z = p.spread > 0 ? normal(options.seed, options.stream, Purpose::start, restart, 0,
                                                   static_cast<std::uint32_t>(theta.size()))
                                          : 0.0;
            theta.push_back(units.theta(theta.size(), value + p.spread * z));
        }
    }
    return theta;
}

std::vector<std::vector<double>> cluster_starts(const Points& data, const Family& family, const FitOptions& options,
                                                std::size_t count) {
    const StandardColumns columns = standard_columns(data);
    const Points standard = standardised(data, columns);
    std::vector<std::vector<double>> starts;
    for (std::size_t r = 0; r < count; ++r)
        starts.push_back(family.flat(cluster_start(*family.mixture, standard, columns,
                                                   {.clusters = family.mixture->components,
                                                    .seed = options.seed,
                                                    .stream = options.stream,
                                                    .restart = r,
                                                    .threads = options.threads,
                                                    .isa = options.isa})));
    return starts;
}

std::vector<std::vector<double>> own_starts(const FitTarget& target, const Family& family, const FitOptions& options,
                                            const Coordinates& units) {
    const auto count = static_cast<std::size_t>(number_of_starts(target, family, options));
    if (starts_from_clusters(target, family)) return cluster_starts(std::get<Points>(target), family, options, count);
    if (count > 1 && !starts_at_random(family))
        throw Error("restarts: the " + family.name +
                    " starts at fixed values, so that all would be the same; give starts, or a spread to its "
                    "parameters");
    std::vector<std::vector<double>> starts;
    for (std::size_t r = 0; r < count; ++r)
        starts.push_back(random_start(family, options, units, static_cast<std::uint32_t>(r)));
    return starts;
}

}  // namespace

bool starts_from_clusters(const FitTarget& target, const Family& family) {
    return std::holds_alternative<Points>(target) && family.mixture && family.mixture->start != MixtureStart::random;
}

int number_of_starts(const FitTarget& target, const Family& family, const FitOptions& options) {
    if (!options.starts.empty()) return static_cast<int>(options.starts.size());
    if (options.restarts > 0) return options.restarts;
    const bool em = options.optimiser && std::holds_alternative<ExpectationMaximisation>(*options.optimiser);
    if (em || starts_from_clusters(target, family)) return kFromClusters;
    return starts_at_random(family) ? kAtRandom : 1;
}

std::vector<std::vector<double>> starts_of(const FitTarget& target, const Family& family, const FitOptions& options,
                                           const Coordinates& units) {
    std::vector<std::vector<double>> starts;
    for (const Parameters& start : options.starts) starts.push_back(family.flat(start));
    if (starts.empty()) starts = own_starts(target, family, options, units);
    const std::vector<std::string> names = family.element_names();
    for (const auto& theta : starts) {
        for (std::size_t j = 0; j < theta.size(); ++j) {
            if (!std::isfinite(theta[j])) throw Error("the start of " + names[j] + " is not finite");
        }
    }
    return starts;
}

}  // namespace fokker
