#include "fokker/assess/fourier.hpp"

#include <gtest/gtest.h>

#include <complex>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"

namespace fokker::assess {
namespace {

TEST(Fourier, IsItsDefinition) {
    Uniforms uniform(1);
    for (const std::size_t n : {2U, 4U, 8U, 16U, 32U, 128U, 256U}) {
        std::vector<double> re, im;
        for (std::size_t j = 0; j < n; ++j) {
            re.push_back(uniform() - 0.5);
            im.push_back(uniform() - 0.5);
        }
        std::vector<double> a = re, b = im;
        Fourier(n).transform(a, b);
        for (std::size_t k = 0; k < n; ++k) {
            std::complex<double> sum = 0;
            for (std::size_t j = 0; j < n; ++j) {
                const double turn = static_cast<double>(j * k % n) / static_cast<double>(n);
                sum += std::complex(re[j], im[j]) * std::polar(1.0, -2 * 3.141592653589793 * turn);
            }
            EXPECT_NEAR(std::abs(sum - std::complex(a[k], b[k])), 0, 1e-13) << n << " " << k;
        }
    }
    EXPECT_THROW(Fourier(12), Error);
    EXPECT_THROW(Fourier(1), Error);
}

}  // namespace
}  // namespace fokker::assess
