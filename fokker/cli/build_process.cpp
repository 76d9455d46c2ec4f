// [sde], [ode] and [density] of a spec.
#include <numbers>

#include "fokker/cli/job.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

constexpr std::size_t kLongest = 100;  // bytes of a formula in the one line for people

std::string formula_text(const Value& formula) {
    const auto* text = formula.as<std::string>();
    return cut(text != nullptr ? *text : to_toml_value(formula), kLongest);
}

std::string with_parameters(std::string equation, const Parameters& parameters) {
    for (const auto& [name, values] : parameters)
        equation += ",  " + name + " = " + (values.size() == 1 ? number(values[0], 6) : vector(values));
    return equation;
}

void langevin_of(const Section& section, Job& job) {
    job.target = build_density(section.section("target"), 0);
    const double sigma = section.number("sigma");
    job.langevin_sigma = sigma;
    job.process = section.located("sigma", [&] { return langevin(*job.target, {.sigma = sigma}); });
    job.equation =
        "dX = sigma^2/2 grad log p(X) dt + sigma dW,  sigma = " + number(sigma, 6) + ",  p: " + job.target->name;
}

void unadjusted_langevin_of(const Section& section, Job& job) {
    job.target = build_density(section.section("target"), 0);
    const double noise = section.number("noise");
    if (noise == 1) job.langevin_sigma = std::numbers::sqrt2;
    job.process = section.located("noise", [&] { return unadjusted_langevin(*job.target, {.noise = noise}); });
    job.equation =
        "dX = grad log p(X) dt + noise sqrt(2) dW,  noise = " + number(noise, 6) + ",  p: " + job.target->name;
}

void sde_of(const Section& section, Job& job) {
    const std::string kind = section.text("kind");
    if (kind == "langevin") return langevin_of(section, job);
    if (kind == "unadjusted-langevin") return unadjusted_langevin_of(section, job);
    const int dim = static_cast<int>(section.whole("dim"));
    const std::string in_space = dim > 1 ? ",  dim = " + std::to_string(dim) : "";
    if (kind == "ornstein-uhlenbeck") {
        const OrnsteinUhlenbeck process{.theta = section.number("theta"), .sigma = section.number("sigma"), .dim = dim};
        job.process = section.located("", [&] { return Sde(process); });
        job.equation = "dX = -theta X dt + sigma dW,  theta = " + number(process.theta, 6) +
                       ",  sigma = " + number(process.sigma, 6) + in_space;
    } else if (kind == "brownian") {
        const BrownianMotion process{.sigma = section.number("sigma"), .dim = dim};
        job.process = section.located("", [&] { return Sde(process); });
        job.equation = "dX = sigma dW,  sigma = " + number(process.sigma, 6) + in_space;
    } else {
        const Parameters parameters = section.parameters();
        const Expr drift = section.formula("drift", dim, true, parameters);
        const Expr diffusion = section.formula("diffusion", dim, true, parameters);
        section.check_parameters_used({drift, diffusion});
        job.process = section.located("", [&] { return sde(drift, diffusion, dim, parameters); });
        job.equation = with_parameters("dX = (" + formula_text(section.value("drift")) + ") dt + (" +
                                           formula_text(section.value("diffusion")) + ") dW",
                                       parameters) +
                       in_space;
    }
}

void ode_of(const Section& section, Job& job) {
    const int dim = static_cast<int>(section.whole("dim"));
    const Parameters parameters = section.parameters();
    const Expr drift = section.formula("drift", dim, true, parameters);
    section.check_parameters_used({drift});
    job.process = section.located("", [&] { return ode(drift, dim, parameters); });
    job.equation = with_parameters("dx/dt = " + formula_text(section.value("drift")), parameters);
    if (dim > 1) job.equation += ",  dim = " + std::to_string(dim);
}

}  // namespace

void build_process(const Section& spec, Job& job) {
    if (spec.has("sde")) {
        sde_of(spec.section("sde"), job);
    } else if (spec.has("ode")) {
        ode_of(spec.section("ode"), job);
    } else {
        job.target = build_density(spec.section("density"), 0, read_data(spec));
        job.equation = "p: " + job.target->name;
    }
}

}  // namespace fokker::cli
