// A formula is read, differentiated, printed and evaluated; one that is wrong says where.
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const auto energy = fokker::parse("(x1^2 + x2^2 - 1)^2 + a*x2", {.dim = 2, .parameters = {{"a", 1}}});
    const auto gradient = fokker::differentiate(energy, fokker::state(2));
    std::printf("gradient  %s\n", fokker::to_text(gradient).c_str());
    std::printf("LaTeX     %s\n", fokker::to_latex(gradient).c_str());

    const auto bound = fokker::bind_parameters(gradient, {{"a", {0.5}}});
    const auto at = fokker::evaluate(bound, std::vector<double>{1.0, 2.0});
    std::printf("at (1, 2) [%g, %g]\n", at[0], at[1]);  // 4 x (|x|^2 - 1) + (0, a) = (16, 32.5)

    try {
        fokker::parse("sinn(x1)", {.dim = 2});
    } catch (const fokker::Error& error) {
        std::printf("%s\n", error.what());
    }
}
