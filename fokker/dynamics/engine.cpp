#include "fokker/dynamics/engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/dynamics/step_noise.hpp"
#include "fokker/dynamics/transpose.hpp"

namespace fokker {
namespace {

constexpr std::size_t kSpan = Block::kSteps;  // steps between two looks at failures, the stop flag and what is kept
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Some particles side by side, through all steps.
class BlockRun {
public:
    BlockRun(const Engine& engine, std::uint32_t first, int lanes, ChunkResult& result)
        : engine_(engine),
          options_(*engine.options),
          first_(first),
          lanes_(static_cast<std::size_t>(lanes)),
          dim_(static_cast<std::size_t>(engine.dim)),
          block_(*engine.executable, lanes),
          state_(block_.row(engine.executable->program.lane.inputs[0].row)),
          noise_(engine.executable->program, {.seed = options_.seed,
                                              .stream = options_.stream,
                                              .first_particle = first,
                                              .lanes = lanes,
                                              .steps = options_.times.size() - 1,
                                              .isa = options_.isa}),
          kept_states_(std::min(kSpan + 1, engine.kept.size()) * dim_ * lanes_),
          before_(dim_ * lanes_),
          failed_(lanes_, false),
          result_(result) {}

    // false: stopped on the way.
    bool run() {
        start();
        const std::size_t steps = options_.times.size() - 1;
        keep(0);
        erase_failed();
        flush();
        for (std::size_t from = 0; from < steps; from += kSpan) {
            const std::size_t to = std::min(from + kSpan, steps);
            std::copy_n(state_, before_.size(), before_.begin());
            advance(from, to, true);
            if (!all_finite()) find_failures(from, to);
            erase_failed();
            flush();
            if (options_.progress == nullptr) continue;
            options_.progress->done.fetch_add((to - from) * lanes_, std::memory_order_relaxed);
            if (options_.progress->stop.load(std::memory_order_relaxed)) return to == steps;
        }
        return true;
    }

private:
    void start() {
        const auto fill = [this](auto value) {
            for (std::size_t j = 0; j < dim_; ++j) {
                for (std::size_t i = 0; i < lanes_; ++i) state_[j * lanes_ + i] = value(i, j);
            }
        };
        if (const auto* at = std::get_if<AtPoint>(&options_.start)) {
            fill([&](std::size_t, std::size_t j) { return at->point[at->point.size() == 1 ? 0 : j]; });
        } else if (const auto* line = std::get_if<OnLine>(&options_.start)) {
            const double last = engine_.particles > 1 ? static_cast<double>(engine_.particles - 1) : 1.0;
            fill([&](std::size_t i, std::size_t) {
                return line->from + (line->to - line->from) * (static_cast<double>(first_ + i) / last);
            });
        } else if (const auto* points = std::get_if<Points>(&options_.start)) {
            fill([&](std::size_t i, std::size_t j) { return (*points)[first_ + i][j]; });
        } else {
            Points drawn{engine_.dim, std::vector<double>(dim_ * lanes_)};
            const auto* density = std::get_if<Density>(&options_.start);
            const auto& sampler = density != nullptr ? density->sampler : std::get<Pushforward>(options_.start).sampler;
            sampler({.seed = options_.seed, .stream = options_.stream, .first_particle = first_, .isa = options_.isa},
                    drawn);
            fill([&](std::size_t i, std::size_t j) { return drawn[i][j]; });
        }
        for (std::size_t i = 0; i < lanes_; ++i) {
            if (!is_finite(i)) fail(i, 0);
        }
    }

    // Steps [from, to), at most kSpan of them.
    void advance(std::size_t from, std::size_t to, bool keeping) {
        const std::span<const double> times(options_.times);
        double sizes[kSpan];
        for (std::size_t k = from; k < to; ++k) sizes[k - from] = times[k + 1] - times[k];
        block_.set_times(times.subspan(from, to - from), {sizes, to - from});
        for (std::size_t k = from; k < to; ++k) {
            noise_.go_to(k);
            block_.run(static_cast<int>(k - from), noise_.normals(), noise_.uniforms());
            if (keeping) keep(k + 1);
        }
    }

    // The state at time number `time`, put aside where it is wanted.
    void keep(std::size_t time) {
        if (next_ + pending_ >= engine_.kept.size() || engine_.kept[next_ + pending_] != time) return;
        double* to = &kept_states_[pending_ * dim_ * lanes_];
        for (std::size_t i = 0; i < dim_ * lanes_; ++i) to[i] = state_[i];
        ++pending_;
    }

    // What was put aside goes to the states of the run and to the summary.
    void flush() {
        for (std::size_t s = 0; s < pending_; ++s) {
            if (!result_.summary.empty())
                result_.summary[0].add(next_ + s, &kept_states_[s * dim_ * lanes_], lanes_, static_cast<int>(lanes_));
        }
        if (engine_.states != nullptr) {
            const std::size_t pitch = engine_.kept.size() * dim_;
            transpose(kept_states_.data(), pending_ * dim_, lanes_, engine_.states + first_ * pitch + next_ * dim_,
                      pitch);
        }
        next_ += pending_;
        pending_ = 0;
    }

    bool all_finite() const {
        bool finite = true;
        for (std::size_t i = 0; i < dim_ * lanes_; ++i) finite = finite & (std::fabs(state_[i]) <= kLargest);
        return finite;
    }

    bool is_finite(std::size_t lane) const {
        bool finite = true;
        for (std::size_t j = 0; j < dim_; ++j) finite = finite && std::fabs(state_[j * lanes_ + lane]) <= kLargest;
        return finite;
    }

    // Some particle is not finite after step `to`: go back and take the steps one at a time to see which left when.
    // Random numbers have addresses, so the steps are the same ones.
    void find_failures(std::size_t from, std::size_t to) {
        const std::vector<double> after(state_, state_ + dim_ * lanes_);
        std::vector<std::size_t> leaving;
        for (std::size_t i = 0; i < lanes_; ++i) {
            if (!is_finite(i) && !failed_[i]) leaving.push_back(i);
        }
        std::ranges::copy(before_, state_);
        for (std::size_t k = from; k < to && !leaving.empty(); ++k) {
            advance(k, k + 1, false);
            std::erase_if(leaving, [&](std::size_t i) {
                if (is_finite(i)) return false;
                fail(i, k + 1);
                return true;
            });
        }
        std::ranges::copy(after, state_);
    }

    void fail(std::size_t lane, std::size_t time) {
        failed_[lane] = true;
        result_.failures.push_back(
            {.particle = first_ + static_cast<std::uint32_t>(lane), .step = time, .time = options_.times[time]});
    }

    // From its failure on, a particle is NaN.
    void erase_failed() {
        for (const Failure& f : result_.failures) {
            if (f.particle < first_) continue;
            const std::size_t lane = f.particle - first_;
            for (std::size_t j = 0; j < dim_; ++j) state_[j * lanes_ + lane] = kNan;
            for (std::size_t s = 0; s < pending_; ++s) {
                if (engine_.kept[next_ + s] < f.step) continue;
                for (std::size_t j = 0; j < dim_; ++j) kept_states_[(s * dim_ + j) * lanes_ + lane] = kNan;
            }
        }
    }

    static constexpr double kLargest = std::numeric_limits<double>::max();

    const Engine& engine_;
    const SimulateOptions& options_;
    std::uint32_t first_;
    std::size_t lanes_, dim_;
    Block block_;
    double* state_;  // [dim, lanes], in the block's registers
    StepNoise noise_;
    std::vector<double> kept_states_;  // [pending, dim, lanes]
    std::vector<double> before_;       // the state at the start of a span
    std::vector<bool> failed_;
    ChunkResult& result_;
    std::size_t next_ = 0;     // kept times that are flushed
    std::size_t pending_ = 0;  // kept times that are put aside
};

}  // namespace

ChunkResult run_chunk(const Engine& engine, std::uint32_t first, std::uint32_t count) {
    ChunkResult result;
    if (engine.options->summaries)
        result.summary.emplace_back(engine.kept.size(), engine.dim, *engine.options->summaries);
    for (std::uint32_t at = 0; at < count; at += static_cast<std::uint32_t>(engine.block_size)) {
        const std::uint32_t lanes = std::min(count - at, static_cast<std::uint32_t>(engine.block_size));
        if (!BlockRun(engine, first + at, static_cast<int>(lanes), result).run()) return result;
    }
    std::ranges::sort(result.failures, {}, &Failure::particle);
    result.complete = true;
    return result;
}

int choose_block_size(const Program& program) {
    constexpr int kCacheNumbers = 512 * 1024 / static_cast<int>(sizeof(double));
    int lanes = static_cast<int>(kChunk);
    while (lanes > 8 && lanes * program.lane.rows > kCacheNumbers) lanes /= 2;
    return lanes;
}

}  // namespace fokker
