// fokker fit of draws in files: how they are read, what moves the fit, and what is said of its end.
#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>

#include "fokker/cli/fitting.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const Points& rows() {
    static const Points kRows = sample(GaussianMixture::symmetric_2d({.modes = 3, .std = 0.5, .radius = 4}), 240,
                                       {.seed = 2, .purpose = Purpose::data});
    return kRows;
}

void write_csv(const fs::path& path, const Points& points) {
    std::string text;
    for (std::size_t i = 0; i < points.count(); ++i)
        text += std::to_string(points[i][0]) + "," + std::to_string(points[i][1]) + "\n";
    write_file(path, text);
}

json fit_of(const std::vector<std::string>& more) {
    std::vector<std::string> words{"fit"};
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--json", "--quiet"});
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? json::parse(outcome.out)["runs"][0] : json{};
}

TEST(FitOfDraws, ReadsArraysOfChainsAsRows) {
    const Scratch folder;
    const auto write = [&](const char* name, const store::Shape& shape) {
        store::Dataset data{.variables = {{.name = "x", .dims = {}, .data = store::Array{shape, rows().values}}}};
        for (std::size_t axis = 0; axis < shape.size(); ++axis)
            data.variables[0].dims.push_back("axis" + std::to_string(axis));
        store::write_npz(data, folder / name);
    };
    write("chains.npz", {4, 60, 2});
    write("rows.npz", {240, 2});
    const json chains = fit_of({(folder / "chains.npz").string()}), plain = fit_of({(folder / "rows.npz").string()});
    EXPECT_EQ(chains["target"], "240 draws of 2 components");
    EXPECT_EQ(chains["parameters"], plain["parameters"]);
}

// Columns that number chains and draws are none of the data.
TEST(FitOfDraws, CarriesTheNamesOfItsColumns) {
    const Scratch folder;
    const auto columns = [&](const std::string& text) {
        write_file(folder / "x.csv", text);
        write_file(folder / "spec.toml", "density = { draws = \"x.csv\" }\n[fit]\nfamily = { kind = \"gaussian\" }\n");
        return read_fitting((folder / "spec.toml").string(), {}).jobs.front().columns;
    };
    const std::string numbers = "0.1,1\n1.2,2.5\n-0.3,0\n0.7,1\n";
    EXPECT_EQ(columns("speed,time\n" + numbers), (std::vector<std::string>{"speed", "time"}));
    EXPECT_EQ(columns(numbers), (std::vector<std::string>{"x1", "x2"}));
    EXPECT_EQ(columns("chain,speed,time\n1,0.1,1\n1,1.2,2.5\n2,-0.3,0\n2,0.7,1\n"),
              (std::vector<std::string>{"speed", "time"}));
}

// By default: all rows at every iteration have none, and nor have the same draws.
TEST(FitOfDraws, MeasuresTheNoiseOfTheGradientWhereThereIsSome) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    const auto noise_every = [&](const std::string& target, const std::string& keys) {
        write_file(folder / "spec.toml", "density = " + target + "\n[fit]\nfamily = { kind = \"gaussian\" }\n" + keys);
        return read_fitting((folder / "spec.toml").string(), {}).jobs.front().options.noise_every;
    };
    const std::string draws = "{ draws = \"x.csv\" }", law = "{ kind = \"gaussian\", mean = [0, 0], variance = 1 }",
                      adam = "optimiser = { kind = \"adam\" }\n";
    EXPECT_EQ(noise_every(draws, adam), 0);
    EXPECT_EQ(noise_every(draws, adam + "samples = 50\n"), 50);
    EXPECT_EQ(noise_every(law, adam), 50);
    EXPECT_EQ(noise_every(law, adam + "common_draws = true\n"), 0);
}

TEST(FitOfDraws, MovesByTheOptimiserThatFitsWhereNoneIsNamed) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    const std::string file = (folder / "x.csv").string();
    EXPECT_EQ(fit_of({file, "--components", "3"})["optimiser"], "em");
    EXPECT_EQ(fit_of({file})["optimiser"], "lbfgs");
    EXPECT_EQ(fit_of({file, "--samples", "50", "--iterations", "5"})["optimiser"], "adam");
    EXPECT_EQ(fit_of({file, "--components", "3", "--optimiser", "adam", "--iterations", "5"})["optimiser"], "adam");
    // Keys of the optimiser that is the default need no kind.
    write_file(folder / "spec.toml",
               "density = { draws = \"x.csv\" }\n[fit]\nfamily = { kind = \"gaussian\" }\n"
               "optimiser = { memory = 3 }\n");
    EXPECT_EQ(fit_of({(folder / "spec.toml").string()})["optimiser"], "lbfgs");
}

TEST(FitOfDraws, ByEmIsFilmedFromItsClusters) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    const json run = fit_of({(folder / "x.csv").string(), "--components", "3", "--set", "fit.film=fit.gif", "--out",
                             (folder / "out").string()});
    const std::size_t iterations = run["restarts"][run["best"].get<std::size_t>()]["iterations"];
    const store::Dataset data = store::read_netcdf_group(folder / "out/fit.nc", "run_1");
    const auto array = [&](const char* name) { return std::get<store::Array>(data[name].data); };
    EXPECT_GE(array("kept_theta").shape[1], iterations + 1);
    EXPECT_EQ(array("start").shape, array("theta").shape);
    bool film = false;
    for (const auto& entry : fs::directory_iterator(folder / "out"))
        film = film || entry.path().filename().string().starts_with("fit.gif") || entry.is_directory();
    EXPECT_TRUE(film);
}

TEST(FitOfDraws, SaysWhereLbfgsOrEmHaveNotSettled) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    const std::string file = (folder / "x.csv").string();
    const auto text = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"fit", file};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = call(words);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return outcome.out;
    };
    EXPECT_NE(
        text({"--iterations", "2", "--restarts", "1"}).find("still falling after 2 iterations: more iterations\n"),
        std::string::npos);
    EXPECT_EQ(text({}).find("not settled"), std::string::npos);
    EXPECT_EQ(text({"--components", "3"}).find("not settled"), std::string::npos);
    EXPECT_NE(
        text({"--components", "6", "--iterations", "1", "--restarts", "1"}).find("still falling after 1 iteration:"),
        std::string::npos);
    write_file(folder / "jump.toml",
               "density = { draws = \"x.csv\" }\n[fit]\nfamily = { log_density = "
               "\"-(x1 - m - 9)^2/2 - x2^2/2 - log(2*pi) - 50*(m < -1)\", params = { m = 0 } }\n");
    const Outcome jump = call({"fit", (folder / "jump.toml").string()});
    EXPECT_NE(jump.out.find("a kink or a jump of the loss"), std::string::npos) << jump.out;
}

// Two groups a hundred-thousandth wide: a floor in the unit of x would stand under them.
TEST(FitOfDraws, ThatAreNarrowIsFittedByAdamAsByEm) {
    const Scratch folder;
    Points narrow = rows();
    for (double& v : narrow.values) v *= 1e-5;
    std::string text;
    for (std::size_t i = 0; i < narrow.count(); ++i)
        text += json(narrow[i][0]).dump() + "," + json(narrow[i][1]).dump() + "\n";
    write_file(folder / "x.csv", text);
    const std::string file = (folder / "x.csv").string();
    const auto loss = [&](const char* optimiser) -> double {
        return fit_of({file, "--components", "3", "--optimiser", optimiser, "--iterations",
                       "1500"})["negative_log_likelihood"]["value"];
    };
    EXPECT_NEAR(loss("adam"), loss("em"), 1e-3);
}

TEST(FitOfDraws, SaysWhereEmStandsOnItsFloor) {
    const Scratch folder;
    std::string close;
    for (int i = 0; i < 200; ++i) {
        const double x = std::sin(7.0 * i), apart = 1e-5 * std::cos(11.0 * i);
        close += json(x).dump() + "," + json(x + apart).dump() + "\n";
    }
    write_file(folder / "close.csv", close);
    const auto text = [&](const char* floor) {
        return call({"fit", (folder / "close.csv").string(), "--components", "1", "--optimiser", "em", "--set",
                     std::string("fit.optimiser.floor=") + floor})
            .out;
    };
    EXPECT_NE(text("1e-6").find("1 part stands on the floor of the covariances"), std::string::npos) << text("1e-6");
    EXPECT_EQ(text("1e-12").find("held up"), std::string::npos) << text("1e-12");
}

TEST(FitOfDraws, OfASweepOverTargetsHasAPictureForEach) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    write_file(folder / "y.csv", "0.1\n1.2\n-0.3\n0.7\n2.2\n");
    write_csv(folder / "z.csv", rows());
    const auto spec = [](const char* more, const std::string& other) {
        return "[fit]\nfamily = { kind = \"gaussian\" }\n" + std::string(more) +
               "[[sweep.case]]\nlabel = \"a\"\ndensity = { draws = \"x.csv\" }\n"
               "[[sweep.case]]\nlabel = \"b\"\ndensity = { draws = \"" +
               other + "\" }\n";
    };
    write_file(folder / "spec.toml", spec("", "y.csv"));
    const Outcome outcome = call({"fit", (folder / "spec.toml").string(), "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("240 draws of 2 components, ..."), std::string::npos) << outcome.out;
    EXPECT_TRUE(fs::exists(folder / "out/fits-1.png"));
    EXPECT_TRUE(fs::exists(folder / "out/fits-2.png"));
    EXPECT_FALSE(fs::exists(folder / "out/fits.png"));
    write_file(folder / "film.toml", spec("film = \"fit.gif\"\n", "z.csv"));
    const Outcome film = call({"fit", (folder / "film.toml").string(), "--out", (folder / "film").string()});
    EXPECT_EQ(film.code, 2);
    EXPECT_NE(film.err.find("fit.film: shows fits to one target"), std::string::npos) << film.err;
}

TEST(FitOfDraws, IsToldWhereItsFileCannotBeWritten) {
    const Scratch folder;
    write_csv(folder / "x.csv", rows());
    fs::create_directories(folder / "out/fit.json/in-the-way");
    const Outcome outcome = call({"fit", (folder / "x.csv").string(), "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.out.find("-E log q"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.err.find("fit.json was not written: "), std::string::npos) << outcome.err;
    EXPECT_TRUE(fs::exists(folder / "out/fit.nc"));
}

// One row far away takes a part to itself, whatever moves the fit.
TEST(FitOfDraws, SaysWhatStandsOnTheFloorByGradientsToo) {
    const Scratch folder;
    std::string far = "1e8\n";
    for (int i = 0; i < 100; ++i) far += json(std::sin(7.0 * i)).dump() + "\n";
    write_file(folder / "far.csv", far);
    for (const char* optimiser : {"em", "lbfgs", "adam"}) {
        const Outcome outcome = call({"fit", (folder / "far.csv").string(), "--components", "2", "--optimiser",
                                      optimiser, "--iterations", "500", "--restarts", "1"});
        EXPECT_NE(outcome.out.find("on the floor of the covariances"), std::string::npos) << outcome.out;
    }
}

// Its slope is 0 wherever it has one.
TEST(FitOfDraws, TakesADensityWithJumps) {
    const Scratch folder;
    write_file(folder / "x.csv", "0.1\n1.2\n-0.3\n0.7\n2.2\n");
    write_file(folder / "spec.toml",
               "density = { draws = \"x.csv\" }\n[fit]\nfamily = { log_density = \"select(abs(x1 - mu) < exp(s), -s - "
               "log(2), -1/0)\", params = { mu = 1, s = 1 } }\n");
    EXPECT_LT(fit_of({(folder / "spec.toml").string()})["negative_log_likelihood"]["value"], std::log(2) + 1 + 1e-9);
}

}  // namespace
}  // namespace fokker::cli::test
