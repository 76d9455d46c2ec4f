#include "fokker/ranks/launcher.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace fokker {
namespace {

// Variables of the environment while it lives.
class Environment {
public:
    explicit Environment(std::vector<std::pair<std::string, std::string>> variables)
        : variables_(std::move(variables)) {
        for (const auto& [name, value] : variables_) ::setenv(name.c_str(), value.c_str(), 1);
    }
    ~Environment() {
        for (const auto& [name, value] : variables_) ::unsetenv(name.c_str());
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    std::vector<std::pair<std::string, std::string>> variables_;
};

TEST(Launcher, NobodyLaunchedThisProcess) {
    EXPECT_EQ(launched_together(), 1);
    EXPECT_EQ(launched_rank(), 0);
}

TEST(Launcher, OfMpirunAndSrunSaysHowManyAndWhich) {
    for (const auto& [size, rank] :
         {std::pair{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"}, std::pair{"PMI_SIZE", "PMI_RANK"},
          std::pair{"SLURM_STEP_NUM_TASKS", "PMIX_RANK"}}) {
        const Environment environment({{size, "4"}, {rank, "2"}});
        EXPECT_EQ(launched_together(), 4) << size;
        EXPECT_EQ(launched_rank(), 2) << rank;
    }
}

// As in a batch script, and of tasks that srun starts without PMIx: they know nothing of each other.
TEST(Launcher, OfSlurmWithoutPmixIsNoneOfSeveral) {
    const Environment environment({{"SLURM_NTASKS", "4"}, {"SLURM_STEP_NUM_TASKS", "4"}, {"SLURM_PROCID", "2"}});
    EXPECT_EQ(launched_together(), 1);
    EXPECT_EQ(launched_rank(), 0);
}

}  // namespace
}  // namespace fokker
