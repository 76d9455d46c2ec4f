// Writes a page of labs with real pictures and a film into a folder: sample_gallery FOLDER. For gallery_page_test.py.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "fokker/cli/gallery.hpp"
#include "fokker/draw/film.hpp"
#include "fokker/draw/histogram.hpp"
#include "fokker/draw/trajectories.hpp"

namespace fokker {
namespace {

namespace fs = std::filesystem;
using cli::GalleryLab;
using cli::GalleryPicture;

constexpr std::size_t kPaths = 25, kTimes = 500;

std::vector<double> brownian_paths(double sigma) {
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal(0, sigma * std::sqrt(20.0 / kTimes));
    std::vector<double> states;
    for (std::size_t path = 0; path < kPaths; ++path) {
        double x = 0;
        for (std::size_t i = 0; i < kTimes; ++i, x += normal(random)) states.push_back(x);
    }
    return states;
}

draw::Panel brownian_panel(double sigma, const std::string& title) {
    draw::TrajectoriesData data{.title = title, .states = brownian_paths(sigma), .paths = kPaths};
    for (std::size_t i = 0; i < kTimes; ++i) data.times.push_back(20.0 * static_cast<double>(i) / kTimes);
    return draw::trajectories_panel(data);
}

draw::Figure brownian() {
    return {.title = "Brownian motion, $dX = \\sigma dW$",
            .columns = 3,
            .panels = {brownian_panel(0.5, "$\\sigma = 0.5$"), brownian_panel(1, "$\\sigma = 1$"),
                       brownian_panel(2, "$\\sigma = 2$")},
            .share_y = draw::Share::all};
}

draw::Figure one_panel(const draw::Mark& mark, const std::string& title) {
    draw::Panel panel{.x = {.label = "$x$"}, .marks = {mark}};
    return {.title = title, .panels = {panel}, .width = 560};
}

draw::Figure wells(std::size_t frame) {
    const auto grid = draw::evaluate_on_grid({-2, 2}, {-1.5, 1.5}, 81, 61,
                                             [](double x, double y) { return -3 * std::pow(x * x - 1, 2) - y * y; });
    draw::Points points;
    for (int i = 0; i < 300; ++i) {
        const double turn = 2.4 * i + 0.05 * static_cast<double>(frame);
        points.x.push_back(0.08 * std::sqrt(i) * std::cos(turn));
        points.y.push_back(0.08 * std::sqrt(i) * std::sin(turn));
    }
    draw::Panel panel{.x = {.label = "$x_1$", .limits = draw::Limits{-2, 2}},
                      .y = {.label = "$x_2$", .limits = draw::Limits{-1.5, 1.5}}};
    panel.marks = {draw::Image{.grid = grid, .map = draw::kTargetBlues, .limits = draw::Limits{-8, 0}}, points};
    return {.title = "step " + std::to_string(frame), .panels = {panel}, .width = 640, .height = 460};
}

GalleryPicture saved(const draw::Figure& figure, const fs::path& folder, const std::string& name,
                     const std::string& alt) {
    figure.save(folder / name);
    const draw::Layout layout = layout_of(figure);
    return {.path = name,
            .width = static_cast<int>(std::lround(layout.width)),
            .height = static_cast<int>(std::lround(layout.height)),
            .alt = alt};
}

GalleryPicture filmed(const fs::path& folder, const std::string& name) {
    save_film(20, wells, {.path = folder / name});
    return {.path = name, .width = 640, .height = 460, .alt = "particles turning over two wells"};
}

cli::Gallery gallery(const fs::path& folder) {
    const std::string document = "A. Simulating ODEs and SDEs";
    GalleryLab first{
        .name = "brownian",
        .title = "Brownian motion at three noises $\\sigma$",
        .document = document,
        .lesson =
            "Paths of $dX_t = \\sigma dW_t$ from $X_0 = 0$. At time $t$ they are spread as a Gaussian with standard "
            "deviation $\\sigma\\sqrt{t}$: doubling the noise doubles the spread, and four times the time does the "
            "same. "
            "All panels have one scale, so that the spread is seen and not only read off the ticks.",
        .command = "fokker lab brownian",
        .spec =
            "# dX = sigma dW\n[sde]\ndrift = \"0\"\ndiffusion = \"sigma\"\nparams = { sigma = 1 }\n\n[simulate]\n"
            "scheme = \"euler-maruyama\"\nparticles = 25\ntimes = { linspace = [0, 20], count = 100000 }  # as "
            "published, a comment that is too long for a telephone\nseed = 42\n",
        .seconds = 1.32,
        .pictures = {saved(brownian(), folder, "brownian.png", "25 Brownian paths in each of three panels")},
        .numbers = {"$\\sigma = 0.5$: variance at $t = 20$ is 4.93 ± 0.42, exact 5",
                    "$\\sigma = 1$: variance at $t = 20$ is 20.6 ± 1.7, exact 20",
                    "$\\sigma = 2$: variance at $t = 20$ is 79.1 ± 6.6, exact 80"}};
    std::filesystem::create_directories(folder / "two words");
    const draw::Histogram bars{.samples = brownian_paths(1)};
    GalleryLab second{
        .name = "ou",
        .title = "The law that is left: $\\sigma^2/(2\\theta)$",
        .document = document,
        .lesson = "Whatever the start, Ornstein-Uhlenbeck paths forget it.",
        .command = "fokker lab ou",
        .spec = "seed = 1\n",
        .seconds = 83.2,
        .pictures = {saved(one_panel(bars, "Final states"), folder, "two words/final.png", "a histogram"),
                     saved(one_panel(bars, "The same, as a vector picture"), folder, "two words/100%.svg", "the same")},
        .table = {
            {"", "KL(p, q)", "KL(q, p)", "-E log q", "weights' ESS", "modes covered", "time"},
            {"$n$ = 1", "0.8581 ± 0.0031", "2.590 ± 0.016", "4.9792 ± 0.0024", "29.22 ± 0.11 %", "4 of 4", "1.6 s"}}};
    const GalleryLab third{.name = "bimodal-movie",
                           .title = "Two wells, as a film",
                           .document = "C. The score function and Langevin dynamics",
                           .lesson = "A film and the same as a GIF.",
                           .command = "fokker lab bimodal-movie",
                           .spec = "seed = 1\n",
                           .seconds = 4.4,
                           .pictures = {filmed(folder, "wells.mp4"), filmed(folder, "wells.gif")},
                           .numbers = {"300 particles, 20 steps"}};
    return {.labs = {first, second, third}, .version = "0.1.0", .seconds = 88.9};
}

}  // namespace
}  // namespace fokker

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: sample_gallery FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "index.html") << fokker::cli::gallery_page(fokker::gallery(folder));
    return 0;
}
