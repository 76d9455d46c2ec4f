// A probability density that is known by an expression for its logarithm.
//
// The score, the gradient of the log density, follows by differentiation. A density may know more: how to be sampled
// exactly, its mean and covariance, its normaliser, its modes; what is not known is empty.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/density/points.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/program/isa.hpp"
#include "fokker/program/parameters.hpp"
#include "fokker/random/address.hpp"

namespace fokker {

// Where in the space of random numbers a sample of a density takes its own from.
struct SampleAddress {
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    std::uint32_t first_particle = 0;  // point i of the sample is particle first_particle + i
    Purpose purpose = Purpose::start;  // draws of another purpose are independent: Purpose::data for made-up data
    Isa isa = active_isa();            // the sample does not depend on it
    std::uint64_t step = 0;            // samples of other steps are independent
};

// The parts of a mixture; those of weight zero are left out.
struct Modes {
    std::vector<double> weights;             // [K], sum 1
    std::vector<std::vector<double>> means;  // [K][dim]
    std::vector<Matrix> covariances;         // [K] of [dim, dim], positive definite
    Expr responsibilities;  // [K]: the probability of each part given x; its mean under the density is `weights`
};

struct Density {
    std::string name;  // for people: "Gaussian mixture with 10 modes"
    int dim = 0;
    Expr log_density{0.0};  // of state(dim), size 1, up to a constant
    Parameters parameters;  // values of the parameters in log_density

    std::optional<double> log_normaliser;     // log of the integral of exp(log_density); 0 where it is normalised
    std::optional<std::vector<double>> mean;  // [dim]
    std::optional<Matrix> covariance;         // [dim, dim]
    std::optional<Modes> modes;
    std::function<void(const SampleAddress&, Points&)> sampler;  // fills points.values; empty: no exact sampler

    Expr energy() const;  // -log_density, simplified
    Expr score() const;   // gradient of log_density, [dim], simplified
    bool can_sample() const { return static_cast<bool>(sampler); }
};

// From text or expression, of x with `dim` components, x1 ... or x[0] ..., and named parameters. Throws fokker::Error
// where it is no number, needs anything but x and the parameters, or leaves a parameter unused; ParseError for the
// text.
Density from_log_density(Expr log_density, int dim, Parameters parameters = {});
Density from_energy(const Expr& energy, int dim, Parameters parameters = {});  // log density = -energy
Density from_log_density(std::string_view text, int dim, Parameters parameters = {});
Density from_energy(std::string_view text, int dim, Parameters parameters = {});

// `count` independent exact draws. Throws fokker::Error where the density has no exact sampler.
Points sample(const Density& density, std::size_t count, const SampleAddress& address);

}  // namespace fokker
