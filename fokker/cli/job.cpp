#include "fokker/cli/job.hpp"

#include <unistd.h>

#include <filesystem>

#include "fokker/cli/spec_check.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {

int Job::dim() const {
    return std::visit([](const auto& p) { return p.dim; }, process);
}

Expr Job::update() const {
    return std::visit([&](const auto& p) { return one_step(p, *scheme); }, process);
}

const Parameters& Job::parameters() const {
    return std::visit([](const auto& p) -> const Parameters& { return p.parameters; }, process);
}

Simulation Job::run(const SimulateOptions& with) const {
    return std::visit([&](const auto& p) { return simulate(p, with); }, process);
}

namespace {

// The number of particles may stand in [simulate] or in its start. Set on the command line, it replaces that of the
// file, wherever that stands.
void let_command_line_choose_particles(Table& spec) {
    Value* simulate = find(spec, "simulate");
    auto* outer = simulate == nullptr ? nullptr : std::get_if<Table>(&simulate->data);
    Value* start = outer == nullptr ? nullptr : find(*outer, "start");
    auto* inner = start == nullptr ? nullptr : std::get_if<Table>(&start->data);
    if (inner == nullptr || find(*outer, "particles") == nullptr || find(*inner, "particles") == nullptr) return;
    const auto is_of_file = [](const Entry& e) { return e.key == "particles" && e.value.place.line > 0; };
    const bool set_outer = find(*outer, "particles")->place.line == 0,
               set_inner = find(*inner, "particles")->place.line == 0;
    if (set_outer != set_inner) std::erase_if(set_outer ? *inner : *outer, is_of_file);
}

}  // namespace

Job read_job(const std::string& path, const std::vector<Assignment>& assignments) {
    Job job;
    job.spec = read_toml_file(path);
    for (const Assignment& a : assignments) set(job.spec, a.text, a.origin);
    let_command_line_choose_particles(job.spec);
    check_spec(job.spec, path);
    job.name = std::filesystem::path(path).stem().string();
    const Section spec(job.spec, "", {path, 0, 0});
    job.title = spec.text("title", job.name);
    build_process(spec, job);
    build_simulation(spec, job);
    build_figures(spec, job);
    return job;
}

void check_memory(const Section& section, std::string_view key, double bytes, const std::string& what) {
    const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
    if (bytes <= there) return;
    section.fail(key, what + " takes " + number(bytes / 1e9, 3) + " GB of memory; this machine has " +
                          number(there / 1e9, 3) + " GB");
}

}  // namespace fokker::cli
