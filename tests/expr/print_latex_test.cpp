#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

const Scope kScope{.dim = 3,
                   .time = true,
                   .step_size = true,
                   .normals = 3,
                   .parameters = {{"theta", 1},
                                  {"sigma_0", 1},
                                  {"sigma", 1},
                                  {"v", 3},
                                  {"speed", 1},
                                  {"θ", 1},
                                  {"k_B_max2", 1},
                                  {"_a", 1},
                                  {"a1", 1}},
                   .matrices = {{"A", {2, 3, {1, 2, 3, 4, 5, 6}}}, {"S", {3, 3, {1, 0, 0, 0, 1, 0, 0, 0, 1}}}}};

TEST(ToLatex, ReadsAsOnPaper) {
    const std::vector<std::pair<const char*, const char*>> table = {
        // sums and products
        {"x + -theta*x*h + sigma*sqrt(h)*z", R"(x - \theta x h + \sigma \sqrt{h} z)"},
        {"(x1^2 + x2^2 - 1)^2 + 0.5*x2^2", R"(\left(x_{1}^{2} + x_{2}^{2} - 1\right)^{2} + 0.5 x_{2}^{2})"},
        {"1/2*sigma_0^2*norm(x)", R"(\frac{1}{2} \sigma_{0}^{2} \left\lVert x \right\rVert)"},
        {"-x/(2*theta)", R"(\frac{-x}{2 \theta})"},
        {"v - x/2", R"(v - \frac{x}{2})"},
        {"v + -x/2", R"(v - \frac{x}{2})"},
        {"2*3*x", R"(2 \cdot 3 x)"},
        {"x*2^2", R"(x \cdot 2^{2})"},
        {"x*-2", R"(x \left(-2\right))"},
        {"x - -2", R"(x - \left(-2\right))"},
        {"x + -2", R"(x - 2)"},
        {"x - (v - z)", R"(x - \left(v - z\right))"},
        {"x + (v - z)", R"(x + v - z)"},
        {"x + (-v + z)", R"(x + \left(-v + z\right))"},
        {"-(-x)", R"(-\left(-x\right))"},
        {"-(x + v)*2", R"(-\left(x + v\right) \cdot 2)"},
        {"x*(v*z)", R"(x v z)"},
        {"(x/2)^2", R"(\left(\frac{x}{2}\right)^{2})"},
        {"x^-0.5^t", R"(x^{-0.5^{t}})"},
        {"(x^2)^t", R"(\left(x^{2}\right)^{t})"},
        {"(-2)^t", R"(\left(-2\right)^{t})"},
        // numbers
        {"1e-7*x - 2.5e20", R"(10^{-7} x - 2.5 \cdot 10^{20})"},
        {"2*pi*t + e", R"(2 \pi t + e)"},
        {"-inf + nan", R"(-\infty + \mathrm{NaN})"},
        // names
        {"speed*k_B_max2 + _a + θ*a1", R"(\mathrm{speed} k_{B,\mathrm{max2}} + \mathrm{\_a} + \theta a_{1})"},
        // functions
        {"exp(-x^2/2)", R"(\exp\left(\frac{-x^{2}}{2}\right))"},
        {"max(x, 0) + min(v)", R"(\max\left(x, 0\right) + \min\left(v\right))"},
        {"atan(t) + atan2(x1, x2)", R"(\arctan\left(t\right) + \operatorname{atan2}\left(x_{1}, x_{2}\right))"},
        {"stop_gradient(x)", R"(\operatorname{stop\_gradient}\left(x\right))"},
        {"abs(x) + floor(t)", R"(\left\lvert x \right\rvert + \left\lfloor t \right\rfloor)"},
        {"select(x < 0, 1, -1)", R"(\begin{cases} 1 & \text{if } x < 0 \\ -1 & \text{otherwise} \end{cases})"},
        {"(x <= 0)*2", R"(\left[x \le 0\right] \cdot 2)"},
        // vectors
        {"sum(x)*theta", R"(\left(\sum_{i} x_{i}\right) \theta)"},
        {"theta*sum(x)", R"(\theta \sum_{i} x_{i})"},
        {"sum(x^2)", R"(\sum_{i} \left(x^{2}\right)_{i})"},
        {"sum(100*(x[1:] - x[:-1]^2)^2)", R"(\sum_{i} \left(100 \left(x_{2:3} - x_{1:2}^{2}\right)^{2}\right)_{i})"},
        {"x[::2]", R"(x_{1:2:3})"},
        {"(x + v)[1]", R"(\left(x + v\right)_{2})"},
        {"dot(x + v, z)", R"(\left(x + v\right)^{\top} z)"},
        {"A @ (x - v)", R"(\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix} \left(x - v\right))"},
        {"quad(S, x)", R"(x^{\top} \begin{pmatrix} 1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1 \end{pmatrix} x)"},
        {"[1, 2, x1]", R"(\begin{pmatrix} 1 \\ 2 \\ x_{1} \end{pmatrix})"},
        {"[1, 2, 3, 4, 5, 6, 7, 8, 9]", R"(\begin{pmatrix} 1 \\ 2 \\ 3 \\ 4 \\ 5 \\ 6 \\ \vdots \\ 9 \end{pmatrix})"},
        {"[1, 2, 3, 4, 5, 6, 7, 8, t]", R"(\begin{pmatrix} 1 \\ 2 \\ 3 \\ 4 \\ 5 \\ 6 \\ \vdots \\ t \end{pmatrix})"},
    };
    for (const auto& [text, latex] : table) EXPECT_EQ(to_latex(parse(text, kScope)), latex) << text;
}

TEST(ToLatex, NormalsOfOtherSlotsAreToldApart) {
    EXPECT_EQ(to_latex(square(index(standard_normal(2, 2), 1))), R"(\left(z_{2}^{(2)}\right)^{2})");
}

TEST(ToLatex, DeepAndSharedExpressionsAreSafe) {
    Expr deep = state(1), shared = state(1);
    for (int i = 0; i < 100'000; ++i) deep = -sin(deep);
    for (int i = 0; i < 100; ++i) shared = shared * shared;
    EXPECT_GT(to_latex(deep).size(), 100'000u);
    EXPECT_THROW((void)to_latex(shared), Error);
}

}  // namespace
}  // namespace fokker
