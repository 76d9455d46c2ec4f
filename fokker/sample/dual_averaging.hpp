// Dual averaging of a step size (Nesterov 2009; Hoffman and Gelman 2014, equation 6).
#pragma once

namespace fokker {

class DualAveraging {
public:
    DualAveraging(double first_step, double target_accept);

    // The search begins anew at `step`, and is drawn to ten times that.
    void restart(double step);
    void update(double acceptance);
    double current() const;  // the next to try
    double average() const;  // what to keep at the end

private:
    double target_;
    double mu_, log_step_, log_average_;
    double error_ = 0;  // running mean of target - acceptance
    int count_ = 0;
};

}  // namespace fokker
