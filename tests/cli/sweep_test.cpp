// What a [sweep] expands to, and what is wrong with one: fokker/cli/sweep.cpp.
#include "fokker/cli/sweep.hpp"

#include <gtest/gtest.h>

#include "fokker/cli/spec_read.hpp"
#include "fokker/error.hpp"

namespace fokker::cli {
namespace {

const char* const kBase = R"toml([sde]
kind = "ornstein-uhlenbeck"
[simulate]
particles = 3
times = { linspace = [0, 10], count = 11 }
)toml";

Sweep sweep_of(const std::string& sweep, const std::vector<std::string>& settings = {}) {
    Table spec = read_toml(kBase + sweep, "x.toml");
    for (const std::string& setting : settings) set(spec, setting, "--set " + setting);
    return expand_sweep(spec, "x.toml");
}

const Value& at(const Table& table, std::string_view path) {
    const std::size_t dot = path.find('.');
    const Value* value = find(table, path.substr(0, dot));
    if (value == nullptr) throw Error("no " + std::string(path));
    return dot == std::string_view::npos ? *value : at(std::get<Table>(value->data), path.substr(dot + 1));
}

std::vector<double> numbers(const Sweep& sweep, std::string_view path) {
    std::vector<double> values;
    for (const SweptRun& run : sweep.runs) values.push_back(at(run.spec, path).number());
    return values;
}

std::vector<std::string> labels(const Sweep& sweep) {
    std::vector<std::string> all;
    for (const SweptRun& run : sweep.runs) all.push_back(run.label);
    return all;
}

std::string error_of(const std::string& sweep, const std::vector<std::string>& settings = {}) {
    try {
        sweep_of(sweep, settings);
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
}

void expect_error(const std::string& sweep, const std::string& message, const std::vector<std::string>& settings = {}) {
    const std::string error = error_of(sweep, settings);
    EXPECT_NE(error.find(message), std::string::npos) << error;
}

using Numbers = std::vector<double>;
using Words = std::vector<std::string>;

TEST(ExpandSweep, OfNoSweepIsTheSpecItself) {
    const Sweep sweep = sweep_of("");
    ASSERT_EQ(sweep.runs.size(), 1U);
    EXPECT_FALSE(sweep.swept);
    EXPECT_EQ(sweep.runs[0].label, "");
    EXPECT_EQ(find(sweep.runs[0].spec, "sweep"), nullptr);
    EXPECT_EQ(to_toml(sweep.runs[0].spec), to_toml(read_toml(kBase, "x.toml")));
}

TEST(ExpandSweep, TakesListsSideBySide) {
    const Sweep sweep = sweep_of(R"toml([sweep]
values = { theta = [0.5, 1, 2], var = [1, "2^2", 9] }
set = { "sde.theta" = "theta", "sde.sigma" = "sqrt(var)" }
label = "theta <theta>, sigma <sqrt(var)>"
)toml");
    EXPECT_TRUE(sweep.swept);
    EXPECT_FALSE(sweep.grid);
    EXPECT_EQ(numbers(sweep, "sde.theta"), (Numbers{0.5, 1, 2}));
    EXPECT_EQ(numbers(sweep, "sde.sigma"), (Numbers{1, 2, 3}));
    EXPECT_EQ(labels(sweep), (Words{"theta 0.5, sigma 1", "theta 1, sigma 2", "theta 2, sigma 3"}));
    EXPECT_EQ(sweep.runs[1].variables, (Variables{{"run", 2}, {"theta", 1}, {"var", 4}}));
    EXPECT_EQ(at(sweep.runs[2].spec, "simulate.particles").number(), 3);
    EXPECT_EQ(find(sweep.runs[0].spec, "sweep"), nullptr);
}

TEST(ExpandSweep, TakesAGridRowByRow) {
    const Sweep sweep = sweep_of(R"toml([sweep]
rows = { D = [1, 4] }
columns = { sigma = [1, 2, 10] }
set = { "sde.theta" = "sigma^2/(2*D)", "sde.sigma" = "sigma", "simulate.times.linspace" = [0, "10/sigma^2"] }
row_label = "$D$ = <D>"
column_label = "$\\sigma$ = <sigma>"
)toml");
    EXPECT_TRUE(sweep.grid);
    EXPECT_EQ(sweep.rows, 2U);
    EXPECT_EQ(sweep.columns, 3U);
    EXPECT_EQ(numbers(sweep, "sde.theta"), (Numbers{0.5, 2, 50, 0.125, 0.5, 12.5}));
    EXPECT_EQ(sweep.row_titles, (Words{"$D$ = 1", "$D$ = 4"}));
    EXPECT_EQ(sweep.column_titles, (Words{"$\\sigma$ = 1", "$\\sigma$ = 2", "$\\sigma$ = 10"}));
    EXPECT_EQ(sweep.runs[5].label, "$D$ = 4, $\\sigma$ = 10");
    const List& range = std::get<List>(at(sweep.runs[4].spec, "simulate.times.linspace").data);
    EXPECT_EQ(range[1].number(), 2.5);
}

TEST(ExpandSweep, TakesCaseByCaseWithWholeTables) {
    const Sweep sweep = sweep_of(R"toml([[sweep.case]]
label = "one"
sde = { kind = "brownian", sigma = 2.0 }
[[sweep.case]]
label = "two"
"sde.theta" = 5
)toml");
    EXPECT_EQ(labels(sweep), (Words{"one", "two"}));
    EXPECT_EQ(std::get<std::string>(at(sweep.runs[0].spec, "sde.kind").data), "brownian");
    EXPECT_EQ(std::get<std::string>(at(sweep.runs[1].spec, "sde.kind").data), "ornstein-uhlenbeck");
    EXPECT_EQ(at(sweep.runs[1].spec, "sde.theta").number(), 5);
    EXPECT_EQ(find(std::get<Table>(at(sweep.runs[0].spec, "sde").data), "theta"), nullptr);
}

TEST(ExpandSweep, LabelsRunsByTheirNamesWhereNothingElseIsSaid) {
    EXPECT_EQ(labels(sweep_of("[sweep]\nvalues = { s = [-1, 0.5] }\nset = { \"sde.sigma\" = \"exp(s)\" }\n")),
              (Words{"s = -1", "s = 0.5"}));
}

TEST(ExpandSweep, LaysRunsOutAsManyAcrossAsTheSweepSays) {
    const auto columns = [](const std::string& more) {
        return sweep_of("[sweep]\nvalues = { s = [1, 2, 3, 4, 5] }\nset = { \"sde.sigma\" = \"s\" }\n" + more).columns;
    };
    EXPECT_EQ(columns(""), 3U);
    EXPECT_EQ(columns("across = 5\n"), 5U);
    EXPECT_EQ(columns("across = 9\n"), 5U);
}

const char* const kThree = "[sweep]\nvalues = { s = [1, 2, 3] }\nset = { \"sde.sigma\" = \"s\" }\n";

TEST(ExpandSweep, GivesEveryRunAStreamOfItsOwn) {
    EXPECT_EQ(numbers(sweep_of(kThree), "simulate.stream"), (Numbers{0, 1, 2}));
    EXPECT_EQ(numbers(sweep_of(kThree, {"simulate.stream=7"}), "simulate.stream"), (Numbers{7, 8, 9}));
}

TEST(ExpandSweep, LeavesStreamsThatTheSweepChooses) {
    EXPECT_EQ(numbers(sweep_of("[sweep]\nvalues = { s = [1, 2] }\n"
                               "set = { \"sde.sigma\" = \"s\", \"simulate.stream\" = 0 }\n"),
                      "simulate.stream"),
              (Numbers{0, 0}));
    EXPECT_EQ(numbers(sweep_of("[sweep]\nvalues = { s = [1, 2] }\n"
                               "set = { \"sde.sigma\" = \"s\", \"simulate.stream\" = \"10*run\" }\n"),
                      "simulate.stream"),
              (Numbers{10, 20}));
}

// A key that each run sets anew is not one that a command line can set for all.
TEST(ExpandSweep, RefusesAKeyThatTheCommandLineSetsToo) {
    expect_error(kThree, "--set sde.sigma=4: sde.sigma is set by the sweep (x.toml:8:9) for each run", {"sde.sigma=4"});
    EXPECT_EQ(numbers(sweep_of(kThree, {"sde.theta=4"}), "sde.theta"), (Numbers{4, 4, 4}));
    const Sweep none = sweep_of(kThree, {"sweep={}", "sde.sigma=4"});
    EXPECT_FALSE(none.swept);
    EXPECT_EQ(numbers(none, "sde.sigma"), (Numbers{4}));
}

TEST(ExpandSweep, SaysWhatIsWrong) {
    const std::string set = "set = { \"sde.sigma\" = \"s\" }\n";
    expect_error("[sweep]\nvalues = { s = [1, 2], t = [1, 2, 3] }\n" + set,
                 "sweep.values.t has 3 values and sweep.values.s (x.toml:7:12) has 2; lists side by side must have the "
                 "same length");
    expect_error("[sweep]\nvalues = { s = [1, 2], t = [1, 2] }\n" + set,
                 "sweep.values.t has values, but neither sweep.set nor a label uses it");
    expect_error("[sweep]\nvalues = { s = [] }\n" + set, "sweep.values.s is empty: there is nothing to run");
    expect_error("[sweep]\nvalues = {}\n", "holds no list: there is nothing to run");
    expect_error("[sweep]\nvalues = { run = [1] }\n" + set, "the name \"run\" is that of the number of the run");
    expect_error("[sweep]\nvalues = { s = [1, \"1/0\"] }\n" + set, "must be finite");
    expect_error("[sweep]\nvalues = { s = [1, \"q\"] }\n" + set, "q");
    expect_error("[sweep]\nvalues = { s = [1] }\nset = { \"sde.sigma\" = \"sq(s)\" }\n", "sq");
    expect_error("[sweep]\nvalues = { s = [1] }\nset = { \"sde.sigma\" = \"[s, s]\" }\n", "one value");
    expect_error("[sweep]\nvalues = { s = [1] }\nset = { \"figure.0.width\" = \"s\" }\n",
                 "a run can set keys of [sde], [ode], [density], [simulate] and [fit]");
    expect_error("[sweep]\nvalues = { s = [1] }\n" + set + "label = \"<s\"\nlabl = 3\n", "labl");
    expect_error("[sweep]\nvalues = { s = [1] }\n" + set + "label = \"<u>\"\n", "u");
    expect_error("[sweep]\nrows = { s = [1] }\n" + set, "sweep.rows needs sweep.columns");
    expect_error("[sweep]\nrows = { s = [1] }\ncolumns = { s = [2] }\n" + set,
                 "sweep.columns.s is a name of sweep.rows too");
    expect_error("[sweep]\nvalues = { s = [1] }\ncolumns = { t = [2] }\n" + set, "sweep.columns goes with sweep.rows");
    expect_error("[[sweep.case]]\nsde = { kind = \"brownian\" }\n", "sweep.case.0.label is missing");
    expect_error("[[sweep.case]]\nlabel = 3\n", "sweep.case.0.label must be text, got 3");
    std::string many;
    for (int i = 0; i < 40; ++i) many += (i == 0 ? "" : ", ") + std::to_string(i);
    expect_error("[sweep]\nrows = { s = [" + many + "] }\ncolumns = { t = [" + many +
                     "] }\nset = { \"sde.sigma\" = \"s\", \"sde.theta\" = \"t\" }\n",
                 "1,600 runs; at most 1,000");
}

TEST(FillIn, PutsNumbersInPlaceOfFormulas) {
    const Variables variables{{"s", -2}, {"D", 0.25}};
    const auto filled = [&](const std::string& text, bool ascii) {
        return fill_in({text, {"x.toml", 1, 1}, true}, variables, ascii);
    };
    EXPECT_EQ(filled("s = <s>, D = <2*D>", false), "s = −2, D = 0.5");
    EXPECT_EQ(filled("ou-<s>-<D>.png", true), "ou--2-0.25.png");
    EXPECT_EQ(filled("a < b", false), "a < b");
    EXPECT_EQ(filled("<s>", true), "-2");
    EXPECT_THROW(filled("<nothing>", false), Error);
}

}  // namespace
}  // namespace fokker::cli
