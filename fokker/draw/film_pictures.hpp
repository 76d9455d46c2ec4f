// A film as numbered pictures.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// "frames/%04d.png": where the number of the picture goes, and how many digits it has at least.
class NumberedPath {
public:
    // Error: not exactly one %d, or a width that is not 0 to 9: "%4d" would be spaces.
    explicit NumberedPath(const std::filesystem::path& pattern);

    std::string name(std::size_t number) const;
    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
    std::string before_, after_;
    std::size_t digits_ = 1;
};

// Makes the folder if it is missing. The pictures are written into a folder beside the others and moved to their places
// when all are there; false, and nothing is left, when on_frame stops it. Pictures of the same pattern with the numbers
// that follow, left by a longer film, are removed. Same errors as save_film.
bool save_pictures(std::size_t frames, const std::function<Figure(std::size_t)>& figure_of,
                   const std::filesystem::path& pattern, int threads, const std::function<bool(std::size_t)>& on_frame);

}  // namespace fokker::draw
