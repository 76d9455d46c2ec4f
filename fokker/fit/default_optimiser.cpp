#include "fokker/fit/fit.hpp"

namespace fokker {

DefaultOptimiser default_optimiser(const FitTarget& target, const Family& family, const Objective& objective,
                                   int samples) {
    const bool all_rows = std::holds_alternative<Points>(target) && samples == 0;
    if (all_rows && family.mixture && std::holds_alternative<MaximumLikelihood>(objective))
        return {ExpectationMaximisation{},
                "em is the default for the likelihood of a mixture on data; for adam say so"};
    if (all_rows)
        return {Lbfgs{}, "lbfgs is the default where every iteration takes all rows of the data; for adam say so"};
    return {Adam{}, ""};
}

}  // namespace fokker
