// What stands below the options in `fokker COMMAND --help`.
#pragma once

namespace fokker::cli {

inline constexpr const char* kRunExamples = R"(
Examples:
  fokker run labs/langevin-main.toml
  fokker run labs/double-well.toml --set simulate.particles=1e5 --set sde.target.params.height=3
  fokker run labs/double-well.toml --seed 7 --out out/wells-7 --json > wells-7.json

Writes summary.json, result.nc and the figures of the spec into the folder. Ctrl-C stops the run and
keeps what is complete. The keys of a spec: fokker list keys, or docs/spec.md.)";

inline constexpr const char* kLabExamples = R"(
Examples:
  fokker lab
  fokker lab ou
  fokker lab langevin-sigma --set simulate.particles=1000 --out out/small
  fokker lab --all --out gallery

With --all, the page index.html in DIR shows every picture and film with its lesson, its command and its spec.)";

inline constexpr const char* kPlotExamples = R"~(
Examples:
  fokker plot "(x1^2 + x2^2 - 1)^2 + x2^2/2" --range -2:2,-2:2 --score -o wells.png
  fokker plot "exp(-x1^2/2)" --as density --range -4:4
  fokker plot "a*(x1^2 - 1)^2 + x2^2" --set a=3 --range -2:2,-2:2 --levels 30 --print-spec

The functions of the language: fokker list functions.)~";

inline constexpr const char* kSampleExamples = R"~(
Examples:
  fokker sample "(x1^2 + x2^2 - 1)^2 + x2^2/2" --chains 4 --draws 1000
  fokker sample "sum(x^2)/2 + a*x[0]^4" --dim 10 --set a=2 --sampler hmc --set sample.n_leapfrog=20
  fokker sample "x1 - 3*log(x1)" --lower 0 --out out/gamma
  fokker sample "sum((y - x1)^2)/(2*exp(2*x2)) + 20*x2" --data y=y.csv

Prints a table and a verdict. With --out: draws.nc (arviz.from_netcdf opens it), summary.json and pictures. Ctrl-C
keeps the draws that are there. Samplers: fokker list samplers. The keys of a spec: docs/spec.md.)~";

inline constexpr const char* kFitExamples = R"~(
Examples:
  fokker fit labs/forward-kl.toml
  fokker fit "2*(x1^2 - 1)^2 + (x2 - x1^2)^2" --components 2 --out out/wells
  fokker fit draws.csv --components 3
  fokker fit eight-gaussians --components 8 --objective forward-kl --set fit.film=fit.mp4 --out out/eight

Prints a table: divergences with their standard errors, modes covered. With --out: fit.json, whose density any spec
uses as density = { file = "fit.json" }, fit.nc and pictures. Ctrl-C keeps what is complete. Families, objectives and
optimisers: fokker list. The keys of a spec: docs/spec.md.)~";

inline constexpr const char* kDiagnoseExamples = R"(
Examples:
  fokker diagnose out/wells/draws.nc
  fokker diagnose chain-1.csv chain-2.csv chain-3.csv chain-4.csv
  fokker diagnose draws.npz --out out/draws

NetCDF as ArviZ writes it, arrays [chain, draw, dim] in .npz or .npy, tables with a header in .csv, CmdStan's among
them; several .csv files are a chain each.)";

inline constexpr const char* kCompareExamples = R"~(
Examples:
  fokker compare out/nuts/draws.nc out/hmc/draws.nc
  fokker compare mine-1.csv,mine-2.csv reference.npz --out out/agreement
  fokker compare draws.csv --log-density "-x1^2/2 - 2*(x2 - x1^2)^2"

Are both samples from one law? Energy distance, MMD, sliced Wasserstein; for each component Kolmogorov-Smirnov,
Epps-Singleton and Wasserstein; p-values on draws thinned by their effective sample size. With a formula in place of
B: the kernelised Stein discrepancy, for which x1, x2, ... are the components of A. Files as for fokker diagnose.)~";

inline constexpr const char* kGaussianityExamples = R"~(
Examples:
  fokker gaussianity data.csv
  fokker gaussianity embeddings.npz --test sigreg --against standard --slices 1024
  fokker gaussianity data.csv --test shapiro-wilk --json
  fokker gaussianity states.npz --array x

Tests: henze-zirkler, bhep, mardia, energy, sigreg (of all components together); epps-pulley, anderson-darling,
shapiro-wilk, ks (of each component). Each p-value comes with the law that it is from: the published one, or simulated
samples (--simulations) with their error. The data are said not to be Gaussian at the 1 % level: where p is below 0.01;
exit code 0 whatever the answer. Rows are taken as independent. docs/gaussianity.md has all of it.)~";

inline constexpr const char* kEvalExamples = R"~(
Examples:
  fokker eval "(x1^2 - 1)^2 + a*x2^2" --at x=1,2 --set a=3 --gradient --hessian
  fokker eval "exp(-theta*t)*sum(x)" --at x=1,2,3 --at t=0.5 --set theta=2 --json

The functions of the language: fokker list functions.)~";

inline constexpr const char* kExplainExamples = R"(
Examples:
  fokker explain labs/double-well.toml
  fokker explain labs/langevin-1d.toml --set simulate.scheme=milstein --json)";

inline constexpr const char* kMainExamples = R"~(
Examples:
  fokker run labs/langevin-main.toml
  fokker sample "(x1^2 + x2^2 - 1)^2 + x2^2/2"
  fokker compare mine.csv reference.csv
  fokker gaussianity data.csv
  fokker eval "(x1^2 + x2^2 - 1)^2" --at x=1,2 --gradient
  fokker explain labs/langevin-main.toml
  fokker list schemes

fokker COMMAND --help says more about each.)~";

}  // namespace fokker::cli
