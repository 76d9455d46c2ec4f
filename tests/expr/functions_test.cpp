#include "fokker/expr/functions.hpp"

#include <gtest/gtest.h>

#include <set>

#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

TEST(Functions, EachHasHelpAndItsOwnName) {
    std::set<std::string> names;
    for (const FunctionHelp& f : functions()) {
        EXPECT_TRUE(names.insert(f.name).second) << f.name;
        EXPECT_EQ(f.signature.find(f.name + "("), 0u) << f.name;
        EXPECT_FALSE(f.summary.empty()) << f.name;
    }
    EXPECT_EQ(names.size(), function_table().size() + 1);
}

// A signature, with letters made symbols, is a call that works and prints under the same name.
TEST(Functions, EachCanBeCalledAsItsSignatureSays) {
    const Scope scope{.dim = 3,
                      .parameters = {{"a", 1}, {"b", 1}, {"c", 1}, {"v", 3}, {"y", 1}},
                      .matrices = {{"A", {3, 3, std::vector<double>(9, 1)}}}};
    for (const FunctionHelp& f : functions()) {
        std::string call = f.signature.substr(0, f.signature.find(" or "));
        const auto replace = [&](const std::string& what, const std::string& by) {
            if (const auto at = call.find(what); at != std::string::npos) call.replace(at, what.size(), by);
        };
        replace(", begin, n[, step]", ", 1, 9, 2");
        replace(", n)", ", 4)");
        replace("(y, x)", "(y, x1)");
        EXPECT_NO_THROW((void)parse(call, scope)) << call;
    }
}

// An operation that had neither a name nor a syntax could not be printed.
TEST(Functions, EveryOperationPrints) {
    const std::set<Op> syntax = {Op::constant, Op::symbol, Op::neg,   Op::add,    Op::sub,   Op::mul,
                                 Op::div,      Op::pow,    Op::lt,    Op::le,     Op::gt,    Op::ge,
                                 Op::eq,       Op::ne,     Op::slice, Op::concat, Op::matvec};
    for (int op = 0; op <= static_cast<int>(Op::outer); ++op) {
        EXPECT_TRUE(syntax.contains(static_cast<Op>(op)) != (function_name(static_cast<Op>(op)) != nullptr)) << op;
    }
}

TEST(Functions, OtherNamesLeadToOurs) {
    EXPECT_EQ(usual_other_name("ln"), "log");
    EXPECT_EQ(usual_other_name("sin"), "");
    for (const char* name : {"ln", "arctan", "if", "expit", "lse", "detach"}) {
        EXPECT_NE(find_function(usual_other_name(name)), nullptr) << name;
        EXPECT_EQ(find_function(name), nullptr) << name;
    }
}

}  // namespace
}  // namespace fokker
