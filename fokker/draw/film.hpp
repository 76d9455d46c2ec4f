// Films: figures one after another, as MP4, GIF or numbered pictures.
//
//     save_film(300, [&](std::size_t i) { return picture_at(times[i]); }, {.path = "langevin.mp4"});
//
// Frames are drawn by several threads and go in order to the program `ffmpeg` (looked for on PATH), a few in flight at
// a time: memory does not grow with the film. MP4 is H.264 with yuv420p, which every browser and slide program plays;
// GIF has one palette, taken from frames all over the film. Both show the last frame for a second before they begin
// again.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

struct FilmOptions {
    // Ends in .mp4 or .gif; or in .png with the place of the number: "frames/%04d.png" is frames/0000.png, ...
    std::filesystem::path path = {};
    double frames_per_second =
        20;           // GIF: at most 50, faster ones are slowed down by those who show them, at least 1/655
    int threads = 0;  // 0: as many as there are processors
    // Called with the number of each frame once it is written, in order; false ends the film, and nothing is left of
    // it.
    std::function<bool(std::size_t frame)> on_frame = {};
};

struct Film {
    std::filesystem::path path = {};  // what was written: the film, or the pattern of its pictures; empty if stopped
    std::size_t frames = 0;           // of them
    bool stopped = false;             // by on_frame
    std::string note = {};  // for people, where the film is not what was asked for: without ffmpeg, pictures in
                            // langevin.mp4.frames
};

// Frame i is figure_of(i), i < frames; it is called from several threads at once, and for a GIF twice for some frames.
// The file is written beside and renamed: never half a film. Error: no frames, another ending, a folder that cannot be
// written, a rate that is not positive, frames that differ in size, a figure that cannot be drawn, an ffmpeg that fails
// (with its last words).
Film save_film(std::size_t frames, const std::function<Figure(std::size_t)>& figure_of, const FilmOptions& options);

}  // namespace fokker::draw
