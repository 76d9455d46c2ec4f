// The experiments that come with the program: the list of them, one of them, or all of them with a page that shows
// them.
#include <algorithm>
#include <chrono>
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/gallery.hpp"
#include "fokker/cli/labs.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/cli/report_experiment.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/store/atomic_file.hpp"
#include "fokker/store/input_file.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

int print_list(bool json) {
    std::string text, document;
    Json::Array all;
    std::size_t longest = 0;
    const auto known = labs();
    for (const Lab& lab : known) longest = std::max(longest, lab.name.size());
    for (const Lab& lab : known) {
        const std::string from = lab.reproduces.empty() ? "Of our own" : lab.reproduces;
        if (from != document) text += (text.empty() ? "" : "\n") + from + "\n";
        document = from;
        text +=
            "  " + lab.name + std::string(longest - lab.name.size() + 2, ' ') + without_mathematics(lab.title) + "\n";
        Json& one = all.emplace_back();
        one["name"] = lab.name;
        one["title"] = without_mathematics(lab.title);
        one["reproduces"] = lab.reproduces;
        one["spec"] = lab.path.string();
    }
    print(text + "\nfokker lab NAME runs one; fokker lab --all --out DIR runs all and writes DIR/index.html\n", json);
    if (json) {
        Json list;
        list["labs"] = std::move(all);
        print(list);
    }
    return 0;
}

std::string one_paragraph(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    while (!text.empty() && text.front() == ' ') text.erase(0, 1);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

// The command that makes the same pictures, and the spec as it was run.
std::string command_of(const Lab& lab, const LabCommand& command) {
    std::string text = "fokker lab " + lab.name;
    for (const std::string& setting : command.set) text += " --set '" + setting + "'";
    if (!command.seed.empty()) text += " --seed " + command.seed;
    return text;
}

// What a lab made, however it was run.
struct Made {
    std::string title, description;
    Table spec;
    std::vector<Picture> pictures;
    std::vector<std::string> files, numbers;
    std::vector<std::vector<std::string>> table = {};
    std::string trouble;
    bool stopped = false;
    double seconds = 0;
};

GalleryLab shown(const Lab& lab, const LabCommand& command, const Made& made) {
    const bool as_filed = command.set.empty() && command.seed.empty();
    GalleryLab entry{.name = lab.name,
                     .title = made.title,
                     .document = lab.reproduces.empty() ? "Of our own" : lab.reproduces,
                     .lesson = one_paragraph(made.description),
                     .command = command_of(lab, command),
                     .spec = as_filed ? store::read_text(lab.path.string()) : to_toml(made.spec),
                     .seconds = made.seconds,
                     .numbers = made.numbers,
                     .table = made.table};
    for (const Picture& picture : made.pictures) {
        if (picture.width == 0) continue;  // a page cannot show a PDF or the numbered pictures of a film
        entry.pictures.push_back(
            {.path = lab.name + "/" + picture.file,
             .width = picture.width,
             .height = picture.height,
             .alt = without_mathematics(lab.title) + ": " + (picture.shows.empty() ? picture.file : picture.shows)});
    }
    return entry;
}

void add(Json::Array& labs, const Lab& lab, const Made& done) {
    Json& one = labs.emplace_back();
    one["name"] = lab.name;
    one["seconds"] = done.seconds;
    Json::Array files;
    for (const std::string& file : done.files) files.emplace_back(file);
    one["files"] = std::move(files);
    if (!done.trouble.empty()) one["error"] = done.trouble;
}

RunCommand run_command(const Lab& lab, const LabCommand& command) {
    RunCommand one;
    one.spec = lab.path.string();
    one.set = command.set;
    const Table spec = read_toml_file(one.spec);
    if (find(spec, "simulate") == nullptr && !wants_draws(spec) && !wants_fit(spec))
        return one;  // a density that does not move has neither
    one.threads = command.threads;
    one.seed = command.seed;
    return one;
}

Made make(const RunCommand& command, bool bar) {
    make_folder(command.out);
    if (wants_draws(read_toml_file(command.spec))) {
        const Sampling sampling = read_sampling(command.spec, assignments_of(command));
        SamplingResult done = perform(sampling, command.out, bar);
        report(sampling, done, {.out = command.out, .quiet = true, .json = false});
        return {.title = sampling.title,
                .description = sampling.description,
                .spec = sampling.spec,
                .pictures = done.pictures,
                .files = done.files,
                .numbers = {done.verdict.headline},
                .trouble = {},
                .stopped = done.run.stopped,
                .seconds = done.seconds};
    }
    if (wants_fit(read_toml_file(command.spec))) {
        const Fitting fitting = read_fitting(command.spec, assignments_of(command));
        const FittingResult done = perform(fitting, {.folder = command.out, .bar = bar});
        return {.title = fitting.title,
                .description = fitting.description,
                .spec = fitting.spec,
                .pictures = done.pictures,
                .files = done.files,
                .numbers = {},
                .table = fits_rows(fitting, done, true),
                .trouble = done.trouble,
                .stopped = done.stopped,
                .seconds = done.seconds};
    }
    const Experiment all = read_experiment(command.spec, assignments_of(command));
    Performance done = perform(all, {.folder = command.out, .bar = bar});
    write_summary(all, command.out, done);
    return {.title = all.title,
            .description = all.description,
            .spec = all.spec,
            .pictures = done.pictures,
            .files = done.files,
            .numbers = highlights(all, done),
            .trouble = done.trouble,
            .stopped = done.stopped,
            .seconds = done.seconds};
}

// Labs that fail are named at the end; the others are run, and stand on the page.
int run_all(const LabCommand& command) {
    const fs::path folder = command.out.empty() ? fs::path("out/labs") : fs::path(command.out);
    Gallery gallery{.version = std::string(version())};
    Json::Array json;
    std::string trouble;
    bool stopped = false;
    const auto before = std::chrono::steady_clock::now();
    for (const Lab& lab : labs()) {
        RunCommand one = run_command(lab, command);
        one.out = (folder / lab.name).string();
        try {
            const Made done = make(one, !command.quiet);
            if (!done.trouble.empty()) trouble += lab.name + ": " + done.trouble + "\n";
            gallery.labs.push_back(shown(lab, command, done));
            add(json, lab, done);
            stopped = done.stopped;
            if (!command.quiet)
                print(lab.name + std::string(lab.name.size() < 24 ? 24 - lab.name.size() : 1, ' ') +
                          number(done.seconds, 3) + " s, " + counted(done.pictures.size(), "picture") + "\n",
                      command.json);
        } catch (const Error& e) {
            trouble += lab.name + ": " + e.what() + "\n";
        }
        if (stopped) break;
    }
    gallery.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    const fs::path page = folder / "index.html";
    make_folder(folder);
    // A page that shows all labs is not replaced by one that shows some.
    if (!stopped) store::write_text(page, gallery_page(gallery));
    if (!command.quiet && stopped)
        print("\nstopped after " + counted(gallery.labs.size(), "lab") + ": no page\n", command.json);
    if (!command.quiet && !stopped)
        print("\n" + number(gallery.seconds, 3) + " s in all\nwrote " + page.lexically_normal().string() + "\n",
              command.json);
    if (command.json) {
        Json all;
        all["labs"] = std::move(json);
        if (!stopped) all["page"] = page.lexically_normal().string();
        all["seconds"] = gallery.seconds;
        if (!trouble.empty()) all["error"] = trouble;
        print(all);
    }
    if (!trouble.empty()) print(trouble, true);
    return stopped ? kExitInterrupted : trouble.empty() ? 0 : kExitUserError;
}

}  // namespace

int lab(const LabCommand& command) {
    if (command.all) {
        if (!command.name.empty())
            throw Error("lab: --all runs every lab; leave \"" + command.name + "\" out, or --all");
        if (!command.figures)
            throw Error("lab: --all makes the page that shows the figures; --no-figures is for one lab");
        return run_all(command);
    }
    if (command.name.empty() && !command.named) {
        if (!command.out.empty() || !command.set.empty() || !command.seed.empty() || !command.threads.empty())
            throw Error("lab: which one? Options are for a lab that is run: fokker lab NAME, or fokker lab --all");
        return print_list(command.json);
    }
    const Lab chosen = find_lab(command.name);
    RunCommand one = run_command(chosen, command);
    // It has one picture on any number of threads, so that a script can run all labs alike; but none for a seed.
    if (one.seed != command.seed)
        throw Error("lab: \"" + chosen.name + "\" draws a density that does not move; --seed has no use");
    if (one.threads != command.threads && command.threads.find_first_not_of("0123456789") != std::string::npos)
        throw Error("lab: --threads must be a whole number, got \"" + command.threads + "\"");
    one.out = command.out;
    one.quiet = command.quiet;
    one.json = command.json;
    one.figures = command.figures;
    return run(one);
}

}  // namespace fokker::cli
