// With MPI: the MPI Forum's standard 3.1, of which this needs the sum of integers over all ranks.
#define OMPI_SKIP_MPICXX 1  // C++ bindings that MPI dropped
#include <mpi.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <string>

#include "fokker/error.hpp"
#include "fokker/ranks/launcher.hpp"
#include "fokker/ranks/world.hpp"

namespace fokker {
namespace {

void must(int code, const char* what) {
    if (code != MPI_SUCCESS) throw Error(std::string("MPI failed to ") + what + ": code " + std::to_string(code));
}

void sum(std::span<std::int64_t> numbers) {
    constexpr std::size_t kMost = std::numeric_limits<int>::max();
    for (std::size_t from = 0; from < numbers.size(); from += kMost) {
        const auto count = static_cast<int>(std::min(kMost, numbers.size() - from));
        must(MPI_Allreduce(MPI_IN_PLACE, numbers.data() + from, count, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD),
             "sum over ranks");
    }
}

}  // namespace

World::World() : exceptions_(std::uncaught_exceptions()) {
    if (!launched_in_a_world()) return;
    // Other threads compute only.
    int provided = MPI_THREAD_SINGLE;
    must(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "start");
    if (provided < MPI_THREAD_FUNNELED) throw Error("this MPI allows no threads beside the one that calls it");
    int rank = 0, count = 1;
    must(MPI_Comm_rank(MPI_COMM_WORLD, &rank), "say which rank this is");
    must(MPI_Comm_size(MPI_COMM_WORLD, &count), "count the ranks");
    ranks_ = {.rank = static_cast<std::uint32_t>(rank), .count = static_cast<std::uint32_t>(count), .sum = sum};
}

bool World::can_join() {
    return true;
}

World::~World() {
    if (launched_in_a_world() && std::uncaught_exceptions() == exceptions_) MPI_Finalize();
}

}  // namespace fokker
