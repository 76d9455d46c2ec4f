#include "fokker/cli/fitted_file.hpp"

#include <filesystem>

#include "fokker/cli/job.hpp"
#include "fokker/cli/json_read.hpp"
#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/store/input_file.hpp"

namespace fokker::cli {
namespace {

Json rows(const Matrix& m) {
    return Json::rows(m.values, static_cast<std::size_t>(m.cols));
}

// The run of the file: its only one, or the one that is asked for.
const Table& chosen(const Section& section, const Table& file) {
    const Value* runs = find(file, "runs");
    const auto* list = runs == nullptr ? nullptr : runs->as<List>();
    if (list == nullptr || list->empty())
        section.fail("file", "holds no fits; `fokker fit` writes such files, fit.json");
    if (!section.has("run") && list->size() > 1)
        section.fail("file", "holds " + counted(list->size(), "fit") + "; say which with run = 1 to " +
                                 std::to_string(list->size()));
    const std::int64_t run = section.has("run") ? section.whole("run") : 1;
    if (run > static_cast<std::int64_t>(list->size()))
        section.fail("run", "is " + std::to_string(run) + "; the file holds " + counted(list->size(), "fit"));
    const auto* table = (*list)[static_cast<std::size_t>(run - 1)].as<Table>();
    if (table == nullptr) section.fail("file", "holds no fits; `fokker fit` writes such files, fit.json");
    return *table;
}

}  // namespace

Json density_json(const Density& density, const Family& family, const Parameters& parameters) {
    Json table;
    if (density.modes && density.modes->weights.size() > 1) {
        table["kind"] = "gaussian-mixture";
        table["weights"] = Json::list(density.modes->weights);
        Json means = Json::Array{}, covariances = Json::Array{};
        for (const auto& mean : density.modes->means) means.push_back(Json::list(mean));
        for (const Matrix& covariance : density.modes->covariances) covariances.push_back(rows(covariance));
        table["means"] = std::move(means);
        table["covariances"] = std::move(covariances);
        return table;
    }
    if (density.name == "Gaussian" || density.modes) {
        table["kind"] = "gaussian";
        table["mean"] = Json::list(*density.mean);
        table["covariance"] = rows(*density.covariance);
        return table;
    }
    table["log_density"] = to_text(family.log_density);
    table["dim"] = family.dim;
    table["log_normaliser"] = 0.0;
    Json values;
    for (const auto& [name, numbers] : parameters)
        values[name] = numbers.size() == 1 ? Json(numbers[0]) : Json::list(numbers);
    table["params"] = std::move(values);
    return table;
}

Density read_fitted(const Section& section) {
    std::filesystem::path path = section.text("file");
    const Place& place = section.value("file").place;
    if (path.is_relative() && place.line > 0) path = std::filesystem::path(place.origin).parent_path() / path;
    const Table file = section.located("file", [&] { return read_json(store::read_text(path), path.string()); });
    const Table& run = chosen(section, file);
    const Value* found = find(run, "density");
    const auto* table = found == nullptr ? nullptr : found->as<Table>();
    if (table == nullptr) section.fail("file", "the fit holds no density: it diverged, or was stopped");
    Table density = *table;
    section.located("file", [&] {
        check_table(density, "density", "density", found->place);
        return 0;
    });
    return build_density(Section(density, "density", found->place), 0);
}

}  // namespace fokker::cli
