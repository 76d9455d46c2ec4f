#include "fokker/density/density.hpp"

#include <utility>

#include "fokker/density/symbol_check.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

void check(const char* what, const Expr& e, int dim, const Parameters& parameters) {
    const NamedFormula formula{what, e};
    check_symbols({&formula, 1}, dim, parameters, false);
    if (e.size() != 1)
        throw Error(std::string(what) + " must be a number for each x: this is a vector of " +
                    std::to_string(e.size()) + "; sum(...) makes a number of it");
}

constexpr const char* kLogDensity = "log density";
constexpr const char* kEnergy = "energy";

}  // namespace

Expr Density::energy() const {
    return simplify(-log_density);
}

Expr Density::score() const {
    return differentiate(log_density, state(dim));
}

Density from_log_density(Expr log_density, int dim, Parameters parameters) {
    check(kLogDensity, log_density, dim, parameters);
    Density density;
    density.name = "density given by its logarithm";
    density.dim = dim;
    density.log_density = std::move(log_density);
    density.parameters = std::move(parameters);
    return density;
}

Density from_energy(const Expr& energy, int dim, Parameters parameters) {
    check(kEnergy, energy, dim, parameters);
    Density density = from_log_density(-energy, dim, std::move(parameters));
    density.name = "density given by its energy";
    return density;
}

Density from_log_density(std::string_view text, int dim, Parameters parameters) {
    const Expr parsed = parse(text, scope_of(kLogDensity, dim, parameters, false));
    return from_log_density(parsed, dim, std::move(parameters));
}

Density from_energy(std::string_view text, int dim, Parameters parameters) {
    const Expr parsed = parse(text, scope_of(kEnergy, dim, parameters, false));
    return from_energy(parsed, dim, std::move(parameters));
}

Points sample(const Density& density, std::size_t count, const SampleAddress& address) {
    if (!density.can_sample()) throw Error(density.name + " has no exact sampler");
    if (count > kParticleLimit - address.first_particle)
        throw Error("a sample of " + std::to_string(count) + " points from particle " +
                    std::to_string(address.first_particle) + " on is too long: particles are below 2^32");
    Points points{density.dim, std::vector<double>(count * static_cast<std::size_t>(density.dim))};
    density.sampler(address, points);
    return points;
}

}  // namespace fokker
