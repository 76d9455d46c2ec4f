// 100,000 Ornstein-Uhlenbeck particles, and their variance against two exact ones: that of the process, and that of the
// Euler-Maruyama chain with this step.
#include <cmath>
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const double theta = 1.0, sigma = 1.0, h = 0.25;
    const auto run = fokker::simulate(fokker::OrnsteinUhlenbeck{.theta = theta, .sigma = sigma},
                                      {.particles = 100'000, .times = fokker::steps(h, 100), .seed = 1});
    double sum = 0, squares = 0;
    for (const double x : run.states()) {
        sum += x;
        squares += x * x;
    }
    const double n = static_cast<double>(run.states().size());
    const double mean = sum / n, variance = (squares - sum * mean) / (n - 1);
    std::printf("mean      %8.4f +- %.4f, exact 0\n", mean, std::sqrt(variance / n));
    std::printf("variance  %8.4f +- %.4f, of the process %.4f, of the chain %.4f\n", variance, variance * std::sqrt(2 / n),
                sigma * sigma / (2 * theta), sigma * sigma * h / (1 - (1 - h * theta) * (1 - h * theta)));
}
