#include "fokker/cli/perform.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>

#include "fokker/cli/draw_figures.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/result_file.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/film.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/store/netcdf.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

double bytes_of(const Job& job) {
    return 8.0 * static_cast<double>(kept_times(job.options.save, job.options.times).size()) *
           static_cast<double>(job.options.particles) * job.dim();
}

int threads_of(const Experiment& all) {
    return all.threads > 0 ? all.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

// Runs side by side: as many as there are threads, as long as their states fit into half of the memory.
int workers_of(const Experiment& all) {
    const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
    double largest = 1;
    for (const Job& job : all.runs) {
        if (job.moves()) largest = std::max(largest, bytes_of(job));
    }
    const double fit = std::max(1.0, std::floor(there / 2 / largest));
    return static_cast<int>(
        std::min({static_cast<double>(threads_of(all)), static_cast<double>(all.runs.size()), fit}));
}

double particle_steps(const Job& job) {
    if (!job.moves()) return 0;
    return static_cast<double>(job.options.particles) * static_cast<double>(job.options.times.size() - 1);
}

std::size_t frames_of(const Experiment& all, const Job& job) {
    std::size_t frames = 0;
    for (const FilmRequest& film : all.films) frames += kept_times(frames_wanted(film), job.options.times).size();
    return frames;
}

// What is said of runs and pictures, in their order and not in that of the threads.
struct Said {
    std::size_t order = 0;
    std::string text;
};

std::vector<std::string> in_order(std::vector<Said> said) {
    std::ranges::sort(
        said, [](const Said& a, const Said& b) { return std::tie(a.order, a.text) < std::tie(b.order, b.text); });
    std::vector<std::string> texts;
    for (Said& s : said) texts.push_back(std::move(s.text));
    return texts;
}

void make_parent(const fs::path& file) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) throw Error("cannot make the folder " + file.parent_path().string() + ": " + error.message());
}

class Performer {
public:
    Performer(const Experiment& all, const PerformOptions& options)
        : all_(all),
          options_(options),
          workers_(workers_of(all)),
          threads_(std::max(1, threads_of(all) / workers_)),
          parts_(all.figures.size()) {
        done_.runs.resize(all.runs.size());
        for (auto& parts : parts_) parts.resize(all.runs.size());
    }

    Performance perform() {
        const auto before = std::chrono::steady_clock::now();
        {
            double total = 0;
            for (const Job& job : all_.runs) {
                total += particle_steps(job);
                drawing_.total += all_.figures.size() + frames_of(all_, job);
            }
            const StopOnInterrupt stop(progress_);
            std::optional<ProgressBar> bar;
            if (options_.bar) bar.emplace(progress_, total, drawing_);
            run_all();
            assemble_figures();
        }
        list_files();
        done_.stopped = progress_.stop.load();
        done_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
        return std::move(done_);
    }

private:
    // Plain threads: each run has an arena of its own inside. A run that fails costs nothing else; what is no Error is
    // a fault of the program and ends it.
    void run_all() {
        std::atomic<std::size_t> next{0};
        std::exception_ptr fault;
        const auto work = [&] {
            for (std::size_t i = next.fetch_add(1); i < all_.runs.size() && !progress_.stop.load();
                 i = next.fetch_add(1)) {
                try {
                    run_one(i);
                } catch (const Error& e) {
                    say(trouble_, order(0, i), all_.sweep.swept ? "run" + in_run(i) + ": " + e.what() : e.what());
                } catch (...) {
                    const std::scoped_lock lock(mutex_);
                    if (!fault) fault = std::current_exception();
                    progress_.stop.store(true);
                }
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int w = 1; w < workers_; ++w) threads.emplace_back(work);
            work();
        }
        if (fault) std::rethrow_exception(fault);
    }

    void run_one(std::size_t i) {
        const Job& job = all_.runs[i];
        Simulation run;
        if (job.moves()) {
            SimulateOptions options = job.options;
            options.progress = &progress_;
            options.threads = threads_;
            run = job.run(options);
        }
        RunRecord& record = done_.runs[i];
        if (job.moves() && !run.particles.empty()) {
            record.report = report_of(job, run);
            const std::string path = result_path(i).string();
            store::write_netcdf(dataset_of(job, run), path);
            record.report.files.push_back(path);
        }
        // Of a run that was stopped alone there is a picture, which says so; among other runs it would be taken for
        // whole.
        const bool whole = !run.stopped || (!all_.sweep.swept && !run.particles.empty());
        for (std::size_t f = 0; f < all_.figures.size() && whole; ++f) make_part(f, i, run);
        for (std::size_t f = 0; f < all_.films.size() && !run.stopped; ++f) make_film(f, i, run);
        run.storage = {};
        record.run = std::move(run);
    }

    // Of run i itself (kind 0), of figure f (kind 1 + f) and of film f after those.
    std::size_t order(std::size_t kind, std::size_t run) const { return kind * all_.runs.size() + run; }
    std::size_t film_kind(std::size_t f) const { return 1 + all_.figures.size() + f; }

    fs::path result_path(std::size_t i) const {
        if (!all_.sweep.swept) return options_.folder / "result.nc";
        const auto width = std::to_string(all_.runs.size()).size();
        std::string digits = std::to_string(i + 1);
        digits.insert(0, width - digits.size(), '0');
        return options_.folder / ("result-" + digits + ".nc");
    }

    fs::path path_of(const Value& file, std::size_t run) const {
        return fs::path(fill_in(file, all_.runs[run].variables, true)).lexically_normal();
    }

    void say(std::vector<Said>& to, std::size_t order, std::string text) {
        const std::scoped_lock lock(mutex_);
        to.push_back({order, std::move(text)});
    }

    void wrote(const fs::path& file, std::size_t order, const draw::Figure& figure) {
        Picture picture{file.generic_string()};
        if (file.extension() != ".pdf" && file.generic_string().find('%') == std::string::npos) {
            const draw::Layout layout = draw::layout_of(figure);
            picture.width = static_cast<int>(std::lround(layout.width));
            picture.height = static_cast<int>(std::lround(layout.height));
        }
        const std::scoped_lock lock(mutex_);
        pictures_.emplace_back(order, std::move(picture));
    }

    void save(const draw::Figure& figure, const FigureRequest& request, std::size_t run, std::size_t order) {
        const fs::path file = path_of(request.file, run);
        make_parent(options_.folder / file);
        figure.save(options_.folder / file);
        wrote(file, order, figure);
    }

    void make_part(std::size_t f, std::size_t i, const Simulation& run) {
        const FigureRequest& request = all_.figures[f];
        ++drawing_.done;
        try {
            Part part = part_of(all_, all_.runs[i], run, request);
            if (auto* row = std::get_if<PanelRow>(&part); row != nullptr && row->found)
                done_.runs[i].tests.push_back(*row->found);
            if (!request.one_a_run()) {
                parts_[f][i] = std::move(part);
                return;
            }
            std::vector<Part> alone;
            alone.push_back(std::move(part));
            save(assemble(all_, request, std::move(alone)), request, i, order(1 + f, i));
        } catch (const Error& e) {
            say(trouble_, order(1 + f, i), request.path + in_run(i) + ": " + e.what());
            // The panels of the other runs are drawn, and this one says why it is empty.
            if (all_.sweep.swept && shows_panels(request))
                parts_[f][i] = PanelRow{{draw::Panel{.empty_because = e.what()}}, {}};
        }
    }

    std::string in_run(std::size_t i) const {
        return all_.sweep.swept ? " (" + without_mathematics(all_.runs[i].label) + ")" : "";
    }

    void make_film(std::size_t f, std::size_t i, const Simulation& run) {
        const FilmRequest& request = all_.films[f];
        const Job& job = all_.runs[i];
        try {
            const auto canvas = film_canvas(job, run, request);
            const auto frames = frame_times(job, run, request);
            const fs::path file = path_of(request.frame.file, i);
            make_parent(options_.folder / file);
            draw::FilmOptions options;
            options.path = options_.folder / file;
            options.frames_per_second = request.rate;
            options.threads = threads_;
            options.on_frame = [&](std::size_t) {
                ++drawing_.done;
                return !progress_.stop.load();
            };
            // All frames have the height of the one that needs most of those that differ: the first and the last.
            FilmRequest fixed = request;
            const auto height = [&](std::size_t k) {
                return draw::layout_of(film_frame(job, canvas, run, request, frames[k])).height;
            };
            if (fixed.frame.height == 0) fixed.frame.height = std::max(height(0), height(frames.size() - 1));
            const draw::Film film = draw::save_film(
                frames.size(), [&](std::size_t k) { return film_frame(job, canvas, run, fixed, frames[k]); }, options);
            if (film.stopped) {
                say(notes_, order(film_kind(f), i), file.string() + ": stopped on the way, so nothing of it is left");
                return;
            }
            wrote(film.path.lexically_relative(options_.folder), order(film_kind(f), i),
                  film_frame(job, canvas, run, fixed, frames.front()));
            if (!film.note.empty()) say(notes_, order(film_kind(f), i), film.note);
            if (request.frames > frames.size())
                say(notes_, order(film_kind(f), i),
                    file.string() + ": " + counted(frames.size(), "frame") +
                        ", one for each time of the run, and not " + grouped(request.frames));
        } catch (const Error& e) {
            say(trouble_, order(film_kind(f), i), request.frame.path + in_run(i) + ": " + e.what());
        }
    }

    void assemble_figures() {
        for (std::size_t f = 0; f < all_.figures.size(); ++f) {
            const FigureRequest& request = all_.figures[f];
            if (request.one_a_run()) continue;
            const bool nothing = std::ranges::all_of(
                parts_[f], [](const Part& part) { return std::holds_alternative<std::monostate>(part); });
            if (nothing) continue;
            try {
                save(assemble(all_, request, std::move(parts_[f])), request, 0, order(1 + f, 0));
            } catch (const Error& e) {
                say(trouble_, order(1 + f, 0), request.path + ": " + e.what());
            }
        }
    }

    void list_files() {
        for (const std::string& text : in_order(std::move(trouble_)))
            done_.trouble += (done_.trouble.empty() ? "" : "\n") + text;
        done_.notes = in_order(std::move(notes_));
        std::ranges::sort(pictures_, {}, [](const auto& p) { return p.first; });
        for (RunRecord& record : done_.runs)
            done_.files.insert(done_.files.end(), record.report.files.begin(), record.report.files.end());
        for (auto& [order, picture] : pictures_) {
            done_.files.push_back((options_.folder / picture.file).string());
            done_.pictures.push_back(std::move(picture));
        }
    }

    const Experiment& all_;
    const PerformOptions& options_;
    int workers_, threads_;  // runs side by side, and threads of each
    Progress progress_;
    Drawing drawing_;
    std::vector<std::vector<Part>> parts_;  // [figure][run]
    std::vector<std::pair<std::size_t, Picture>> pictures_;
    std::vector<Said> trouble_, notes_;
    std::mutex mutex_;
    Performance done_;
};

}  // namespace

Performance perform(const Experiment& experiment, const PerformOptions& options) {
    return Performer(experiment, options).perform();
}

}  // namespace fokker::cli
