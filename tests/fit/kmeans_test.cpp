#include "fokker/fit/kmeans.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "fokker/error.hpp"
#include "tests/fit/published.hpp"

namespace fokker {
namespace {

Points draws(std::size_t count) {
    return sample(test::published_mixture(), count, {.seed = 5, .purpose = Purpose::data});
}

double square(std::span<const double> x, const std::vector<double>& c) {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) sum += (x[j] - c[j]) * (x[j] - c[j]);
    return sum;
}

TEST(Kmeans, FindsGroupsThatAreFarApart) {
    Points points{1, {0, 1, 100, 101, 102, -50, -51}};
    const Kmeans k = kmeans(points, {.clusters = 3, .seed = 1});
    std::vector<double> centers{k.centers[0][0], k.centers[1][0], k.centers[2][0]};
    std::ranges::sort(centers);
    EXPECT_EQ(centers, (std::vector<double>{-50.5, 0.5, 101}));
    EXPECT_DOUBLE_EQ(k.inertia, 0.5 + 0.5 + 2);
}

// Every point is with its nearest center, and every center is the mean of its points: a fixed point of Lloyd's.
TEST(Kmeans, StopsWhereNothingChanges) {
    const Points points = draws(5000);
    const Kmeans k = kmeans(points, {.clusters = 4, .seed = 2});
    double inertia = 0;
    std::vector<std::vector<double>> sums(4, {0, 0});
    for (std::size_t i = 0; i < points.count(); ++i) {
        const std::size_t own = k.cluster[i];
        for (const auto& c : k.centers) EXPECT_LE(square(points[i], k.centers[own]), square(points[i], c) + 1e-12);
        inertia += square(points[i], k.centers[own]);
        for (std::size_t j = 0; j < 2; ++j) sums[own][j] += points[i][j];
    }
    EXPECT_NEAR(k.inertia, inertia, 1e-9 * inertia);
    for (std::size_t c = 0; c < 4; ++c) {
        for (std::size_t j = 0; j < 2; ++j)
            EXPECT_NEAR(k.centers[c][j], sums[c][j] / static_cast<double>(k.sizes[c]), 1e-12);
    }
}

TEST(Kmeans, HasTheSameBitsWhateverTheThreadsAndTheInstructionSet) {
    const Points points = draws(10'007);
    const Kmeans one = kmeans(points, {.clusters = 4, .seed = 2, .threads = 1});
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        const Kmeans other = kmeans(points, {.clusters = 4, .seed = 2, .threads = 3, .isa = isa});
        EXPECT_EQ(one.centers, other.centers);
        EXPECT_EQ(one.cluster, other.cluster);
    }
}

TEST(Kmeans, NeedsAsManyDifferentPointsAsClusters) {
    try {
        kmeans({1, {1, 1, 2, 2, 2}}, {.clusters = 3});
        FAIL();
    } catch (const Error& e) {
        EXPECT_EQ(std::string(e.what()), "data: 2 different points for 3 components");
    }
}

}  // namespace
}  // namespace fokker
