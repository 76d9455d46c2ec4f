// The files of draws.
#include <filesystem>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/sampling.hpp"

namespace fokker::cli {
namespace {

// What runs again to the same bits: threads change nothing.
Table rerun(const Sampling& sampling) {
    Table spec = sampling.spec;
    if (Value* sample = find(spec, "sample"))
        std::erase_if(std::get<Table>(sample->data), [](const Entry& e) { return e.key == "threads"; });
    return spec;
}

}  // namespace

void write_draws(const Sampling& sampling, SamplingResult& done, const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "draws.nc";
    write_draws_file(done.run.trace,
                     {{"title", sampling.title},
                      {"sampler", done.run.sampler},
                      {"law", done.run.law},
                      {"spec", to_toml(rerun(sampling))},
                      {"sampling_time", done.run.seconds}},
                     file);
    done.files.push_back(file.lexically_normal().string());
}

}  // namespace fokker::cli
