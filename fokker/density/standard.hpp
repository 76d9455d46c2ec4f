// Energies on which samplers are tried, each one line of mathematics, with what is known of them: where the moments and
// the normaliser have a closed form they are exact, elsewhere they are by quadrature, to 1e-10 at the default
// parameters.
#pragma once

#include <span>
#include <string_view>

#include "fokker/density/density.hpp"

namespace fokker {

struct StandardDensity {
    std::string_view name;       // "double-well"
    std::string_view energy;     // of x and the parameters, in the language of formulas
    std::string_view facts;      // what is known: "exact moments, normaliser and draws"
    int dim = 2;                 // components; 0: any number, 2 unless told
    int least = 1;               // components, at least
    Parameters parameters = {};  // with their defaults
};

std::span<const StandardDensity> standard_densities();

// dim: 0 takes what the density has, or 2. `parameters` replace the defaults of the same names. Throws fokker::Error
// for a name or a parameter that is not known, for components that the density has not, and for values that make no
// density.
Density standard_density(std::string_view name, int dim = 0, const Parameters& parameters = {});

}  // namespace fokker
