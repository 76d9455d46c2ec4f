#include "fokker/assess/summary.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "fokker/assess/effective_sample_size.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/rhat.hpp"
#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"

namespace fokker::assess {
namespace {

// [4, 100, 3]
std::vector<double> three_components() {
    std::vector<double> all;
    const std::vector<double> a = draws_of_case("autoregressive", 1, 4, 100), b = draws_of_case("heavy", 2, 4, 100),
                              c = draws_of_case("tied", 3, 4, 100);
    for (std::size_t i = 0; i < a.size(); ++i) all.insert(all.end(), {a[i], b[i], c[i]});
    return all;
}

TEST(Summary, IsWhatTheFunctionsSayOfEachComponent) {
    const std::vector<double> values = three_components();
    const std::vector<ComponentSummary> table = summarise(values, 4, 100, 3);
    ASSERT_EQ(table.size(), 3);
    for (std::size_t j = 0; j < 3; ++j) {
        const Draws draws = component_of(values, 4, 100, 3, j);
        EXPECT_EQ(table[j].rhat, rhat(draws));
        EXPECT_EQ(table[j].ess_bulk, ess_bulk(draws));
        EXPECT_EQ(table[j].ess_tail, ess_tail(draws));
        EXPECT_EQ(table[j].mcse_mean, mcse_mean(draws));
        EXPECT_EQ(table[j].mcse_sd, mcse_sd(draws));
        EXPECT_EQ(table[j].non_finite, 0);
    }
}

TEST(Summary, HasMomentsAndQuantilesByHand) {
    const ComponentSummary s = summarise(std::vector<double>{4, 1, 3, 2, 5}, 1, 5, 1)[0];
    EXPECT_DOUBLE_EQ(s.mean, 3);
    EXPECT_DOUBLE_EQ(s.sd, std::sqrt(2.5));
    EXPECT_DOUBLE_EQ(s.q05, 1.2);
    EXPECT_DOUBLE_EQ(s.median, 3);
    EXPECT_DOUBLE_EQ(s.q95, 4.8);
}

TEST(Summary, CountsDrawsThatAreNotFiniteAndMakesNoNumberOfThem) {
    std::vector<double> values = three_components();
    values[3 * 17 + 1] = std::numeric_limits<double>::infinity();
    values[3 * 20 + 1] = std::nan("");
    const std::vector<ComponentSummary> table = summarise(values, 4, 100, 3);
    EXPECT_EQ(table[1].non_finite, 2);
    for (const double v : {table[1].mean, table[1].sd, table[1].median, table[1].rhat, table[1].ess_bulk})
        EXPECT_TRUE(std::isnan(v));
    EXPECT_EQ(table[0].non_finite, 0);
    EXPECT_TRUE(std::isfinite(table[0].rhat));
}

TEST(Summary, OfDrawsThatAreAllEqualKnowsTheirPlaceAndNoMore) {
    const ComponentSummary s = summarise(std::vector<double>(40, 0.5), 2, 20, 1)[0];
    EXPECT_EQ(s.mean, 0.5);
    EXPECT_EQ(s.sd, 0);
    EXPECT_TRUE(std::isnan(s.rhat) && std::isnan(s.ess_bulk) && std::isnan(s.mcse_mean));
}

TEST(Summary, HasTheSameBitsOnAnyNumberOfThreads) {
    std::vector<double> values;
    Uniforms uniform(1);
    for (int i = 0; i < 4 * 51 * 40; ++i) values.push_back(uniform());
    const std::vector<ComponentSummary> table = summarise(values, 4, 51, 40);
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    const std::vector<ComponentSummary> again = summarise(values, 4, 51, 40);
    EXPECT_EQ(std::memcmp(table.data(), again.data(), table.size() * sizeof table[0]), 0);
}

TEST(Summary, OfAShapeThatDoesNotFitIsAnError) {
    EXPECT_THROW(summarise(std::vector<double>(10), 2, 3, 2), Error);
    EXPECT_THROW(summarise({}, 0, 3, 2), Error);
    EXPECT_THROW(component_of(std::vector<double>(12), 2, 3, 2, 2), Error);
    EXPECT_THROW(draws_of(std::vector<double>(11), 2), Error);
}

}  // namespace
}  // namespace fokker::assess
