// Does a figure or a film of a spec make sense for its runs? Everything that is wrong is an Error with a place.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "fokker/cli/job.hpp"
#include "fokker/cli/spec_section.hpp"

namespace fokker::cli {

// The kind of the figure, and its views, for that run.
void check_sense(const Section& figure, const FigureRequest& request, const Experiment& all, const Job& job);
void check_plane(const Section& figure, const FigureRequest& request, const Job& job);

// Keys that the kind or the views have no use for.
void check_keys(const Section& figure, const FigureRequest& request, const Job& job);
void check_plane_keys(const Section& figure, const FigureRequest& request, const Job& job);

// The name of the file, for every run that has one of its own; `taken` collects them.
void check_file(const Section& figure, const Experiment& all, const std::vector<std::string>& endings, bool one_a_run,
                std::set<std::filesystem::path>& taken);
void check_film_file(const Section& film, double rate);
void check_title(const Section& figure, const Value& title, const Experiment& all);

// A page that no file format and no reader can hold.
void check_size(const Section& figure, const FigureRequest& request, const Experiment& all);

std::string components_in_words(int dim);

}  // namespace fokker::cli
