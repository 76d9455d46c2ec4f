#include "fokker/density/sampler.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kLanes = 256;  // points whose random numbers are made at a time

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
    std::vector<double> normals(kLanes * dim), uniforms(kLanes, 0.5);
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
            fill_uniforms(block, uniforms.data(), address.isa);
        }
        for (std::size_t i = 0; i < lanes; ++i)
            place(parts[choose(parts, uniforms[i])], &normals[i], lanes, &points.values[(from + i) * dim]);
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
        std::vector<double> normals(kLanes * static_cast<std::size_t>(slots));
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
                map(&normals[i], lanes, &points.values[(from + i) * static_cast<std::size_t>(points.dim)]);
        }
    };
}

}  // namespace fokker
