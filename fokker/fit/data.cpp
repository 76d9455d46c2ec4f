#include "fokker/fit/data.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker {

void check_rows(const Points& data) {
    constexpr double kLargest = 1e150;
    if (data.count() == 0) throw Error("data: there are no rows");
    std::vector<std::string> bad;
    for (std::size_t i = 0; i < data.count(); ++i) {
        if (!std::ranges::all_of(data[i], [](double v) { return std::isfinite(v); }))
            bad.push_back(std::to_string(i + 1));
    }
    if (bad.empty()) {
        const auto large = std::ranges::find_if(data.values, [](double v) { return std::fabs(v) > kLargest; });
        if (large == data.values.end()) return;
        const auto row = static_cast<std::size_t>(large - data.values.begin()) / static_cast<std::size_t>(data.dim);
        throw Error("data: row " + std::to_string(row + 1) + " holds " + number(*large) +
                    ", whose square overflows: take a larger unit");
    }
    throw Error("data: " + std::to_string(bad.size()) + " of " + counted(data.count(), "row") +
                (bad.size() == 1 ? " is not finite: row " : " are not finite: rows ") + assess::listed(bad));
}

void check_spread(const Points& data) {
    const auto dim = static_cast<std::size_t>(data.dim);
    if (data.count() <= dim)
        throw Error("data: " + counted(data.count(), "row") + " of " + counted(dim, "component") +
                    " have no covariance; at least " + std::to_string(dim + 1) + " rows are needed");
    for (std::size_t j = 0; j < dim; ++j) {
        const auto differs = [&](std::size_t i) { return data[i][j] != data[0][j]; };
        std::size_t i = 1;
        while (i < data.count() && !differs(i)) ++i;
        if (i == data.count())
            throw Error("data: component " + std::to_string(j + 1) + " is " + number(data[0][j]) +
                        " in every row; leave it out, since no density has it");
    }
}

void check_covariance(const Points& data) {
    check_spread(data);
    if (data.count() < 3) return;
    try {
        assess::check_independent(data);
    } catch (const Error& e) {
        throw Error(std::string("data: ") + e.what());
    }
}

}  // namespace fokker
