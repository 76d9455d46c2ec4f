#include "tests/labs/reduced.hpp"

#include <png.h>

#include <cstdlib>
#include <ostream>

#include "fokker/error.hpp"
#include "tests/cli/program.hpp"
#include "tests/labs/image_distance.hpp"

namespace fokker::labs {

namespace fs = std::filesystem;

const std::vector<ReducedLab>& reduced_labs() {
    static const std::vector<ReducedLab> labs{
        {"brownian", {"simulate.times.count=4001"}, {{640, 583}, {480, 416}}, {"brownian.png", "brownian-spread.png"}},
        {"ou", {"simulate.particles=100"}, {{640, 1627}, {640, 2344}}, {"ou.png", "ou-final.png"}},
        {"ou-scaled", {}, {{560, 454}}, {"ou-scaled.png"}},
        {"densities", {}, {{640, 269}}, {"densities.png"}},
        {"langevin-std",
         {"simulate.particles=200"},
         {{760, 1532}, {640, 1100}, {560, 500}},
         {"langevin-std.png", "langevin-std-5-0.75.png", "langevin-std-mixing.png"}},
        {"langevin-main", {"simulate.particles=1000"}, {{640, 1098}}, {"langevin-main.png"}},
        {"langevin-sigma",
         {"simulate.particles=500"},
         {{760, 1026}, {760, 953}, {560, 480}},
         {"langevin-sigma.png", "langevin-sigma-density.png", "langevin-sigma-mixing.png"}},
        {"langevin-sigma-coarse",
         {"simulate.particles=300"},
         {{760, 1026}, {760, 953}, {560, 480}},
         {"langevin-sigma-coarse.png", "langevin-sigma-coarse-density.png", "langevin-sigma-coarse-mixing.png"}},
        {"langevin-source",
         {"simulate.particles=500"},
         {{760, 998}, {760, 916}, {560, 480}},
         {"langevin-source.png", "langevin-source-density.png", "langevin-source-mixing.png"}},
        {"langevin-movie",
         {"simulate.particles=300", "film.0.every=100", "film.1.every=500"},
         {},
         {},
         {{"langevin-movie.mp4", {640, 434}, {0, 1, 10}}, {"langevin-movie.gif", {640, 434}, {2}}}},
        {"langevin-is-ou", {}, {{640, 270}}, {"langevin-is-ou.png"}},
        {"gaussian-score-1d", {}, {{400, 341}}, {"gaussian-score-1d.png"}},
        {"gaussian-score-2d", {}, {{400, 377}}, {"gaussian-score-2d.png"}},
        {"score-from-energy", {}, {{560, 287}}, {"score-from-energy.png"}},
        {"langevin-1d",
         {"simulate.particles=200"},
         {{480, 378}, {480, 369}},
         {"langevin-1d.png", "langevin-1d-end.png"}},
        {"langevin-2d", {}, {{640, 323}}, {"langevin-2d.png"}},
        {"bimodal", {"simulate.particles=300", "simulate.times.count=500"}, {{640, 312}}, {"bimodal.png"}},
        {"bimodal-movie", {"film.0.every=20"}, {}, {}, {{"bimodal-movie.mp4", {480, 420}, {0, 10}}}},
        {"no-noise", {"simulate.particles=300", "simulate.times.count=500"}, {{640, 527}}, {"no-noise.png"}},
        {"double-well",
         {"simulate.particles=500"},
         {{480, 1040}, {640, 259}},
         {"double-well.png", "double-well-x1.png"}},
        {"damped-oscillator", {}, {{400, 390}}, {"damped-oscillator.png"}},
        {"gaussian-energy", {"sample.chains=200"}, {}, {"plane.png", "steps.png", "pairs.png", "ranks.png"}},
        {"double-well-langevin", {}, {}, {"trace.png", "steps.png", "autocorrelation.png"}},
        {"standard-energies", {}, {}, {"standard-energies.png"}},
        {"mixture-target", {}, {{400, 377}}, {"mixture-target.png"}},
        {"divergences", {}, {}, {"fits.png"}},
        {"forward-kl",
         {"fit.iterations=1500", "fit.restarts=2", "fit.keep_every=500"},
         {},
         {"fits.png", "loss.png", "gradient-noise.png"}},
        {"reverse-kl", {"fit.iterations=1500", "fit.restarts=2", "fit.keep_every=500"}, {}, {"fits.png", "loss.png"}},
        {"gradient-estimators", {"fit.iterations=1500"}, {}, {"loss.png", "gradient-noise.png"}},
        {"gaussian-curves", {}, {{480, 382}}, {"gaussian-curves.png"}},
        {"gaussians", {}, {{720, 384}}, {"gaussians.png"}},
        {"characteristic-function", {}, {{720, 432}}, {"characteristic-function.png"}},
        {"sigreg", {}, {{900, 583}}, {"sigreg.png"}},
    };
    return labs;
}

void PrintTo(const ReducedLab& lab, std::ostream* out) {
    *out << lab.name;
}

testing::AssertionResult run(const ReducedLab& lab, const fs::path& folder, const std::vector<std::string>& more) {
    std::vector<std::string> settings = lab.settings;
    const auto resize = [&](const std::string& table, std::size_t i, Size size) {
        const std::string key = table + "." + std::to_string(i);
        settings.push_back(key + ".width=" + std::to_string(size.width));
        settings.push_back(key + ".height=" + std::to_string(size.height));
    };
    for (std::size_t i = 0; i < lab.figures.size(); ++i) resize("figure", i, lab.figures[i]);
    for (std::size_t i = 0; i < lab.films.size(); ++i) resize("film", i, lab.films[i].size);
    settings.insert(settings.end(), more.begin(), more.end());

    std::vector<std::string> words{"lab", lab.name, "--out", folder.string(), "--quiet"};
    for (const std::string& setting : settings) words.insert(words.end(), {"--set", setting});
    const cli::test::Outcome outcome = cli::test::call(words);
    if (outcome.code == 0) return testing::AssertionSuccess();
    return testing::AssertionFailure() << lab.name << " ended with " << outcome.code << ": " << outcome.err;
}

void halve_png(const fs::path& from, const fs::path& to) {
    const Picture whole = read_png(from);
    Picture half{.width = whole.width / 2, .height = whole.height / 2, .rgb = {}};
    for (std::size_t y = 0; y < half.height; ++y) {
        for (std::size_t x = 0; x < half.width; ++x) {
            const std::size_t corner = 3 * (2 * y * whole.width + 2 * x), below = corner + 3 * whole.width;
            for (std::size_t c = 0; c < 3; ++c) {
                const int sum =
                    whole.rgb[corner + c] + whole.rgb[corner + 3 + c] + whole.rgb[below + c] + whole.rgb[below + 3 + c];
                half.rgb.push_back(static_cast<unsigned char>((sum + 2) / 4));
            }
        }
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(half.width);
    image.height = static_cast<png_uint_32>(half.height);
    image.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&image, to.c_str(), 0, half.rgb.data(), 0, nullptr) == 0)
        throw Error("cannot write " + to.string() + ": " + image.message);
}

testing::AssertionResult decode_frame(const fs::path& film, int frame, const fs::path& to) {
    // Without the film's words on its colours, a reader of the PNG changes none of them.
    const std::string command = "ffmpeg -v error -y -i '" + film.string() + "' -vf 'select=eq(n\\," +
                                std::to_string(frame) + "),setparams=color_trc=unknown:color_primaries=unknown' " +
                                "-frames:v 1 -update 1 '" + to.string() + "'";
    fs::remove(to);
    if (std::system(command.c_str()) == 0 && fs::exists(to)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "no frame: " << command;
}

}  // namespace fokker::labs
