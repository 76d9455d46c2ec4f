// A posterior as a formula, draws from it by NUTS, and whether to believe them. Draws the pictures to look at first.
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    // mu ~ N(0, 5), tau ~ half Cauchy(5), z ~ N(0, 1), y ~ N(mu + tau z, s), with x = (mu, tau, z)
    const auto posterior =
        fokker::from_energy("x1^2/50 + log(1 + x2^2/25) + sum(x[2:]^2)/2 + sum(((y - x1 - x2*x[2:])/s)^2)/2", 10,
                            {{"y", {28, 8, -3, 7, -1, 1, 18, 12}}, {"s", {15, 10, 16, 11, 9, 11, 10, 18}}});
    std::vector<fokker::Bounds> bounds(10);
    bounds[1].lower = 0;  // tau
    const auto run = fokker::sample(
        posterior, {.sampler = fokker::Nuts{.adapt = {.target_accept = 0.9}}, .bounds = bounds, .seed = 1});

    const auto print = [](const std::string& name, const fokker::assess::ComponentSummary& s) {
        std::printf("%-8s  %5.2f +- %.2f, sd %.2f, R-hat %.3f\n", name.c_str(), s.mean, s.mcse_mean, s.sd, s.rhat);
    };
    const auto table = fokker::assess::summarise(run.trace);
    print("mu", table[0]);
    print("tau", table[1]);
    // What one asks about are the schools: theta = mu + tau z, draw by draw.
    std::vector<double> theta;  // [chain, draw, school]
    for (std::size_t n = 0; n < run.trace.chains * run.trace.draws; ++n) {
        const double* x = &run.trace.values[10 * n];
        for (int school = 0; school < 8; ++school) theta.push_back(x[0] + x[1] * x[2 + school]);
    }
    int school = 0;
    for (const auto& s : fokker::assess::summarise(theta, run.trace.chains, run.trace.draws, 8))
        print("theta[" + std::to_string(++school) + "]", s);
    const auto verdict = fokker::assess::judge(run.trace, table);
    std::printf("%s\n", verdict.headline.c_str());
    for (const auto& finding : verdict.findings) std::printf("- %s\n", finding.sentence.c_str());

    for (const auto& [name, figure] : fokker::show::diagnostics(run.trace, {.title = "Eight schools"}))
        figure.save("eight_schools-" + name + ".png");
}
