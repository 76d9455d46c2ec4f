// The laws of the numbers as blocks hold them. Every test has a fixed seed; the false-alarm rates say how many other
// seeds would fail by chance.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr int kLanes = 10'000;
constexpr int kBlocks = 1000;  // 10^7 numbers

NormalBlock block(std::uint64_t seed, int index, int steps = 2) {
    return {.seed = seed,
            .first_particle = 0,
            .lanes = kLanes / steps,
            .first_step = static_cast<std::uint64_t>(index) * static_cast<std::uint64_t>(steps),
            .steps = steps};
}

template <class Fill, class Use>
void for_ten_million(Fill fill, std::uint64_t seed, Use use) {
    std::vector<double> numbers(kLanes);
    for (int i = 0; i < kBlocks; ++i) {
        fill(block(seed, i), numbers.data());
        for (const double x : numbers) use(x);
    }
}

constexpr double kTenMillion = double{kLanes} * kBlocks;

void fill_with_normals(const NormalBlock& b, double* out) {
    fill_normals(b, out);
}
void fill_with_uniforms(const NormalBlock& b, double* out) {
    fill_uniforms(b, out);
}

// Eight tests at 4.5 standard deviations: a false alarm in 18,000 seeds.
TEST(Normals, HaveTheMomentsOfTheNormalLawToTheEighth) {
    double sums[8] = {};
    for_ten_million(fill_with_normals, 1, [&](double z) {
        double power = 1;
        for (double& sum : sums) sum += power *= z;
    });
    // E Z^p = (p - 1)!! for even p
    const auto moment = [](int p) {
        double product = p % 2 == 0 ? 1 : 0;
        for (int k = p - 1; k > 1; k -= 2) product *= k;
        return product;
    };
    for (int p = 1; p <= 8; ++p) {
        const double variance = moment(2 * p) - moment(p) * moment(p);
        EXPECT_NEAR(sums[p - 1] / kTenMillion, moment(p), 4.5 * std::sqrt(variance / kTenMillion)) << "moment " << p;
    }
}

// Uniform numbers into `cells` cells: chi-square against its law (normal by Wilson and Hilferty 1931), too small
// being as suspect as too large, and Kolmogorov's distance at the ends of the cells, for which
// P(sqrt(n) D > d) <= 2 exp(-2 d^2). Three tests at 4.5 standard deviations or as rare: a false alarm in 70,000 seeds.
class Cells {
public:
    void add(double u) { ++counts_[static_cast<std::size_t>(std::min(u * kCells, kCells - 1.0))]; }

    void expect_uniform(double n) const {
        double chi_square = 0, cumulated = 0, distance = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const double difference = static_cast<double>(counts_[i]) - n / kCells;
            chi_square += difference * difference / (n / kCells);
            cumulated += static_cast<double>(counts_[i]);
            distance = std::max(distance, std::abs(cumulated / n - static_cast<double>(i + 1) / kCells));
        }
        constexpr double kFreedom = kCells - 1;
        const double z = (std::cbrt(chi_square / kFreedom) - (1 - 2 / (9 * kFreedom))) / std::sqrt(2 / (9 * kFreedom));
        EXPECT_LT(std::abs(z), 4.5) << "chi-square " << chi_square << " with " << kFreedom << " degrees of freedom";
        EXPECT_LT(std::sqrt(n) * distance, 2.55);
    }

private:
    static constexpr double kCells = 10'000;
    std::vector<std::int64_t> counts_ = std::vector<std::int64_t>(static_cast<std::size_t>(kCells));
};

TEST(Normals, FitTheNormalLawInTenThousandEqualCells) {
    Cells cells;
    for_ten_million(fill_with_normals, 2,
                    [&](double z) { cells.add(0.5 * std::erfc(-z * (1 / std::numbers::sqrt2))); });
    cells.expect_uniform(kTenMillion);
}

TEST(Uniforms, FitTheUniformLawInTenThousandEqualCells) {
    Cells cells;
    for_ten_million(fill_with_uniforms, 3, [&](double u) { cells.add(u); });
    cells.expect_uniform(kTenMillion);
}

// 53 tests at 5 standard deviations: a false alarm in 33,000 seeds.
TEST(Uniforms, HaveFiftyThreeBitsEachAsOftenOneAsZero) {
    std::int64_t ones[53] = {};
    std::vector<double> numbers(kLanes);
    for (int i = 0; i < kBlocks / 10; ++i) {
        fill_uniforms(block(4, i), numbers.data());
        for (const double u : numbers) {
            const auto k = static_cast<std::uint64_t>(u * 0x1p53);
            for (int bit = 0; bit < 53; ++bit) ones[bit] += static_cast<std::int64_t>(k >> bit & 1);
        }
    }
    constexpr double n = kTenMillion / 10;
    for (int bit = 0; bit < 53; ++bit) {
        EXPECT_NEAR(static_cast<double>(ones[bit]), n / 2, 5 * std::sqrt(n) / 2) << "bit " << bit;
    }
}

// Two tests at 4.5 standard deviations, and a Poisson count of mean 0.39 that exceeds 5 in one of 350,000 seeds: a
// false alarm in 65,000. transform_test.cpp looks further out.
TEST(Normals, LieBeyondFourFiveAndSixSigmaAsOftenAsTheyShould) {
    constexpr int kTailBlocks = 10'000, kSteps = 2, kTailLanes = 10'000;  // 2 10^8 normals
    std::int64_t beyond4 = 0, beyond5 = 0, beyond6 = 0;
    std::vector<double> z(std::size_t{kSteps} * kTailLanes);
    for (int i = 0; i < kTailBlocks; ++i) {
        fill_normals(
            {.seed = 5, .lanes = kTailLanes, .first_step = static_cast<std::uint64_t>(kSteps * i), .steps = kSteps},
            z.data());
        double largest = 0;
        int here = 0;
        for (const double v : z) {
            const double magnitude = std::abs(v);
            largest = std::max(largest, magnitude);
            here += magnitude > 4 ? 1 : 0;
        }
        beyond4 += here;
        if (largest <= 5) continue;
        for (const double v : z) {
            beyond5 += std::abs(v) > 5 ? 1 : 0;
            beyond6 += std::abs(v) > 6 ? 1 : 0;
        }
    }
    const auto expected = [](double sigma) {
        return double{kTailBlocks} * kSteps * kTailLanes * std::erfc(sigma / std::numbers::sqrt2);
    };
    EXPECT_NEAR(static_cast<double>(beyond4), expected(4), 4.5 * std::sqrt(expected(4)));
    EXPECT_NEAR(static_cast<double>(beyond5), expected(5), 4.5 * std::sqrt(expected(5)));
    EXPECT_LE(beyond6, 5);
}

// Over a million pairs of neighbours: E z w = 0, E (z^2 - 1)(w^2 - 1) / 2 = 0 and E z^2 w = 0, E z w^2 = 0, each in
// units of its standard deviation under independence. 24 tests at 4.5 standard deviations: a false alarm in 6000 seeds.
struct Independence {
    double zw = 0, squares = 0, mixed1 = 0, mixed2 = 0, n = 0;
    void add(double z, double w) {
        zw += z * w;
        squares += (z * z - 1) * (w * w - 1) / 2;
        mixed1 += (z * z - 1) * w / std::numbers::sqrt2;
        mixed2 += z * (w * w - 1) / std::numbers::sqrt2;
        n += 1;
    }
    void expect(const char* neighbours) const {
        const double limit = 4.5 * std::sqrt(n);
        EXPECT_LT(std::abs(zw), limit) << neighbours;
        EXPECT_LT(std::abs(squares), limit) << neighbours;
        EXPECT_LT(std::abs(mixed1), limit) << neighbours;
        EXPECT_LT(std::abs(mixed2), limit) << neighbours;
    }
};

TEST(Normals, NeighboursInEveryPartOfTheAddressAreIndependent) {
    constexpr int kParticles = 1000, kStepsEach = 1000;
    constexpr std::size_t kStep = kParticles;
    const NormalBlock base{.seed = 6, .stream = 3, .lanes = kParticles, .steps = kStepsEach};
    const auto made = [](NormalBlock b) {
        std::vector<double> z(std::size_t{kParticles} * kStepsEach);
        fill_normals(b, z.data());
        return z;
    };
    const auto with = [&](auto change) {
        NormalBlock b = base;
        change(b);
        return made(b);
    };
    const std::vector<double> z = made(base);
    const std::vector<double> next_slot = with([](NormalBlock& b) { b.slot += 1; });
    const std::vector<double> next_stream = with([](NormalBlock& b) { b.stream += 1; });
    const std::vector<double> next_seed = with([](NormalBlock& b) { b.seed += 1; });

    Independence particles, within_pair, between_pairs, slots, streams, seeds;
    for (std::size_t i = 0; i < z.size(); ++i) {
        if (i % kStep + 1 < kStep) particles.add(z[i], z[i + 1]);
        if (i + kStep < z.size()) (i / kStep % 2 == 0 ? within_pair : between_pairs).add(z[i], z[i + kStep]);
        slots.add(z[i], next_slot[i]);
        streams.add(z[i], next_stream[i]);
        seeds.add(z[i], next_seed[i]);
    }
    particles.expect("particles");
    within_pair.expect("an even step and the odd one after it");
    between_pairs.expect("an odd step and the even one after it");
    slots.expect("slots");
    streams.expect("streams");
    seeds.expect("seeds");
}

}  // namespace
}  // namespace fokker
