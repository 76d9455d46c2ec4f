// Every room is linked: a formula is read, differentiated, simulated and stored.
#include <cstdio>

#include <fokker/fokker.hpp>

int main() {
    const auto energy = fokker::parse("(x1^2 - 1)^2", {.dim = 1});
    const fokker::store::Array array{.shape = {1}, .values = {2.5}};
    fokker::store::write_npy(array, "consumer.npy");
    std::printf("%s: %g\n", to_text(energy).c_str(), fokker::store::read_npy("consumer.npy").values[0]);
}
