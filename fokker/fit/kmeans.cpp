#include "fokker/fit/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/density/describe.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/fit/columns.hpp"
#include "fokker/fit/data.hpp"
#include "fokker/fit/mixture_kernels.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr double kFar = std::numeric_limits<double>::max();

class Clustering {
public:
    Clustering(const Columns& x, const KmeansOptions& options)
        : x_(x),
          options_(options),
          chunks_((x.count + kMixtureChunk - 1) / kMixtureChunk),
          workers_(worker_count(options.threads, chunks_)) {}

    // k-means++.
    void choose_centers() {
        const auto n = static_cast<double>(x_.count);
        std::vector<double> square(x_.count, kFar), candidate, best;
        add_center(std::min(x_.count - 1, static_cast<std::size_t>(uniform_of(0, 0) * n)), square);
        const int tries = 2 + static_cast<int>(std::log(static_cast<double>(options_.clusters)));
        for (int k = 1; k < options_.clusters; ++k) {
            const double inertia = sum(square);
            if (!(inertia > 0))
                throw Error("data: " + counted(k, "different point") + " for " +
                            counted(options_.clusters, "component"));
            std::vector<double> center;
            double least = std::numeric_limits<double>::infinity();
            for (int t = 0; t < tries; ++t) {
                candidate = square;
                const std::size_t i = find(square, uniform_of(k, t) * inertia);
                lower(candidate, point(i));
                const double left = sum(candidate);
                if (!(left < least)) continue;
                least = left;
                best = candidate;
                center = point(i);
            }
            square = best;
            centers_.push_back(center);
        }
    }

    // Lloyd's iterations; the result is of the last assignment, in which nothing changed, or the last allowed.
    Kmeans settle() {
        Kmeans result;
        std::vector<double> cluster(x_.count, -1.0), before;
        for (;;) {
            before = cluster;
            std::vector<double> square(x_.count, kFar);
            for (std::size_t k = 0; k < centers_.size(); ++k)
                lower(square, centers_[k], static_cast<double>(k), &cluster);
            result.inertia = sum(square);
            if (cluster == before || result.iterations == options_.iterations) break;
            move_centers(cluster);
            ++result.iterations;
        }
        result.sizes.assign(centers_.size(), 0);
        for (const double k : cluster) {
            result.cluster.push_back(static_cast<std::uint32_t>(k));
            ++result.sizes[result.cluster.back()];
        }
        result.centers = centers_;
        return result;
    }

private:
    double uniform_of(int cluster, int attempt) const {
        return uniform(options_.seed, options_.stream, Purpose::start, static_cast<std::uint32_t>(cluster),
                       options_.restart, static_cast<std::uint32_t>(attempt));
    }

    std::vector<double> point(std::size_t i) const {
        std::vector<double> p;
        for (std::size_t j = 0; j < x_.dim; ++j) p.push_back(x_[j][i]);
        return p;
    }

    // The squared distances, lowered to those from a further center.
    void lower(std::vector<double>& square, const std::vector<double>& center, double number = 0,
               std::vector<double>* cluster = nullptr) {
        spare_.resize(x_.count);
        double* number_of = cluster != nullptr ? cluster->data() : spare_.data();
        const auto nearest = mixture_kernels(options_.isa).nearest;
        run_workers(workers_, [&](int worker) {
            for (auto c = static_cast<std::size_t>(worker); c < chunks_; c += static_cast<std::size_t>(workers_)) {
                const std::size_t from = c * kMixtureChunk;
                nearest(x_.values.data(), x_.pitch, from, std::min(kMixtureChunk, x_.count - from), x_.dim,
                        center.data(), number, &square[from], number_of + from);
            }
        });
    }

    void add_center(std::size_t i, std::vector<double>& square) {
        centers_.push_back(point(i));
        lower(square, centers_.back());
    }

    static double sum(const std::vector<double>& values) {
        double total = 0;
        for (const double v : values) total += v;
        return total;
    }

    // The point at which the running sum of the squares passes `at`.
    static std::size_t find(const std::vector<double>& square, double at) {
        double passed = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i < square.size(); ++i) {
            if (square[i] > 0) last = i;
            passed += square[i];
            if (passed > at) return i;
        }
        return last;
    }

    void move_centers(const std::vector<double>& cluster) {
        std::vector<std::vector<double>> sums(centers_.size(), std::vector<double>(x_.dim, 0.0));
        std::vector<double> sizes(centers_.size(), 0.0);
        for (std::size_t i = 0; i < x_.count; ++i) {
            const auto k = static_cast<std::size_t>(cluster[i]);
            sizes[k] += 1;
            for (std::size_t j = 0; j < x_.dim; ++j) sums[k][j] += x_[j][i];
        }
        for (std::size_t k = 0; k < centers_.size(); ++k) {
            for (std::size_t j = 0; j < x_.dim && sizes[k] > 0; ++j) centers_[k][j] = sums[k][j] / sizes[k];
        }
    }

    const Columns& x_;
    const KmeansOptions& options_;
    std::size_t chunks_;
    int workers_;
    std::vector<std::vector<double>> centers_;
    std::vector<double> spare_;
};

}  // namespace

Kmeans kmeans(const Points& points, const KmeansOptions& options) {
    if (options.clusters < 1) throw Error("clusters: at least one, got " + std::to_string(options.clusters));
    check_rows(points);
    const Columns x = columns(points);
    Clustering clustering(x, options);
    clustering.choose_centers();
    return clustering.settle();
}

}  // namespace fokker
