// Draws in files: those that Fokker writes, and those that anything else has written.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fokker/assess/trace.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/density/density.hpp"
#include "fokker/store/array.hpp"

namespace fokker::cli {

// ArviZ's layout: the group posterior with one variable a name, [chain, draw], or [chain, draw, k] for names x1, x2,
// ... or x[1], x[2], ... that count up; the group sample_stats with ArviZ's names.
void write_draws_file(const assess::Trace& trace, const store::Attributes& attributes,
                      const std::filesystem::path& path);

// Throws Error for names that such a file cannot hold: NetCDF's rules, and two things of one name.
void check_draw_names(const std::vector<std::string>& names);

// .nc: the group posterior, and sample_stats where it is there. .npz and .npy: [chain, draw, dim], [draw, dim] or
// [draw]. .csv: a header of names and a draw a line, with columns chain and draw if it likes; CmdStan's files as well.
// Several .csv files are a chain each. Throws Error, with the file, for what is none of these, for chains of different
// lengths, and for fewer than four draws a chain.
assess::Trace read_draws(const std::vector<std::string>& paths);

// One such file as rows of data, of which one is enough.
assess::Trace read_rows(const std::string& path);

// show::diagnostics, and the draws over their target where that is known and both are in the plane, as NAME.png in the
// folder.
std::vector<Picture> save_pictures(const assess::Trace& trace, const Density* target, const std::string& title,
                                   const std::filesystem::path& folder);

}  // namespace fokker::cli
