// All of Fokker in one header, for programs that use it:
//
//     #include <fokker/fokker.hpp>
//
//     auto target = fokker::GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
//     auto run = fokker::simulate(fokker::langevin(target, {.sigma = 10}),
//                                 {.start = fokker::Gaussian::isotropic(2, 20.0), .particles = 10'000,
//                                  .times = fokker::linspace(0, 5, 3000), .save = fokker::at({0, 0.05, 5}), .seed =
//                                  42});
//     fokker::show::dynamics(run, target).save("dynamics.png");
#pragma once

#include "fokker/assess/draws.hpp"
#include "fokker/assess/effective_sample_size.hpp"
#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/rhat.hpp"
#include "fokker/assess/stein.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/assess/two_samples.hpp"
#include "fokker/assess/wasserstein.hpp"
#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/pushforward.hpp"
#include "fokker/draw/dynamics.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/draw/film.hpp"
#include "fokker/draw/histogram.hpp"
#include "fokker/draw/kernel_density.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/path_sum.hpp"
#include "fokker/draw/trajectories.hpp"
#include "fokker/dynamics/process.hpp"
#include "fokker/dynamics/scheme.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"
#include "fokker/program/program.hpp"
#include "fokker/show/agreement.hpp"
#include "fokker/show/coarse.hpp"
#include "fokker/show/dynamics.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/field.hpp"
#include "fokker/show/histogram.hpp"
#include "fokker/show/linear.hpp"
#include "fokker/show/mixing.hpp"
#include "fokker/show/plane.hpp"
#include "fokker/show/profile.hpp"
#include "fokker/show/spread.hpp"
#include "fokker/show/trajectories.hpp"
#include "fokker/store/array.hpp"
#include "fokker/store/csv.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"
#include "fokker/version.hpp"
