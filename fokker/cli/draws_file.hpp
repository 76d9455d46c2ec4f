// Draws in files: those that Fokker writes, and those that anything else has written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/assess/trace.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/store/array.hpp"

namespace fokker::cli {

// The attribute of a variable of a vector with the names of its elements, a line each: x1, x2, ... is the variable x,
// whose elements ArviZ calls x[0], x[1], ...
inline constexpr std::string_view kComponentNames = "component_names";

// ArviZ's layout: the group posterior with one variable a name, [chain, draw], or [chain, draw, k] for names x1, x2,
// ... or x[1], x[2], ... that count up, which the attribute says; the group sample_stats with ArviZ's names.
void write_draws_file(const assess::Trace& trace, const store::Attributes& attributes,
                      const std::filesystem::path& path);

// Throws Error for names that such a file cannot hold: NetCDF's rules, and two things of one name.
void check_draw_names(const std::vector<std::string>& names);

// .nc: the group posterior, and sample_stats where it is there; elements have the names of the attribute, or else
// ArviZ's, "A[0, Choate]" by the coordinates. .npz and .npy: [chain, draw, dim], [draw, dim] or
// [draw]. .csv: a header of names and a draw a line, with columns chain and draw if it likes; CmdStan's files as well.
// Several .csv files are a chain each. Throws Error, with the file, for what is none of these, for chains of different
// lengths, for a file given twice, and for fewer than four draws a chain. `reading`: how an array was read that has no
// axis of chains.
assess::Trace read_draws(const std::vector<std::string>& paths, std::string* reading = nullptr);

// One such file as rows of data, of which one is enough. `array`: which of a .npz; empty: its only one. `how`: how a
// person names it, for the error where there are several: "--array NAME".
assess::Trace read_rows(const std::string& path, const std::string& array, const std::string& how);

// The law that draws are of, which is not the target at another temperature; and the exact law of the last draws.
struct DrawnLaws {
    std::optional<Density> sampled = {};
    std::optional<Gaussian> last = {};
};

// show::diagnostics, and the draws over their law where that is known and both are in the plane, as NAME.png in the
// folder. `target`: the density asked for, or null.
std::vector<Picture> save_pictures(const assess::Trace& trace, const Density* target, const std::string& title,
                                   const std::filesystem::path& folder, const DrawnLaws& laws = {});

}  // namespace fokker::cli
