#include "tests/labs/runs.hpp"

#include <stdexcept>

#include "fokker/store/netcdf.hpp"

namespace fokker::labs {

using nlohmann::json;

LabRun::LabRun(const std::string& name, const std::vector<std::string>& settings) {
    std::string command = "fokker lab " + name + " --out . --quiet --no-figures";
    for (const std::string& setting : settings) command += " --set '" + setting + "'";
    const cli::test::Outcome outcome = cli::test::shell(command, folder_.path());
    if (outcome.code != 0) throw std::runtime_error(command + ": " + outcome.err);
    summary_ = json::parse(cli::test::read_file(folder_ / "summary.json"));
}

std::string LabRun::result(std::size_t i) const {
    std::string digits = std::to_string(i + 1);
    digits.insert(0, std::to_string(runs()).size() - digits.size(), '0');
    return "result-" + digits + ".nc";
}

std::vector<double> LabRun::end_of_run(std::size_t i, std::size_t component) const {
    return end_of(result(i), component);
}

std::vector<double> LabRun::states_of_run(std::size_t i) const {
    return store::read_netcdf(folder_ / result(i), "state").values;
}

std::vector<double> LabRun::end_of(const std::string& file, std::size_t component) const {
    const store::Dataset dataset = store::read_netcdf(folder_ / file);
    const store::Shape shape = store::shape_of(dataset["state"].data);  // [particle, time, dim]
    const auto values = store::view(dataset["state"].data).values;
    std::vector<double> end;
    for (std::size_t i = 0; i < shape[0]; ++i)
        end.push_back(values[(i * shape[1] + shape[1] - 1) * shape[2] + component]);
    return end;
}

}  // namespace fokker::labs
