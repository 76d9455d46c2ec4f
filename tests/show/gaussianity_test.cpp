#include "fokker/show/gaussianity.hpp"

#include <gtest/gtest.h>

#include "fokker/density/gaussian.hpp"

namespace fokker::show {
namespace {

TEST(GaussianityFigure, HasBothPartsAndTheHistogramOfTheProjection) {
    const Points x = sample(Gaussian::isotropic(3, 2.0), 100, {.seed = 1});
    const assess::LeastGaussian least = assess::least_gaussian(x, assess::NullLaw::estimated, 16, 0);
    const draw::Figure figure = gaussianity(least, {.title = "t"});
    ASSERT_EQ(figure.panels.size(), 3U);
    EXPECT_EQ(std::get<draw::Lines>(figure.panels[0].marks[2]).y.front(), 1);  // t = 0
    EXPECT_EQ(std::get<draw::Lines>(figure.panels[1].marks[2]).y.front(), 0);
    EXPECT_EQ(std::get<draw::Histogram>(figure.panels[2].marks[0]).samples, least.projection);
    EXPECT_EQ(std::get<draw::Histogram>(figure.panels[2].marks[0]).label, "data");
}

}  // namespace
}  // namespace fokker::show
