#include "fokker/sample/trajectory_kernels.hpp"

#include "fokker/program/elementary.hpp"

namespace fokker::FOKKER_ISA {
namespace {

using Parts [[gnu::vector_size(kPartialSums * sizeof(double))]] = double;

#define FOKKER_INLINE [[gnu::always_inline]] inline

FOKKER_INLINE void load(const double* p, Parts& v) {
    __builtin_memcpy(&v, p, sizeof v);
}
FOKKER_INLINE void store(double* p, const Parts& v) {
    __builtin_memcpy(p, &v, sizeof v);
}
FOKKER_INLINE double total(const Parts& s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

void leave(std::size_t n, double h, const double* scale, const double* x, const double* score, const double* v,
           double* x_next, double* v_middle) {
    const double half = 0.5 * h;
    for (std::size_t j = 0; j < n; j += kPartialSums) {
        Parts s, position, gradient, velocity;
        load(scale + j, s);
        load(x + j, position);
        load(score + j, gradient);
        load(v + j, velocity);
        velocity += half * (s * gradient);
        store(v_middle + j, velocity);
        store(x_next + j, position + h * (s * velocity));
    }
}

double land(std::size_t n, double h, const double* scale, const double* score, double* v) {
    const double half = 0.5 * h;
    Parts sum{};
    for (std::size_t j = 0; j < n; j += kPartialSums) {
        Parts s, gradient, velocity;
        load(scale + j, s);
        load(score + j, gradient);
        load(v + j, velocity);
        velocity += half * (s * gradient);
        store(v + j, velocity);
        sum += velocity * velocity;
    }
    return 0.5 * total(sum);
}

double kinetic(std::size_t n, const double* v) {
    Parts sum{};
    for (std::size_t j = 0; j < n; j += kPartialSums) {
        Parts velocity;
        load(v + j, velocity);
        sum += velocity * velocity;
    }
    return 0.5 * total(sum);
}

template <bool kAcross>
FOKKER_INLINE bool straight(std::size_t n, const Join& join, double* rho) {
    Parts whole[2]{}, before[2]{}, after[2]{};  // with either end of: all, a and the first of b, b and the last of a
    for (std::size_t j = 0; j < n; j += kPartialSums) {
        Parts first, last, a_rho, b_rho;
        load(join.first + j, first);
        load(join.last + j, last);
        load(join.a_rho + j, a_rho);
        load(join.b_rho + j, b_rho);
        const Parts sum = a_rho + b_rho;
        store(rho + j, sum);
        whole[0] += first * sum;
        whole[1] += last * sum;
        if constexpr (kAcross) {
            Parts a_last, b_first;
            load(join.a_last + j, a_last);
            load(join.b_first + j, b_first);
            const Parts longer_a = a_rho + b_first, longer_b = b_rho + a_last;
            before[0] += first * longer_a;
            before[1] += b_first * longer_a;
            after[0] += a_last * longer_b;
            after[1] += last * longer_b;
        }
    }
    bool apart = total(whole[0]) > 0 && total(whole[1]) > 0;
    if constexpr (kAcross)
        apart = apart && total(before[0]) > 0 && total(before[1]) > 0 && total(after[0]) > 0 && total(after[1]) > 0;
    return apart;
}

bool straight(std::size_t n, const Join& join, bool across, double* rho) {
    return across ? straight<true>(n, join, rho) : straight<false>(n, join, rho);
}

void exponentials(double log_ratio, double log_unit, double (&result)[2]) {
    const double of[2] = {-__builtin_fabs(log_ratio), log_ratio - log_unit};
    FOKKER_LANE_LOOP
    for (int i = 0; i < 2; ++i) result[i] = elementary::exp(of[i]);
}

constexpr TrajectoryKernels kKernels{leave, land, kinetic, straight, exponentials};

}  // namespace

const TrajectoryKernels& trajectory_kernels() {
    return kKernels;
}

}  // namespace fokker::FOKKER_ISA
