// What launchers of parallel programs tell a process.
#pragma once

namespace fokker {

// Was this process started by mpirun (Open MPI or MPICH) or srun, alone or with others? They say so in the environment.
bool launched_in_a_world();

// With how many, where the launcher says; else 1. Tasks of a Slurm step count where srun offers PMIx (PMIX_RANK): the
// same variables without it are those of a batch script, or of tasks that want to know nothing of each other.
int launched_together();

// Which of them this one is, from 0, where the launcher says; else 0.
int launched_rank();

}  // namespace fokker
