#include "fokker/draw/film.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "fokker/draw/film_ffmpeg.hpp"
#include "fokker/draw/film_order.hpp"
#include "fokker/draw/film_pictures.hpp"
#include "fokker/draw/film_process.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/draw/unique_name.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPaletteFrames = 6;
// Its delays are hundredths of a second in 16 bits, and players slow down a delay of one.
constexpr double kFastestGif = 50, kSlowestGif = 1.0 / 655;

// The name of a file beside the wanted one; what is there at the end is removed.
class Beside {
public:
    Beside(const fs::path& path, const char* what) : path_(path.string() + what + unique_name()) {}
    ~Beside() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

[[noreturn]] void cannot_write(const fs::path& path, const std::string& reason) {
    throw Error("cannot write " + path.string() + ": " + reason);
}

void check(std::size_t frames, const FilmOptions& options) {
    const std::string ending = options.path.extension().string();
    if (ending != ".mp4" && ending != ".gif" && ending != ".png") {
        cannot_write(options.path, "the name of a film ends in .mp4 or .gif, or numbers its pictures: frames/%04d.png");
    }
    if (frames == 0) cannot_write(options.path, "a film has at least one frame");
    const double rate = options.frames_per_second;
    if (!std::isfinite(rate) || rate <= 0 || rate > 1000) {
        cannot_write(options.path, "frames_per_second must be above 0 and at most 1000");
    }
    if (ending == ".gif" && rate > kFastestGif) {
        cannot_write(options.path, "a GIF has at most 50 frames a second; ask for fewer, or for .mp4");
    }
    if (ending == ".gif" && rate < kSlowestGif) {
        cannot_write(options.path, "a frame of a GIF is shown for at most 655 seconds; ask for more a second");
    }
}

// Found out before anything is drawn.
void check_folder(const fs::path& film) {
    const fs::path folder = film.has_parent_path() ? film.parent_path() : ".";
    if (::access(folder.c_str(), W_OK | X_OK) != 0) cannot_write(film, std::strerror(errno));
    std::error_code ignored;
    if (fs::is_directory(film, ignored)) cannot_write(film, "it is a folder");
}

// Frames from all over the film, the first and the last among them.
std::set<std::size_t> frames_for_palette(std::size_t frames) {
    std::set<std::size_t> chosen;
    for (std::size_t i = 0; i < kPaletteFrames; ++i) chosen.insert(i * (frames - 1) / (kPaletteFrames - 1));
    return chosen;
}

// What ffmpeg could not do is a fault of that file.
template <class Act>
void for_file(const fs::path& path, const Act& act) {
    try {
        act();
    } catch (const Error& error) {
        cannot_write(path, error.what());
    }
}

// A few frames drawn ahead: a palette of all of them would have to hold the whole film in memory.
void write_palette(const fs::path& palette, const fs::path& ffmpeg, const Raster& first, std::size_t frames,
                   const std::function<Figure(std::size_t)>& figure_of, const FilmOptions& options) {
    std::vector<Raster> samples{first};
    for (const std::size_t frame : frames_for_palette(frames)) {
        if (frame == 0) continue;
        Raster sample = render(figure_of(frame));
        // One of another size is reported when the film comes to it.
        if (sample.pixels.size() == first.pixels.size()) samples.push_back(std::move(sample));
    }
    for_file(options.path, [&] {
        FedProgram program(ffmpeg, palette_arguments(first, palette));
        for (const Raster& sample : samples) program.write(frame_bytes(sample));
        program.finish();
    });
}

// False: stopped by on_frame.
bool encode(const fs::path& ffmpeg, std::size_t frames, const std::function<Figure(std::size_t)>& figure_of,
            const FilmOptions& options, int threads) {
    check_folder(options.path);
    const Beside film(options.path, ".part"), palette(options.path, ".palette");
    const Raster first = render(figure_of(0));
    std::vector<std::string> arguments;
    if (options.path.extension() == ".gif") {
        write_palette(palette.path(), ffmpeg, first, frames, figure_of, options);
        arguments = gif_arguments(first, options.frames_per_second, palette.path(), film.path());
    } else {
        arguments = mp4_arguments(first, options.frames_per_second, film.path());
    }

    std::optional<FedProgram> program;
    for_file(options.path, [&] { program.emplace(ffmpeg, arguments); });
    const auto make = [&](std::size_t frame) { return frame == 0 ? first : render(figure_of(frame)); };
    const auto use = [&](std::size_t frame, const Raster& raster) {
        for_file(options.path, [&] { program->write(frame_bytes(raster)); });
        return !options.on_frame || options.on_frame(frame);
    };
    if (!make_and_use_in_order(frames, threads, make, use)) return false;
    for_file(options.path, [&] { program->finish(); });

    std::error_code failed;
    const auto size = fs::file_size(film.path(), failed);
    if (failed || size == 0) cannot_write(options.path, "ffmpeg wrote nothing");
    fs::rename(film.path(), options.path, failed);
    if (failed) cannot_write(options.path, failed.message());
    return true;
}

}  // namespace

Film save_film(std::size_t frames, const std::function<Figure(std::size_t)>& figure_of, const FilmOptions& options) {
    check(frames, options);
    const int threads =
        options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const auto ffmpeg = find_program("ffmpeg");
    const bool pictures_wanted = options.path.extension() == ".png";

    Film film{.path = options.path, .frames = frames};
    bool complete = false;
    if (ffmpeg && !pictures_wanted) {
        complete = encode(*ffmpeg, frames, figure_of, options, threads);
    } else {
        if (!pictures_wanted) {
            film.path = options.path.string() + ".frames/%04d.png";
            film.note = "ffmpeg is not installed, so the film is " + plain_count(frames) +
                        (frames == 1 ? " picture" : " pictures") + " in " + film.path.parent_path().string() +
                        "; apt-get install ffmpeg makes it " +
                        (options.path.extension() == ".gif" ? "a GIF" : "an MP4");
        }
        complete = save_pictures(frames, figure_of, film.path, threads, options.on_frame);
    }
    if (!complete) return {.stopped = true};
    return film;
}

}  // namespace fokker::draw
