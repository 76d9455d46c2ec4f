#include "fokker/fit/em.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian_log_density.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/clusters.hpp"
#include "fokker/fit/columns.hpp"
#include "fokker/fit/data.hpp"
#include "fokker/fit/eigen_floor.hpp"
#include "fokker/fit/kmeans.hpp"
#include "fokker/fit/mixture_kernels.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/isa_select.hpp"

namespace fokker {

FOKKER_SELECT_BY_ISA(MixtureKernels, mixture_kernels)

namespace {

using Clock = std::chrono::steady_clock;

void check(const EmOptions& o) {
    if (o.components < 1) throw Error("components: at least one, got " + std::to_string(o.components));
    if (o.iterations < 1) throw Error("iterations: at least one, got " + std::to_string(o.iterations));
    if (!(o.tolerance >= 0)) throw Error("tolerance: 0 or more, got " + number(o.tolerance));
    if (!(o.floor > 0) || !(o.floor < 1)) throw Error("floor: between 0 and 1, got " + number(o.floor));
}

// The mean over components of the variance of the data.
double mean_variance(const Columns& data) {
    double total = 0;
    const auto n = static_cast<double>(data.count);
    for (std::size_t j = 0; j < data.dim; ++j) {
        double mean = 0, square = 0;
        for (std::size_t i = 0; i < data.count; ++i) mean += data[j][i];
        mean /= n;
        for (std::size_t i = 0; i < data.count; ++i) square += (data[j][i] - mean) * (data[j][i] - mean);
        total += square / n;
    }
    return total / static_cast<double>(data.dim);
}

struct Part {
    double weight = 0;
    std::vector<double> mean;
    Factor factor;
    bool floored = false;
};

class Iteration {
public:
    Iteration(const Columns& data, const EmOptions& options, double floor)
        : data_(data),
          options_(options),
          floor_(floor),
          parts_(static_cast<std::size_t>(options.components)),
          chunks_((data.count + kMixtureChunk - 1) / kMixtureChunk),
          workers_(worker_count(options.threads, chunks_)),
          work_(static_cast<std::size_t>(workers_) * em_work(data.dim, parts_.size())),
          sums_(chunks_ * em_sums(data.dim, parts_.size())) {}

    void begin_with(const GaussianMixture& mixture) {
        double total = 0;
        for (const double w : mixture.weights) total += w;
        for (std::size_t k = 0; k < parts_.size(); ++k) {
            Matrix covariance = mixture.covariances[k];
            parts_[k].floored = raise_eigenvalues(covariance, floor_);
            parts_[k].weight = mixture.weights[k] / total;
            parts_[k].mean = mixture.means[k];
            parts_[k].factor = factorise(covariance, static_cast<int>(data_.dim), what(k));
        }
    }

    // The mean log likelihood of the parts as they are; sums for maximise.
    double expect() {
        fill_numbers();
        const MixtureKernels& kernels = mixture_kernels(options_.isa);
        const std::size_t wide = em_sums(data_.dim, parts_.size());
        run_workers(workers_, [&](int worker) {
            const auto w = static_cast<std::size_t>(worker);
            for (std::size_t c = w; c < chunks_; c += static_cast<std::size_t>(workers_)) {
                const std::size_t from = c * kMixtureChunk;
                kernels.expect({.x = data_.values.data(),
                                .pitch = data_.pitch,
                                .from = from,
                                .count = std::min(kMixtureChunk, data_.count - from),
                                .dim = data_.dim,
                                .parts = parts_.size(),
                                .numbers = numbers_.data(),
                                .work = &work_[w * em_work(data_.dim, parts_.size())],
                                .sums = &sums_[c * wide]});
            }
        });
        const std::size_t all = 1 + parts_.size() * part_numbers(data_.dim);
        total_.assign(all, 0.0);
        for (std::size_t c = 0; c < chunks_; ++c) {
            for (std::size_t k = 0; k < all; ++k) total_[k] += sums_[c * wide + k];
        }
        const double mean = total_[0] / static_cast<double>(data_.count);
        if (!std::isfinite(mean))
            throw Error("data: a row lies so far from every part of the mixture that its density is 0");
        return mean;
    }

    void maximise() {
        for (std::size_t k = 0; k < parts_.size(); ++k) maximise(k, &total_[1 + k * part_numbers(data_.dim)]);
    }

    Em result() const {
        Em em;
        em.floor = floor_;
        for (const Part& part : parts_) {
            em.mixture.weights.push_back(part.weight);
            em.mixture.means.push_back(part.mean);
            em.mixture.covariances.push_back(part.factor.covariance);
            em.floored += part.floored ? 1 : 0;
            em.emptied += part.weight == 0 ? 1 : 0;
        }
        return em;
    }

private:
    static std::string what(std::size_t k) {
        return "the covariance of part " + std::to_string(k + 1) + " of a mixture";
    }

    void fill_numbers() {
        numbers_.clear();
        for (const Part& part : parts_) {
            numbers_.push_back(host::elementary::log(part.weight) + gaussian_log_peak(part.factor));
            numbers_.insert(numbers_.end(), part.mean.begin(), part.mean.end());
            for (int i = 0; i < part.factor.inverse.rows; ++i) {
                for (int j = 0; j <= i; ++j) numbers_.push_back(part.factor.inverse(i, j));
            }
        }
    }

    // sums: of r, r z_j and r z_i z_j, z = L^-1 (x - m). So m' = m + L a and C' = L (E z z' - a a') L' with a = E z.
    void maximise(std::size_t k, const double* sums) {
        Part& part = parts_[k];
        constexpr double kNothing = 1e-200;  // of a point
        if (!(sums[0] > kNothing)) {
            part.weight = 0;
            return;
        }
        part.weight = sums[0] / static_cast<double>(data_.count);
        const int dim = static_cast<int>(data_.dim);
        const auto size = data_.dim;
        std::vector<double> a(size);
        for (std::size_t i = 0; i < size; ++i) a[i] = sums[1 + i] / sums[0];
        const double* products = sums + 1 + size;
        Matrix white = part.factor.lower;
        for (int i = 0; i < dim; ++i) {
            for (int j = 0; j <= i; ++j) {
                white(i, j) = *products++ / sums[0] - a[static_cast<std::size_t>(i)] * a[static_cast<std::size_t>(j)];
                white(j, i) = white(i, j);
            }
        }
        const Matrix& lower = part.factor.lower;
        Matrix half = white, covariance = white;
        for (int i = 0; i < dim; ++i) {
            double shift = 0;
            for (int j = 0; j <= i; ++j) shift += lower(i, j) * a[static_cast<std::size_t>(j)];
            part.mean[static_cast<std::size_t>(i)] += shift;
            for (int j = 0; j < dim; ++j) {
                double sum = 0;
                for (int l = 0; l <= i; ++l) sum += lower(i, l) * white(l, j);
                half(i, j) = sum;
            }
        }
        for (int i = 0; i < dim; ++i) {
            for (int j = 0; j <= i; ++j) {
                double sum = 0;
                for (int l = 0; l <= j; ++l) sum += half(i, l) * lower(j, l);
                covariance(i, j) = sum;
                covariance(j, i) = sum;
            }
        }
        part.floored = raise_eigenvalues(covariance, floor_);
        part.factor = factorise(covariance, dim, what(k));
    }

    const Columns& data_;
    const EmOptions& options_;
    double floor_;
    std::vector<Part> parts_;
    std::size_t chunks_;
    int workers_;
    std::vector<double> numbers_, work_, sums_, total_;
};

Em run(const Columns& data, const GaussianMixture& start, const EmOptions& options, double floor) {
    Iteration fit(data, options, floor);
    fit.begin_with(start);
    std::vector<double> logs{fit.expect()};
    const auto told_to_stop = [&] {
        return options.keep_going && !options.keep_going({.iteration = static_cast<int>(logs.size()) - 1,
                                                          .log_likelihood = logs.back(),
                                                          .mixture = fit.result().mixture});
    };
    bool converged = false, stopped = told_to_stop();
    while (!converged && !stopped && logs.size() <= static_cast<std::size_t>(options.iterations)) {
        fit.maximise();
        logs.push_back(fit.expect());
        converged = logs.back() - logs[logs.size() - 2] < options.tolerance;
        stopped = told_to_stop();
    }
    Em em = fit.result();
    em.log_likelihood = std::move(logs);
    em.converged = converged;
    em.stopped = stopped && !converged;
    return em;
}

double since(Clock::time_point before) {
    return std::chrono::duration<double>(Clock::now() - before).count();
}

}  // namespace

Em em(const Points& data, const EmOptions& options) {
    const auto before = Clock::now();
    check(options);
    check_rows(data);
    check_spread(data);
    const Kmeans clusters = kmeans(data, {.clusters = options.components,
                                          .seed = options.seed,
                                          .stream = options.stream,
                                          .restart = options.restart,
                                          .threads = options.threads,
                                          .isa = options.isa});
    const double kmeans_seconds = since(before);
    const Columns x = columns(data);
    Em fitted = run(x, mixture_of(data, clusters), options, options.floor * mean_variance(x));
    fitted.kmeans_seconds = kmeans_seconds;
    fitted.seconds = since(before);
    return fitted;
}

Em em(const Points& data, const GaussianMixture& start, const EmOptions& options) {
    const auto before = Clock::now();
    EmOptions own = options;
    own.components = static_cast<int>(start.means.size());
    check(own);
    check_rows(data);
    check_spread(data);
    const Density checked = start;
    if (checked.dim != data.dim)
        throw Error("start: a mixture of " + counted(checked.dim, "component") + " for data of " +
                    std::to_string(data.dim));
    const Columns x = columns(data);
    Em fitted = run(x, start, own, own.floor * mean_variance(x));
    fitted.seconds = since(before);
    return fitted;
}

}  // namespace fokker
