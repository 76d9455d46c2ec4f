#include "fokker/assess/gaussianity/equal_knots.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr double kRounding = 1e-9;

}  // namespace

EqualKnots equal_knots(const EppsPulleyGrid& grid) {
    check_grid(grid);
    double largest = 0, smallest = 0;
    for (const double t : grid.knots) largest = std::max(largest, std::abs(t));
    const auto is_zero = [&](double t) { return std::abs(t) <= kRounding * largest; };
    for (const double t : grid.knots) {
        if (!is_zero(t) && (smallest == 0 || std::abs(t) < smallest)) smallest = std::abs(t);
    }
    if (smallest == 0) throw Error("a characteristic function is 1 at t = 0 whatever the law: give other knots");
    EqualKnots folded{largest / std::round(largest / smallest), {}};
    if (!(folded.step <= kLargestStep))
        throw Error("the knots must be multiples of a step of at most " + number(kLargestStep) + ": it is " +
                    number(folded.step));
    for (std::size_t k = 0; k < grid.knots.size(); ++k) {
        if (is_zero(grid.knots[k])) continue;
        const double multiple = std::abs(grid.knots[k]) / folded.step, nearest = std::round(multiple);
        if (!(std::abs(multiple - nearest) <= kRounding * nearest) || nearest > static_cast<double>(kMostKnots)) {
            throw Error("the knots must be multiples of one step, at most " + std::to_string(kMostKnots) +
                        " times it: the smallest is " + number(smallest) + ", and one is " + number(grid.knots[k]));
        }
        const auto place = static_cast<std::size_t>(nearest) - 1;
        if (place >= folded.weights.size()) folded.weights.resize(place + 1, 0.0);
        folded.weights[place] += grid.weights[k];
    }
    return folded;
}

}  // namespace fokker::assess
