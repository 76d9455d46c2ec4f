// Threads for work that is cut into pieces beforehand.
#pragma once

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstddef>

#if defined(__SANITIZE_THREAD__)  // g++
#define FOKKER_THREAD_SANITIZER 1
#elif defined(__has_feature)  // clang
#if __has_feature(thread_sanitizer)
#define FOKKER_THREAD_SANITIZER 1
#endif
#endif
#if defined(FOKKER_THREAD_SANITIZER)
#include <thread>
#include <vector>
#endif

namespace fokker {

// Threads for so many parts, of which at least one: as many as asked for, or, asked for 0, as there are processors.
inline int worker_count(int threads, std::size_t parts) {
    const int most = threads > 0 ? threads : tbb::this_task_arena::max_concurrency();
    return static_cast<int>(std::min(static_cast<std::size_t>(most), parts));
}

// work(0), work(1), ..., work(parts - 1), by one of the threads of run_workers and those of them that are idle. It
// begins nothing else before these are done.
template <class Work>
void run_parts(int parts, const Work& work) {
#if defined(FOKKER_THREAD_SANITIZER)
    std::vector<std::jthread> threads;
    for (int i = 1; i < parts; ++i) threads.emplace_back([&work, i] { work(i); });
    work(0);
#else
    tbb::this_task_arena::isolate([&] { tbb::parallel_for(0, parts, work, tbb::simple_partitioner()); });
#endif
}

// work(0), work(1), ..., work(workers - 1), on as many threads.
template <class Work>
void run_workers(int workers, const Work& work) {
#if defined(FOKKER_THREAD_SANITIZER)
    // ThreadSanitizer does not see oneTBB, which is not built with it, hand over work: under it the workers are plain
    // threads, so that it can judge the rest.
    std::vector<std::jthread> threads;
    for (int i = 1; i < workers; ++i) threads.emplace_back([&work, i] { work(i); });
    work(0);
#else
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers));
    tbb::task_arena arena(workers);
    arena.execute([&] { tbb::parallel_for(0, workers, work, tbb::simple_partitioner()); });
#endif
}

}  // namespace fokker
