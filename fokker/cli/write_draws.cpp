// The files of draws.
#include <filesystem>

#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/show/draws.hpp"

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
    save_pictures(done.run.trace, without_mathematics(sampling.title), folder, done.files);
}

void save_pictures(const assess::Trace& trace, const std::string& title, const std::filesystem::path& folder,
                   std::vector<std::string>& files) {
    for (const auto& [name, figure] : show::diagnostics(trace, {.title = title})) {
        const std::filesystem::path picture = folder / (name + ".png");
        figure.save(picture);
        files.push_back(picture.lexically_normal().string());
    }
}

}  // namespace fokker::cli
