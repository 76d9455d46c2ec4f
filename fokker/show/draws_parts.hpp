// What the pictures of draws share. Private to this room.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fokker/show/draws.hpp"

namespace fokker::show {

inline constexpr std::size_t kFewChains = 8;  // that have lines of their own

// The components to show, at most so many; throws fokker::Error as draws.hpp says.
std::vector<std::size_t> chosen_components(const assess::Trace& trace, const DrawsOptions& options, std::size_t most);
// Chains to show: all, or kFewChains of them, evenly chosen.
std::vector<std::size_t> chosen_chains(const assess::Trace& trace);
// "4 chains of 1000 draws; the first 6 of 100 components; 8 of 100 chains"
std::string what_is_shown(const assess::Trace& trace, std::size_t components, std::size_t chains);

// Draws of one component by one chain.
std::vector<double> chain_values(const assess::Trace& trace, std::size_t chain, std::size_t component);

draw::Ink chain_ink(std::size_t shown, std::size_t count, draw::Theme theme);
std::string chain_label(std::size_t chain, std::size_t panel);  // in the first panel alone

// The names of components as mathematics: x1 is $x_1$. A name with a dollar that begins no mathematics is a word.
std::string math_name(const std::string& name);

// The axis of draws, of which every so many are shown.
draw::Axis draw_axis(const assess::Trace& trace, std::size_t stride);

// The energy of a target of one component around draws of it, up to a little above the highest of them.
struct Wells {
    std::vector<double> x, energy;  // the curve
    std::vector<double> minima;     // of the energy; none where there are too many to tell
    draw::Limits heights;
};
std::optional<Wells> wells_of(const Density& target, std::span<const double> draws);
// The curve, and draws at the energies that the trace has.
draw::Panel wells_panel(const Wells& wells, const std::string& name, const assess::Trace& trace);

// A figure of one panel a component.
draw::Figure small_multiples(const assess::Trace& trace, const DrawsOptions& options, const std::string& title,
                             std::size_t components, std::size_t chains);

}  // namespace fokker::show
