#include "fokker/ranks/together.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/assess/gaussianity/thread_ranks.hpp"

namespace fokker {
namespace {

// What each of three ranks has, or says, where some have a mistake.
std::vector<std::string> said(const std::set<std::uint32_t>& mistaken) {
    std::vector<std::string> said(3);
    assess::run_ranks(3, [&](const assess::Ranks& ranks) {
        std::string& own = said[ranks.rank];
        try {
            own = together(ranks, [&] {
                if (mistaken.contains(ranks.rank)) throw Error("rank " + std::to_string(ranks.rank) + " cannot");
                return "has " + std::to_string(ranks.rank);
            });
        } catch (const Error& error) {
            own = error.what();
        } catch (const FailedElsewhere&) {
            own = "silent";
        }
    });
    return said;
}

TEST(Together, OneRankSaysWhatIsWrongOnAnyAndAllKnow) {
    using Said = std::vector<std::string>;
    EXPECT_EQ(said({}), (Said{"has 0", "has 1", "has 2"}));
    EXPECT_EQ(said({0, 1, 2}), (Said{"rank 0 cannot", "silent", "silent"}));
    EXPECT_EQ(said({1, 2}), (Said{"silent", "rank 1 cannot", "silent"}));
}

}  // namespace
}  // namespace fokker
