#include "fokker/assess/kernels.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "tests/assess/draws.hpp"

namespace fokker::assess {
namespace {

std::vector<double> numbers(std::size_t n) {
    Uniforms uniform(9);
    std::vector<double> values(n);
    for (double& v : values) v = uniform() - 0.5;
    return values;
}

std::vector<double> fourier(Isa isa) {
    constexpr std::size_t kLength = 512;
    const std::vector<double> cosine = numbers(kLength), sine = numbers(kLength);
    std::vector<double> re = numbers(kLength), im(kLength, 0.25), spare_re(kLength), spare_im(kLength);
    kernels(isa).fourier(kLength, cosine.data(), sine.data(), re.data(), im.data(), spare_re.data(), spare_im.data());
    re.insert(re.end(), im.begin(), im.end());
    return re;
}

std::vector<double> kernel_rows(Isa isa) {
    constexpr std::size_t kPoints = 20, kForms = 37;
    const std::vector<double> row = numbers(kPoints), weights = numbers(kPoints * kForms);
    std::vector<double> work(kForms), total(kForms, 0.0);
    for (std::size_t i = 0; i < kPoints; ++i)
        kernels(isa).add_kernel_row(i, kForms, row.data(), weights.data(), work.data(), total.data());
    return total;
}

std::vector<double> one_form(Isa isa) {
    constexpr std::size_t kPoints = 37;
    const std::vector<double> row = numbers(kPoints), weights = numbers(kPoints);
    std::vector<double> total(1, 0.0);
    double work = 0;
    for (std::size_t i = 0; i < kPoints; ++i)
        kernels(isa).add_kernel_row(i, 1, row.data(), weights.data(), &work, total.data());
    return total;
}

std::vector<double> squared_distances(Isa isa) {
    constexpr std::size_t kPoints = 37, kDim = 3;
    const std::vector<double> columns = numbers(kPoints * kDim);
    std::vector<double> row(kPoints);
    kernels(isa).squared_distances(kPoints, kDim, columns.data(), 5, kPoints, row.data());
    return row;
}

void expect_equal_bits(const std::vector<double>& a, const std::vector<double>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint64_t>(a[i]), std::bit_cast<std::uint64_t>(b[i])) << i;
}

TEST(AssessKernels, GiveTheSameBitsOnEveryInstructionSet) {
    const Isa fastest = active_isa();
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        expect_equal_bits(fourier(isa), fourier(fastest));
        expect_equal_bits(kernel_rows(isa), kernel_rows(fastest));
        expect_equal_bits(one_form(isa), one_form(fastest));
        expect_equal_bits(squared_distances(isa), squared_distances(fastest));
    }
}

TEST(AssessKernels, OfOneFormAddWhatTheyAddOfSeveral) {
    constexpr std::size_t kPoints = 37;
    const std::vector<double> row = numbers(kPoints), weights = numbers(kPoints);
    std::vector<double> twice;
    for (const double w : weights) twice.insert(twice.end(), {w, w});
    for (std::size_t i = 0; i < kPoints; ++i) {
        double one = 0, two[2] = {}, work[2] = {};
        kernels(active_isa()).add_kernel_row(i, 1, row.data(), weights.data(), work, &one);
        kernels(active_isa()).add_kernel_row(i, 2, row.data(), twice.data(), work, two);
        EXPECT_NEAR(one, two[0], 1e-14) << i;
    }
}

}  // namespace
}  // namespace fokker::assess
