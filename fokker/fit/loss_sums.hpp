// A loss and its slopes summed over samples. Private to this room.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fokker/fit/fit.hpp"
#include "fokker/fit/loss_program.hpp"

namespace fokker {

// Samples are summed in chunks of this many, whatever the threads and the lanes that go side by side: eight partial
// sums over every eighth sample of a chunk, these as ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)), then the chunks in
// order.
constexpr std::size_t kSampleChunk = 128;

// Where samples come from: sample i of step s is a function of (seed, stream, i, s).
struct SampleSource {
    const Density* density = nullptr;  // draws of the target
    const Points* data = nullptr;      // or its data: row i, or, where `resampled`, any row
    bool resampled = false;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    Isa isa = active_isa();
};

// Of value f and slope g: sums over samples of f^a g^b, one for each element of g.
struct SumPower {
    int f = 0, g = 1;
};

class LossSums {
public:
    // `most` samples at a time, on so many threads. `lanes`: samples side by side, a multiple of 8 up to kSampleChunk;
    // 0: chosen. Neither changes the sums.
    LossSums(const LossProgram& program, std::span<const SumPower> powers, const SampleSource& source, std::size_t most,
             int threads, int lanes = 0);

    // Sums over `count` samples at these shared numbers. In the powers stands f - `shift`: near the mean of f nothing
    // is lost to cancellation. Allocates nothing but what the target's sampler does.
    void run(std::span<const double> shared, std::uint64_t step, std::size_t count, double shift = 0);

    double value() const { return totals_[0]; }  // sum of f
    // Sum of (f - mean of f)^2: of each chunk about its own mean, and these combined (Chan, Golub and LeVeque 1983).
    double squared_deviations() const { return totals_[1]; }
    // Sums of the k-th power, [shared_size].
    std::span<const double> slopes(std::size_t power) const;

private:
    struct Worker {
        Worker(const LossSums& sums);
        Block block;
        std::vector<double> normals, uniforms, partials, values;  // values: f of a chunk
        Points points;
    };

    void run_chunk(Worker& worker, std::size_t chunk);
    void fill(Worker& worker, std::size_t first, std::size_t count) const;
    void add(Worker& worker, std::size_t from, std::size_t count) const;

    const LossProgram* program_;
    std::vector<SumPower> powers_;
    SampleSource source_;
    int lanes_;
    std::size_t sums_;  // in all
    std::vector<Worker> workers_;
    std::vector<double> shared_;      // in the order of the program's inputs
    std::vector<double> chunk_sums_;  // [chunk, sums_]
    std::vector<double> totals_;
    std::uint64_t step_ = 0;
    double shift_ = 0;
    std::size_t count_ = 0;
};

}  // namespace fokker
