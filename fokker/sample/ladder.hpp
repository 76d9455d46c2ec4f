// The inverse temperatures of parallel tempering. Private to this room.
#pragma once

#include <span>
#include <vector>

namespace fokker {

// `replicas` of them from 1 down to 0, dense near 0, where q turns into p fastest.
std::vector<double> first_ladder(int replicas);

// From how often neighbours refused to swap, [K - 1]: a ladder of `replicas` on which all pairs refuse alike, since the
// refusals add up to the communication barrier Lambda whatever the ladder (Syed, Bouchard-Cote, Deligiannidis and
// Doucet 2022, section 4 and algorithm 4).
std::vector<double> even_ladder(std::span<const double> betas, std::span<const double> refusals, int replicas);

// How many replicas make neighbours swap at `swap_rate`: Lambda / (1 - swap_rate) + 1, at least 2 and at most `most`.
int replicas_for(std::span<const double> refusals, double swap_rate, int most);

}  // namespace fokker
