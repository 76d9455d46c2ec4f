// The elementary functions against MPFR, and against themselves across instruction sets.
#include "fokker/program/elementary.hpp"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iomanip>
#include <limits>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "fokker/program/elementary_bounds.hpp"

namespace fokker {

void PrintTo(const ElementaryBound& f, std::ostream* out) {
    *out << f.name;
}

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kSmallestNormal = std::numeric_limits<double>::min();

// A number of MPFR with enough digits that its own error does not show: 200 bits where doubles have 53.
class Real {
public:
    Real() { mpfr_init2(value_, 200); }
    ~Real() { mpfr_clear(value_); }
    Real(const Real&) = delete;
    Real& operator=(const Real&) = delete;
    operator mpfr_ptr() { return value_; }

private:
    mpfr_t value_;
};

using Reference1 = std::function<void(mpfr_ptr, mpfr_ptr)>;
using Reference2 = std::function<void(mpfr_ptr, mpfr_ptr, mpfr_ptr)>;

Reference1 mpfr(int (*f)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t)) {
    return [f](mpfr_ptr y, mpfr_ptr x) { f(y, x, MPFR_RNDN); };
}

void reference_sigmoid(mpfr_ptr y, mpfr_ptr x) {
    mpfr_neg(y, x, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
    mpfr_add_ui(y, y, 1, MPFR_RNDN);
    mpfr_ui_div(y, 1, y, MPFR_RNDN);
}

// x + log(1 + e^-x) where e^x may overflow even MPFR's exponents
void reference_softplus(mpfr_ptr y, mpfr_ptr x) {
    Real decay;
    mpfr_abs(decay, x, MPFR_RNDN);
    mpfr_neg(decay, decay, MPFR_RNDN);
    mpfr_exp(decay, decay, MPFR_RNDN);
    mpfr_log1p(decay, decay, MPFR_RNDN);
    if (mpfr_sgn(static_cast<mpfr_ptr>(x)) > 0)
        mpfr_add(y, x, decay, MPFR_RNDN);
    else
        mpfr_set(y, decay, MPFR_RNDN);
}

const std::map<std::string_view, Reference1> kReferences1{
    {"exp", mpfr(mpfr_exp)},
    {"expm1", mpfr(mpfr_expm1)},
    {"log", mpfr(mpfr_log)},
    {"log1p", mpfr(mpfr_log1p)},
    {"sin", mpfr(mpfr_sin)},
    {"cos", mpfr(mpfr_cos)},
    {"tan", mpfr(mpfr_tan)},
    {"sinh", mpfr(mpfr_sinh)},
    {"cosh", mpfr(mpfr_cosh)},
    {"tanh", mpfr(mpfr_tanh)},
    {"atan", mpfr(mpfr_atan)},
    {"erf", mpfr(mpfr_erf)},
    {"sigmoid", reference_sigmoid},
    {"softplus", reference_softplus},
    {"floor", [](mpfr_ptr y, mpfr_ptr x) { mpfr_floor(y, x); }},
};

const std::map<std::string_view, Reference2> kReferences2{
    {"pow", [](mpfr_ptr z, mpfr_ptr x, mpfr_ptr y) { mpfr_pow(z, x, y, MPFR_RNDN); }},
    {"atan2", [](mpfr_ptr z, mpfr_ptr y, mpfr_ptr x) { mpfr_atan2(z, y, x, MPFR_RNDN); }},
};

// The distance of `got` from the exact value in ULP, as elementary_bounds.hpp defines it; infinite where one is
// NaN and the other is not, where an infinity stands for a finite number, or where a zero has the wrong sign.
double error_in_ulp(double got, mpfr_ptr exact) {
    if (mpfr_nan_p(exact) != 0) return std::isnan(got) ? 0 : kInfinity;
    if (std::isnan(got)) return kInfinity;
    if (mpfr_inf_p(exact) != 0 || mpfr_zero_p(exact) != 0) {
        const double value = mpfr_get_d(exact, MPFR_RNDN);
        return got == value && std::signbit(got) == std::signbit(value) ? 0 : kInfinity;
    }
    if (got == 0 && std::signbit(got) != (mpfr_signbit(exact) != 0)) return kInfinity;
    const auto exponent = std::clamp<mpfr_exp_t>(mpfr_get_exp(exact) - 53, -1074, 971);
    Real difference;
    if (std::isinf(got)) {
        mpfr_set_si_2exp(difference, got > 0 ? 1 : -1, 1024, MPFR_RNDN);
        // Overflow is right from the middle between the largest number and 2^1024 on, however far beyond.
        if (mpfr_cmpabs(exact, difference) >= 0 && std::signbit(got) == (mpfr_signbit(exact) != 0)) return 0;
    } else {
        mpfr_set_d(difference, got, MPFR_RNDN);
    }
    mpfr_sub(difference, difference, exact, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, -exponent, MPFR_RNDN);
    return std::abs(mpfr_get_d(difference, MPFR_RNDN));
}

struct Samples {
    std::mt19937_64 words{20240607};
    double uniform() { return static_cast<double>(words() >> 11) * 0x1p-53; }
    double between(double a, double b) { return a + (b - a) * uniform(); }
    // Every exponent, subnormal ones too, as likely as every other; both signs.
    double any_finite() {
        for (;;) {
            const auto x = std::bit_cast<double>(words());
            if (std::isfinite(x)) return x;
        }
    }
    // At most four doubles away.
    double near(double x) {
        const auto bits = std::bit_cast<std::uint64_t>(x);
        const auto y = std::bit_cast<double>(bits + words() % 9 - 4);
        return std::isfinite(y) ? y : x;
    }
};

std::vector<double> special_values() {
    std::vector<double> values;
    for (const double x : {0.0, kSmallest, 3e-310, kSmallestNormal, 0x1p-60, 0x1p-54, 0x1p-30, 0x1p-27, 0.25, 0.5, 1.0,
                           1.5, 2.0, 2.5, 3.0, 4.0, 19.0, 22.0, 40.0, 0x1p20, 0x1p20 + 1, 0x1p52, 0x1p53 - 1, 0x1p53,
                           1e17, 1e22, 1e100, 1e300, kLargest, kInfinity,
                           // where exp, sinh and cosh overflow; where exp becomes subnormal and where it vanishes
                           709.782712893384, 709.7827128933841, 710.4758600739439, 710.475860073944, 708.3964185322641,
                           745.1332191019411, 745.1332191019412}) {
        values.push_back(x);
        values.push_back(-x);
    }
    values.push_back(kNan);
    return values;
}

// Points where functions are hard: next to multiples of pi/2 small and huge, next to 1, and next to the special
// values. The two products are the doubles closest to a multiple of pi/2 relative to their size (Muller et al.,
// Handbook of Floating-Point Arithmetic, 2nd ed. 2018, section 10.2).
double hard_point(Samples& s) {
    static const std::vector<double> special = special_values();
    constexpr double kHalfPi = 1.5707963267948966;
    switch (s.words() % 6) {
        case 0:
            return s.near(std::round(s.between(-1000, 1000)) * kHalfPi);
        case 1:
            return s.near(std::round(std::exp(s.between(0, 40))) * kHalfPi);
        case 2:
            return s.near(std::ldexp(6381956970095103.0, 797));
        case 3:
            return s.near(std::ldexp(5319372648326541.0, 255));
        case 4:
            return 1 + s.between(-1, 1) * std::ldexp(1.0, -static_cast<int>(s.words() % 53));
        default:
            return s.near(special[s.words() % special.size()]);
    }
}

class Elementary : public testing::TestWithParam<ElementaryBound> {};

struct Worst {
    double error = 0;
    std::string at;
    void see(double e, double got, std::initializer_list<double> arguments) {
        if (e <= error) return;
        error = e;
        std::ostringstream text;
        text << std::setprecision(17) << "result " << got << " at";
        for (const double x : arguments) text << ' ' << x << std::hexfloat << " (" << x << ")" << std::defaultfloat;
        at = text.str();
    }
};

Worst worst_error(const ElementaryBound& f, const ElementaryKernels& kernels, const std::vector<double>& x) {
    std::vector<double> y(x.size());
    (kernels.*f.unary)(x.data(), y.data(), static_cast<int>(x.size()));
    Real argument, exact;
    const Reference1& reference = kReferences1.at(f.name);
    Worst worst;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mpfr_set_d(argument, x[i], MPFR_RNDN);
        reference(exact, argument);
        worst.see(error_in_ulp(y[i], exact), y[i], {x[i]});
    }
    return worst;
}

Worst worst_error(const ElementaryBound& f, const ElementaryKernels& kernels, const std::vector<double>& x,
                  const std::vector<double>& y) {
    std::vector<double> z(x.size());
    (kernels.*f.binary)(x.data(), y.data(), z.data(), static_cast<int>(x.size()));
    Real first, second, exact;
    const Reference2& reference = kReferences2.at(f.name);
    Worst worst;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mpfr_set_d(first, x[i], MPFR_RNDN);
        mpfr_set_d(second, y[i], MPFR_RNDN);
        reference(exact, first, second);
        worst.see(error_in_ulp(z[i], exact), z[i], {x[i], y[i]});
    }
    return worst;
}

constexpr std::size_t kPoints = 150'000;  // of each kind

TEST_P(Elementary, StaysWithinItsBoundForAllFiniteNumbers) {
    const ElementaryBound& f = GetParam();
    const ElementaryKernels& kernels = elementary_kernels(active_isa());
    Samples s;
    const auto expect_bound = [&](const char* where, const auto&... arguments) {
        const Worst worst = worst_error(f, kernels, arguments...);
        EXPECT_LE(worst.error, f.max_ulp) << f.name << ' ' << where << ": " << worst.at;
        RecordProperty(where, std::to_string(worst.error));
    };
    std::vector<double> x(kPoints), y(kPoints);
    if (f.unary != nullptr) {
        for (double& v : x) v = s.between(f.from, f.to);
        expect_bound("where it is used", x);
        for (double& v : x) v = s.any_finite();
        expect_bound("over all exponents", x);
        for (double& v : x) v = hard_point(s);
        expect_bound("at hard points", x);
        return;
    }
    for (std::size_t i = 0; i < kPoints; ++i) {
        x[i] = s.between(f.from, f.to);
        y[i] = s.between(-10, 10);
    }
    expect_bound("where it is used", x, y);
    for (std::size_t i = 0; i < kPoints; ++i) {
        x[i] = s.any_finite();
        y[i] = s.any_finite();
    }
    expect_bound("over all exponents", x, y);
    for (std::size_t i = 0; i < kPoints; ++i) {
        x[i] = s.any_finite();
        y[i] = x[i] * s.between(-4, 4);
    }
    expect_bound("over all exponents, of one size", x, y);
    // Powers over the whole range of results: bases of every size, and bases next to 1.
    for (std::size_t i = 0; i < kPoints; ++i) {
        x[i] = i % 2 == 0 ? std::abs(s.any_finite()) : 1 + s.between(-1, 1) * std::exp2(-s.between(0, 52));
        y[i] = s.between(-1080, 1030) / std::log2(x[i]);
        if (!std::isfinite(y[i])) y[i] = 1;
    }
    expect_bound("from underflow to overflow", x, y);
    for (std::size_t i = 0; i < kPoints; ++i) {
        x[i] = hard_point(s);
        y[i] = i % 2 == 0 ? hard_point(s) : static_cast<double>(i % 21) - 10;
        if (std::isnan(x[i]) || std::isnan(y[i])) x[i] = y[i] = 1;
    }
    expect_bound("at hard points", x, y);
}

TEST_P(Elementary, SpecialValuesGiveWhatTheStandardSays) {
    const ElementaryBound& f = GetParam();
    const ElementaryKernels& kernels = elementary_kernels(active_isa());
    std::vector<double> x, y;
    for (const double a : special_values()) {
        if (f.unary != nullptr) {
            x.push_back(a);
            continue;
        }
        for (const double b : special_values()) {
            if (std::isnan(a) || std::isnan(b)) continue;
            x.push_back(a);
            y.push_back(b);
        }
    }
    const Worst worst = f.unary != nullptr ? worst_error(f, kernels, x) : worst_error(f, kernels, x, y);
    EXPECT_LE(worst.error, f.max_ulp) << f.name << ": " << worst.at;
}

TEST_P(Elementary, ANanComesOutANan) {
    const ElementaryBound& f = GetParam();
    const ElementaryKernels& kernels = elementary_kernels(active_isa());
    for (const double other : special_values()) {
        double z[2] = {};
        if (f.unary != nullptr) {
            (kernels.*f.unary)(&kNan, z, 1);
            z[1] = z[0];
        } else {
            (kernels.*f.binary)(&kNan, &other, z, 1);
            (kernels.*f.binary)(&other, &kNan, z + 1, 1);
        }
        EXPECT_TRUE(std::isnan(z[0])) << f.name << "(NaN, " << other << ")";
        EXPECT_TRUE(std::isnan(z[1])) << f.name << "(" << other << ", NaN)";
    }
}

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
    std::vector<std::uint64_t> bits;
    // The sign and payload of a NaN are the one thing that IEEE 754 leaves open.
    for (const double v : values) bits.push_back(std::bit_cast<std::uint64_t>(std::isnan(v) ? kNan : v));
    return bits;
}

// Points of all kinds, shuffled together, so that vectors hold small, huge, special and ordinary lanes at once.
std::vector<double> mixed_points(const ElementaryBound& f, std::uint64_t seed, std::size_t count) {
    Samples s{.words = std::mt19937_64(seed)};
    std::vector<double> x(count);
    for (double& v : x) {
        switch (s.words() % 4) {
            case 0:
                v = hard_point(s);
                break;
            case 1:
                v = s.any_finite();
                break;
            default:
                v = s.between(f.from, f.to);
        }
    }
    return x;
}

std::vector<double> apply(const ElementaryBound& f, const ElementaryKernels& kernels, std::vector<double> x,
                          const std::vector<double>& y, int chunk) {
    for (std::size_t from = 0; from < x.size(); from += static_cast<std::size_t>(chunk)) {
        const int n = static_cast<int>(std::min(x.size() - from, static_cast<std::size_t>(chunk)));
        double* at = x.data() + from;  // in place
        if (f.unary != nullptr)
            (kernels.*f.unary)(at, at, n);
        else
            (kernels.*f.binary)(at, y.data() + from, at, n);
    }
    return x;
}

TEST_P(Elementary, EveryInstructionSetAndEveryLengthGivesTheSameBits) {
    const ElementaryBound& f = GetParam();
    const std::vector<double> x = mixed_points(f, 1, 20'000), y = mixed_points(f, 2, 20'000);
    const auto expected = bits_of(apply(f, elementary_kernels(active_isa()), x, y, 20'000));
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        for (const int chunk : {1, 3, 8, 127, 128, 129, 1000}) {
            EXPECT_EQ(bits_of(apply(f, elementary_kernels(isa), x, y, chunk)), expected)
                << f.name << " on " << name(isa) << " in arrays of " << chunk;
        }
    }
}

TEST_P(Elementary, ALaneOnTheHostGivesTheSameBits) {
    namespace host = FOKKER_ISA::elementary;
    static const std::map<std::string_view, double (*)(double)> unary{
        {"exp", host::exp<double>},         {"expm1", host::expm1<double>},       {"log", host::log<double>},
        {"log1p", host::log1p<double>},     {"sin", host::sin<double>},           {"cos", host::cos<double>},
        {"tan", host::tan<double>},         {"sinh", host::sinh<double>},         {"cosh", host::cosh<double>},
        {"tanh", host::tanh<double>},       {"atan", host::atan<double>},         {"erf", host::erf<double>},
        {"sigmoid", host::sigmoid<double>}, {"softplus", host::softplus<double>}, {"floor", host::floor},
    };
    static const std::map<std::string_view, double (*)(double, double)> binary{{"pow", host::pow<double>},
                                                                               {"atan2", host::atan2<double>}};
    const ElementaryBound& f = GetParam();
    const std::vector<double> x = mixed_points(f, 3, 20'000), y = mixed_points(f, 4, 20'000);
    std::vector<double> z(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        z[i] = f.unary != nullptr ? unary.at(f.name)(x[i]) : binary.at(f.name)(x[i], y[i]);
    }
    EXPECT_EQ(bits_of(z), bits_of(apply(f, elementary_kernels(active_isa()), x, y, 20'000)));
}

INSTANTIATE_TEST_SUITE_P(, Elementary, testing::ValuesIn(kElementaryBounds),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ElementaryFunctions, AWeightIsTheExponentialDownToTwoToTheMinus1020AndZeroBelow) {
    namespace host = FOKKER_ISA::elementary;
    Samples s;
    Real argument, exact;
    double worst = 0;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double x = i % 3 == 0 ? s.between(-707, 0) : i % 3 == 1 ? s.between(-3, 0) : -std::abs(s.any_finite());
        const double weight = host::exp_weight(x);
        if (x < -707) {
            ASSERT_EQ(weight, 0) << x;
            continue;
        }
        mpfr_set_d(argument, x, MPFR_RNDN);
        mpfr_exp(exact, argument, MPFR_RNDN);
        worst = std::max(worst, error_in_ulp(weight, exact));
    }
    EXPECT_LE(worst, 1.1);
    EXPECT_EQ(host::exp_weight(0.0), 1);
    EXPECT_EQ(host::exp_weight(-kInfinity), 0);
    EXPECT_TRUE(std::isnan(host::exp_weight(kNan)));
}

TEST(ElementaryFunctions, SinAndCosAtOnceAreSinAndCos) {
    const std::vector<double> x = mixed_points(kElementaryBounds[4], 5, 20'000);
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        const ElementaryKernels& kernels = elementary_kernels(isa);
        const int n = static_cast<int>(x.size());
        std::vector<double> s = x, c(x.size()), sin(x.size()), cos(x.size());
        kernels.sincos(s.data(), s.data(), c.data(), n);
        kernels.sin(x.data(), sin.data(), n);
        kernels.cos(x.data(), cos.data(), n);
        EXPECT_EQ(bits_of(s), bits_of(sin)) << name(isa);
        EXPECT_EQ(bits_of(c), bits_of(cos)) << name(isa);
    }
}

TEST(ElementaryFunctions, TheTableInTheDocumentationIsTheOneEnforced) {
    std::ifstream file(FOKKER_SOURCE_DIR "/docs/elementary-functions.md");
    ASSERT_TRUE(file) << "docs/elementary-functions.md";
    std::map<std::string, std::pair<std::string, double>> documented;
    for (std::string line; std::getline(file, line);) {
        // | `name` | definition | bound |
        std::istringstream cells(line);
        std::string cell, bar;
        std::vector<std::string> row;
        while (std::getline(cells, cell, '|')) {
            const auto first = cell.find_first_not_of(" `"), last = cell.find_last_not_of(" `");
            row.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
        }
        if (row.size() == 4 && line.starts_with("| `")) documented[row[1]] = {row[2], std::stod(row[3])};
    }
    EXPECT_EQ(documented.size(), kElementaryBounds.size());
    for (const ElementaryBound& f : kElementaryBounds) {
        ASSERT_TRUE(documented.contains(std::string(f.name))) << f.name;
        EXPECT_EQ(documented[std::string(f.name)].first, f.definition) << f.name;
        EXPECT_EQ(documented[std::string(f.name)].second, f.max_ulp) << f.name;
    }
}

}  // namespace
}  // namespace fokker
