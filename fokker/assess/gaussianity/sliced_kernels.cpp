#include "fokker/assess/gaussianity/sliced_kernels.hpp"

#include <type_traits>

#include "fokker/assess/gaussianity/powers.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/vector.hpp"

namespace fokker::assess::FOKKER_ISA {
namespace {

namespace elementary = fokker::FOKKER_ISA::elementary;
using elementary::Bits;
using elementary::fma;
using elementary::to_bits;
using fokker::FOKKER_ISA::kVectorBytes;
using fokker::FOKKER_ISA::kWidthOf;
using fokker::FOKKER_ISA::load;
using fokker::FOKKER_ISA::splat;
using fokker::FOKKER_ISA::store;
using fokker::FOKKER_ISA::VectorOf;

// Vectors and rows of a tile of a product that stays in registers: 16 accumulators of 32 or 8 of 16.
constexpr int kTileVectors = 2;
constexpr int kTileRows = kVectorBytes == 64 ? 8 : 4;

template <class T>
struct Matrix {
    T* at;
    std::size_t pitch;
};

// c[r][.] (+)= sum_k a[k][r] b[k][.], r < kTileRows, kTileVectors vectors wide, one fused multiply-add for each k in
// order.
template <bool Add, class T>
[[gnu::always_inline]] inline void product_tile(std::size_t depth, Matrix<const T> a, Matrix<const T> b, Matrix<T> c) {
    constexpr int kLanes = kWidthOf<T>;
    VectorOf<T> sum[kTileRows][kTileVectors];
    for (int r = 0; r < kTileRows; ++r) {
        for (int v = 0; v < kTileVectors; ++v)
            sum[r][v] = Add ? load<T>(c.at + static_cast<std::size_t>(r) * c.pitch + v * kLanes) : splat(T(0));
    }
    for (std::size_t k = 0; k < depth; ++k) {
        VectorOf<T> row[kTileVectors];
        for (int v = 0; v < kTileVectors; ++v) row[v] = load<T>(b.at + k * b.pitch + v * kLanes);
        for (int r = 0; r < kTileRows; ++r) {
            const VectorOf<T> factor = splat(a.at[k * a.pitch + static_cast<std::size_t>(r)]);
            for (int v = 0; v < kTileVectors; ++v) sum[r][v] = fokker::FOKKER_ISA::fma(factor, row[v], sum[r][v]);
        }
    }
    for (int r = 0; r < kTileRows; ++r) {
        for (int v = 0; v < kTileVectors; ++v)
            store<T>(c.at + static_cast<std::size_t>(r) * c.pitch + v * kLanes, sum[r][v]);
    }
}

// All tiles of kPanelDirections or kPanelRows rows of c, kPanelRows wide.
template <bool Add, class T>
void product(std::size_t rows, std::size_t depth, Matrix<const T> a, Matrix<const T> b, Matrix<T> c) {
    constexpr std::size_t kWide = kTileVectors * kWidthOf<T>;
    static_assert(kPanelRows % kWide == 0 && kPanelDirections % kTileRows == 0);
    for (std::size_t from = 0; from < kPanelRows; from += kWide) {
        for (std::size_t r = 0; r < rows; r += kTileRows) {
            product_tile<Add, T>(depth, {a.at + r, a.pitch}, {b.at + from, b.pitch},
                                 {c.at + r * c.pitch + from, c.pitch});
        }
    }
}

// c + kOffset has the unit of Fixed<T> in its last bit for |c| < 2, so its bits count units: no conversion is needed.
template <class T>
constexpr T kOffset = T(6);

template <class T>
FOKKER_LANE_FUNCTION Bits<T> units(T c) {
    return to_bits(c + kOffset<T>) - to_bits(kOffset<T>);
}

template <class T>
struct Complexes {
    T *re, *im;
};

// Adds cosine and sine of k theta, k = 1 .. kPowers, to `sums`, each multiplied by `base` where this is not the first
// group; makes `base` that of the next group.
template <bool First, class T>
void add_powers(std::size_t rows, Complexes<const T> z, Complexes<T> base, std::int64_t* sums) {
    Bits<T> re[kPowers] = {}, im[kPowers] = {};
#pragma omp simd reduction(+ : re, im)
    for (std::size_t i = 0; i < rows; ++i) {
        const Powers<T> p = powers(Complex<T>{z.re[i], z.im[i]});
        Complex<T> last;
        for (std::size_t k = 0; k < kPowers; ++k) {
            const Complex<T> w = First ? p.z[k] : times(p.z[k], Complex<T>{base.re[i], base.im[i]});
            re[k] += units(w.re);
            im[k] += units(w.im);
            last = w;
        }
        base.re[i] = last.re;
        base.im[i] = last.im;
    }
    for (std::size_t k = 0; k < kPowers; ++k) {
        for (const Bits<T>* part : {re, im}) {
            using Signed = std::make_signed_t<Bits<T>>;
            const std::int64_t sum = static_cast<Signed>(part[k]);
            std::int64_t* word = sums + ((part == re ? 0 : kPowers) + k) * kWords;
            word[0] += sum >> 32;
            word[1] += sum & 0xffffffff;
        }
    }
}

template <class T>
void sum_cosines(const SlicedBlock<T>& block, std::int64_t* sums) {
    for (std::size_t panel = 0; panel < block.panels; ++panel) {
        for (std::size_t m = 0; m < block.directions; m += kPanelDirections) {
            product<false, T>(kPanelDirections, block.dim,
                              {block.directions_in_panels + m * block.dim, kPanelDirections},
                              {block.x + panel * block.dim * kPanelRows, kPanelRows},
                              {block.cosine + m * kBlockPitch + panel * kPanelRows, kBlockPitch});
        }
    }
    T base_re[kBlockRows], base_im[kBlockRows];
    for (std::size_t m = 0; m < block.directions; ++m) {
        T *c = block.cosine + m * kBlockPitch, *s = block.sine + m * kBlockPitch;
        FOKKER_LANE_LOOP
        for (std::size_t i = 0; i < block.panels * kPanelRows; ++i) c[i] *= block.step;
        elementary::sincos_array(c, s, c, static_cast<int>(block.panels * kPanelRows));
        for (std::size_t g = 0; g < block.groups; ++g, sums += 2 * kPowers * kWords) {
            const auto add = g == 0 ? add_powers<true, T> : add_powers<false, T>;
            add(block.rows, {c, s}, {base_re, base_im}, sums);
        }
    }
}

// w = w z^kPowers + sum_k (c_k - i s_k) z^k, by Horner's rule; w = 0 before the first.
template <bool First, class T>
void add_polynomial(std::size_t rows, Complexes<const T> z, const T* coefficients, Complexes<T> w) {
    const T *c = coefficients, *s = coefficients + kPowers;
    FOKKER_LANE_LOOP
    for (std::size_t i = 0; i < rows; ++i) {
        const Complex<T> x{z.re[i], z.im[i]};
        Complex<T> sum{c[kPowers - 1], -s[kPowers - 1]};
        if constexpr (!First) {
            const Complex<T> above{w.re[i], w.im[i]};
            sum = {sum.re + above.re, sum.im + above.im};
        }
        for (std::size_t k = kPowers - 1; k-- > 0;) {
            sum = {fma(sum.re, x.re, fma(-sum.im, x.im, c[k])), fma(sum.re, x.im, fma(sum.im, x.re, -s[k]))};
        }
        w.re[i] = fma(sum.re, x.re, -(sum.im * x.im));
        w.im[i] = fma(sum.re, x.im, sum.im * x.re);
    }
}

template <class T>
void add_gradient(const SlicedBlock<T>& block, const T* coefficients, const T* directions_in_columns, std::size_t pitch,
                  std::size_t columns, T* gradient) {
    const std::size_t lanes = block.panels * kPanelRows;
    T re[kBlockRows], im[kBlockRows];
    for (std::size_t m = 0; m < block.directions; ++m) {
        T* c = block.cosine + m * kBlockPitch;
        const T* s = block.sine + m * kBlockPitch;
        const T* own = coefficients + m * block.groups * 2 * kPowers;
        for (std::size_t g = block.groups; g-- > 0;) {
            const auto add = g + 1 == block.groups ? add_polynomial<true, T> : add_polynomial<false, T>;
            add(lanes, {c, s}, own + g * 2 * kPowers, {re, im});
        }
        FOKKER_LANE_LOOP
        for (std::size_t i = 0; i < lanes; ++i) c[i] = re[i];
    }
    for (std::size_t column = 0; column < columns; ++column) {
        product<true, T>(lanes, block.directions, {block.cosine, kBlockPitch},
                         {directions_in_columns + column * pitch, kPanelRows},
                         {gradient + column * kPanelRows, columns * kPanelRows});
    }
}

}  // namespace

const AllSlicedKernels& sliced_kernels() {
    static constexpr AllSlicedKernels kKernels{{sum_cosines<float>, add_gradient<float>},
                                               {sum_cosines<double>, add_gradient<double>}};
    return kKernels;
}

}  // namespace fokker::assess::FOKKER_ISA
