// The figures and films that a spec asks for.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/cli/job.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/show/densities.hpp"
#include "fokker/show/mixing.hpp"
#include "fokker/show/plane.hpp"
#include "fokker/show/spread.hpp"

namespace fokker::cli {

// Panels of one run, with the colour bar of what lies below its samples, and what a test found on the way.
struct PanelRow {
    std::vector<draw::Panel> panels;
    std::optional<draw::ColorBar> color_bar;
    std::optional<TestFound> found = {};
};

// What one run gives to a figure: little, so that its states can go. (Agreement compares paths and keeps them.)
using Part =
    std::variant<std::monostate, draw::Figure, PanelRow, show::Spread, show::Mixing, show::NamedDensity, Simulation>;

// `run` is empty (no states, no times) for a density that does not move.
Part part_of(const Experiment& all, const Job& job, const Simulation& run, const FigureRequest& request);

// The title of a picture of one run: it says which.
std::string title_of(const Job& job, const FigureRequest& request);

// The figure of all runs. `parts`: one a run, in order, std::monostate where a run was stopped before it was complete.
draw::Figure assemble(const Experiment& all, const FigureRequest& request, std::vector<Part> parts);

// Is the figure made of a panel or a row of panels for each run?
bool shows_panels(const FigureRequest& request);

// The kept times of a run that a film shows, and the frame at one of them. The canvas is made once for a film.
std::vector<std::size_t> frame_times(const Job& job, const Simulation& run, const FilmRequest& request);
show::PlaneCanvas film_canvas(const Job& job, const Simulation& run, const FilmRequest& request);
draw::Figure film_frame(const Job& job, const show::PlaneCanvas& canvas, const Simulation& run,
                        const FilmRequest& request, std::size_t time);

}  // namespace fokker::cli
