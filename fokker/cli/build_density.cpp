// A density table of a spec: [sde.target], simulate.start.density.
#include <algorithm>

#include "fokker/cli/fitted_file.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/standard.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker::cli {

Matrix matrix_of(const Value& value) {
    Matrix m;
    for (const Value& row : std::get<List>(value.data)) {
        const auto numbers = numbers_of(row);
        if (m.rows > 0 && static_cast<int>(numbers.size()) != m.cols)
            throw Error("row " + std::to_string(m.rows + 1) + " has " + std::to_string(numbers.size()) +
                        " numbers and row 1 has " + std::to_string(m.cols));
        m.cols = static_cast<int>(numbers.size());
        m.values.insert(m.values.end(), numbers.begin(), numbers.end());
        ++m.rows;
    }
    return m;
}

namespace {

// What the table itself says of its dimension; 0 where it leaves it open.
int dimension(const Section& section, const std::vector<double>& mean, int covariance_rows, int around) {
    if (section.has("dim")) return static_cast<int>(section.whole("dim"));
    if (covariance_rows > 0) return covariance_rows;
    if (mean.size() > 1) return static_cast<int>(mean.size());
    return around;
}

Density gaussian(const Section& section, int around) {
    Gaussian g;
    g.mean = section.numbers("mean");
    if (section.has("covariance"))
        g.covariance = section.located("covariance", [&] { return matrix_of(section.value("covariance")); });
    const int dim = dimension(section, g.mean, g.covariance.rows, around);
    if (dim == 0) section.fail("", "dim is missing: neither mean nor covariance says how many components there are");
    const auto d = static_cast<std::size_t>(dim);
    if (g.mean.size() == 1) g.mean.resize(d, g.mean[0]);
    if (g.mean.size() != d)
        section.fail("mean", std::to_string(g.mean.size()) + " numbers for " + std::to_string(dim) + " components");
    if (section.has("variance")) {
        const double variance = section.number("variance");
        if (!(variance > 0)) section.fail("variance", "must be positive, got " + quote(section.value("variance")));
        g = Gaussian::isotropic(g.mean, variance);
    }
    return section.located("covariance", [&] { return Density(g); });
}

Density mixture(const Section& section) {
    GaussianMixture m;
    m.means = section.vectors("means");
    m.weights = section.has("weights") ? section.numbers("weights") : std::vector<double>(m.means.size(), 1.0);
    m.covariances = section.located("covariances", [&] {
        std::vector<Matrix> matrices;
        for (const Value& v : std::get<List>(section.value("covariances").data)) matrices.push_back(matrix_of(v));
        return matrices;
    });
    return section.located("", [&] { return Density(m); });
}

Density random_mixture(const Section& section) {
    const RandomMixture2d options{.modes = static_cast<int>(section.whole("modes")),
                                  .std = section.number("std"),
                                  .scale = section.number("scale"),
                                  .seed = static_cast<std::uint32_t>(section.whole("seed"))};
    return section.located("", [&] { return Density(GaussianMixture::random_2d(options)); });
}

Density symmetric_mixture(const Section& section) {
    const SymmetricMixture2d options{.modes = static_cast<int>(section.whole("modes")),
                                     .std = section.number("std"),
                                     .radius = section.number("radius")};
    return section.located("", [&] { return Density(GaussianMixture::symmetric_2d(options)); });
}

// Parameters of the formula: those of the table, and the vectors of [data] that it uses.
Parameters with_data(const Section& section, const Expr& formula, const NamedData& data) {
    Parameters all = section.parameters();
    for (const Expr& symbol : symbols(formula)) {
        const auto vector = data.vectors.find(symbol.node().symbol.name);
        if (symbol.node().symbol.kind == SymbolKind::parameter && vector != data.vectors.end()) all.insert(*vector);
    }
    return all;
}

Scope scope_of(const Section& section, int dim, const NamedData& data) {
    Scope scope{.dim = dim, .matrices = data.matrices};
    for (const auto& [name, values] : section.parameters()) {
        if (data.vectors.contains(name) || data.matrices.contains(name))
            section.fail("params", name + " is the name of an array in [data] as well");
        scope.parameters[name] = static_cast<int>(values.size());
    }
    for (const auto& [name, values] : data.vectors) scope.parameters[name] = static_cast<int>(values.size());
    return scope;
}

Density from_text(const Section& section, int around, const NamedData& data) {
    const int dim = section.has("dim") ? static_cast<int>(section.whole("dim")) : around;
    if (dim == 0) section.fail("", "dim is missing: the number of components of x");
    const bool energy = section.has("energy");
    const char* key = energy ? "energy" : "log_density";
    const Expr formula = section.formula(key, scope_of(section, dim, data));
    const Parameters parameters = with_data(section, formula, data);
    if (formula.size() != 1)
        section.fail(key, "must have one value, has " + std::to_string(formula.size()) + "; is a sum(...) missing?");
    section.check_parameters_used({formula});
    Density density = section.located(key, [&] {
        return energy ? from_energy(formula, dim, parameters) : from_log_density(formula, dim, parameters);
    });
    density.name = std::string(energy ? "energy " : "log density ") + quote(section.value(key));
    if (section.has("log_normaliser")) density.log_normaliser = section.number("log_normaliser");
    return density;
}

Density from_file(const Section& section, int around) {
    for (const char* key : {"params", "log_normaliser"}) {
        if (section.has(key)) section.fail(key, "is for a formula; the file says it");
    }
    Density density = read_fitted(section);
    const int dim = section.has("dim") ? static_cast<int>(section.whole("dim")) : around;
    if (dim != 0 && dim != density.dim)
        section.fail("file", "holds a density of " + counted(static_cast<std::uint64_t>(density.dim), "component") +
                                 "; " + std::to_string(dim) + " are wanted");
    return density;
}

bool is_standard(std::string_view kind) {
    return std::ranges::any_of(standard_densities(), [&](const StandardDensity& d) { return d.name == kind; });
}

Density standard(const Section& section, const std::string& kind, int around) {
    const int dim = section.has("dim") ? static_cast<int>(section.whole("dim")) : around;
    return section.located(section.has("params") ? "params" : "",
                           [&] { return standard_density(kind, dim, section.parameters()); });
}

}  // namespace

bool is_gaussian(const Section& density) {
    return density.text("kind") == "gaussian";
}

Density build_density(const Section& section, int dim, const NamedData& data) {
    const std::string kind = section.text("kind");
    if (kind == "gaussian") return gaussian(section, dim);
    if (kind == "gaussian-mixture") return mixture(section);
    if (kind == "random-mixture-2d") return random_mixture(section);
    if (kind == "symmetric-mixture-2d") return symmetric_mixture(section);
    if (is_standard(kind)) return standard(section, kind, dim);
    if (section.has("file")) return from_file(section, dim);
    if (section.has("run")) section.fail("run", "is for density.file");
    if (section.has("draws"))
        section.fail(
            "draws",
            "draws have no log density; [fit] takes them, and the density that it finds serves as density.file");
    return from_text(section, dim, data);
}

}  // namespace fokker::cli
