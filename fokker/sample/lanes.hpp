// Chains that branch, side by side: each is a machine that asks for the log density and score at a point; the machines
// of a block are answered by one pass of the program. A machine that is answered asks again at once, so that none waits
// for another's trajectory. Private to this room.
#pragma once

#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "fokker/dynamics/engine.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/program/block.hpp"
#include "fokker/sample/recording.hpp"

namespace fokker {

// One chain, from its start to its last draw. `request()` is the point that it waits for an answer at, [dim], in the
// unbounded coordinates. `answer` takes log density and score there, component j at score[j * stride]; false: the
// chain is complete.
template <class M>
concept Machine = requires(M m, const double* score) {
    { m.request() } -> std::convertible_to<std::span<const double>>;
    { m.answer(0.0, score, std::size_t{1}) } -> std::same_as<bool>;
};

// A block of machines on one thread. `next()` gives the machine of a chain that is still to run, or none.
template <Machine M, class Next>
void run_block(const Executable& executable, int lanes, const Plan& plan, Next&& next) {
    constexpr int kPassesBetweenLooks = 64;  // at the wish to stop
    const Code& code = executable.program.lane;
    const auto width = static_cast<std::size_t>(lanes);
    Block block(executable, lanes);
    const double none = 0;
    block.set_times({&none, 1}, {&none, 1});
    double* x = code.inputs.empty() ? nullptr : block.row(code.inputs[0].row);
    std::vector<std::unique_ptr<M>> machines(width);
    const auto ask = [&](std::size_t lane) {
        const std::span<const double> point = machines[lane]->request();
        if (x == nullptr) return;
        for (std::size_t j = 0; j < point.size(); ++j) x[j * width + lane] = point[j];
    };
    std::size_t running = 0;
    for (std::size_t lane = 0; lane < width; ++lane) {
        machines[lane] = next();
        if (machines[lane] == nullptr) continue;
        ask(lane);
        ++running;
    }
    for (int pass = 0; running > 0; ++pass) {
        if (pass % kPassesBetweenLooks == 0 && plan.stop_asked()) return;
        block.run(0, nullptr, nullptr);
        const double* log_density = block.row(code.output_rows[0]);
        const double* score = code.output_rows.size() > 1 ? block.row(code.output_rows[1]) : nullptr;
        for (std::size_t lane = 0; lane < width; ++lane) {
            if (machines[lane] == nullptr) continue;
            if (!machines[lane]->answer(log_density[lane], score == nullptr ? nullptr : score + lane, width)) {
                machines[lane] = next();
                if (machines[lane] == nullptr) {
                    --running;
                    continue;
                }
            }
            ask(lane);
        }
    }
}

// Every chain of the plan, by machines that `make(chain)` makes; `outputs`: log density, and the score if they want it.
template <Machine M, class Make>
void run_machines(std::span<const Expr> outputs, const Plan& plan, const Make& make) {
    constexpr std::size_t kMostLanes = 16;  // more make the rows longer, not the passes fewer
    const Executable executable(compile(outputs), plan.options.isa);
    const auto threads = static_cast<std::size_t>(plan.options.threads);
    const std::size_t fit = std::min(static_cast<std::size_t>(choose_block_size(executable.program)), kMostLanes);
    const std::size_t lanes = std::min(fit, (plan.chains() + threads - 1) / threads);
    std::atomic<std::size_t> chain{0};
    const auto next = [&]() -> std::unique_ptr<M> {
        const std::size_t mine = chain.fetch_add(1);
        return mine < plan.chains() ? make(mine) : nullptr;
    };
    run_workers(plan.options.threads, [&](int) { run_block<M>(executable, static_cast<int>(lanes), plan, next); });
}

}  // namespace fokker
