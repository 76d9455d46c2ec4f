// How often a whole run, its verdict and its second opinion together, speaks up where something is wrong and cries wolf
// where nothing is: the tables of docs/samplers.md.
//     sampling_rates [SEEDS] [verdicts | samplers]     each row with seeds 1 to SEEDS, 50 unless told
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/assess/verdict.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/sample/sample.hpp"
#include "fokker/sample/second_opinion.hpp"

namespace fokker {
namespace {

// E[x1^2] of the law, where it is known.
void row(const std::string& what, const Density& density, SampleOptions options, std::optional<double> square,
         int seeds) {
    int good = 0, doubtful = 0, bad = 0, multimodal = 0, stein = 0, disagrees = 0, wrong = 0, wrong_and_silent = 0;
    int smooth = 0;  // wrong at an R-hat that users of other tools accept
    for (int seed = 1; seed <= seeds; ++seed) {
        options.seed = static_cast<std::uint64_t>(seed);
        const SampleRun run = sample(density, options);
        const auto& t = run.trace;
        const auto summary = assess::summarise(t);
        assess::Verdict verdict = assess::judge(t, summary);
        const SecondOpinion second = second_opinion(density, options, run, verdict.regions);
        verdict.add(second.findings);
        good += verdict.level == assess::Level::good ? 1 : 0;
        doubtful += verdict.level == assess::Level::doubtful ? 1 : 0;
        bad += verdict.level == assess::Level::bad ? 1 : 0;
        for (const assess::Finding& finding : verdict.findings) {
            multimodal += finding.kind == "multimodal" ? 1 : 0;
            stein += finding.kind == "stein" ? 1 : 0;
        }
        disagrees += second.findings.empty() ? 0 : 1;
        if (!square) continue;
        std::vector<double> squares;
        for (std::size_t n = 0; n < t.chains * t.draws; ++n) squares.push_back(std::pow(t.values[n * t.dim()], 2));
        const auto of_squares = assess::summarise(squares, t.chains, t.draws, 1).front();
        const bool off = std::fabs(of_squares.mean - *square) > 4 * of_squares.mcse_mean;
        wrong += off ? 1 : 0;
        smooth += off && summary.front().rhat < 1.05 ? 1 : 0;
        wrong_and_silent += off && verdict.level == assess::Level::good ? 1 : 0;
    }
    std::printf("| %s | %d | %d | %d | %d | %d | %d |", what.c_str(), good, doubtful, bad, multimodal, stein,
                disagrees);
    if (square)
        std::printf(" %d | %d | %d |\n", wrong, smooth, wrong_and_silent);
    else
        std::printf(" | | |\n");
    std::fflush(stdout);
}

// How runs of one sampler on one target ended: converged / doubtful / not to be trusted.
std::string cell(const Density& density, SampleOptions options, int seeds) {
    int of_level[3] = {};
    for (int seed = 1; seed <= seeds; ++seed) {
        options.seed = static_cast<std::uint64_t>(seed);
        const SampleRun run = sample(density, options);
        const auto summary = assess::summarise(run.trace);
        assess::Verdict verdict = assess::judge(run.trace, summary);
        verdict.add(second_opinion(density, options, run, verdict.regions).findings);
        ++of_level[static_cast<int>(verdict.level)];
    }
    return std::to_string(of_level[0]) + " / " + std::to_string(of_level[1]) + " / " + std::to_string(of_level[2]);
}

void table_of_samplers(int seeds) {
    const Density schools =
        from_energy("x1^2/50 + log(1 + x2^2/25) + sum(x[2:]^2)/2 + sum(((y - x1 - x2*x[2:])/s)^2)/2", 10,
                    {{"y", {28, 8, -3, 7, -1, 1, 18, 12}}, {"s", {15, 10, 16, 11, 9, 11, 10, 18}}});
    std::vector<Bounds> tau_above_0(10);
    tau_above_0[1].lower = 0;
    struct Row {
        const char* what;
        Density density;
        std::vector<Bounds> bounds = {};
    };
    const Row rows[] = {
        {"normal, d = 2", from_energy("dot(x, x)/2", 2)},
        {"normal, d = 10", from_energy("dot(x, x)/2", 10)},
        {"correlated 0.9", from_energy("(x1^2 - 1.8*x1*x2 + x2^2)/0.38", 2)},
        {"Student-t(8), d = 2", from_energy("5*log(1 + dot(x, x)/8)", 2)},
        {"exponential, bounded", from_energy("x1", 1), {{0}}},
        {"ring with two hills", from_energy("(x1^2 + x2^2 - 1)^2 + x2^2/2", 2)},
        {"eight schools", schools, tau_above_0},
    };
    struct Column {
        const char* what;
        Sampler sampler;
        int draws = 1000;
    };
    const Column columns[] = {{"nuts", Nuts{}},
                              {"hmc", Hmc{}},
                              {"mala", Mala{}},
                              {"tempering", ParallelTempering{}},
                              {"random-walk, 10,000 draws", RandomWalk{}, 10'000}};
    std::string head = "| target |", rule = "|---|";
    for (const Column& column : columns) {
        head += std::string(" ") + column.what + " |";
        rule += "---|";
    }
    std::printf("%s\n%s\n", head.c_str(), rule.c_str());
    for (const Row& row : rows) {
        std::printf("| %s |", row.what);
        for (const Column& column : columns) {
            std::printf(" %s |", cell(row.density,
                                      {.sampler = column.sampler, .draws = column.draws, .bounds = row.bounds}, seeds)
                                     .c_str());
            std::fflush(stdout);
        }
        std::puts("");
    }
}

void table_of_verdicts(int seeds) {
    std::puts(
        "| target | converged | doubtful | not to be trusted | multimodal | Stein | second opinion disagrees "
        "| E[x1^2] off by 4 MCSE or more | of these, R-hat of x1 < 1.05 | of these, nothing said |\n"
        "|---|---|---|---|---|---|---|---|---|---|");
    row("normal, d = 2", from_energy("dot(x, x)/2", 2), {}, 1.0, seeds);
    row("normal, d = 10", from_energy("dot(x, x)/2", 10), {}, 1.0, seeds);
    row("correlated 0.9", from_energy("(x1^2 - 1.8*x1*x2 + x2^2)/0.38", 2), {}, 1.0, seeds);
    // Each row of a bivariate t of 8 degrees of freedom has variance 8 / 6.
    row("Student-t(8), d = 2", from_energy("5*log(1 + dot(x, x)/8)", 2), {}, 8.0 / 6, seeds);
    row("exponential, bounded", from_energy("x1", 1), {.bounds = {{0}}}, 2.0, seeds);
    row("ring", from_energy("(norm(x) - 3)^2/0.08", 2), {}, std::nullopt, seeds);
    row("1000 chains x 20", from_energy("dot(x, x)/2", 2), {.chains = 1000, .draws = 20, .warmup = 200}, 1.0, seeds);
    row("banana", from_energy("x1^2/2 + 2*(x2 - x1^2)^2", 2), {}, 1.0, seeds);
    row("funnel, d = 5", from_energy("x1^2/18 + 2*x1 + sum(x[1:]^2)*exp(-x1)/2", 5), {}, 9.0, seeds);
    row("double well, height 2", from_energy("2*sum((x^2 - 1)^2)", 2), {}, 0.8521358, seeds);
    row("double well, height 10", from_energy("10*sum((x^2 - 1)^2)", 2), {}, std::nullopt, seeds);
    const GaussianMixture ten = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
    const auto square_of = [](const GaussianMixture& modes) {
        double square = 0;
        for (const auto& mean : modes.means) square += mean[0] * mean[0] / 10 + 0.75 * 0.75 / 10;
        return square;
    };
    const double square = square_of(ten);
    row("ten modes, NUTS", ten, {}, square, seeds);
    const GaussianMixture other = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 3});
    row("ten modes, tempering", ten, {.sampler = ParallelTempering{}}, square, seeds);
    row("ten modes, tempering, width 10, 4000 draws", ten, {.sampler = ParallelTempering{.width = 10.0}, .draws = 4000},
        square, seeds);
    row("ten other modes, tempering", other, {.sampler = ParallelTempering{}}, square_of(other), seeds);
    row("ten other modes, tempering, width 10, 4000 draws", other,
        {.sampler = ParallelTempering{.width = 10.0}, .draws = 4000}, square_of(other), seeds);
    const auto langevin = [](double h, double noise) {
        return Ula{.step_size = {.from = h, .to = h}, .noise_scale = {.from = noise, .to = noise}};
    };
    row("normal, Langevin, h = 0.2", from_energy("dot(x, x)/2", 2), {.sampler = langevin(0.2, 1), .draws = 5000}, 1.0,
        seeds);
    row("normal, Langevin at temperature 1.21", from_energy("dot(x, x)/2", 2),
        {.sampler = langevin(0.05, 1.1), .draws = 5000}, 1.0, seeds);
    row("normal, 1000 chains on their way", from_energy("dot(x, x)/2", 2),
        {.sampler = langevin(0.01, 1), .chains = 1000, .draws = 20, .warmup = 80, .start = AtPoint{{0.0}}}, 1.0, seeds);
}

}  // namespace
}  // namespace fokker

int main(int argc, char** argv) {
    const int seeds = argc > 1 ? std::atoi(argv[1]) : 50;
    const std::string_view which = argc > 2 ? argv[2] : "";
    if (which != "samplers") fokker::table_of_verdicts(seeds);
    if (which != "verdicts") fokker::table_of_samplers(seeds);
}
