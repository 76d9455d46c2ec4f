// The elementary functions over arrays: out[i] = f(in[i]) for 0 <= i < n. `out` may be `in`; otherwise the two
// must not overlap.
#pragma once

#include "fokker/program/elementary_atan.hpp"
#include "fokker/program/elementary_erf.hpp"
#include "fokker/program/elementary_exp.hpp"
#include "fokker/program/elementary_hyperbolic.hpp"
#include "fokker/program/elementary_log.hpp"
#include "fokker/program/elementary_logistic.hpp"
#include "fokker/program/elementary_pow.hpp"
#include "fokker/program/elementary_trig.hpp"

namespace fokker::FOKKER_ISA::elementary {

#define FOKKER_ARRAY_FORM(function)                                   \
    template <class T>                                                \
    static inline void function##_array(const T* in, T* out, int n) { \
        FOKKER_LANE_LOOP                                              \
        for (int i = 0; i < n; ++i) out[i] = function(in[i]);         \
    }
FOKKER_ARRAY_FORM(exp)
FOKKER_ARRAY_FORM(expm1)
FOKKER_ARRAY_FORM(log)
FOKKER_ARRAY_FORM(log1p)
FOKKER_ARRAY_FORM(sinh)
FOKKER_ARRAY_FORM(cosh)
FOKKER_ARRAY_FORM(tanh)
FOKKER_ARRAY_FORM(atan)
FOKKER_ARRAY_FORM(erf)
FOKKER_ARRAY_FORM(sigmoid)
FOKKER_ARRAY_FORM(softplus)
FOKKER_ARRAY_FORM(floor)
#undef FOKKER_ARRAY_FORM

// out[i] = atan2(y[i], x[i])
template <class T>
static inline void atan2_array(const T* y, const T* x, T* out, int n) {
    FOKKER_LANE_LOOP
    for (int i = 0; i < n; ++i) out[i] = atan2(y[i], x[i]);
}

// out[i] = x[i]^y[i]
template <class T>
static inline void pow_array(const T* x, const T* y, T* out, int n) {
    FOKKER_LANE_LOOP
    for (int i = 0; i < n; ++i) out[i] = pow(x[i], y[i]);
}

constexpr int kTrigTile = 128;

template <class T>
FOKKER_LANE_FUNCTION bool any_large_angle(const T* in, int n) {
    int large = 0;
    for (int i = 0; i < n; ++i) large |= is_large_angle(in[i]) ? 1 : 0;
    return large != 0;
}

// The moderate form for all lanes of a tile at once; then, where a lane needs it, the slow one for that lane.
#define FOKKER_TRIG_ARRAY_FORM(function)                                              \
    template <class T>                                                                \
    static inline void function##_array(const T* in, T* out, int n) {                 \
        for (int from = 0; from < n; from += kTrigTile) {                             \
            const int count = n - from < kTrigTile ? n - from : kTrigTile;            \
            const T* a = in + from;                                                   \
            T* o = out + from;                                                        \
            T kept[kTrigTile];                                                        \
            const bool large = any_large_angle(a, count);                             \
            if (large) {                                                              \
                for (int i = 0; i < count; ++i) kept[i] = a[i];                       \
            }                                                                         \
            FOKKER_LANE_LOOP                                                          \
            for (int i = 0; i < count; ++i) o[i] = function##_moderate(a[i]);         \
            if (large) {                                                              \
                for (int i = 0; i < count; ++i) {                                     \
                    if (is_large_angle(kept[i])) o[i] = function##_of_large(kept[i]); \
                }                                                                     \
            }                                                                         \
        }                                                                             \
    }
FOKKER_TRIG_ARRAY_FORM(sin)
FOKKER_TRIG_ARRAY_FORM(cos)
FOKKER_TRIG_ARRAY_FORM(tan)
#undef FOKKER_TRIG_ARRAY_FORM

// sin_out[i] = sin(in[i]), cos_out[i] = cos(in[i]); either may be `in`.
template <class T>
static inline void sincos_array(const T* in, T* sin_out, T* cos_out, int n) {
    for (int from = 0; from < n; from += kTrigTile) {
        const int count = n - from < kTrigTile ? n - from : kTrigTile;
        const T* a = in + from;
        T *s = sin_out + from, *c = cos_out + from;
        T kept[kTrigTile];
        const bool large = any_large_angle(a, count);
        if (large) {
            for (int i = 0; i < count; ++i) kept[i] = a[i];
        }
        FOKKER_LANE_LOOP
        for (int i = 0; i < count; ++i) {
            const SinCos<T> both = sincos_moderate(a[i]);
            s[i] = both.sin;
            c[i] = both.cos;
        }
        if (large) {
            for (int i = 0; i < count; ++i) {
                if (!is_large_angle(kept[i])) continue;
                s[i] = sin_of_large(kept[i]);
                c[i] = cos_of_large(kept[i]);
            }
        }
    }
}

}  // namespace fokker::FOKKER_ISA::elementary
