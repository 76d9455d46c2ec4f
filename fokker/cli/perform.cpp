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

// Runs side by side: as many as there are threads, as long as their states fit into half of the memory.
int workers_of(const Experiment& all) {
    const int threads =
        all.threads > 0 ? all.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
    double largest = 1;
    for (const Job& job : all.runs) {
        if (job.moves()) largest = std::max(largest, bytes_of(job));
    }
    const double fit = std::max(1.0, std::floor(there / 2 / largest));
    return static_cast<int>(std::min({static_cast<double>(threads), static_cast<double>(all.runs.size()), fit}));
}

double particle_steps(const Job& job) {
    if (!job.moves()) return 0;
    return static_cast<double>(job.options.particles) * static_cast<double>(job.options.times.size() - 1);
}

std::size_t frames_of(const Experiment& all, const Job& job) {
    std::size_t frames = 0;
    for (const FilmRequest& film : all.films)
        frames += film.every > 0 ? job.options.times.size() / film.every : film.frames;
    return frames;
}

class Performer {
public:
    Performer(const Experiment& all, const PerformOptions& options)
        : all_(all), options_(options), workers_(workers_of(all)), parts_(all.figures.size()) {
        done_.runs.resize(all.runs.size());
        for (auto& parts : parts_) parts.resize(all.runs.size());
    }

    Performance perform() {
        const auto before = std::chrono::steady_clock::now();
        {
            double total = 0;
            for (const Job& job : all_.runs) {
                total += particle_steps(job);
                drawing_.total += options_.figures ? all_.figures.size() + frames_of(all_, job) : 0;
            }
            const StopOnInterrupt stop(progress_);
            std::optional<ProgressBar> bar;
            if (options_.bar) bar.emplace(progress_, total, drawing_);
            run_all();
            if (options_.figures) assemble_figures();
        }
        list_files();
        done_.stopped = progress_.stop.load();
        done_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
        return std::move(done_);
    }

private:
    // Plain threads: each run has an arena of its own inside.
    void run_all() {
        std::atomic<std::size_t> next{0};
        std::exception_ptr failure;
        const auto work = [&] {
            for (std::size_t i = next.fetch_add(1); i < all_.runs.size() && !progress_.stop.load();
                 i = next.fetch_add(1)) {
                try {
                    run_one(i);
                } catch (...) {
                    const std::scoped_lock lock(mutex_);
                    if (!failure) failure = std::current_exception();
                    progress_.stop.store(true);
                }
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int w = 1; w < workers_; ++w) threads.emplace_back(work);
            work();
        }
        if (failure) std::rethrow_exception(failure);
    }

    void run_one(std::size_t i) {
        const Job& job = all_.runs[i];
        Simulation run;
        if (job.moves()) {
            SimulateOptions options = job.options;
            options.progress = &progress_;
            if (workers_ > 1) options.threads = std::max(1, (all_.threads > 0 ? all_.threads : workers_) / workers_);
            run = job.run(options);
        }
        RunRecord& record = done_.runs[i];
        if (job.moves() && !run.particles.empty()) {
            record.report = report_of(job, run);
            const std::string path = result_path(i).string();
            store::write_netcdf(dataset_of(job, run), path);
            record.report.files.push_back(path);
        }
        if (options_.figures && (!job.moves() || !run.particles.empty())) {
            for (std::size_t f = 0; f < all_.figures.size(); ++f) make_part(f, i, run);
            for (std::size_t f = 0; f < all_.films.size() && !run.stopped; ++f) make_film(f, i, run);
        }
        record.run = without_states(run);
    }

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

    void trouble(const std::string& where, const std::string& what) {
        const std::scoped_lock lock(mutex_);
        done_.trouble += (done_.trouble.empty() ? "" : "\n") + where + ": " + what;
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
        fs::create_directories((options_.folder / file).parent_path());
        figure.save(options_.folder / file);
        wrote(file, order, figure);
    }

    void make_part(std::size_t f, std::size_t i, const Simulation& run) {
        const FigureRequest& request = all_.figures[f];
        ++drawing_.done;
        try {
            Part part = part_of(all_, all_.runs[i], run, request);
            if (!request.one_a_run()) {
                parts_[f][i] = std::move(part);
                return;
            }
            std::vector<Part> alone;
            alone.push_back(std::move(part));
            save(assemble(all_, request, std::move(alone)), request, i, f * all_.runs.size() + i);
        } catch (const std::exception& e) {
            trouble(request.path + in_run(i), e.what());
            const std::scoped_lock lock(mutex_);
            failed_.push_back(f);
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
            fs::create_directories((options_.folder / file).parent_path());
            draw::FilmOptions options;
            options.path = options_.folder / file;
            options.frames_per_second = request.rate;
            options.threads = all_.threads;
            options.on_frame = [&](std::size_t) {
                ++drawing_.done;
                return !progress_.stop.load();
            };
            const draw::Film film = draw::save_film(
                frames.size(), [&](std::size_t k) { return film_frame(job, canvas, run, request, frames[k]); },
                options);
            if (film.stopped) {
                const std::scoped_lock lock(mutex_);
                done_.notes.push_back(file.string() + ": stopped on the way, so nothing of it is left");
                return;
            }
            wrote(film.path.lexically_relative(options_.folder), (all_.figures.size() + f) * all_.runs.size() + i,
                  film_frame(job, canvas, run, request, frames.front()));
            if (!film.note.empty()) {
                const std::scoped_lock lock(mutex_);
                done_.notes.push_back(film.note);
            }
        } catch (const std::exception& e) {
            trouble(request.frame.path + in_run(i), e.what());
        }
    }

    void assemble_figures() {
        for (std::size_t f = 0; f < all_.figures.size(); ++f) {
            const FigureRequest& request = all_.figures[f];
            if (request.one_a_run() || std::ranges::find(failed_, f) != failed_.end()) continue;
            const bool nothing = std::ranges::all_of(
                parts_[f], [](const Part& part) { return std::holds_alternative<std::monostate>(part); });
            if (nothing) continue;
            try {
                save(assemble(all_, request, std::move(parts_[f])), request, 0, f * all_.runs.size());
            } catch (const std::exception& e) {
                trouble(request.path, e.what());
            }
        }
    }

    void list_files() {
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
    int workers_;
    Progress progress_;
    Drawing drawing_;
    std::vector<std::vector<Part>> parts_;  // [figure][run]
    std::vector<std::pair<std::size_t, Picture>> pictures_;
    std::vector<std::size_t> failed_;  // figures
    std::mutex mutex_;
    Performance done_;
};

}  // namespace

Simulation without_states(const Simulation& run) {
    Simulation copy;
    copy.dim = run.dim;
    copy.times = run.times;
    copy.particles = run.particles;
    copy.summaries = run.summaries;
    copy.failures = run.failures;
    copy.failure_cause = run.failure_cause;
    copy.stopped = run.stopped;
    copy.particles_wanted = run.particles_wanted;
    copy.step_count = run.step_count;
    copy.seconds = run.seconds;
    copy.threads = run.threads;
    copy.block_size = run.block_size;
    copy.isa = run.isa;
    return copy;
}

Performance perform(const Experiment& experiment, const PerformOptions& options) {
    return Performer(experiment, options).perform();
}

}  // namespace fokker::cli
