#include "fokker/show/transform.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

TEST(LawTransform, OfADensityIsThatOfTheNormalLaw) {
    const LawTransform by_density = law_transform(Gaussian::isotropic(1, 1.0), {0, 5}),
                       known = normal_transform({0, 5}, assess::NullLaw::standard);
    ASSERT_EQ(by_density.t, known.t);
    for (std::size_t k = 0; k < known.t.size(); ++k) {
        EXPECT_NEAR(by_density.re[k], known.re[k], 1e-15);
        EXPECT_NEAR(by_density.re_sd[k], known.re_sd[k], 1e-8);  // a root of a difference that vanishes at 0
        EXPECT_NEAR(by_density.im_sd[k], known.im_sd[k], 1e-8);
    }
}

// At any one t the curve of a sample leaves the band once in twenty times: 400 samples of a skew mixture.
TEST(TransformPanel, HasABandThatHoldsNineteenOfTwentySamples) {
    const GaussianMixture mixture{{1, 2}, {{-1}, {1.5}}, {{1, 1, {0.25}}, {1, 1, {1}}}};
    const LawTransform law = law_transform(mixture, {-2, 2});
    constexpr std::uint32_t kSets = 400;
    for (const TransformPart part : {TransformPart::real, TransformPart::imaginary}) {
        int outside = 0;
        for (std::uint32_t set = 0; set < kSets; ++set) {
            const Points x = sample(mixture, 200, {.seed = 3, .stream = set, .purpose = Purpose::data});
            const draw::Panel panel = transform_panel(x.values, part, law);
            const auto& band = std::get<draw::Area>(panel.marks[0]);
            const auto& curve = std::get<draw::Lines>(panel.marks[2]);
            const std::size_t k = 200;  // t = 1.33
            outside += curve.y[k] < band.low[k] || curve.y[k] > band.high[k] ? 1 : 0;
        }
        EXPECT_NEAR(outside / double{kSets}, 0.05, 4.5 * std::sqrt(0.05 * 0.95 / kSets));
    }
}

TEST(CharacteristicFunctions, HaveAColumnForEachSizeAndOneSampleInAnother) {
    const draw::Figure figure = characteristic_functions(Gaussian::isotropic(1, 1.0), {.draws = {10, 20}});
    EXPECT_EQ(figure.rows, 2U);
    ASSERT_EQ(figure.panels.size(), 4U);
    EXPECT_EQ(figure.column_titles[1], "$n$ = 20");
    const auto& curve = std::get<draw::Lines>(figure.panels[0].marks[2]);
    EXPECT_EQ(curve.y[(curve.y.size() - 1) / 2], 1);  // t = 0
}

TEST(CharacteristicFunctions, OfWhatHasNoneIsAnError) {
    EXPECT_THROW(characteristic_functions(Gaussian::isotropic(2, 1.0)), Error);
    EXPECT_THROW(characteristic_functions(from_energy("x^4", 1)), Error);  // no draws
    EXPECT_THROW(characteristic_functions(Gaussian::isotropic(1, 1.0), {.draws = {}}), Error);
}

// One number at 0: its characteristic function is 1 everywhere, inside a band that is narrow but where t = 0.
TEST(TransformPanel, DoesNotCountTheOriginWhereEveryCurveIsInside) {
    const std::vector<double> zeros(100, 0.0);
    const draw::Panel panel =
        transform_panel(zeros, TransformPart::real, normal_transform({-5, 5}, assess::NullLaw::standard));
    EXPECT_EQ(panel.subtitle, "0 % of the curve in the band");
}

}  // namespace
}  // namespace fokker::show
