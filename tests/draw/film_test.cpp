// Films: fokker/draw/film.cpp. What was written is read back by ffprobe and ffmpeg, which these tests need.
#include "fokker/draw/film.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <barrier>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <thread>

#include "fokker/draw/film_pictures.hpp"
#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

constexpr std::size_t kFrames = 12;

// A bar that stands further right in each frame, so that none is taken for another.
Figure frame_of(std::size_t i) {
    const double at = static_cast<double>(i);
    Panel panel{.x = {.limits = Limits{-1, 13}}, .y = {.limits = Limits{0, 1}}};
    panel.marks = {Area{.x = {at - 0.4, at + 0.4}, .low = {0, 0}, .high = {1, 1}, .ink = Series{5}, .alpha = 1}};
    return {.title = "frame " + std::to_string(i), .panels = {panel}, .width = 400, .height = 240, .scale = 1};
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string output;
    char buffer[65536];
    while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe.get())) output.append(buffer, size);
    return output;
}

std::string probe(const std::filesystem::path& film) {
    return output_of(
        "ffprobe -v error -count_frames -show_entries stream=codec_name,pix_fmt,width,height,r_frame_rate,"
        "nb_read_frames,color_space -of csv=p=0 '" +
        film.string() + "'");
}

std::vector<Raster> decoded(const std::filesystem::path& film, std::size_t width, std::size_t height) {
    const std::string bytes =
        output_of("ffmpeg -v error -i '" + film.string() + "' -fps_mode passthrough -f rawvideo -pix_fmt rgb24 -");
    std::vector<Raster> frames;
    for (std::size_t at = 0; at + 3 * width * height <= bytes.size(); at += 3 * width * height) {
        Raster frame{.width = width, .height = height, .pixels = std::vector<std::uint32_t>(width * height)};
        for (std::size_t i = 0; i < width * height; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                frame.pixels[i] = frame.pixels[i] << 8 | static_cast<unsigned char>(bytes[at + 3 * i + c]);
            }
        }
        frames.push_back(std::move(frame));
    }
    return frames;
}

// Mean absolute difference of the components, 0 to 255, over the pixels that both have.
double difference(const Raster& a, const Raster& b) {
    double sum = 0;
    const std::size_t width = std::min(a.width, b.width), height = std::min(a.height, b.height);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint32_t p = a.pixels[y * a.width + x], q = b.pixels[y * b.width + x];
            for (const int shift : {0, 8, 16}) {
                sum += std::abs(static_cast<int>(p >> shift & 255) - static_cast<int>(q >> shift & 255));
            }
        }
    }
    return sum / static_cast<double>(3 * width * height);
}

// The colour in the middle of the bar of frame k.
Raster bar_of(const Raster& frame, std::size_t k) {
    const Box box = layout_of(frame_of(k)).frames[0];
    const auto x = static_cast<std::size_t>(box.x + box.width * (static_cast<double>(k) + 1) / 14);
    const auto y = static_cast<std::size_t>(box.y + box.height / 2);
    return {.width = 1, .height = 1, .pixels = {frame.pixels[y * frame.width + x]}};
}

// Frame k of the film is the figure k, and no other by far.
void expect_frames(const std::vector<Raster>& film, double most_apart) {
    for (std::size_t k = 0; k < kFrames; ++k) {
        EXPECT_LT(difference(film[k], render(frame_of(k))), most_apart) << "frame " << k;
        EXPECT_LT(difference(bar_of(film[k], k), bar_of(render(frame_of(k)), k)), 4.0) << "frame " << k;
        EXPECT_GT(difference(film[k], render(frame_of((k + 1) % kFrames))), 5 * most_apart) << "frame " << k;
    }
}

std::string message_of(const FilmOptions& options, std::size_t frames = kFrames,
                       const std::function<Figure(std::size_t)>& figure_of = frame_of) {
    try {
        save_film(frames, figure_of, options);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

// The value of PATH while it lives.
class PathIs {
public:
    explicit PathIs(const std::filesystem::path& folder) : before_(std::getenv("PATH")) {
        ::setenv("PATH", folder.c_str(), 1);
    }
    ~PathIs() { ::setenv("PATH", before_.c_str(), 1); }
    PathIs(const PathIs&) = delete;
    PathIs& operator=(const PathIs&) = delete;

private:
    std::string before_;
};

// A folder with an ffmpeg that does what the script says.
std::filesystem::path fake_ffmpeg(const Folder& folder, const std::string& script) {
    const auto bin = folder / "bin";
    std::filesystem::create_directories(bin);
    std::ofstream(bin / "ffmpeg") << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(bin / "ffmpeg", std::filesystem::perms::owner_all);
    return bin;
}

TEST(Film, AnMp4IsH264InTheFormThatBrowsersPlayAndCanBeginBeforeItIsLoaded) {
    const Folder folder;
    const Film film = save_film(kFrames, frame_of, {.path = folder / "a.mp4", .frames_per_second = 25});
    EXPECT_EQ(film.path, folder / "a.mp4");
    EXPECT_EQ(film.frames, kFrames);
    EXPECT_EQ(film.note, "");
    // The last frame is held for a second: 25 more.
    EXPECT_EQ(probe(folder / "a.mp4"), "h264,400,240,yuv420p,bt709,25/1,37\n");
    const std::string bytes = contents(folder / "a.mp4");
    ASSERT_NE(bytes.find("moov"), std::string::npos);
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
    EXPECT_EQ(folder.files(), 1U);
}

TEST(Film, EachFrameOfAnMp4IsTheFigureOfItsNumber) {
    const Folder folder;
    save_film(kFrames, frame_of, {.path = folder / "a.mp4", .threads = 3});
    const auto frames = decoded(folder / "a.mp4", 400, 240);
    ASSERT_EQ(frames.size(), kFrames + 20);
    expect_frames(frames, 1.0);
    EXPECT_LT(difference(frames.back(), frames[kFrames - 1]), 0.5);
}

TEST(Film, EachFrameOfAGifIsTheFigureOfItsNumber) {
    const Folder folder;
    save_film(kFrames, frame_of, {.path = folder / "a.gif", .frames_per_second = 20, .threads = 3});
    EXPECT_EQ(probe(folder / "a.gif"), "gif,400,240,bgra,unknown,20/1,12\n");
    const auto frames = decoded(folder / "a.gif", 400, 240);
    ASSERT_EQ(frames.size(), kFrames);
    expect_frames(frames, 0.5);
    EXPECT_EQ(output_of("ffprobe -v error -show_entries packet=duration_time -of csv=p=0 " +
                        (folder / "a.gif").string() + " | sort | uniq -c | tr -s ' '"),
              " 11 0.050000\n 1 1.000000\n");
    EXPECT_EQ(folder.files(), 1U);
}

TEST(Film, OddSizesAreMadeEvenWithPaper) {
    const Folder folder;
    const auto odd = [](std::size_t i) {
        Figure figure = frame_of(i);
        figure.width = 401;
        figure.height = 239;
        figure.theme = Theme::dark;
        return figure;
    };
    save_film(3, odd, {.path = folder / "a.mp4"});
    const Raster frame = decoded(folder / "a.mp4", 402, 240).at(2), figure = render(odd(2));
    EXPECT_LT(difference(frame, figure), 1.0);
    for (std::size_t y = 0; y < 240; ++y) {
        const Raster last{.width = 1, .height = 1, .pixels = {frame.pixels[y * 402 + 401]}};
        EXPECT_LT(difference(last, figure), 4.0) << "row " << y;
    }
}

TEST(Film, TheSameFilmIsTheSameFileWhateverTheThreads) {
    const Folder folder;
    for (const char* ending : {".mp4", ".gif"}) {
        std::set<std::string> films;
        for (const int threads : {1, 2, 3}) {
            const auto path = folder / ("a" + std::to_string(threads) + ending);
            save_film(kFrames, frame_of, {.path = path, .threads = threads});
            films.insert(contents(path));
        }
        EXPECT_EQ(films.size(), 1U) << ending;
    }
}

TEST(Film, AnyNameIsANameAndNoProtocolPatternOrOption) {
    const Folder folder;
    for (const char* name : {"-y.mp4", "a:b.mp4", "100%d.gif", "it's here.mp4", "concat:x|y.gif"}) {
        EXPECT_EQ(message_of({.path = folder / name}, 2), "no error") << name;
        EXPECT_GT(contents(folder / name).size(), 1000U) << name;
    }
    EXPECT_EQ(folder.files(), 5U);
}

TEST(Film, ReportsEachFrameInOrderAndStopsWithoutATrace) {
    const Folder folder;
    for (const char* name : {"a.mp4", "a.gif", "pictures/%d.png"}) {
        std::vector<std::size_t> seen;
        const Film film = save_film(kFrames, frame_of, {.path = folder / name, .on_frame = [&](std::size_t i) {
                                                            seen.push_back(i);
                                                            return i < 4;
                                                        }});
        EXPECT_EQ(seen, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
        EXPECT_TRUE(film.stopped);
        EXPECT_EQ(film.path, "");
        EXPECT_EQ(folder.files(), 0U) << name;
    }
}

TEST(Film, WithoutFfmpegIsNumberedPicturesAndASentenceThatSaysSo) {
    const Folder folder;
    std::filesystem::create_directories(folder / "empty");
    const PathIs path(folder / "empty");
    const Film longer = save_film(kFrames, frame_of, {.path = folder / "a.mp4"});
    EXPECT_EQ(longer.note, "ffmpeg is not installed, so the film is 12 pictures in " +
                               (folder / "a.mp4.frames").string() + "; apt-get install ffmpeg makes it an MP4");
    EXPECT_EQ(longer.path, folder / "a.mp4.frames" / "%04d.png");
    // A film of the same name that is shorter leaves none of the longer one's end.
    const Film film = save_film(3, frame_of, {.path = folder / "a.mp4"});
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(film.path.parent_path()))
        names.insert(entry.path().filename());
    EXPECT_EQ(names, (std::set<std::string>{"0000.png", "0001.png", "0002.png"}));
    frame_of(2).save(folder / "b.png");
    EXPECT_EQ(contents(folder / "a.mp4.frames" / "0002.png"), contents(folder / "b.png"));
    // The GIF of the same pictures has its own.
    const Film gif = save_film(2, frame_of, {.path = folder / "a.gif"});
    EXPECT_EQ(gif.path, folder / "a.gif.frames" / "%04d.png");
    EXPECT_TRUE(std::filesystem::exists(folder / "a.mp4.frames" / "0002.png"));
}

TEST(Film, AsPicturesIsWhatItsPatternSays) {
    const Folder folder;
    const Film film = save_film(2, frame_of, {.path = folder / "new" / "a%03d-b.png"});
    EXPECT_EQ(film.note, "");
    EXPECT_EQ(contents(folder / "new" / "a000-b.png").substr(1, 3), "PNG");
    EXPECT_TRUE(std::filesystem::exists(folder / "new" / "a001-b.png"));
    for (const char* name : {"a.png", "%s.png", "%4d.png", "%d-%d.png", "%010d.png", "%.png"}) {
        EXPECT_NE(message_of({.path = folder / name}).find("as in frames/%04d.png"), std::string::npos) << name;
    }
    EXPECT_EQ(NumberedPath("%04d.png").name(12345), "12345.png");
    EXPECT_EQ(NumberedPath("%d.png").name(7), "7.png");
}

// Each of them waits in its last frame until the other is there too.
TEST(Film, TwoAtOnceInOneFolderAreBothWhole) {
    const Folder folder;
    std::barrier both(2);
    const auto write = [&](const char* pattern) {
        const auto meet = [&](std::size_t i) {
            if (i + 1 == kFrames) both.arrive_and_wait();
            return frame_of(i);
        };
        EXPECT_NO_THROW(save_film(kFrames, meet, {.path = folder / pattern, .threads = 1})) << pattern;
    };
    std::jthread other([&] { write("b%04d.png"); });
    write("a%04d.png");
    other.join();
    EXPECT_EQ(folder.files(), 2 * kFrames);
}

TEST(Film, AnFfmpegThatDiesHalfWayIsAnErrorWithItsLastWordsAndTheOldFilmStays) {
    const Folder folder;
    const PathIs path(fake_ffmpeg(folder,
                                  "for last; do :; done; echo half > \"${last#file:}\"\n"
                                  "/usr/bin/head -c 1000000 > /dev/null; echo no more memory >&2; exit 4"));
    for (const char* name : {"a.mp4", "a.gif"}) {
        std::ofstream(folder / name) << "the old film";
        EXPECT_EQ(message_of({.path = folder / name}),
                  "cannot write " + (folder / name).string() + ": ffmpeg ended with exit code 4:\n    no more memory");
        EXPECT_EQ(contents(folder / name), "the old film");
    }
    EXPECT_EQ(folder.files(), 3U) << "the two films and bin";
}

TEST(Film, AnFfmpegThatWritesNothingIsAnError) {
    const Folder folder;
    const PathIs path(fake_ffmpeg(folder, "/bin/cat > /dev/null"));
    EXPECT_NE(message_of({.path = folder / "a.mp4"}).find("ffmpeg wrote nothing"), std::string::npos);
    EXPECT_EQ(folder.files(), 1U);
}

// A limit on the size of files stands for a full disk.
TEST(Film, AFullDiskIsAnErrorAndLeavesTheOldFilmWhole) {
    const Folder folder;
    for (const char* name : {"a.mp4", "a.gif"}) {
        save_film(kFrames, frame_of, {.path = folder / name});
        const std::size_t whole = contents(folder / name).size();
        std::ofstream(folder / name) << "the old film";
        for (const std::size_t room : {std::size_t{1100}, whole / 2, whole - 10}) {
            rlimit before{};
            ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
            const rlimit small{.rlim_cur = room, .rlim_max = before.rlim_max};
            const auto handler = std::signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &small);
            const std::string message = message_of({.path = folder / name});
            setrlimit(RLIMIT_FSIZE, &before);
            std::signal(SIGXFSZ, handler);
            EXPECT_NE(message.find("File too large"), std::string::npos) << name << ", " << room << ": " << message;
            EXPECT_EQ(contents(folder / name), "the old film");
            EXPECT_EQ(folder.files(), std::string(name) == "a.mp4" ? 1U : 2U);
        }
    }
}

TEST(Film, AFrameThatCannotBeDrawnOrDiffersInSizeIsAnErrorAndLeavesNothing) {
    const Folder folder;
    const auto unreadable = [](std::size_t i) {
        Figure figure = frame_of(i);
        if (i == 5) figure.title = "$\\sigm$";
        return figure;
    };
    const auto taller = [](std::size_t i) {
        Figure figure = frame_of(i);
        if (i == 11) figure.height = 250;
        return figure;
    };
    for (const char* name : {"a.mp4", "a.gif", "a/%d.png"}) {
        EXPECT_NE(message_of({.path = folder / name}, kFrames, unreadable).find("did you mean \\sigma"),
                  std::string::npos);
        const std::string message = message_of({.path = folder / name}, kFrames, taller);
        EXPECT_NE(message.find("frame 11 of the film has 400 x 250 pixels, frame 0 has 400 x 240"), std::string::npos)
            << message;
        EXPECT_EQ(folder.files(), 0U) << name;
    }
}

TEST(Film, OptionsThatCannotBeAreErrorsThatSayWhatCan) {
    const Folder folder;
    const auto path = folder / "a.mp4";
    EXPECT_NE(message_of({.path = folder / "a.avi"}).find("ends in .mp4 or .gif"), std::string::npos);
    EXPECT_NE(message_of({.path = path}, 0).find("at least one frame"), std::string::npos);
    for (const double rate : {0.0, -1.0, 1001.0, std::nan(""), HUGE_VAL}) {
        EXPECT_NE(message_of({.path = path, .frames_per_second = rate}).find("above 0 and at most 1000"),
                  std::string::npos);
    }
    EXPECT_NE(message_of({.path = folder / "a.gif", .frames_per_second = 60}).find("at most 50"), std::string::npos);
    EXPECT_NE(message_of({.path = folder / "a.gif", .frames_per_second = 1e-3}).find("655 seconds"), std::string::npos);
    EXPECT_EQ(message_of({.path = folder / "a.gif", .frames_per_second = 1.0 / 655}, 2), "no error");
    std::filesystem::remove(folder / "a.gif");
    EXPECT_NE(message_of({.path = folder / "no" / "a.mp4"}).find("No such file or directory"), std::string::npos);
    std::filesystem::create_directories(folder / "b.mp4");
    EXPECT_NE(message_of({.path = folder / "b.mp4"}).find("it is a folder"), std::string::npos);
    EXPECT_EQ(folder.files(), 1U);
}

}  // namespace
}  // namespace fokker::draw
