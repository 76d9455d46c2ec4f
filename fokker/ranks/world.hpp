// The processes that one `mpirun` started together, each with its part of the data.
//
//     const World world;
//     const auto own = rows.subspan(...);                         // world.ranks().share(n) says which
//     const auto t = assess::sigreg<double>(own, dim, {.ranks = world.ranks()});
//     if (world.is_first()) print(t.value);                       // the bits of one process with all rows
//
// With MPI (found when Fokker was built) a process that mpirun or srun started joins the others; any other process is a
// world of its own, and pays nothing. Without MPI every process is, and one that mpirun started with others is an
// error: it would do the whole work again.
#pragma once

#include "fokker/assess/ranks.hpp"

namespace fokker {

class World {
public:
    // Once in the life of a process. Throws fokker::Error where the others cannot be joined.
    World();
    // Leaves the others; waits for them, unless an exception is on its way: then this process ends, and mpirun ends
    // those that wait for it.
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // Valid while the world is. To be summed by one thread.
    const assess::Ranks& ranks() const { return ranks_; }
    // Does this build have MPI?
    static bool can_join();
    bool is_first() const { return ranks_.rank == 0; }

private:
    assess::Ranks ranks_;
    [[maybe_unused]] int exceptions_ = 0;  // on their way when the world was joined; of no use without MPI
};

}  // namespace fokker
