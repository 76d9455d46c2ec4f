// The labs that come with the program, at a size that takes a second or less, and pictures of them that can be stored.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace fokker::labs {

struct Size {
    int width = 0, height = 0;  // of a figure, whatever the fonts
};

struct FilmFrames {
    std::string film;
    Size size;
    std::vector<int> frames;  // that are looked at, from 0
};

struct ReducedLab {
    std::string name;
    std::vector<std::string> settings;   // what makes it quick, as after --set
    std::vector<Size> figures;           // of each figure of the spec
    std::vector<std::string> pictures;   // that are held to stored ones
    std::vector<FilmFrames> films = {};  // of each film of the spec
};
void PrintTo(const ReducedLab& lab, std::ostream* out);  // its name, in the words of a failed test

// Every lab; the list is checked against that of the program.
const std::vector<ReducedLab>& reduced_labs();

// Runs it, with more settings than its own, into a folder.
testing::AssertionResult run(const ReducedLab& lab, const std::filesystem::path& folder,
                             const std::vector<std::string>& more = {});

// Programs write pictures of two pixels for each of a figure: the mean of 2 x 2 of them is a quarter to store.
// Error: no PNG at `from`; cannot write `to`.
void halve_png(const std::filesystem::path& from, const std::filesystem::path& to);

// One frame of a film as a PNG, by the ffmpeg program.
testing::AssertionResult decode_frame(const std::filesystem::path& film, int frame, const std::filesystem::path& to);

}  // namespace fokker::labs
