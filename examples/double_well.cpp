// Langevin dynamics on an energy of one's own: nothing but the formula is given. Draws double_well.png.
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const auto target = fokker::from_energy("h*(x1^2 - 1)^2 + 2*x2^2", 2, {{"h", {2.0}}});
    const auto run = fokker::simulate(fokker::langevin(target, {.sigma = 1.0}), {.start = fokker::AtPoint{{-1.0, 0.0}},
                                                                                 .particles = 2000,
                                                                                 .times = fokker::steps(0.005, 4000),
                                                                                 .save = fokker::at({0.1, 2, 20}),
                                                                                 .seed = 1});
    fokker::show::dynamics(run, target, {.title = "A double well", .subtitle = "2,000 particles from the left well"})
        .save("double_well.png");

    std::size_t right = 0;
    const auto last = run.at_time(run.times.size() - 1);
    for (std::size_t i = 0; i < last.count(); ++i) right += last[i][0] > 0 ? 1U : 0U;
    std::printf("%zu of %zu particles are in the right well\n", right, last.count());
}
