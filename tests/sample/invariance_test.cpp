// A sampler that leaves p invariant, started in p, stays in p. 6,000 chains start from exact draws and make five steps;
// then each component and the log density are held against fresh exact draws by a two-sample Kolmogorov-Smirnov test at
// level 1e-4. With 8 samplers, 3 targets and 3 statistics a false alarm in one of the 72 tests has probability 0.7 %,
// once, since seeds are fixed.
#include <gtest/gtest.h>

#include "fokker/program/evaluate.hpp"
#include "fokker/sample/kernels/kernels.hpp"
#include "fokker/sample/kernels/leapfrog.hpp"
#include "fokker/sample/lockstep.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

constexpr double kLevel = 1e-4;
constexpr std::size_t kChains = 6000;

SampleOptions from_the_law(const Density& law, Sampler sampler) {
    return {.sampler = std::move(sampler),
            .chains = static_cast<int>(kChains),
            .draws = 1,
            .warmup = 0,
            .thin = 5,
            .start = law,
            .seed = 11};
}

// The smallest p-value over the components and the log density.
double smallest_p(const Density& law, const assess::Trace& trace) {
    const Points fresh = sample(law, kChains, {.seed = 77, .purpose = Purpose::data});
    double smallest = 1;
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        std::vector<double> drawn, exact;
        for (std::size_t i = 0; i < kChains; ++i) {
            drawn.push_back(trace.values[i * trace.dim() + j]);
            exact.push_back(fresh[i][j]);
        }
        smallest = std::min(smallest, assess::kolmogorov_smirnov(drawn, exact).p_value);
    }
    const Expr log_density = bind_parameters(law.log_density, law.parameters);
    return std::min(smallest, assess::kolmogorov_smirnov(evaluate(log_density, trace.values, kChains),
                                                         evaluate(log_density, fresh.values, kChains))
                                  .p_value);
}

struct Case {
    std::string name;
    Sampler sampler;
};
std::vector<Case> exact_samplers() {
    return {{"nuts", Nuts{.step_size = 0.6}},
            {"hmc", Hmc{.step_size = 0.6, .n_leapfrog = 3, .jitter = 0.3}},
            {"mala", Mala{.step_size = 0.3}},
            {"random-walk", RandomWalk{.step_size = 1.0}},
            {"ghmc", Ghmc{.step_size = 0.6}},
            {"ghmc that often turns round", Ghmc{.step_size = 1.3, .friction = 0.05}},
            {"hmc with a dense mass", Hmc{.step_size = 0.5, .n_leapfrog = 4, .mass = {2, 0.5, 0.5, 1}}},
            {"elliptical-slice", EllipticalSlice{{0.0}, {2, 2, {4, 0, 0, 4}}}}};
}

TEST(Invariance, EveryExactSamplerStaysInTheLawThatItStartsFrom) {
    for (const auto& [name, law] :
         {std::pair{"correlated", correlated()},
          {"three modes", three_modes()},
          {"two widths",
           Density(GaussianMixture{{0.5, 0.5}, {{0, 0}, {0, 0}}, {{2, 2, {0.2, 0, 0, 0.2}}, {2, 2, {3, 0, 0, 3}}}})}}) {
        for (const Case& c : exact_samplers()) {
            const SampleRun run = sample(law, from_the_law(law, c.sampler));
            EXPECT_GT(smallest_p(law, run.trace), kLevel) << c.name << " on " << name;
        }
    }
}

// The test is tested: each of these is a sampler with one mistake, and is found out.
double p_of_broken(const Density& law, const MarkovKernel& kernel) {
    const SampleOptions options = from_the_law(law, Mala{});
    Plan plan{.target = make_target(law), .options = options, .starts = {}};
    plan.options.threads = 1;
    plan.starts = sample(law, kChains, {.seed = 11}).values;
    Recording recording(plan);
    run_lockstep(kernel, plan, recording);
    recording.trace.values = recording.trace.positions;
    return smallest_p(law, recording.trace);
}

TEST(Invariance, AStepThatIsAlwaysAcceptedIsFoundOut) {
    const Density law = correlated();
    const Target target = make_target(law);
    const Here from = here(2);
    Random random;
    MarkovKernel kernel = mala(target, {.step_size = 0.3});
    const Expr z = random.normals(2), h = from.step_size;
    kernel.next.x = from.x + h * target.score_at(from.x) + sqrt(2 * h) * z;
    kernel.next.log_density = target.log_density_at(kernel.next.x);
    kernel.next.score = target.score_at(kernel.next.x);
    EXPECT_LT(p_of_broken(law, kernel), kLevel);
}

TEST(Invariance, ARatioThatForgetsTheWayBackIsFoundOut) {
    const Density law = correlated();
    const Target target = make_target(law);
    const Here from = here(2);
    Random random;
    const Expr z = random.normals(2), h = from.step_size;
    const Expr y = from.x + h * target.score_at(from.x) + sqrt(2 * h) * z;
    const Expr log_density = target.log_density_at(y);
    const Next stay{.x = from.x, .log_density = from.log_density}, go{.x = y, .log_density = log_density};
    EXPECT_LT(p_of_broken(law, {.next = accept_or_stay(stay, go, log_density - from.log_density, random),
                                .step_size = 0.3,
                                .adapts = true}),
              kLevel);
}

TEST(Invariance, HalfTheNoiseIsFoundOut) {
    const Density law = correlated();
    const Target target = make_target(law);
    const Here from = here(2);
    Random random;
    const Expr v = 0.5 * random.normals(2), h = from.step_size;
    // A leapfrog step from a velocity that is not standard normal, held against a Hamiltonian that takes it to be.
    const Expr half = v + 0.5 * h * from.score, x = from.x + h * half, score = target.score_at(x);
    const Expr end = half + 0.5 * h * score, log_density = target.log_density_at(x);
    const Expr ratio = log_density - from.log_density + 0.5 * (dot(v, v) - dot(end, end));
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score};
    const Next go{.x = x, .log_density = log_density, .score = score};
    EXPECT_LT(p_of_broken(law, {.next = accept_or_stay(stay, go, ratio, random), .step_size = 0.6, .adapts = true}),
              kLevel);
}

TEST(Invariance, AVelocityThatARefusalDoesNotTurnRoundIsFoundOut) {
    const Density law = correlated();
    const Target target = make_target(law);
    const Here from = here(2);
    Random random;
    const Expr h = from.step_size, rate = -0.05 * h;
    const Expr v = exp(rate) * from.velocity + sqrt(-expm1(2 * rate)) * random.normals(2);
    const Phase end = leapfrog(target, Metric(Expr(1.0)), {from.x, v, from.log_density, from.score}, h, 1);
    const Expr ratio = hamiltonian(from.log_density, v) - hamiltonian(end.log_density, end.v);
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score, .velocity = v};
    const Next go{.x = end.x, .log_density = end.log_density, .score = end.score, .velocity = end.v};
    EXPECT_LT(p_of_broken(law, {.next = accept_or_stay(stay, go, ratio, random), .step_size = 1.3, .adapts = true}),
              kLevel);
}

TEST(Invariance, AForgottenJacobianIsFoundOut) {
    // x = exp(u) for a density of x > 0; without the Jacobian the law of u is p(exp(u)), and x comes out too small.
    const Density gamma = from_log_density("3*log(x1) - x1", 1);
    const SampleOptions options{.sampler = Nuts{}, .chains = 4, .draws = 2000, .bounds = {{0}}, .seed = 3};
    const SampleRun right = sample(gamma, options);
    EXPECT_LT(std::fabs(errors_off(right, [](const double* x) { return x[0]; }, 4.0)), 4.5);
    const Density forgotten = from_log_density("3*x1 - exp(x1)", 1);
    const SampleRun wrong = sample(forgotten, {.sampler = Nuts{}, .chains = 4, .draws = 2000, .seed = 3});
    EXPECT_GT(std::fabs(errors_off(wrong, [](const double* x) { return std::exp(x[0]); }, 4.0)), 10);
}

}  // namespace
}  // namespace fokker
