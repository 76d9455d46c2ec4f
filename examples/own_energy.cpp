// Langevin dynamics on an energy written as text, and a picture of the particles on their way.
#include <cstdio>

#include <fokker/fokker.hpp>

int main(int argc, char** argv) {
    const char* picture = argc > 1 ? argv[1] : "own_energy.png";
    const auto target = fokker::from_energy("4*(x1^2 + x2^2 - 1)^2 + 2*x2^2", 2);
    const auto run =
        fokker::simulate(fokker::langevin(target, {.sigma = 1.5}), {.start = fokker::Gaussian::isotropic(2, 4.0),
                                                                    .particles = 5'000,
                                                                    .times = fokker::steps(0.0005, 10'000),
                                                                    .save = fokker::at({0, 0.05, 0.5, 5}),
                                                                    .seed = 1});
    fokker::show::dynamics(run, target, {.title = "Langevin dynamics on a double well"}).save(picture);
    std::printf("%zu of %zu particles left the finite numbers; wrote %s\n", run.failures.size(), run.particles.size(),
                picture);
}
