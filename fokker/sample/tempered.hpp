// Particles at many temperatures: q^(1 - beta) p^beta, moved by HMC. Private to this room.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fokker/sample/lockstep_program.hpp"
#include "fokker/sample/recording.hpp"
#include "fokker/sample/reference.hpp"

namespace fokker {

// One HMC step at a particle's own beta, step size and scale, jittered as that of Hmc. Log density and score that are
// carried are those of p.
MarkovKernel tempered_hmc(const Target& target, const Reference& reference, int n_leapfrog, double jitter);

// Some particles with numbers of their own, in blocks side by side.
class Population {
public:
    // Particles first ... first + count - 1 of all that the run has; x: [particle, dim].
    Population(const KernelProgram& program, const Plan& plan, const Reference& reference, std::uint32_t first,
               std::span<const double> x);

    std::size_t size() const { return count_; }
    // Step `step` of every particle: random numbers have this address.
    void step(std::size_t step);

    void copy_x(std::size_t i, std::span<double> x) const;
    void copy_score(std::size_t i, std::span<double> score) const;  // of p
    double log_density(std::size_t i) const;                        // of p
    double log_ratio(std::size_t i) const;                          // of the last accept test
    double energy(std::size_t i) const;
    void set_beta(std::size_t i, double beta);
    void set_step_size(std::size_t i, double step_size);
    void set_scale(std::size_t i, std::span<const double> scale);

    // log p - log q of every particle.
    std::vector<double> log_weights() const;
    // Particle i becomes what particle from[i] was.
    void select(std::span<const std::size_t> from);
    void swap(std::size_t i, std::size_t j);

private:
    // Rows of one particle: the same in every block.
    double& at(int KernelRows::* what, std::size_t j, std::size_t i) const;
    double given(int KernelRows::* what, std::size_t i) const;

    const Plan* plan_;
    const Reference* reference_;
    std::size_t count_, dim_, lanes_;
    mutable std::vector<KernelBlock> blocks_;
};

// min(1, exp(log_ratio)); 0 where that is not finite.
double acceptance_of(double log_ratio);

}  // namespace fokker
