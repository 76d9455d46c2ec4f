#include "fokker/draw/film_pictures.hpp"

#include <cmath>
#include <system_error>

#include "fokker/draw/film_order.hpp"
#include "fokker/draw/unique_name.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

namespace fs = std::filesystem;

// A folder that is empty at first and gone at the end; so is its parent, if that was made for it and is still empty.
class WorkFolder {
public:
    explicit WorkFolder(const fs::path& parent) : parent_(parent.empty() ? "." : parent) {
        std::error_code failed;
        made_parent_ = fs::create_directories(parent_, failed);
        path_ = parent_ / (".film" + unique_name());
        if (!failed) fs::remove_all(path_, failed);
        if (!failed) fs::create_directory(path_, failed);
        if (failed) throw Error("cannot write pictures into " + parent_.string() + ": " + failed.message());
    }
    ~WorkFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
        if (made_parent_) fs::remove(parent_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path parent_, path_;
    bool made_parent_ = false;
};

}  // namespace

NumberedPath::NumberedPath(const fs::path& pattern) : folder_(pattern.parent_path()) {
    const std::string name = pattern.filename().string();
    const std::size_t percent = name.find('%');
    const std::size_t d = name.find('d', percent == std::string::npos ? 0 : percent);
    const bool found = percent != std::string::npos && d != std::string::npos;
    const std::string width = found ? name.substr(percent + 1, d - percent - 1) : "";
    const bool sound = found && name.find('%', d) == std::string::npos &&
                       (width.empty() || (width.size() == 2 && width[0] == '0' && width[1] >= '1' && width[1] <= '9'));
    if (!sound) {
        throw Error("cannot write " + pattern.string() +
                    ": the name of numbered pictures holds the place of their number once, as in frames/%04d.png");
    }
    before_ = name.substr(0, percent);
    after_ = name.substr(d + 1);
    if (!width.empty()) digits_ = static_cast<std::size_t>(width[1] - '0');
}

std::string NumberedPath::name(std::size_t number) const {
    std::string digits = std::to_string(number);
    if (digits.size() < digits_) digits.insert(0, digits_ - digits.size(), '0');
    return before_ + digits + after_;
}

bool save_pictures(std::size_t frames, const std::function<Figure(std::size_t)>& figure_of, const fs::path& pattern,
                   int threads, const std::function<bool(std::size_t)>& on_frame) {
    const NumberedPath numbered(pattern);
    const WorkFolder work(numbered.folder());
    const auto make = [&](std::size_t frame) {
        const Figure figure = figure_of(frame);
        figure.save(work.path() / numbered.name(frame));
        const Layout layout = layout_of(figure);
        return Raster{.width = static_cast<std::size_t>(std::lround(layout.width * figure.scale)),
                      .height = static_cast<std::size_t>(std::lround(layout.height * figure.scale)),
                      .pixels = {}};
    };
    const auto use = [&](std::size_t frame, const Raster&) { return !on_frame || on_frame(frame); };
    if (!make_and_use_in_order(frames, threads, make, use)) return false;

    std::error_code failed;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const std::string name = numbered.name(frame);
        fs::rename(work.path() / name, numbered.folder() / name, failed);
        if (failed) throw Error("cannot write " + (numbered.folder() / name).string() + ": " + failed.message());
    }
    for (std::size_t later = frames; fs::remove(numbered.folder() / numbered.name(later), failed);) ++later;
    return true;
}

}  // namespace fokker::draw
