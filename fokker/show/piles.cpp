#include "fokker/show/piles.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "fokker/draw/ticks.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostPiles = 8, kFewestSamples = 10;  // of one pile, on average
constexpr double kReach = 0.005;                            // of the view

struct Pile {
    double x = 0, y = 0;
    std::size_t count = 0;
};

}  // namespace

std::vector<draw::Markers> piles_of(const Points& samples, const View& view) {
    const double reach = kReach * std::max(view.x.high - view.x.low, view.y.high - view.y.low);
    std::vector<Pile> piles;
    std::size_t seen = 0;
    for (std::size_t i = 0; i < samples.count(); ++i) {
        const double x = samples[i][0], y = samples[i][1];
        if (!(x >= view.x.low && x <= view.x.high && y >= view.y.low && y <= view.y.high)) continue;
        const auto pile =
            std::ranges::find_if(piles, [&](const Pile& p) { return std::hypot(p.x - x, p.y - y) <= reach; });
        if (pile == piles.end() && piles.size() == kMostPiles) return {};
        Pile& own = pile == piles.end() ? piles.emplace_back(Pile{.x = x, .y = y}) : *pile;
        ++own.count;
        ++seen;
    }
    if (piles.empty() || seen < kFewestSamples * piles.size()) return {};
    draw::Markers dots{
        .labels = {}, .radius = 4.5, .ink = draw::Role::contrast, .label = "samples at one place, with their number"};
    for (const Pile& pile : piles) {
        dots.x.push_back(pile.x);
        dots.y.push_back(pile.y);
    }
    // Words in the ink of text are read over any ground; of their markers a rim is left.
    draw::Markers counts{.x = dots.x, .y = dots.y, .labels = {}, .radius = 5.5, .label = {}};
    for (const Pile& pile : piles) counts.labels.push_back(draw::plain_count(pile.count));
    return {std::move(counts), std::move(dots)};
}

}  // namespace fokker::show
