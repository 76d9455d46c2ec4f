#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

TEST(NearestName, FindsWhatWasMeant) {
    const std::vector<std::string> known = {"theta", "sigma", "particles", "particle", "x", "dt", "logsumexp"};
    const std::vector<std::pair<const char*, const char*>> table = {
        {"thta", "theta"},          // a letter is missing
        {"thetaa", "theta"},        // one too many
        {"sigam", "sigma"},         // two swapped
        {"Sigma", "sigma"},         // another case
        {"THETA", ""},              // five changes of case are 2.5 edits
        {"partcles", "particles"},  // the nearer of two
        {"logsumxep", "logsumexp"},
        {"X", "x"},
        {"y", ""},  // any letter is one edit from any other
        {"td", "dt"},
        {"ab", ""},
        {"epsilon", ""},
        {"", ""},
    };
    for (const auto& [name, nearest] : table) EXPECT_EQ(nearest_name(name, known), nearest) << name;
}

TEST(NearestName, AVeryLongNameIsNearNothing) {
    EXPECT_EQ(nearest_name(std::string(1'000'000, 'a'), std::vector<std::string>{"aaa"}), "");
}

}  // namespace
}  // namespace fokker
