#include "fokker/sample/proper.hpp"

#include <gtest/gtest.h>

#include "fokker/density/standard.hpp"
#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker {
namespace {

const std::vector<std::string> kNames{"x1", "x2"};

std::string said_of(const Density& density, const std::vector<Bounds>& bounds = {}) {
    try {
        check_proper(make_target(density, bounds), kNames);
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(CheckProper, NamesTheComponentThatTheDensityDoesNotDependOn) {
    EXPECT_NE(said_of(from_energy("x1^2", 2)).find("it does not depend on x2"), std::string::npos);
    EXPECT_NE(said_of(from_energy("0*x1", 1)).find("it does not depend on x1"), std::string::npos);
    EXPECT_NE(said_of(from_energy("2*x1 + x2^2", 2)).find("the same slope everywhere along x1"), std::string::npos);
}

TEST(CheckProper, IsNotMisledByHowAComponentIsWritten) {
    for (const char* energy : {"dot(x[:1], x[:1])", "norm(x[:1])", "x1^2 + 0*x2"})
        EXPECT_NE(said_of(from_energy(energy, 2)).find("it does not depend on x2"), std::string::npos) << energy;
    EXPECT_NE(said_of(from_energy("x1^2 + 3*x2", 2)).find("the same slope everywhere along x2"), std::string::npos);
    EXPECT_NE(said_of(from_energy("-x1^2", 1)).find("does not fall"), std::string::npos);
}

TEST(CheckProper, SeesHalfALineWithoutAFall) {
    EXPECT_NE(said_of(from_energy("0*x1", 1), {{.lower = 0}}), "");
    EXPECT_NE(said_of(from_energy("-log(x1)", 1), {{.lower = 0}}), "");
}

TEST(CheckProper, SeesTailsThatLevelOff) {
    EXPECT_NE(said_of(standard_density("ackley")).find("falls too slowly"), std::string::npos);
    EXPECT_NE(said_of(from_energy("log(1 + x1^2)/2", 1)), "");  // like 1 / |x|
}

TEST(CheckProper, LetsProperDensitiesPass) {
    for (const StandardDensity& standard : standard_densities()) {
        if (standard.name == "ackley") continue;
        EXPECT_EQ(said_of(standard_density(standard.name)), "") << standard.name;
    }
    // Cauchy, a scale of a million, a box by its energy, Laplace, and what bounds make proper.
    EXPECT_EQ(said_of(from_energy("log(1 + x1^2)", 1)), "");
    EXPECT_EQ(said_of(from_energy("x1^2/2e12", 1)), "");
    EXPECT_EQ(said_of(from_energy("-log(abs(x1) < 5000)", 1)), "");
    EXPECT_EQ(said_of(from_energy("abs(x1) + abs(x2)", 2)), "");
    EXPECT_EQ(said_of(from_energy("x1", 1), {{.lower = 0}}), "");
    EXPECT_EQ(said_of(from_energy("0*x1", 1), {{0, 1}}), "");
    EXPECT_EQ(said_of(standard_density("ackley"), {{-5, 5}, {-5, 5}}), "");
}

}  // namespace
}  // namespace fokker
