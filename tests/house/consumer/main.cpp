// Every room is linked: particles are carried through an equation, stored and drawn.
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const auto run = fokker::simulate(fokker::OrnsteinUhlenbeck{.theta = 1, .sigma = 1},
                                      {.particles = 100, .times = fokker::linspace(0, 1, 11), .seed = 1});
    const auto states = run.states();
    fokker::store::write_npy({{states.size()}, states}, "consumer.npy");
    fokker::show::histogram(run).save("consumer.png");
    std::printf("Fokker %s: %zu particles\n", fokker::version(), fokker::store::read_npy("consumer.npy").values.size());
}
