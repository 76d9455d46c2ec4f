#include "fokker/cli/command_words.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "fokker/cli/command_examples.hpp"

namespace fokker::cli {
namespace {

// Repeated, one value each time.
void add_repeated(CLI::App* command, const std::string& name, std::vector<std::string>& values,
                  const std::string& help) {
    command->add_option(name, values, help)->allow_extra_args(false)->type_name("KEY=VALUE");
}

}  // namespace

const std::vector<std::string>& commands() {
    static const std::vector<std::string> kCommands{"run", "sample", "fit",  "diagnose", "compare", "gaussianity",
                                                    "lab", "plot",   "eval", "explain",  "list"};
    return kCommands;
}

CommandLine::CommandLine()
    : app(std::make_unique<CLI::App>(
          "Fokker moves probability distributions: particles carried through equations written as mathematics.",
          "fokker")) {
    app->set_help_flag("-h,--help", "this text");
    app->add_flag("--version", version, "the version of the program");
    app->footer(kMainExamples);
    add_run();
    add_sample();
    add_fit();
    add_diagnose();
    add_compare();
    add_gaussianity();
    add_lab();
    add_plot();
    add_eval();
    add_explain();
    add_list();
}

CommandLine::~CommandLine() = default;

void CommandLine::add_run() {
    CLI::App* c = app->add_subcommand("run", "run a spec: particles, a summary, files and pictures");
    c->add_option("SPEC", run.spec, "the spec, a TOML file")->required()->type_name("");
    add_repeated(c, "--set", run.set, "set any key of the spec, with dots into tables; may be repeated");
    c->add_option("--out", run.out, "folder for the files; otherwise out/NAME of the spec")->type_name("DIR");
    c->add_option("--threads", run.threads, "as --set simulate.threads=N")->type_name("N");
    c->add_option("--seed", run.seed, "as --set simulate.seed=S")->type_name("S");
    c->add_flag("--quiet", run.quiet, "print nothing but errors");
    c->add_flag("--json", run.json, "print the summary as JSON on standard output, and nothing else there");
    c->add_flag_callback("--no-figures", [this] { run.figures = false; }, "draw nothing");
    c->footer(kRunExamples);
}

void CommandLine::add_sample() {
    CLI::App* c =
        app->add_subcommand("sample", "draws from a density, given as a formula or a spec, and a verdict on them");
    c->add_option("WHAT", sample.what,
                  "the formula, an energy unless --as says otherwise; a density of `fokker list densities`; the "
                  "FILE.json of a fit; or a spec, NAME.toml")
        ->required()
        ->type_name("");
    c->add_option("--dim", sample.dim, "components of x; otherwise as many as x1, x2, ... name")->type_name("D");
    c->add_option("--as", sample.as, "what the formula is: energy, log-density or density")
        ->capture_default_str()
        ->type_name("WHAT");
    c->add_option("--sampler", sample.sampler, "fokker list samplers; otherwise nuts")->type_name("NAME");
    c->add_option("--chains", sample.chains, "independent runs; otherwise 4")->type_name("N");
    c->add_option("--draws", sample.draws, "kept, of each chain; otherwise 1000")->type_name("N");
    c->add_option("--warmup", sample.warmup, "steps before them, thrown away; otherwise 1000")->type_name("N");
    c->add_option("--lower", sample.lower, "bound of every component, or one each: 0 or 0,-inf")->type_name("A");
    c->add_option("--upper", sample.upper, "see --lower")->type_name("B");
    add_repeated(c, "--set", sample.set, "a parameter, a=3; or any key of the spec, sample.thin=2; may be repeated");
    c->add_option("--data", sample.data, "an array for the formula: y=y.csv; may be repeated")
        ->allow_extra_args(false)
        ->type_name("NAME=FILE");
    c->add_option("--seed", sample.seed, "of all random numbers; otherwise 0")->type_name("S");
    c->add_option("--threads", sample.threads, "otherwise all processors; the draws do not depend on it")
        ->type_name("N");
    c->add_option("--out", sample.out, "folder for draws.nc, summary.json and pictures")->type_name("DIR");
    c->add_flag("--print-spec", sample.print_spec, "print the spec that draws the same, and draw nothing");
    c->add_flag("--quiet", sample.quiet, "print nothing but errors");
    c->add_flag("--json", sample.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kSampleExamples);
}

void CommandLine::add_fit() {
    CLI::App* c = app->add_subcommand("fit", "a density fitted to another one, given as a formula, draws or a spec");
    c->add_option("WHAT", fit.what,
                  "a spec, NAME.toml; a file of draws; a formula, an energy unless --as says otherwise; a density of "
                  "`fokker list densities`; or the FILE.json of a fit")
        ->required()
        ->type_name("");
    c->add_option("--family", fit.family, "fokker list families; otherwise gaussian, or mixture with --components")
        ->type_name("NAME");
    c->add_option("--components", fit.components, "Gaussians in a mixture")->type_name("N");
    c->add_option("--objective", fit.objective,
                  "fokker list objectives; otherwise forward-kl, for draws maximum-likelihood, for a formula "
                  "reverse-kl")
        ->type_name("NAME");
    c->add_option("--gradient", fit.gradient, "of reverse-kl: fit.gradient of a spec")->type_name("NAME");
    c->add_option("--optimiser", fit.optimiser, "fokker list optimisers; otherwise adam, for draws em or lbfgs")
        ->type_name("NAME");
    c->add_option("--iterations", fit.iterations, "at most; otherwise 5000")->type_name("N");
    c->add_option("--samples", fit.samples, "draws an iteration; otherwise 500, or all the data")->type_name("N");
    c->add_option("--restarts", fit.restarts,
                  "independent starts; otherwise 16, 8 from clusters, or 1 where none is random")
        ->type_name("N");
    c->add_option("--dim", fit.dim, "components of x; otherwise as many as x1, x2, ... name")->type_name("D");
    c->add_option("--as", fit.as, "what the formula is: energy, log-density or density")
        ->capture_default_str()
        ->type_name("WHAT");
    add_repeated(c, "--set", fit.set, "a parameter, a=3; or any key of the spec, fit.clip=10; may be repeated");
    c->add_option("--seed", fit.seed, "of all random numbers; otherwise 0")->type_name("S");
    c->add_option("--threads", fit.threads, "otherwise all processors; the fit does not depend on it")->type_name("N");
    c->add_option("--out", fit.out, "folder for fit.json, fit.nc and pictures")->type_name("DIR");
    c->add_flag("--print-spec", fit.print_spec, "print the spec that fits the same, and fit nothing");
    c->add_flag("--quiet", fit.quiet, "print nothing but errors");
    c->add_flag("--json", fit.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kFitExamples);
}

void CommandLine::add_diagnose() {
    CLI::App* c = app->add_subcommand("diagnose", "a verdict on draws that anything has made");
    c->add_option("FILE", diagnose.files, "the draws: .nc, .npz, .npy or .csv")->required()->type_name("");
    c->add_option("--out", diagnose.out, "folder for summary.json and pictures")->type_name("DIR");
    c->add_flag("--quiet", diagnose.quiet, "print nothing but errors");
    c->add_flag("--json", diagnose.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kDiagnoseExamples);
}

void CommandLine::add_compare() {
    CLI::App* c = app->add_subcommand("compare", "are two files of draws, or a file and a formula, one law?");
    c->add_option("A", compare.first, "draws: .nc, .npz, .npy or .csv; several .csv with commas are a chain each")
        ->required()
        ->type_name("");
    c->add_option("B", compare.second, "draws that A is held against")->type_name("");
    c->add_option("--energy", compare.energy, "in place of B, the law exp(-FORMULA)")->type_name("FORMULA");
    c->add_option("--log-density", compare.log_density, "in place of B, the law exp(FORMULA)")->type_name("FORMULA");
    add_repeated(c, "--set", compare.set, "a parameter of the formula, a=3; may be repeated");
    c->add_option("--data", compare.data, "an array for the formula: y=y.csv; may be repeated")
        ->allow_extra_args(false)
        ->type_name("NAME=FILE");
    c->add_option("--seed", compare.seed, "of permutations and directions; otherwise 0")->type_name("S");
    c->add_option("--out", compare.out, "folder for summary.json and a picture")->type_name("DIR");
    c->add_flag("--quiet", compare.quiet, "print nothing but errors");
    c->add_flag("--json", compare.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kCompareExamples);
}

void CommandLine::add_gaussianity() {
    CLI::App* c = app->add_subcommand("gaussianity", "are the rows of a file draws of a Gaussian?");
    c->add_option("DATA", gaussianity.file, "a row a draw: .csv, .npz, .npy or .nc")->required()->type_name("");
    c->add_option("--array", gaussianity.array, "which array of a .npz; otherwise its only one")->type_name("NAME");
    c->add_option("--test", gaussianity.test, "which test; otherwise henze-zirkler")->type_name("NAME");
    c->add_option("--against", gaussianity.against, "estimated: every Gaussian; standard: N(0, I)")->type_name("LAW");
    c->add_option("--slices", gaussianity.slices, "random directions; otherwise 256")->type_name("M");
    c->add_option("--simulations", gaussianity.simulations,
                  "p from so many simulated samples, not from a formula; otherwise 999, or 500 a component, where the "
                  "formula does not hold")
        ->type_name("N");
    c->add_option("--seed", gaussianity.seed, "of directions and simulations; otherwise 0")->type_name("S");
    c->add_option("--out", gaussianity.out, "folder for summary.json and a picture")->type_name("DIR");
    c->add_flag("--quiet", gaussianity.quiet, "print nothing but errors");
    c->add_flag("--json", gaussianity.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kGaussianityExamples);
}

void CommandLine::add_lab() {
    CLI::App* c = app->add_subcommand("lab", "the experiments that come with the program: list, run one, run all");
    c->add_option_function<std::string>(
         "NAME",
         [this](const std::string& name) {
             lab.name = name;
             lab.named = true;
         },
         "which one; without it, the list of them")
        ->type_name("");
    c->add_flag("--all", lab.all, "run all, and write a page that shows them");
    add_repeated(c, "--set", lab.set, "set any key of the spec, with dots into tables; may be repeated");
    c->add_option("--out", lab.out, "folder for the files; otherwise out/NAME, with --all out/labs")->type_name("DIR");
    c->add_option("--threads", lab.threads,
                  "otherwise all processors; no result depends on it, and a density that does not move needs none")
        ->type_name("N");
    c->add_option("--seed", lab.seed, "as --set simulate.seed=S")->type_name("S");
    c->add_flag("--quiet", lab.quiet, "print nothing but errors");
    c->add_flag("--json", lab.json, "print one JSON object on standard output, and nothing else there");
    c->add_flag_callback("--no-figures", [this] { lab.figures = false; }, "draw nothing");
    c->footer(kLabExamples);
}

void CommandLine::add_plot() {
    CLI::App* c = app->add_subcommand("plot", "an energy, a density or a score as a picture, from a formula");
    c->add_option("EXPR", plot.formula, "the formula, of x1 and x2, or of x1")->required()->type_name("");
    c->add_option("--range", plot.range, "of x1 and x2, -3:3,-2:2; or of x1 alone, -4:4")
        ->required()
        ->type_name("RANGE");
    c->add_option("--as", plot.as, "what the formula is: energy, log-density or density")
        ->capture_default_str()
        ->type_name("WHAT");
    c->add_flag("--score", plot.score, "beside it the density with arrows of the score");
    c->add_option("--levels", plot.levels, "lines or bands of equal value")->type_name("N");
    c->add_option("--arrows", plot.arrows, "arrows across the panel")->type_name("N");
    add_repeated(c, "--set", plot.set, "a parameter, a=3; may be repeated");
    c->add_option("-o,--out", plot.out, "the picture: .png, .svg or .pdf")->capture_default_str()->type_name("FILE");
    c->add_option("--title", plot.title, "mathematics between dollars; otherwise the formula")->type_name("TEXT");
    c->add_option("--theme", plot.theme, "light or dark")->type_name("NAME");
    c->add_option("--width", plot.width, "of the picture, in px")->type_name("N");
    c->add_flag("--print-spec", plot.print_spec, "print the spec that draws the same, and draw nothing");
    c->add_flag("--json", plot.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kPlotExamples);
}

void CommandLine::add_eval() {
    CLI::App* c = app->add_subcommand("eval", "value and derivatives of a formula at a point");
    c->add_option("EXPR", eval.formula, "the formula")->required()->type_name("");
    add_repeated(c, "--at", eval.at, "the point x=1,2 and the time t=0.5");
    add_repeated(c, "--set", eval.set, "a parameter, a=3 or mu=1,2; may be repeated");
    c->add_flag("--gradient", eval.gradient, "the gradient with respect to x");
    c->add_flag("--hessian", eval.hessian, "the matrix of second derivatives");
    c->add_flag("--json", eval.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kEvalExamples);
}

void CommandLine::add_explain() {
    CLI::App* c = app->add_subcommand("explain", "the mathematics of a spec as understood, and the program made of it");
    c->add_option("SPEC", explain.spec, "the spec, a TOML file")->required()->type_name("");
    add_repeated(c, "--set", explain.set, "set any key of the spec, with dots into tables; may be repeated");
    c->add_flag("--json", explain.json, "print one JSON object on standard output, and nothing else there");
    c->footer(kExplainExamples);
}

void CommandLine::add_list() {
    CLI::App* c =
        app->add_subcommand("list", "every equation, density, sampler, scheme, function, figure and spec key");
    c->add_option("WHAT", list.what,
                  "equations, densities, samplers, families, objectives, optimisers, schemes, functions, figures or "
                  "keys; otherwise all")
        ->type_name("");
    c->add_flag("--json", list.json, "print one JSON object on standard output, and nothing else there");
    c->add_flag("--markdown", list.markdown, "print the reference of the spec, docs/spec.md");
}

std::vector<std::string> CommandLine::options_of(const std::string& command) {
    std::vector<std::string> names;
    const bool is_command = std::ranges::find(commands(), command) != commands().end();
    for (const CLI::Option* o : (is_command ? app->get_subcommand(command) : app.get())->get_options()) {
        for (const std::string& name : o->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : o->get_snames()) names.push_back("-" + name);
    }
    return names;
}

}  // namespace fokker::cli
