// The page that shows labs: pictures and films with the lesson, the command, the spec and the numbers of each.
#pragma once

#include <string>
#include <vector>

namespace fokker::cli {

struct GalleryPicture {
    std::string path = {};      // of a .png, .svg, .gif or .mp4, relative to the page, with / between folders
    int width = 0, height = 0;  // CSS px at natural size: the page leaves this room before the picture is there
    std::string alt = {};       // what is seen, for those who do not see it
};

// Titles, lessons, numbers and cells of tables may hold $mathematics$ (draw/math_text.hpp).
struct GalleryLab {
    std::string name = {};  // as in `fokker lab NAME`
    std::string title = {};
    std::string document =
        {};                   // which it reproduces, "A. Simulating ODEs and SDEs": labs of one document stand together
    std::string lesson = {};  // a paragraph
    std::string command = {};
    std::string spec = {};  // the text of the file
    double seconds = 0;     // that it took
    std::vector<GalleryPicture> pictures = {};
    std::vector<std::string> numbers = {};             // short lines of its summary
    std::vector<std::vector<std::string>> table = {};  // its head first; the first cell of a row names it
};

struct Gallery {
    std::vector<GalleryLab> labs = {};  // in the order shown
    std::string version = {};           // of the program
    double seconds = 0;                 // all labs together
};

// One HTML page that needs no network and no script. Error: mathematics that cannot be read, a picture without a size
// or with a path that is not relative to the page.
std::string gallery_page(const Gallery& gallery);

}  // namespace fokker::cli
