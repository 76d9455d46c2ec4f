#include "fokker/fit/loss_sums.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/dynamics/workers.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kPartials = 8;
constexpr std::size_t kChunksAPart = 8;  // fewer are not worth handing to another thread

int choose_lanes(const Program& program) {
    constexpr int kCacheNumbers = 512 * 1024 / static_cast<int>(sizeof(double));
    int lanes = static_cast<int>(kSampleChunk);
    while (lanes > 8 && lanes * program.lane.rows > kCacheNumbers) lanes /= 2;
    return lanes;
}

// term(i) for i < count, into the partial sum of i mod 8.
template <class Term>
void add_terms(double* partial, std::size_t count, const Term& term) {
    std::size_t i = 0;
    for (; i + kPartials <= count; i += kPartials) {
        for (std::size_t j = 0; j < kPartials; ++j) partial[j] += term(i + j);
    }
    for (std::size_t j = 0; i + j < count; ++j) partial[j] += term(i + j);
}

double combined(const double* p) {
    return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
}

double deviations_of(const std::vector<double>& f, std::size_t count, double sum) {
    const double mean = sum / static_cast<double>(count);
    double partial[kPartials] = {};
    add_terms(partial, count, [&](std::size_t i) { return (f[i] - mean) * (f[i] - mean); });
    return combined(partial);
}

}  // namespace

LossSums::Worker::Worker(const LossSums& sums)
    : block(sums.program_->lanes, sums.lanes_, 1),
      normals(static_cast<std::size_t>(sums.program_->lanes.program.normals * sums.lanes_)),
      uniforms(
          static_cast<std::size_t>((sums.source_.resampled ? 1 : sums.program_->lanes.program.randoms) * sums.lanes_)),
      partials(sums.sums_ * kPartials),
      values(kSampleChunk),
      points{sums.program_->dim, std::vector<double>(static_cast<std::size_t>(sums.program_->dim * sums.lanes_))} {}

LossSums::LossSums(const LossProgram& program, std::span<const SumPower> powers, const SampleSource& source,
                   std::size_t most, int threads, int lanes)
    : program_(&program),
      powers_(powers.begin(), powers.end()),
      source_(source),
      lanes_(lanes > 0 ? lanes : choose_lanes(program.lanes.program)),
      sums_(2 + powers_.size() * program.shared_size()),
      shared_(program.shared_order.size()) {
    const std::size_t chunks = (most + kSampleChunk - 1) / kSampleChunk;
    const std::size_t parts = std::clamp<std::size_t>(chunks / kChunksAPart, 1, static_cast<std::size_t>(threads));
    for (std::size_t w = 0; w < parts; ++w) workers_.emplace_back(*this);
    chunk_sums_.resize(chunks * sums_);
    totals_.resize(sums_);
}

std::span<const double> LossSums::slopes(std::size_t power) const {
    return std::span(totals_).subspan(2 + power * program_->shared_size(), program_->shared_size());
}

void LossSums::run(std::span<const double> shared, std::uint64_t step, std::size_t count, double shift) {
    for (std::size_t i = 0; i < shared_.size(); ++i) shared_[i] = shared[program_->shared_order[i]];
    step_ = step;
    count_ = count;
    shift_ = shift;
    const std::size_t chunks = (count + kSampleChunk - 1) / kSampleChunk, parts = workers_.size();
    const auto work = [&](int w) {
        const auto part = static_cast<std::size_t>(w);
        workers_[part].block.set_parameters(shared_);
        for (std::size_t c = part * chunks / parts; c < (part + 1) * chunks / parts; ++c) run_chunk(workers_[part], c);
    };
    if (parts == 1)
        work(0);
    else
        run_parts(static_cast<int>(parts), work);
    std::ranges::fill(totals_, 0.0);
    for (std::size_t c = 0; c < chunks; ++c) {
        const double* sums = &chunk_sums_[c * sums_];
        if (c > 0) {
            const auto before = static_cast<double>(c * kSampleChunk);
            const auto own = static_cast<double>(std::min(kSampleChunk, count - c * kSampleChunk));
            const double apart = sums[0] / own - totals_[0] / before;
            totals_[1] += apart * apart * (before * own / (before + own));
        }
        for (std::size_t s = 0; s < sums_; ++s) totals_[s] += sums[s];
    }
}

void LossSums::run_chunk(Worker& worker, std::size_t chunk) {
    std::ranges::fill(worker.partials, 0.0);
    const std::size_t end = std::min(count_, (chunk + 1) * kSampleChunk), lanes = static_cast<std::size_t>(lanes_);
    for (std::size_t first = chunk * kSampleChunk; first < end; first += lanes) {
        const std::size_t count = std::min(lanes, end - first);
        fill(worker, first, count);
        worker.block.run(0, worker.normals.data(), worker.uniforms.data());
        add(worker, first - chunk * kSampleChunk, count);
    }
    double* sums = &chunk_sums_[chunk * sums_];
    for (std::size_t s = 0; s < sums_; ++s) sums[s] = combined(&worker.partials[s * kPartials]);
    sums[1] = deviations_of(worker.values, end - chunk * kSampleChunk, sums[0]);
}

// The random numbers or points of samples first, first + 1, ...; lanes beyond `count` are not looked at.
void LossSums::fill(Worker& worker, std::size_t first, std::size_t count) const {
    const Program& program = program_->lanes.program;
    NormalBlock block{.seed = source_.seed,
                      .stream = source_.stream,
                      .purpose = Purpose::fit,
                      .first_particle = static_cast<std::uint32_t>(first),
                      .lanes = lanes_,
                      .first_step = step_,
                      .slots = program.normals};
    if (!program_->from_target) {
        if (program.normals > 0) fill_normals(block, worker.normals.data(), source_.isa);
        block.slots = program.randoms;
        if (program.randoms > 0) fill_uniforms(block, worker.uniforms.data(), source_.isa);
        return;
    }
    const auto dim = static_cast<std::size_t>(program_->dim), lanes = static_cast<std::size_t>(lanes_);
    double* x = worker.block.row(program.lane.inputs[0].row);
    if (source_.density != nullptr) {
        worker.points.values.resize(count * dim);
        source_.density->sampler({.seed = source_.seed,
                                  .stream = source_.stream,
                                  .first_particle = static_cast<std::uint32_t>(first),
                                  .purpose = Purpose::data,
                                  .isa = source_.isa,
                                  .step = step_},
                                 worker.points);
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < dim; ++j) x[j * lanes + i] = worker.points.values[i * dim + j];
        }
        return;
    }
    if (source_.resampled) {
        block.slots = 1;
        fill_uniforms(block, worker.uniforms.data(), source_.isa);
    }
    const auto rows = static_cast<double>(source_.data->count());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = source_.resampled ? static_cast<std::size_t>(worker.uniforms[i] * rows) : first + i;
        for (std::size_t j = 0; j < dim; ++j) x[j * lanes + i] = source_.data->values[row * dim + j];
    }
}

// Samples `from`, from + 1, ... of the chunk.
void LossSums::add(Worker& worker, std::size_t from, std::size_t count) const {
    const Code& code = program_->lanes.program.lane;
    const double* f = worker.block.row(code.output_rows[0]);
    double* partial = worker.partials.data();
    add_terms(partial, count, [f](std::size_t i) { return f[i]; });
    std::copy_n(f, count, &worker.values[from]);
    partial += kPartials;  // of squared deviations, which wait for the mean
    double weight[kSampleChunk];
    for (const SumPower& power : powers_) {
        for (std::size_t i = 0; i < count; ++i) {
            const double above = f[i] - shift_;
            weight[i] = power.f == 0 ? 1.0 : (power.f == 1 ? above : above * above);
        }
        for (std::size_t k = 0; k + 1 < code.output_rows.size(); ++k) {
            const double* g = worker.block.row(code.output_rows[k + 1]);
            for (int e = 0; e < program_->slope_rows[k]; ++e, g += lanes_) {
                partial += kPartials;
                if (power.f == 0 && power.g == 1)
                    add_terms(partial, count, [g](std::size_t i) { return g[i]; });
                else if (power.g == 1)
                    add_terms(partial, count, [g, &weight](std::size_t i) { return weight[i] * g[i]; });
                else
                    add_terms(partial, count, [g, &weight](std::size_t i) { return weight[i] * (g[i] * g[i]); });
            }
        }
    }
}

}  // namespace fokker
