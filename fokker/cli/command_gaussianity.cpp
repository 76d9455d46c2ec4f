// Are the rows of a file draws of a Gaussian?
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>

#include "fokker/assess/words.hpp"
#include "fokker/cli/commands.hpp"
#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/folder.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/report_gaussianity.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"
#include "fokker/progress.hpp"
#include "fokker/ranks/together.hpp"
#include "fokker/ranks/world.hpp"
#include "fokker/show/gaussianity.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// A whole number from `least` to `most`, or `otherwise` where the text is empty.
std::uint64_t whole(const std::string& option, const std::string& text, std::uint64_t least, std::uint64_t most,
                    std::uint64_t otherwise) {
    if (text.empty()) return otherwise;
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || stopped != end || value < least || value > most)
        throw Error(option + " " + text + ": expected a whole number from " + std::to_string(least) + " to " +
                    std::to_string(most));
    return value;
}

assess::NullLaw null_of(const std::string& text) {
    if (text == "estimated") return assess::NullLaw::estimated;
    if (text == "standard") return assess::NullLaw::standard;
    throw Error("--against " + text +
                ": expected estimated (every Gaussian: mean and covariance from the data) or "
                "standard (N(0, I))");
}

void check_finite(const assess::Trace& data, const std::string& file) {
    std::vector<std::string> bad;
    for (std::size_t row = 0; row < data.chains * data.draws; ++row) {
        for (std::size_t j = 0; j < data.dim(); ++j) {
            const double v = data.values[row * data.dim() + j];
            if (std::isfinite(v)) continue;
            bad.push_back(std::to_string(row + 1) + " (" + data.names[j] + " is " +
                          (std::isnan(v) ? "nan" : number(v)) + ")");
            break;
        }
    }
    if (bad.empty()) return;
    throw Error(file + ": " + counted(bad.size(), "row") + " of " + grouped(data.chains * data.draws) +
                (bad.size() == 1 ? " is" : " are") + " not finite: " + (bad.size() == 1 ? "row " : "rows ") +
                assess::listed(bad) + "; leave them out");
}

assess::Trace rows_of(const std::string& file, const std::string& array) {
    assess::Trace data = read_rows(file, array, "--array NAME");
    check_finite(data, file);
    const std::size_t rows = data.chains * data.draws;
    if (rows < 3)
        throw Error(file + ": " + counted(rows, "row") + ", too few for a law to be seen; at least 3 are needed");
    return data;
}

// What a file is tested for. Its progress is that of one computation after the other; one that is stopped throws
// Stopped.
struct Question {
    std::string file;
    const Points& points;
    assess::NormalityTest test;
    assess::NormalityOptions options;
};

// Long work beside a bar of so many units.
template <class Work>
auto attended(const World& world, Progress& progress, double total, const std::string& unit, const Work& work) {
    progress.done.store(0);
    const Drawing nothing;
    std::optional<ProgressBar> bar;
    if (world.is_first()) bar.emplace(progress, total / world.ranks().count, nothing, unit);
    return work();
}

template <class Work>
auto in_file(const std::string& file, const Work& work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(file + ": " + error.what());
    }
}

assess::Normality tested(const World& world, const Question& asked) {
    return in_file(asked.file, [&] {
        const auto [total, unit] =
            assess::normality_work(asked.test, asked.points.count(), asked.points.dim, asked.options);
        return attended(world, *asked.options.progress, total, unit,
                        [&] { return assess::test_normality(asked.test, asked.points, asked.options); });
    });
}

assess::LeastGaussian least_gaussian(const World& world, const Question& asked) {
    const assess::NormalityOptions& options = asked.options;
    const double projections = static_cast<double>(asked.points.count()) * static_cast<double>(options.slices);
    return in_file(asked.file, [&] {
        return attended(world, *options.progress, projections, "projections", [&] {
            return assess::least_gaussian(asked.points, options.null, options.slices, options.seed, options.grid,
                                          options.names, options.progress);
        });
    });
}

// What is said of the files, and what went wrong.
struct Written {
    std::string files, trouble;
};

// Writes a file: "wrote NAME", or what kept it from that.
void write_one(const fs::path& path, const std::function<void(const fs::path&)>& write, Written& written) {
    const std::string name = path.lexically_normal().string();
    try {
        write(path);
        written.files += "wrote " + name + "\n";
    } catch (const Stopped&) {
        written.files += name + ": stopped on the way, so nothing of it is left\n";
    } catch (const Error& error) {
        written.trouble += name + " was not written: " + error.what() + "\n";
    }
}

// The exit code: what was found is shown also where a file cannot be written or Ctrl-C came before the picture.
int report(const GaussianityCommand& command, const TestedData& what, const assess::Normality& result,
           const assess::LeastGaussian& least, Progress& progress) {
    const Json json = to_json(what, result, least);
    Written written;
    bool shown = !command.quiet;
    try {
        if (shown) print(to_text(what, result, least), command.json);
    } catch (const Error& error) {  // the files are worth the more
        shown = false;
        written.trouble += std::string(error.what()) + "\n";
    }
    if (!command.out.empty()) {
        const fs::path folder = command.out;
        const auto summary = [&](const fs::path& path) { store::write_text(path, json.to_text()); };
        const auto picture = [&](const fs::path& path) {
            advance(&progress, 0);
            const draw::Figure figure = show::gaussianity(
                least, {.title = cut(without_mathematics(headline(what, result)), 160),
                        .subtitle = least.slices > 1 ? cut(without_mathematics(direction_text(what, least)), 160) : "",
                        .null = what.null});
            advance(&progress, 0);
            figure.save(path);
        };
        write_one(folder / "summary.json", summary, written);
        write_one(folder / "gaussianity.png", picture, written);
    }
    const bool stopped = progress.stop.load();
    if (stopped) written.files += "stopped on the way: what is complete is kept\n";
    if (!written.trouble.empty()) print(written.trouble, true);
    if (shown) print(written.files, command.json);
    if (command.json) print(json);
    return stopped ? kExitInterrupted : written.trouble.empty() ? 0 : kExitUserError;
}

int test_and_report(const GaussianityCommand& command, const assess::Trace& data, const World& world,
                    Progress& progress) {
    const assess::NormalityTest test = assess::normality_test(command.test);
    const std::uint64_t seed = whole("--seed", command.seed, 0, UINT64_MAX, 0);
    const std::size_t slices = whole("--slices", command.slices, 1, 1'000'000, 256);
    const std::size_t simulations = whole("--simulations", command.simulations, 1, 10'000'000, 0);
    const assess::NullLaw null = null_of(command.against);
    const Points points{static_cast<int>(data.dim()), {data.values.begin(), data.values.end()}};
    const Question asked{.file = command.file,
                         .points = points,
                         .test = test,
                         .options = {.null = null,
                                     .simulations = simulations,
                                     .slices = slices,
                                     .seed = seed,
                                     .names = data.names,
                                     .ranks = world.ranks(),
                                     .progress = &progress}};
    const assess::Normality result = tested(world, asked);
    if (!world.is_first()) return 0;
    const assess::LeastGaussian least = least_gaussian(world, asked);
    return report(command, {.file = command.file, .names = data.names, .rows = points.count(), .null = null}, result,
                  least, progress);
}

}  // namespace

// Under mpirun each rank reads the file, works on its share and has the result of all; the first one reports it. Where
// some cannot, the first of those says why. One of several ranks must not end alone, so there Ctrl-C ends the process,
// and mpirun the others.
int gaussianity(const GaussianityCommand& command) {
    const World world;
    try {
        Progress progress;
        std::optional<StopOnInterrupt> stop;
        std::optional<Folder> folder;
        const assess::Trace data = together(world.ranks(), [&] {
            assess::Trace rows = rows_of(command.file, command.array);
            if (world.ranks().count == 1) stop.emplace(progress);  // a folder that was made goes again
            folder.emplace(world.is_first() ? command.out : "");   // found out before the work
            return rows;
        });
        return together(world.ranks(), [&] { return test_and_report(command, data, world, progress); });
    } catch (const FailedElsewhere&) {
        return 0;
    }
}

}  // namespace fokker::cli
