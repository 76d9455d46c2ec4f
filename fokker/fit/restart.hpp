// One start of a fit, carried to its end. Private to this room.
#pragma once

#include <vector>

#include "fokker/fit/coordinates.hpp"
#include "fokker/fit/fit.hpp"
#include "fokker/fit/gradient.hpp"

namespace fokker {

struct RestartSetup {
    const LossSetup* loss = nullptr;
    const FitOptions* options = nullptr;
    SampleSource evaluation_source;  // of the loss at the end
    std::size_t evaluation_samples = 0;
    std::vector<std::string> element_names;
    Coordinates coordinates;
};

FitRestart run_restart(const RestartSetup& setup, std::vector<double> start);

}  // namespace fokker
