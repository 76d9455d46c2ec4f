#include "fokker/ranks/launcher.hpp"

#include <algorithm>
#include <cstdlib>

namespace fokker {
namespace {

// Of the environment; 0 where it is not set, or no number.
int number_in(const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? 0 : std::atoi(value);
}

}  // namespace

bool launched_in_a_world() {
    return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMI_SIZE") != nullptr ||
           std::getenv("PMIX_RANK") != nullptr;
}

int launched_together() {
    int count = std::max({1, number_in("OMPI_COMM_WORLD_SIZE"), number_in("PMI_SIZE")});
    if (std::getenv("PMIX_RANK") != nullptr) count = std::max(count, number_in("SLURM_STEP_NUM_TASKS"));
    return count;
}

int launched_rank() {
    if (launched_together() == 1) return 0;
    return std::max({0, number_in("OMPI_COMM_WORLD_RANK"), number_in("PMI_RANK"), number_in("PMIX_RANK")});
}

}  // namespace fokker
