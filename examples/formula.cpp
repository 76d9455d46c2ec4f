// A formula: its value and derivatives, as numbers and as mathematics.
#include <cstdio>
#include <vector>

#include <fokker/fokker.hpp>

int main() {
    const auto energy = fokker::parse("sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)", {.dim = 3});
    const auto gradient = fokker::differentiate(energy, fokker::state(3));
    const std::vector<double> point{0.5, 1.0, -1.0};
    std::printf("E(x)      = %g\n", fokker::evaluate(energy, point)[0]);
    const auto g = fokker::evaluate(gradient, point);
    std::printf("grad E(x) = (%g, %g, %g)\n", g[0], g[1], g[2]);
    const auto parabola = fokker::parse("a*x1^2/2", {.dim = 1, .parameters = {{"a", 1}}});
    std::printf("LaTeX:      %s\n", fokker::to_latex(fokker::differentiate(parabola, fokker::state(1))).c_str());
}
