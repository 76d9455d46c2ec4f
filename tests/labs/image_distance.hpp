// How different two pictures look: for tests that hold a figure to one that was looked at.
//
// The same figure drawn by another version of Cairo, Pango or FreeType differs a little along every edge and in every
// letter. A broken figure differs a lot somewhere (a label is missing, a mark has another colour) or a little
// everywhere (contours are gone, a colour scale has moved). The distance is small for the first and large for both of
// the others:
//
//   1. Colours become CIELAB (D65), where the Euclidean distance, Delta E, is about what the eye sees (CIE 1976), and
//      are blurred by a Gaussian of 2 pixels, as the eye does (S-CIELAB, Zhang & Wandell 1997).
//   2. In each cell of 8 x 8 pixels: the mean of max(0, Delta E - 0.5), the least over shifts of one picture by up to
//      2 pixels each way. So neither rounding nor an edge that moved by a pixel counts.
//   3. In each square of s x s cells, s = 1, 2, 4, ..., and in the whole picture: the mean of its cells, times
//      max(1, s / 4). A fault of one place is seen by the smallest squares, one of the whole picture by the largest;
//      the noise along edges and lines of text fills less of a larger square, and so counts about the same in all.
//   4. The distance is the largest of these.
//
// The tolerance lies between what was measured on figures of 1280 x 901 and 1000 x 418 pixels. The same figure drawn by
// Chromium from its SVG is at 3.8 and 2.7, with letters antialiased for an LCD at 4.3, moved by half a pixel at 3.8.
// A figure without one digit of its tick labels is at 5.6, without its contours in one panel of eight at 7.4, all other
// faults of image_distance_test.cpp are above 14. A digit that is another digit is not seen: ask layout_of for words.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <vector>

namespace fokker::labs {

inline constexpr double kSameToTheEye = 5;

// 8-bit sRGB, [height, width, 3].
struct Picture {
    std::size_t width = 0, height = 0;
    std::vector<unsigned char> rgb = {};
};

// Error: no PNG at that path.
Picture read_png(const std::filesystem::path& path);

struct ImageDistance {
    double value = 0;  // infinite where the sizes differ
    // The square that differs most: its corner and its side, pixels.
    std::size_t x = 0, y = 0, side = 0;
    std::size_t cells_across = 0;
    std::vector<double> cells = {};  // [rows, cells_across], as of step 2; empty where the pictures are equal
};
ImageDistance image_distance(const Picture& a, const Picture& b);

// For EXPECT_TRUE(looks_like("out/ou.png", "tests/labs/pictures/ou.png")). Where they differ by more than
// kSameToTheEye, it says where, and beside the picture stands another, ".difference.png": the stored one in grey, what
// differs in red.
testing::AssertionResult looks_like(const std::filesystem::path& picture, const std::filesystem::path& stored);

}  // namespace fokker::labs
