// What launchers of parallel programs tell a process.
#pragma once

namespace fokker {

// Was this process started by mpirun (Open MPI or MPICH) or srun, alone or with others? They say so in the environment.
bool launched_in_a_world();

// With how many, where the launcher says; else 1.
int launched_together();

}  // namespace fokker
