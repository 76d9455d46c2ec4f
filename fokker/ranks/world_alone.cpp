// Without MPI.
#include <string>

#include "fokker/error.hpp"
#include "fokker/ranks/launcher.hpp"
#include "fokker/ranks/world.hpp"

namespace fokker {

World::World() {
    if (launched_together() > 1) {
        throw Error("this is one of " + std::to_string(launched_together()) +
                    " processes that were started together, but this build of Fokker has no MPI to join them: build it "
                    "where CMake finds MPI (Debian: libopenmpi-dev), or start one process");
    }
}

World::~World() = default;

bool World::can_join() {
    return false;
}

}  // namespace fokker
