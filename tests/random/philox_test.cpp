#include "fokker/random/philox.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "fokker/random/address.hpp"
#include "fokker/random/kernels.hpp"

namespace fokker {
namespace {

// The known answers that the authors publish with their library (Random123, kat_vectors, philox4x32 10).
TEST(Philox, GivesThePublishedKnownAnswers) {
    EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, IsTheSameInTheKernelsOfEveryInstructionSet) {
    constexpr int kCounters = 1003;
    constexpr std::uint64_t kSeed = 0xfedcba9876543210;
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        std::vector<std::uint64_t> words(2 * kCounters);
        random_kernels(isa).philox(kSeed, words.data(), kCounters);
        for (std::uint32_t i = 0; i < kCounters; ++i) {
            const PhiloxCounter w = philox4x32_10({i, 0, 0, 0}, philox_key(kSeed));
            ASSERT_EQ(words[i], std::uint64_t{w[0]} << 32 | w[1]) << name(isa) << ", counter " << i;
            ASSERT_EQ(words[kCounters + i], std::uint64_t{w[2]} << 32 | w[3]) << name(isa) << ", counter " << i;
        }
    }
}

}  // namespace
}  // namespace fokker
