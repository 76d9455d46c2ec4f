#include "fokker/draw/film_ffmpeg.hpp"

#include <bit>
#include <charconv>
#include <cstdio>

namespace fokker::draw {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// 0xAARRGGBB in the machine's byte order, the opacity ignored.
constexpr const char* kPixels = std::endian::native == std::endian::little ? "bgr0" : "0rgb";

std::string text_of(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// With the protocol named, no character of a path means anything.
std::string file_url(const fs::path& path) {
    return "file:" + path.string();
}

void append(Words& words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
}

Words raw_video(const char* pixels, const std::string& size) {
    return {"-f", "rawvideo", "-pixel_format", pixels, "-video_size", size};
}

Words input(const Raster& first, double frames_per_second) {
    // -xerror: a file that cannot be completed is a failure.
    Words words{"-hide_banner", "-loglevel", "error", "-xerror", "-nostdin", "-y"};
    append(words, raw_video(kPixels, std::to_string(first.width) + "x" + std::to_string(first.height)));
    append(words, {"-framerate", text_of(frames_per_second), "-i", "pipe:0"});
    return words;
}

// Neither dates nor versions.
const Words kSameBytes{"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"};

}  // namespace

std::vector<std::string> mp4_arguments(const Raster& first, double frames_per_second, const fs::path& film) {
    char paper[16];
    std::snprintf(paper, sizeof paper, "0x%06x", static_cast<unsigned>(first.pixels.back() & 0xffffffU));
    // yuv420p holds colour for squares of 2 x 2 pixels: sizes are made even with a row and a column of paper.
    const std::string filter =
        std::string("pad=ceil(iw/2)*2:ceil(ih/2)*2:color=") + paper + ",tpad=stop_mode=clone:stop_duration=1" +
        ",scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int" + ",format=yuv420p";
    Words words = input(first, frames_per_second);
    // A fixed number of threads, for the encoder's choices depend on it. Colour gets finer steps than the encoder would
    // choose for photographs: small dots are all edge. Players take colours without tags for what they like.
    append(words, {"-vf", filter, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-threads", "4"});
    append(words, {"-x264-params", "chroma-qp-offset=-6", "-movflags", "+faststart"});
    append(words, {"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"});
    append(words, kSameBytes);
    append(words, {"-f", "mp4", file_url(film)});
    return words;
}

std::vector<std::string> palette_arguments(const Raster& first, const fs::path& palette) {
    Words words = input(first, 1);
    append(words, {"-vf", "palettegen", "-f", "rawvideo", "-pix_fmt", "bgra", file_url(palette)});
    return words;
}

std::vector<std::string> gif_arguments(const Raster& first, double frames_per_second, const fs::path& palette,
                                       const fs::path& film) {
    Words words = input(first, frames_per_second);
    append(words, raw_video("bgra", "16x16"));
    append(words, {"-i", file_url(palette)});
    // No dither: it flickers where nothing moves, and its noise makes the file several times larger. The last frame
    // stays for 100 hundredths of a second.
    append(words,
           {"-lavfi", "[0:v][1:v]paletteuse=dither=none:diff_mode=rectangle", "-final_delay", "100", "-loop", "0"});
    append(words, kSameBytes);
    append(words, {"-f", "gif", file_url(film)});
    return words;
}

}  // namespace fokker::draw
