#include "fokker/cli/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <nlohmann/json.hpp>

namespace fokker::cli {
namespace {

TEST(Json, KeepsTheOrderOfMembersAndIndents) {
    Json json;
    json["b"] = 1;
    json["a"] = Json::rows(std::vector<double>{1, 2, 3, 4}, 2);
    json["names"] = Json::Array{"x", "y"};
    json["b"] = true;
    EXPECT_EQ(json.to_text(),
              "{\n  \"b\": true,\n  \"a\": [[1, 2], [3, 4]],\n  \"names\": [\n    \"x\",\n    \"y\"\n  ]\n}\n");
}

TEST(Json, NumbersReadBackToTheSameBits) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 10'000; ++i) {
        double value = 0;
        const std::uint64_t bits = random();
        static_assert(sizeof value == sizeof bits);
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        EXPECT_EQ(nlohmann::json::parse(Json(value).to_text()).get<double>(), value);
    }
    EXPECT_EQ(Json(0.1).to_text(), "0.10000000000000001\n");
    EXPECT_EQ(Json(std::numeric_limits<std::uint64_t>::max()).to_text(), "18446744073709551615\n");
}

TEST(Json, WhatIsNotFiniteIsNull) {
    EXPECT_EQ(Json::list(std::vector<double>{NAN, INFINITY, -INFINITY}).to_text(), "[null, null, null]\n");
}

TEST(Json, TextIsEscapedAndWhatIsNotUtf8Replaced) {
    EXPECT_EQ(Json("a\"b\\c\nd\x01").to_text(), "\"a\\\"b\\\\c\\nd\\u0001\"\n");
    EXPECT_EQ(Json("σ \xF0\x9D\x9C\x8E").to_text(), "\"σ \xF0\x9D\x9C\x8E\"\n");
    // A lone continuation, a truncated character, an overlong one, a surrogate, one beyond U+10FFFF.
    for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
        const std::string text = Json(bad).to_text();
        EXPECT_NE(text.find("\xEF\xBF\xBD"), std::string::npos);
        EXPECT_TRUE(nlohmann::json::accept(text)) << text;
    }
}

TEST(Json, EmptyListsAndObjectsAreWritten) {
    Json json = Json::Object{};
    json["list"] = Json::Array{};
    EXPECT_EQ(json.to_text(), "{\n  \"list\": []\n}\n");
    EXPECT_EQ(Json(Json::Object{}).to_text(), "{}\n");
}

}  // namespace
}  // namespace fokker::cli
