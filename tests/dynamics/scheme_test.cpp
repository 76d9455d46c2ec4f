#include "fokker/dynamics/scheme.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/density/checks.hpp"

namespace fokker {
namespace {

TEST(Schemes, AreFoundByTheirNames) {
    std::set<std::string_view> names;
    for (const Scheme* s : schemes()) {
        EXPECT_EQ(&scheme(s->name), s);
        EXPECT_FALSE(s->summary.empty()) << s->name;
        EXPECT_GT(s->strong_order, 0) << s->name;
        EXPECT_GE(s->weak_order, s->strong_order) << s->name;
        EXPECT_TRUE(names.insert(s->name).second) << s->name;
    }
    EXPECT_EQ(names, (std::set<std::string_view>{"euler", "heun", "rk4", "euler-maruyama", "milstein"}));
}

TEST(Schemes, AnUnknownNameIsAnErrorWithTheNearestOne) {
    const std::string all = " Schemes: euler, heun, rk4, euler-maruyama, milstein";
    test::expect_errors({
        {"there is no scheme \"milstien\"; did you mean \"milstein\"?" + all, [] { scheme("milstien"); }},
        {"there is no scheme \"euler_maruyama\"; did you mean \"euler-maruyama\"?" + all,
         [] { scheme("euler_maruyama"); }},
        {"there is no scheme \"leapfrog-verlet\"." + all, [] { scheme("leapfrog-verlet"); }},
    });
}

}  // namespace
}  // namespace fokker
