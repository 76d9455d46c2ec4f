// Families of densities: expressions for a normalised log density of x and named parameters, which a fit may move.
//
//     q(x; theta),  theta = all parameters, unconstrained: any real numbers are allowed
//
// Nothing but the expression is needed to fit a family to draws. What else is known allows more: `draw`, x as a
// function of random numbers and parameters, allows objectives that are means under q by the score function;
// `strata`, draws that are smooth in the parameters, allows their gradients by reparameterisation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker {

// What becomes of a parameter when a component of x is measured in another unit, from another origin: x' = (x - m) / s.
enum class Units : std::uint8_t {
    none,        // nothing
    location,    // (theta - m) / s
    length,      // theta / s
    log_length,  // theta - log s
};

// A named parameter and the law of its start: start + spread z with independent standard normals z. Where the target is
// data this is the start on standardised columns, and `units` turns it into one on the columns as they are.
struct FamilyParameter {
    std::string name;
    std::vector<double> start;  // as many numbers as the parameter has
    double spread = 0;
    Units units = Units::none;
    std::vector<int> components = {};  // of x, whose unit each number has; empty for Units::none
};

// q(x) = sum_k weight_k q_k(x): with z standard normals (u uniforms), `draw` is from q_k and smooth in the parameters,
// so that E_q f = sum_k weight_k E f(draw_k) can be differentiated under the expectation.
struct Stratum {
    Expr weight, log_weight;  // of the parameters, size 1; the weights of all strata sum to 1, and may vanish
    Expr draw;                // [dim], of standard_normal(dim), standard_uniform(dim) and the parameters
};

struct MixtureFamily;

struct Family {
    std::string name;  // for people: "mixture of 4 Gaussians"
    int dim = 0;
    Expr log_density{0.0};  // of state(dim) and the parameters, size 1; its integral over x is 1 for all parameters
    std::vector<FamilyParameter> parameters;
    std::optional<Expr> draw;     // [dim], of standard_normal(dim), standard_uniform(dim) and the parameters
    std::vector<Stratum> strata;  // or empty
    std::function<Density(const Parameters&)> density;  // the member of the family, with all that is known of it
    std::shared_ptr<const MixtureFamily> mixture = {};  // of a mixture of Gaussians: em and clusters ask it
    // Its members can lie as close as they like to any plane: the likelihood of data on one has no bound.
    bool any_covariance = false;

    std::size_t size() const;  // of theta: the parameters end to end, in their order
    // Names of the elements of theta: log_sigma, mu[0], mu[1], ...
    std::vector<std::string> element_names() const;
    // theta as named parameters and back. Throws fokker::Error where one is missing, unknown or of another size.
    Parameters named(const std::vector<double>& theta) const;
    std::vector<double> flat(const Parameters& parameters) const;
};

// N(mean, L L') with L lower triangular. Parameters: mean [dim]; log_diagonal [dim], L_ii = floor +
// exp(log_diagonal_i); lower [dim (dim - 1) / 2], the rest of L column by column (none where dim = 1).
struct GaussianFamily {
    int dim = 1;
    double floor = 0;         // >= 0: no L_ii falls below
    double spread = 1;        // each component of the mean starts from N(0, spread^2); of data: of standardised columns
    double scale = 1;         // > 0: L starts at (floor + scale) I; of data: of standardised columns
    operator Family() const;  // NOLINT(google-explicit-constructor): it is a family
};

// N(mean, diag(s^2)). Parameters: mean [dim]; log_sd [dim], s_i = floor + exp(log_sd_i).
struct MeanFieldGaussianFamily {
    int dim = 1;
    double floor = 0;
    double spread = 1;
    double scale = 1;
    operator Family() const;  // NOLINT(google-explicit-constructor)
};

enum class MixtureCovariance : std::uint8_t {
    product,   // A A' + floor^2 I; parameter a [components * dim * dim], row by row: as published
    cholesky,  // L L' as GaussianFamily; parameters log_diagonal, lower, those of each component end to end
};

enum class MixtureStart : std::uint8_t {
    kmeans,  // weights, means and covariances of the clusters of k-means++, of standardised data; anew in each restart
    random,  // logits at 0, means from N(0, spread^2), A at scale I, L at (floor + scale) I
};

// sum_k w_k N(means_k, C_k). Parameters: logits [components], w = softmax(logits); means [components * dim], those of a
// component side by side; and those of the covariances.
struct MixtureFamily {
    int components = 2;
    int dim = 1;
    MixtureCovariance covariance = MixtureCovariance::product;
    // Of standard deviations, in the unit of x: a component cannot collapse onto a point, where its likelihood has no
    // bound. Data that are narrow need a lower one.
    double floor = 1e-3;
    std::optional<MixtureStart> start = {};  // absent: kmeans of data, random of a density, which has no clusters
    // Of random starts; of data: of standardised columns. As published both are 1; components that start wide and
    // overlap find modes that narrow ones miss.
    double spread = 2;
    double scale = 2;         // > 0
    operator Family() const;  // NOLINT(google-explicit-constructor)

    // The parameters at which the family is this mixture (as an EM fit gives it); the inverse of Family::density.
    // Throws fokker::Error where the shapes disagree or a covariance lies below the floor.
    Parameters parameters_of(const Modes& mixture) const;
};

// A normalising flow of one affine layer, x = mean + L y with y from a base law on R^dim (Rezende and Mohamed 2015):
//     log q(x) = log base(L^-1 (x - mean)) - log det L
// Parameters as GaussianFamily. The base is normalised; its draw is of standard_normal(dim) and standard_uniform(dim),
// and need not be given where the base is Gaussian. Without one a fitted member draws as the base does, but no
// objective that moves draws with the parameters can be used.
struct AffineFlowFamily {
    Density base;
    std::optional<Expr> base_draw = {};
    double floor = 0;
    double spread = 1;
    double scale = 1;
    operator Family() const;  // NOLINT(google-explicit-constructor)
};

// Any formula with named parameters, which start at the values given: log q(x), normalised over x by whoever wrote it.
// `draw`, if given, is x from q as a formula of z and u [dim] and the parameters, smooth in them: mu +
// exp(log_sigma)*z. Throws fokker::Error where it needs anything but x and the parameters, leaves one unused, or has
// none; ParseError for texts.
Family formula_family(const Expr& log_density, int dim, const Parameters& start, std::optional<Expr> draw = {});
Family formula_family(std::string_view log_density, int dim, const Parameters& start,
                      std::optional<std::string> draw = {});

}  // namespace fokker
