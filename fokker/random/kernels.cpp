// The loops behind fill.hpp, compiled once for each instruction set.
//
// The numbers of one slot over the lanes are a row, and one Philox call serves a row of an even step and the same
// row of the odd step after it. Long rows are made one by one, in place. Short ones are made in tiles that pay no
// heed to where rows end, so that one particle over many steps runs through loops as long as many particles over
// two; the results are then copied to where they belong.
#include "fokker/random/kernels.hpp"

#include "fokker/random/transform_lane.hpp"

namespace fokker::FOKKER_ISA {
namespace {

constexpr int kTile = 256;     // counters worked on at a time: all arrays in L1 with room for the block
constexpr int kWidest = 8;     // lanes of the widest vector
constexpr int kShortRow = 64;  // rows below this length go by tiles

// Words of 32 bits in lanes of 64, where products fit. A product takes the lower halves of its factors, and
// what comes to stand in upper halves is dropped at the end.
constexpr std::uint64_t kLow = 0xffffffff;

struct RoundKeys {
    std::uint64_t k0[philox::kRounds], k1[philox::kRounds];
};

RoundKeys round_keys(std::uint64_t seed) {
    RoundKeys keys;
    auto k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < philox::kRounds; ++round) {
        keys.k0[round] = k0;
        keys.k1[round] = k1;
        k0 += philox::kWeyl0;
        k1 += philox::kWeyl1;
    }
    return keys;
}

struct Words {
    std::uint64_t first[kTile], second[kTile];
};

FOKKER_LANE_FUNCTION void philox_lane(const RoundKeys& keys, std::uint64_t c0, std::uint64_t c1, std::uint64_t c2,
                                      std::uint64_t c3, std::uint64_t& first, std::uint64_t& second) {
    _Pragma("GCC unroll 10") for (int round = 0; round < philox::kRounds; ++round) {
        const std::uint64_t product0 = (c0 & kLow) * philox::kMultiplier0;
        const std::uint64_t product1 = (c2 & kLow) * philox::kMultiplier1;
        c0 = (product1 >> 32) ^ c1 ^ keys.k0[round];
        c1 = product1;
        c2 = (product0 >> 32) ^ c3 ^ keys.k1[round];
        c3 = product0;
    }
    first = c0 << 32 | (c1 & kLow);
    second = c2 << 32 | (c3 & kLow);
}

struct Normals {
    static constexpr Law kLaw = Law::normal;
    static void transform(const std::uint64_t* first, const std::uint64_t* second, double* even, double* odd, int n) {
        FOKKER_LANE_LOOP
        for (int i = 0; i < n; ++i) even[i] = random::squared_radius(first[i]);
        FOKKER_LANE_LOOP
        for (int i = 0; i < n; ++i) {
            const random::NormalPair z = random::normal_pair(even[i], second[i]);
            even[i] = z.first;
            odd[i] = z.second;
        }
    }
};

struct Uniforms {
    static constexpr Law kLaw = Law::uniform;
    static void transform(const std::uint64_t* first, const std::uint64_t* second, double* even, double* odd, int n) {
        FOKKER_LANE_LOOP
        for (int i = 0; i < n; ++i) {
            even[i] = random::uniform(first[i]);
            odd[i] = random::uniform(second[i]);
        }
    }
};

constexpr int whole_vectors(int n) {
    return (n + kWidest - 1) / kWidest * kWidest;
}

// Where the numbers of a block go. Those of one Philox call go to `even` and to `even` + step_stride; where the
// block begins with an odd step or ends with an even one, one of the two lies outside and is dropped.
struct Destination {
    std::int64_t step_stride, size;

    explicit Destination(const NormalBlock& block)
        : step_stride(static_cast<std::int64_t>(block.slots) * block.lanes), size(step_stride * block.steps) {}

    std::int64_t first(const NormalBlock& block) const { return (block.first_step & 1) != 0 ? -step_stride : 0; }
    bool holds_even(std::int64_t even) const { return even >= 0; }
    bool holds_odd(std::int64_t even) const { return even + step_stride < size; }
};

template <class Kind>
void fill_long_rows(const NormalBlock& block, std::uint64_t tagged_slot, const RoundKeys& keys, double* out) {
    const Destination to(block);
    Words words;
    double spare_even[kTile], spare_odd[kTile];
    std::uint64_t pair = block.first_step >> 1;
    for (std::int64_t even_step = to.first(block); even_step < to.size; even_step += 2 * to.step_stride, ++pair) {
        for (int row = 0; row < block.slots; ++row) {
            for (int from = 0; from < block.lanes; from += kTile) {
                const int n = block.lanes - from < kTile ? block.lanes - from : kTile;
                const std::uint64_t particle = block.first_particle + static_cast<std::uint64_t>(from);
                FOKKER_LANE_LOOP
                for (int i = 0; i < whole_vectors(n); ++i) {
                    philox_lane(keys, particle + static_cast<std::uint64_t>(i), pair,
                                tagged_slot + static_cast<std::uint64_t>(row), block.stream, words.first[i],
                                words.second[i]);
                }
                const std::int64_t at = even_step + static_cast<std::int64_t>(row) * block.lanes + from;
                double* even = to.holds_even(at) ? out + at : spare_even;
                double* odd = to.holds_odd(at) ? out + at + to.step_stride : spare_odd;
                const int in_place = n / kWidest * kWidest, rest = n - in_place;
                Kind::transform(words.first, words.second, even, odd, in_place);
                if (rest == 0) continue;
                double rest_even[kWidest], rest_odd[kWidest];
                Kind::transform(words.first + in_place, words.second + in_place, rest_even, rest_odd, kWidest);
                for (int i = 0; i < rest; ++i) {
                    even[in_place + i] = rest_even[i];
                    odd[in_place + i] = rest_odd[i];
                }
            }
        }
    }
}

FOKKER_LANE_FUNCTION void copy(const double* from, double* to, int n) {
    FOKKER_LANE_LOOP
    for (int i = 0; i < n; ++i) to[i] = from[i];
}

template <class Kind>
void fill_short_rows(const NormalBlock& block, std::uint64_t tagged_slot, const RoundKeys& keys, double* out) {
    const Destination to(block);
    const int lanes = block.lanes, rows_in_tile = kTile / lanes;
    std::uint64_t particle[kTile], pair[kTile], slot[kTile];
    std::int64_t row_at[kTile];
    Words words;
    double even[kTile], odd[kTile];
    int next_row = 0;
    std::uint64_t next_pair = block.first_step >> 1;
    std::int64_t next_at = to.first(block);
    while (next_at < to.size) {
        int rows = 0, n = 0;
        for (; rows < rows_in_tile && next_at < to.size; ++rows) {
            for (int i = 0; i < lanes; ++i, ++n) {
                particle[n] = block.first_particle + static_cast<std::uint64_t>(i);
                pair[n] = next_pair;
                slot[n] = tagged_slot + static_cast<std::uint64_t>(next_row);
            }
            row_at[rows] = next_at;
            next_at += lanes;
            if (++next_row < block.slots) continue;
            next_row = 0;
            ++next_pair;
            next_at += to.step_stride;
        }
        const int padded = whole_vectors(n);
        for (int i = n; i < padded; ++i) particle[i] = pair[i] = slot[i] = 0;
        FOKKER_LANE_LOOP
        for (int i = 0; i < padded; ++i) {
            philox_lane(keys, particle[i], pair[i], slot[i], block.stream, words.first[i], words.second[i]);
        }
        Kind::transform(words.first, words.second, even, odd, padded);
        for (int row = 0; row < rows; ++row) {
            if (to.holds_even(row_at[row])) copy(even + row * lanes, out + row_at[row], lanes);
            if (to.holds_odd(row_at[row])) copy(odd + row * lanes, out + row_at[row] + to.step_stride, lanes);
        }
    }
}

template <class Kind>
void fill(const NormalBlock& block, double* out) {
    if (block.steps <= 0 || block.slots <= 0 || block.lanes <= 0) return;
    const RoundKeys keys = round_keys(block.seed);
    const std::uint64_t tagged_slot = tag(block.purpose, Kind::kLaw) | static_cast<std::uint32_t>(block.slot);
    if (block.lanes < kShortRow) {
        fill_short_rows<Kind>(block, tagged_slot, keys, out);
    } else {
        fill_long_rows<Kind>(block, tagged_slot, keys, out);
    }
}

void philox_words(std::uint64_t seed, std::uint64_t* words, int counters) {
    const RoundKeys keys = round_keys(seed);
    FOKKER_LANE_LOOP
    for (int i = 0; i < counters; ++i) {
        philox_lane(keys, static_cast<std::uint64_t>(i), 0, 0, 0, words[i], words[counters + i]);
    }
}

}  // namespace

const RandomKernels& random_kernels() {
    static constexpr RandomKernels kKernels{
        .fill_normals = fill<Normals>, .fill_uniforms = fill<Uniforms>, .philox = philox_words};
    return kKernels;
}

}  // namespace fokker::FOKKER_ISA
