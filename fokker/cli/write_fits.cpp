// The files of fits.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fokker/cli/fitting.hpp"
#include "fokker/cli/report_fitting.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/store/atomic_file.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// [restart, longest]; restarts that ended earlier are filled up with NaN.
template <class Get>
store::Array side_by_side(const Fit& fit, std::size_t width, Get get) {
    std::size_t longest = 0;
    for (const FitRestart& r : fit.restarts) longest = std::max(longest, get(r).size() / width);
    store::Array array{{fit.restarts.size(), longest}, {}};
    for (const FitRestart& r : fit.restarts) {
        const auto& values = get(r);
        array.values.insert(array.values.end(), values.begin(), values.end());
        array.values.resize(array.values.size() + longest * width - values.size(), std::nan(""));
    }
    return array;
}

std::vector<double> numbers(const std::vector<int>& whole) {
    return {whole.begin(), whole.end()};
}

store::Dataset dataset_of(const FitJob& job, const FitRecord& record) {
    const Fit& fit = record.fit;
    const std::size_t size = fit.family.size();
    store::Dataset data;
    data.attributes = {{"label", without_mathematics(job.label)},
                       {"family", fit.family.name},
                       {"objective", fit.objective},
                       {"optimiser", fit.optimiser},
                       {"samples", std::int64_t{fit.samples}},
                       {"best_restart", static_cast<std::int64_t>(fit.best)},
                       {"spec", to_toml(without_threads(job.spec, "fit"))}};
    data.coordinates.push_back({"parameter", {"parameter"}, store::Labels(fit.family.element_names()), {}});
    const auto add = [&](const char* name, std::vector<std::string> dims, store::Array array, const char* long_name) {
        if (!array.values.empty())
            data.variables.push_back({name, std::move(dims), std::move(array), {{"long_name", long_name}}});
    };
    add("theta", {"restart", "parameter"}, side_by_side(fit, 1, [](const FitRestart& r) { return r.theta; }),
        "parameters at the end");
    add("start", {"restart", "parameter"}, side_by_side(fit, 1, [](const FitRestart& r) { return r.start; }),
        "parameters at the start");
    store::Array finals{{fit.restarts.size()}, {}}, errors = finals;
    for (const FitRestart& r : fit.restarts) {
        finals.values.push_back(r.loss);
        errors.values.push_back(r.loss_error);
    }
    add("final_loss", {"restart"}, std::move(finals), "loss at the end, by independent draws");
    add("final_loss_error", {"restart"}, std::move(errors), "its standard error");
    add("loss", {"restart", "iteration"}, side_by_side(fit, 1, [](const FitRestart& r) { return r.losses; }),
        "loss before each step");
    add("loss_error", {"restart", "iteration"}, side_by_side(fit, 1, [](const FitRestart& r) { return r.loss_errors; }),
        "standard error of the loss of one iteration");
    add("kept_iteration", {"restart", "kept"},
        side_by_side(fit, 1, [](const FitRestart& r) { return numbers(r.kept_iterations); }), "steps taken");
    store::Array kept = side_by_side(fit, size, [](const FitRestart& r) { return r.kept; });
    kept.shape.push_back(size);
    add("kept_theta", {"restart", "kept", "parameter"}, std::move(kept), "parameters by iteration");
    const auto noise = [&](auto member) {
        return side_by_side(fit, 1, [member](const FitRestart& r) {
            std::vector<double> values;
            for (const GradientNoise& g : r.gradient_noise) values.push_back(static_cast<double>(g.*member));
            return values;
        });
    };
    add("noise_iteration", {"restart", "measured"}, noise(&GradientNoise::iteration), "iteration");
    add("gradient_variance", {"restart", "measured"}, noise(&GradientNoise::variance),
        "variance of the gradient of one draw, sum over parameters");
    return data;
}

void write_netcdf(const Fitting& fitting, FittingResult& done, const fs::path& folder) {
    std::vector<store::Group> groups;
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        if (!done.runs[r].fit.restarts.empty())
            groups.push_back({"run_" + std::to_string(r + 1), dataset_of(fitting.jobs[r], done.runs[r])});
    }
    if (groups.empty()) return;
    const fs::path file = folder / "fit.nc";
    store::write_netcdf(groups, {{"title", fitting.title}, {"fokker", std::string(version())}}, file);
    done.files.push_back(file.lexically_normal().string());
}

bool anything_fitted(const FittingResult& done) {
    return std::ranges::any_of(done.runs, [](const FitRecord& r) { return r.density || !r.fit.restarts.empty(); });
}

}  // namespace

void write_fit_json(const Fitting& fitting, const FittingResult& done, const fs::path& folder) {
    if (anything_fitted(done)) store::write_text(folder / "fit.json", to_file_json(fitting, done).to_text());
}

void write_fits(const Fitting& fitting, FittingResult& done, const fs::path& folder) {
    try {
        write_fit_json(fitting, done, folder);
        if (anything_fitted(done)) done.files.push_back((folder / "fit.json").lexically_normal().string());
    } catch (const Error& e) {
        add_trouble(done, "fit.json was not written", e.what());
    }
    try {
        write_netcdf(fitting, done, folder);
    } catch (const Error& e) {
        add_trouble(done, "fit.nc was not written", e.what());
    }
}

}  // namespace fokker::cli
