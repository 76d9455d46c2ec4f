#include "fokker/fit/family.hpp"

#include <algorithm>
#include <utility>

#include "fokker/density/describe.hpp"
#include "fokker/density/pushforward.hpp"
#include "fokker/density/symbol_check.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {

std::size_t Family::size() const {
    std::size_t total = 0;
    for (const FamilyParameter& p : parameters) total += p.start.size();
    return total;
}

std::vector<std::string> Family::element_names() const {
    std::vector<std::string> names;
    for (const FamilyParameter& p : parameters) {
        for (std::size_t j = 0; j < p.start.size(); ++j)
            names.push_back(p.start.size() == 1 ? p.name : p.name + "[" + std::to_string(j) + "]");
    }
    return names;
}

Parameters Family::named(const std::vector<double>& theta) const {
    if (theta.size() != size())
        throw Error("the " + name + " has " + counted(size(), "parameter") + ": got " + std::to_string(theta.size()));
    Parameters result;
    auto next = theta.begin();
    for (const FamilyParameter& p : parameters) {
        const auto end = next + static_cast<std::ptrdiff_t>(p.start.size());
        result[p.name] = {next, end};
        next = end;
    }
    return result;
}

std::vector<double> Family::flat(const Parameters& values) const {
    std::vector<double> theta;
    for (const FamilyParameter& p : parameters) {
        const auto found = values.find(p.name);
        if (found == values.end()) throw Error("the " + name + " needs a value for its parameter " + p.name);
        if (found->second.size() != p.start.size())
            throw Error("parameter " + p.name + " of the " + name + " has " + counted(p.start.size(), "number") +
                        ": got " + std::to_string(found->second.size()));
        theta.insert(theta.end(), found->second.begin(), found->second.end());
    }
    for (const auto& [given, numbers] : values) {
        if (std::ranges::find(parameters, given, &FamilyParameter::name) == parameters.end())
            throw Error("the " + name + " has no parameter " + given);
    }
    return theta;
}

// ---- a user's own ----------------------------------------------------------------------------------------------

namespace {

// By its slope, or, as a density with jumps does, by its values alone.
bool depends_on_component(const Expr& log_density, int dim, int i) {
    const Expr x = state(dim);
    if (!simplify(index(differentiate(log_density, x), i)).is_constant(0.0)) return true;
    const auto at = [&](double value) {
        std::vector<Expr> point;
        for (int j = 0; j < dim; ++j) point.push_back(j == i ? Expr(value) : index(x, j));
        return to_text(simplify(substitute(log_density, {{x, concat(point)}})));
    };
    return at(0) != at(1);
}

}  // namespace

Family formula_family(const Expr& log_density, int dim, const Parameters& start, std::optional<Expr> draw) {
    if (start.empty()) throw Error("a family needs parameters with values to start from: params = { mu = 0 }");
    const Density checked = from_log_density(log_density, dim, start);
    for (int i = 0; i < dim; ++i) {
        if (!depends_on_component(checked.log_density, dim, i))
            throw Error("the log density of the family does not depend on x" + std::to_string(i + 1) +
                        ", so that its integral is infinite");
    }
    Family family;
    family.name = "family given by its log density";
    family.dim = dim;
    family.log_density = checked.log_density;
    for (const auto& [name, values] : start) family.parameters.push_back({.name = name, .start = values});
    if (draw) {
        pushforward(bind_parameters(*draw, start), dim);  // its size and symbols are sound
        family.draw = broadcast(*draw, dim);
        family.strata = {{1.0, 0.0, *family.draw}};
    }
    family.density = [log_density = family.log_density, draw = family.draw, dim](const Parameters& p) {
        Density density = from_log_density(log_density, dim, p);
        density.log_normaliser = 0.0;
        if (draw) density.sampler = pushforward(bind_parameters(*draw, p), dim).sampler;
        return density;
    };
    return family;
}

Family formula_family(std::string_view log_density, int dim, const Parameters& start, std::optional<std::string> draw) {
    Scope scope = scope_of("log density", dim, start, false);
    const Expr parsed = parse(log_density, scope);
    std::optional<Expr> drawn;
    if (draw) {
        scope.dim = 0;
        scope.normals = scope.uniforms = dim;
        drawn = parse(*draw, scope);
    }
    return formula_family(parsed, dim, start, std::move(drawn));
}

}  // namespace fokker
