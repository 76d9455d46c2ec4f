// A hundred thousand Ornstein-Uhlenbeck processes, and what their mean and variance should be.
#include <cmath>
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const fokker::OrnsteinUhlenbeck process{.theta = 0.5, .sigma = 1.0};
    const auto run = fokker::simulate(
        process,
        {.start = fokker::AtPoint{{2.0}}, .particles = 100'000, .times = fokker::linspace(0, 3, 301), .seed = 1});

    const auto found = fokker::show::moments(run.at_time(0));  // one time is kept: the last
    const double mean = 2 * std::exp(-0.5 * 3), variance = 1 - std::exp(-3.0);
    std::printf("mean      %.4f +- %.4f, exact %.4f\n", found.mean[0], found.mean_error[0], mean);
    std::printf("variance  %.4f +- %.4f, exact %.4f\n", found.covariance(0, 0), found.covariance_error(0, 0), variance);
}
