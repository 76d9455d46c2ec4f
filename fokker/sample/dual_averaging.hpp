// Dual averaging of a step size (Nesterov 2009; Hoffman and Gelman 2014, equation 6), and its end where acceptance is
// noise: a smaller gain and a plain mean of the logarithms tried (Polyak and Juditsky 1992), so that the mean
// acceptance at the step that is kept is the target.
#pragma once

namespace fokker {

class DualAveraging {
public:
    DualAveraging(double first_step, double target_accept);

    // The search begins anew at `step`, and is drawn to ten times that.
    void restart(double step);
    // From now on steps stay near `step`, which is near the answer, and are averaged with equal weights.
    void refine(double step);
    void update(double acceptance);
    double current() const;  // the next to try
    double average() const;  // what to keep at the end

private:
    double target_;
    double mu_, log_step_, log_average_;
    double gamma_, kappa_;
    double error_ = 0;  // running mean of target - acceptance
    int count_ = 0;
};

}  // namespace fokker
