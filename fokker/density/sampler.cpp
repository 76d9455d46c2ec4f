#include "fokker/density/sampler.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kLanes = 256;  // points whose random numbers are made at a time

// Room for so many normals of each of kLanes points: on the stack where they are few, so that a fit, which draws a few
// hundred points at each of its iterations, allocates nothing.
class Normals {
public:
    explicit Normals(std::size_t slots) : many_(slots > kFew ? slots * kLanes : 0) {}
    double* data() { return many_.empty() ? few_ : many_.data(); }

private:
    static constexpr std::size_t kFew = 8;
    double few_[kFew * kLanes];
    std::vector<double> many_;
};

std::size_t choose(std::span<const GaussianPart> parts, double uniform) {
    double cumulated = 0;
    for (std::size_t k = 0; k + 1 < parts.size(); ++k) {
        cumulated += parts[k].weight;
        if (uniform < cumulated) return k;
    }
    return parts.size() - 1;
}

// x = mean + L z; component j of z is z[j * pitch].
void place(const GaussianPart& part, const double* z, std::size_t pitch, double* x) {
    const Matrix& lower = part.factor.lower;
    for (int i = 0; i < lower.rows; ++i) {
        double value = part.mean[static_cast<std::size_t>(i)];
        for (int j = part.factor.diagonal ? i : 0; j <= i; ++j)
            value += lower(i, j) * z[static_cast<std::size_t>(j) * pitch];
        x[i] = value;
    }
}

void fill(std::span<const GaussianPart> parts, const SampleAddress& address, Points& points) {
    const auto dim = static_cast<std::size_t>(points.dim);
    Normals normals(dim);
    double uniforms[kLanes];
    for (std::size_t from = 0; from < points.count(); from += kLanes) {
        const std::size_t lanes = std::min(kLanes, points.count() - from);
        NormalBlock block{.seed = address.seed,
                          .stream = address.stream,
                          .purpose = address.purpose,
                          .first_particle = address.first_particle + static_cast<std::uint32_t>(from),
                          .lanes = static_cast<int>(lanes),
                          .first_step = address.step,
                          .slots = points.dim};
        fill_normals(block, normals.data(), address.isa);
        if (parts.size() > 1) {
            block.slots = 1;
            fill_uniforms(block, uniforms, address.isa);
        }
        for (std::size_t i = 0; i < lanes; ++i)
            place(parts[parts.size() > 1 ? choose(parts, uniforms[i]) : 0], normals.data() + i, lanes,
                  &points.values[(from + i) * dim]);
    }
}

}  // namespace

std::function<void(const SampleAddress&, Points&)> sampler(std::vector<GaussianPart> parts) {
    const auto shared = std::make_shared<const std::vector<GaussianPart>>(std::move(parts));
    return [shared](const SampleAddress& address, Points& points) { fill(*shared, address, points); };
}

std::function<void(const SampleAddress&, Points&)> sampler_of_normals(
    int slots, std::function<void(const double* z, std::size_t pitch, double* x)> map) {
    return [slots, map = std::move(map)](const SampleAddress& address, Points& points) {
        Normals normals(static_cast<std::size_t>(slots));
        for (std::size_t from = 0; from < points.count(); from += kLanes) {
            const std::size_t lanes = std::min(kLanes, points.count() - from);
            fill_normals({.seed = address.seed,
                          .stream = address.stream,
                          .purpose = address.purpose,
                          .first_particle = address.first_particle + static_cast<std::uint32_t>(from),
                          .lanes = static_cast<int>(lanes),
                          .first_step = address.step,
                          .slots = slots},
                         normals.data(), address.isa);
            for (std::size_t i = 0; i < lanes; ++i)
                map(normals.data() + i, lanes, &points.values[(from + i) * static_cast<std::size_t>(points.dim)]);
        }
    };
}

}  // namespace fokker
