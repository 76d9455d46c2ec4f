// What the program ffmpeg is told: raw frames on its standard input, a film out.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// The arguments for frames of the size of `first`. The file is replaced if it exists. Same frames, same bytes.
std::vector<std::string> mp4_arguments(const Raster& first, double frames_per_second,
                                       const std::filesystem::path& film);

// The palette of a few frames that stand for all, as a file; then the GIF of all frames in that palette.
std::vector<std::string> palette_arguments(const Raster& first, const std::filesystem::path& palette);
std::vector<std::string> gif_arguments(const Raster& first, double frames_per_second,
                                       const std::filesystem::path& palette, const std::filesystem::path& film);

// A frame as ffmpeg reads it.
inline std::span<const std::byte> frame_bytes(const Raster& frame) {
    return std::as_bytes(std::span(frame.pixels));
}

}  // namespace fokker::draw
