#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "fokker/assess/assessment.hpp"
#include "fokker/assess/effective_sample_size.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/rhat.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

template <class Ask>
double assessed(const Draws& draws, Ask ask) {
    if (draws.draws < kFewestDraws || !is_assessable(draws)) return kNone;
    Bench bench(draws);
    return ask(Assessment(draws, bench));
}

void check_probability(double p) {
    if (!(p > 0 && p < 1))
        throw Error("a quantile is asked for at " + std::to_string(p) + ": the probability must lie between 0 and 1");
}

std::vector<double> chain(const Draws& draws, std::size_t c) {
    std::vector<double> values(draws.draws);
    for (std::size_t d = 0; d < draws.draws; ++d) values[d] = draws(c, d);
    return values;
}

double variance_or_none(std::span<const double> values) {
    return values.size() > 1 ? variance(values) : 0;
}

}  // namespace

double ess_mean(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.ess_mean(); });
}
double ess_sd(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.ess_sd(); });
}
double ess_quantile(const Draws& draws, double p) {
    check_probability(p);
    return assessed(draws, [p](const Assessment& a) { return a.ess_quantile(p); });
}
double ess_bulk(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.ess_bulk(); });
}
double ess_tail(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.ess_tail(); });
}

double mcse_mean(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.mcse_mean(); });
}
double mcse_sd(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.mcse_sd(); });
}
double mcse_quantile(const Draws& draws, double p) {
    check_probability(p);
    return assessed(draws, [p](const Assessment& a) { return a.mcse_quantile(p); });
}

double rhat(const Draws& draws) {
    return assessed(draws, [](const Assessment& a) { return a.rhat(); });
}

double nested_rhat(const Draws& draws, std::size_t superchains) {
    if (superchains < 2 || draws.chains % superchains != 0) {
        throw Error(std::to_string(draws.chains) + " chains do not make " + std::to_string(superchains) +
                    " superchains: nested R-hat needs at least two, of equally many chains");
    }
    if (!is_assessable(draws)) return kNone;
    const std::size_t members = draws.chains / superchains;
    std::vector<double> means, within;
    for (std::size_t k = 0; k < superchains; ++k) {
        std::vector<double> chain_means, chain_variances;
        for (std::size_t c = k * members; c < (k + 1) * members; ++c) {
            const std::vector<double> values = chain(draws, c);
            chain_means.push_back(mean(values));
            chain_variances.push_back(variance_or_none(values));
        }
        means.push_back(mean(chain_means));
        within.push_back(variance_or_none(chain_means) + mean(chain_variances));
    }
    return std::sqrt(1 + variance(means) / mean(within));
}

std::vector<double> e_bfmi(const Draws& energy) {
    std::vector<double> fractions;
    for (std::size_t c = 0; c < energy.chains; ++c) {
        const Draws one{energy.values + c * energy.chain_stride, 1, energy.draws, 0, energy.draw_stride};
        const std::vector<double> values = chain(one, 0);
        if (values.size() < 3 || !is_assessable(one)) {
            fractions.push_back(kNone);
            continue;
        }
        std::vector<double> squares;
        for (std::size_t d = 1; d < values.size(); ++d)
            squares.push_back((values[d] - values[d - 1]) * (values[d] - values[d - 1]));
        fractions.push_back(mean(squares) / variance(values));
    }
    return fractions;
}

}  // namespace fokker::assess
