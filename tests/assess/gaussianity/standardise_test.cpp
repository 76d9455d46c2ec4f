#include "fokker/assess/gaussianity/standardise.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

std::string message(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

Points mapped(const Points& z) {
    Points x = z;
    for (std::size_t i = 0; i < z.count(); ++i) {
        x.values[3 * i] = 1e6 + 2 * z[i][0];
        x.values[3 * i + 1] = 1e-5 * (z[i][0] - z[i][1]);
        x.values[3 * i + 2] = z[i][0] + z[i][1] + 0.1 * z[i][2];
    }
    return x;
}

TEST(Whitened, HasMeanZeroAndUnitCovariance) {
    const Points y = whitened(mapped(normals(100, 3, 1)));
    for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t k = 0; k <= 3; ++k) {
            double sum = 0;
            for (std::size_t i = 0; i < 100; ++i) sum += y[i][j] * (k == 3 ? 1 : y[i][k]) / 100;
            EXPECT_NEAR(sum, j == k ? 1 : 0, 1e-8) << j << k;
        }
    }
}

TEST(Whitened, KeepsDistancesUnderAffineMaps) {
    const Points z = normals(50, 3, 2), a = whitened(z), b = whitened(mapped(z));
    for (std::size_t i = 1; i < 50; ++i) {
        double of_a = 0, of_b = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            of_a += (a[i][c] - a[0][c]) * (a[i][c] - a[0][c]);
            of_b += (b[i][c] - b[0][c]) * (b[i][c] - b[0][c]);
        }
        EXPECT_NEAR(of_b / of_a, 1, 1e-7);
    }
}

TEST(Whitened, NamesTheComponentThatHasNoSpreadOfItsOwn) {
    Points x = normals(20, 3, 3);
    for (std::size_t i = 0; i < 20; ++i) x.values[3 * i + 1] = 4.25;
    EXPECT_NE(message([&] { whitened(x, {"a", "b", "c"}); }).find("b is constant (4.25)"), std::string::npos);
    for (std::size_t i = 0; i < 20; ++i) x.values[3 * i + 1] = 2 * x.values[3 * i] + 1;
    EXPECT_NE(message([&] { whitened(x); }).find("x2 is a linear combination"), std::string::npos);
    EXPECT_NE(message([&] { whitened(normals(4, 3, 1)); }).find("4 rows of 3 components"), std::string::npos);
    EXPECT_NO_THROW(whitened(normals(5, 3, 1)));
}

// x1 is the first component: there is none before it that it could be a combination of.
TEST(Whitened, SaysWhatArithmeticCannotHold) {
    const auto of = [](double shift, double scale) {
        Points x = normals(100, 2, 4);
        for (std::size_t i = 0; i < 100; ++i) x.values[2 * i] = shift + scale * x.values[2 * i];
        return message([&] { whitened(x); });
    };
    for (const double scale : {1e200, 1e300}) EXPECT_NE(of(0, scale).find("square overflows"), std::string::npos);
    EXPECT_NE(of(0, 1e-300).find("square underflows"), std::string::npos);
    EXPECT_NE(of(1e15, 1).find("rounding of its 16 digits"), std::string::npos);
    EXPECT_EQ(of(1e10, 1), "no error");
    EXPECT_EQ(of(0, 1e-140), "no error");
    EXPECT_EQ(of(0, 1e140), "no error");
}

TEST(Standardised, IsAnErrorWithoutSpread) {
    EXPECT_THROW(standardised(std::vector<double>{1, 1, 1}), Error);
    EXPECT_THROW(standardised(std::vector<double>{1, 2}), Error);
    EXPECT_THROW(standardised(std::vector<double>{1, 2, NAN}), Error);
}

}  // namespace
}  // namespace fokker::assess
