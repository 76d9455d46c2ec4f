// Limited-memory BFGS. Private to this room.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "fokker/fit/optimiser.hpp"

namespace fokker {

class LbfgsMinimiser {
public:
    // The value at x; writes the gradient.
    using Function = std::function<double(std::span<const double> x, std::span<double> gradient)>;
    enum class Step {
        taken,
        converged,  // no element of the gradient is above the tolerance; x stays
        stalled,  // the line search finds no lower value: a minimum to rounding where expected_fall is next to 0, else
                  // a kink or a jump of the function; x stays
    };

    // Throws fokker::Error where a number of the options makes no sense.
    LbfgsMinimiser(const Lbfgs& options, std::size_t size);

    // From x, with its value and gradient, to the next one. Allocates nothing.
    Step step(const Function& f, std::span<double> x, double& value, std::span<double> gradient);

    // By how much the value would still fall if the function were the quadratic that the last steps saw: g' H g / 2
    // with the gradient g and the inverse Hessian H of the memory. It does not depend on the units of x.
    double expected_fall(std::span<const double> gradient);

private:
    struct Point {
        double length = 0, value = 0, slope = 0;  // at x + length direction
    };

    void find_direction(std::span<const double> gradient);
    bool search(const Function& f, std::span<const double> x, const Point& start, double first);
    bool zoom(const Function& f, std::span<const double> x, const Point& start, Point low, Point high);
    Point at(const Function& f, std::span<const double> x, double length);
    void remember(std::span<const double> x, std::span<const double> gradient);
    std::span<double> pair(std::vector<double>& all, std::size_t k);

    Lbfgs options_;
    std::size_t size_, pairs_ = 0, next_ = 0;
    std::vector<double> steps_, changes_;    // [memory, size]: of x and of the gradient
    std::vector<double> products_, alphas_;  // [memory]
    std::vector<double> direction_, trial_, trial_gradient_;
    double trial_value_ = 0;
    int evaluations_ = 0;  // in this search
};

}  // namespace fokker
