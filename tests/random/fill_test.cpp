#include "fokker/random/fill.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

namespace fokker {
namespace {

using Fill = void (*)(const NormalBlock&, double*, Isa);
using Single = double (*)(std::uint64_t, std::uint32_t, Purpose, std::uint32_t, std::uint64_t, std::uint32_t);

std::vector<Isa> isas_here() {
    std::vector<Isa> isas;
    for (const Isa isa : built_isas()) {
        if (supported(isa)) isas.push_back(isa);
    }
    return isas;
}

std::size_t size(const NormalBlock& b) {
    return static_cast<std::size_t>(b.steps) * static_cast<std::size_t>(b.slots) * static_cast<std::size_t>(b.lanes);
}

std::uint64_t bits(double x) {
    return std::bit_cast<std::uint64_t>(x);
}

void expect_the_numbers_at_its_addresses(const NormalBlock& b, Fill fill, Single single, Isa isa) {
    constexpr double kUntouched = -1234.5;
    constexpr std::size_t kMargin = 64;
    std::vector<double> out(size(b) + 2 * kMargin, kUntouched);
    fill(b, out.data() + kMargin, isa);
    std::size_t at = kMargin;
    for (int step = 0; step < b.steps; ++step) {
        for (int slot = 0; slot < b.slots; ++slot) {
            for (int lane = 0; lane < b.lanes; ++lane, ++at) {
                const double expected =
                    single(b.seed, b.stream, b.purpose, b.first_particle + static_cast<std::uint32_t>(lane),
                           b.first_step + static_cast<std::uint64_t>(step), static_cast<std::uint32_t>(b.slot + slot));
                ASSERT_EQ(bits(out[at]), bits(expected))
                    << name(isa) << ": lane " << lane << " of " << b.lanes << ", step " << step << " of " << b.steps
                    << " from " << b.first_step << ", slot " << slot << " of " << b.slots;
            }
        }
    }
    for (std::size_t i = 0; i < kMargin; ++i) {
        ASSERT_EQ(out[i], kUntouched) << "written before the block";
        ASSERT_EQ(out[at + i], kUntouched) << "written after the block";
    }
}

TEST(Fill, EveryShapeOfBlockOnEveryInstructionSetHoldsTheNumbersAtItsAddresses) {
    for (const Isa isa : isas_here()) {
        for (const int lanes : {1, 7, 25, 63, 64, 100, 128, 300}) {
            for (const int steps : {1, 2, 3, 64}) {
                for (const int slots : {1, 3}) {
                    for (const std::uint64_t first_step : {0U, 1U, 10U, 11U}) {
                        const NormalBlock block{.seed = 0x123456789abcdef,
                                                .stream = 5,
                                                .purpose = Purpose::accept,
                                                .first_particle = 1000,
                                                .lanes = lanes,
                                                .first_step = first_step,
                                                .steps = steps,
                                                .slot = 2,
                                                .slots = slots};
                        expect_the_numbers_at_its_addresses(block, fill_normals, normal, isa);
                        expect_the_numbers_at_its_addresses(block, fill_uniforms, uniform, isa);
                    }
                }
            }
        }
    }
}

TEST(Fill, TheLastAddressesBelowTheLimitsAreAsGoodAsAnyOther) {
    for (const Isa isa : isas_here()) {
        for (const int lanes : {8, 64}) {
            const NormalBlock block{
                .seed = ~std::uint64_t{0},
                .stream = static_cast<std::uint32_t>(kStreamLimit - 1),
                .purpose = Purpose::data,
                .first_particle = static_cast<std::uint32_t>(kParticleLimit) - static_cast<std::uint32_t>(lanes),
                .lanes = lanes,
                .first_step = kStepLimit - 5,
                .steps = 5,
                .slot = static_cast<int>(kSlotLimit) - 2,
                .slots = 2};
            expect_the_numbers_at_its_addresses(block, fill_normals, normal, isa);
            expect_the_numbers_at_its_addresses(block, fill_uniforms, uniform, isa);
        }
    }
}

TEST(Fill, AnEmptyBlockWritesNothing) {
    for (const NormalBlock block : {NormalBlock{.lanes = 0}, NormalBlock{.steps = 0}, NormalBlock{.slots = 0}}) {
        double untouched = 7;
        fill_normals(block, &untouched);
        fill_uniforms(block, &untouched);
        EXPECT_EQ(untouched, 7);
    }
}

// The first words of the addresses, so that a change of the layout of addresses cannot pass unseen: it would change
// every result of every run. Computed from the definition in address.hpp and the algorithm of Box and Muller with
// an independent implementation of Philox and 60 digits (tests/random/known_numbers.py).
struct Known {
    std::uint64_t seed;
    std::uint32_t stream;
    Purpose purpose;
    std::uint32_t particle;
    std::uint64_t step;
    std::uint32_t slot;
    double normal, uniform;
};

TEST(Address, NumbersAreThoseOfAnIndependentImplementation) {
    constexpr Known kKnown[] = {
#include "known_numbers.inc"
    };
    for (const Known& k : kKnown) {
        // Normals: rounding of the radius, of the sine or cosine, and of their product.
        EXPECT_NEAR(normal(k.seed, k.stream, k.purpose, k.particle, k.step, k.slot), k.normal,
                    3 * std::numeric_limits<double>::epsilon() * std::abs(k.normal));
        EXPECT_EQ(uniform(k.seed, k.stream, k.purpose, k.particle, k.step, k.slot), k.uniform);
    }
}

TEST(Address, EveryPartOfAnAddressMatters) {
    std::set<double> seen;
    const auto all_new = [&seen](std::initializer_list<double> numbers) {
        bool fresh = true;
        for (const double z : numbers) fresh = seen.insert(z).second && fresh;
        return fresh;
    };
    const auto dynamics = Purpose::dynamics;
    EXPECT_TRUE(all_new({normal(1, 0, dynamics, 0, 0, 0)}));
    EXPECT_TRUE(all_new({normal(2, 0, dynamics, 0, 0, 0), normal(std::uint64_t{1} << 32 | 1, 0, dynamics, 0, 0, 0)}));
    EXPECT_TRUE(all_new({normal(1, 1, dynamics, 0, 0, 0)}));
    EXPECT_TRUE(all_new({normal(1, 0, Purpose::start, 0, 0, 0), normal(1, 0, Purpose::accept, 0, 0, 0),
                         normal(1, 0, Purpose::data, 0, 0, 0)}));
    EXPECT_TRUE(all_new({normal(1, 0, dynamics, 1, 0, 0), normal(1, 0, dynamics, 1U << 31, 0, 0)}));
    EXPECT_TRUE(all_new({normal(1, 0, dynamics, 0, 1, 0), normal(1, 0, dynamics, 0, 2, 0),
                         normal(1, 0, dynamics, 0, kStepLimit - 1, 0), normal(1, 0, dynamics, 0, kStepLimit / 2, 0)}));
    EXPECT_TRUE(all_new({normal(1, 0, dynamics, 0, 0, 1), normal(1, 0, dynamics, 0, 0, kSlotLimit - 1)}));
}

TEST(Address, NormalsAndUniformsOfEveryPurposeHaveCountersOfTheirOwn) {
    std::set<std::uint32_t> tags;
    for (const Purpose purpose : {Purpose::dynamics, Purpose::start, Purpose::accept, Purpose::data}) {
        for (const Law law : {Law::normal, Law::uniform}) {
            EXPECT_TRUE(tags.insert(tag(purpose, law)).second);
            EXPECT_EQ(tag(purpose, law) & (kSlotLimit - 1), 0U) << "a tag must leave the slot's bits alone";
        }
    }
}

}  // namespace
}  // namespace fokker
