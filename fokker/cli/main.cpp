#include "fokker/cli/commands.hpp"

int main(int argc, char** argv) {
    return fokker::cli::main(argc, argv);
}
