#include "fokker/sample/dual_averaging.hpp"

#include <cmath>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// The values of Hoffman and Gelman.
constexpr double kGamma = 0.05;
constexpr double kT0 = 10;
constexpr double kKappa = 0.75;
constexpr double kLn10 = 2.302585092994046;

}  // namespace

DualAveraging::DualAveraging(double first_step, double target_accept) : target_(target_accept) {
    restart(first_step);
}

void DualAveraging::restart(double step) {
    log_step_ = host::elementary::log(step);
    mu_ = log_step_ + kLn10;
    log_average_ = log_step_;
    error_ = 0;
    count_ = 0;
}

void DualAveraging::update(double acceptance) {
    ++count_;
    const double n = count_;
    error_ += (target_ - acceptance - error_) / (n + kT0);
    log_step_ = mu_ - error_ * std::sqrt(n) / kGamma;
    log_average_ += host::elementary::pow(n, -kKappa) * (log_step_ - log_average_);
}

double DualAveraging::current() const {
    return host::elementary::exp(log_step_);
}

double DualAveraging::average() const {
    return host::elementary::exp(log_average_);
}

}  // namespace fokker
