#include "fokker/ranks/launcher.hpp"

#include <algorithm>
#include <cstdlib>

namespace fokker {

bool launched_in_a_world() {
    return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMI_SIZE") != nullptr ||
           std::getenv("PMIX_RANK") != nullptr;
}

int launched_together() {
    int count = 1;
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
        if (const char* value = std::getenv(name)) count = std::max(count, std::atoi(value));
    }
    return count;
}

}  // namespace fokker
