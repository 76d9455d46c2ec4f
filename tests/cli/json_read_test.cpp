#include "fokker/cli/json_read.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/cli/json.hpp"

namespace fokker::cli {
namespace {

std::string message(const std::string& text) {
    try {
        read_json(text, "a.json");
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(JsonRead, ReadsWhatIsWritten) {
    Json json;
    json["text"] = "a \"quoted\"\nline \\ \x01 \xc3\xa4";
    json["third"] = 1.0 / 3;
    json["whole"] = std::int64_t{-7};
    json["flag"] = true;
    json["unknown"] = std::nan("");
    json["rows"] = Json::rows(std::vector<double>{1.5, 2, 3, 4}, 2);
    const Table table = read_json(json.to_text(), "a.json");
    EXPECT_EQ(*find(table, "text")->as<std::string>(), "a \"quoted\"\nline \\ \x01 \xc3\xa4");
    EXPECT_EQ(find(table, "third")->number(), 1.0 / 3);
    EXPECT_EQ(*find(table, "whole")->as<std::int64_t>(), -7);
    EXPECT_EQ(*find(table, "flag")->as<bool>(), true);
    EXPECT_TRUE(std::isnan(find(table, "unknown")->number()));
    const List& rows = *find(table, "rows")->as<List>();
    EXPECT_EQ((*rows[1].as<List>())[1].number(), 4);
}

TEST(JsonRead, KnowsWhereThingsStand) {
    const Table table = read_json("{\n  \"a\": {\"b\": 1}\n}", "a.json");
    const Table& inner = *find(table, "a")->as<Table>();
    EXPECT_EQ(to_string(find(inner, "b")->place), "a.json:2:14");
}

TEST(JsonRead, SaysWhereItIsNoJson) {
    EXPECT_EQ(message(""), "a.json:1:1: expected a value");
    EXPECT_EQ(message("[1, 2]"), "a.json:1:1: expected an object");
    EXPECT_EQ(message("{\"a\": 1,}"), "a.json:1:9: expected a name in quotes");
    EXPECT_EQ(message("{\"a\" 1}"), "a.json:1:6: expected ':'");
    EXPECT_EQ(message("{\"a\": [1 2]}"), "a.json:1:10: expected ','");
    EXPECT_EQ(message("{\"a\": nan}"), "a.json:1:7: expected a value");
    EXPECT_EQ(message("{\"a\": 1} x"), "a.json:1:10: something after the end of the object");
    EXPECT_EQ(message("{\"a\": 1, \"a\": 2}"), "a.json:1:10: \"a\" is there twice");
    EXPECT_EQ(message("{\"a\": \"b"), "a.json:1:9: a text that does not end");
    EXPECT_EQ(message("{\"a\": \"\\q\"}"), "a.json:1:9: an escape that is not understood");
    EXPECT_NE(message("{\"a\": " + std::string(200, '[') + "}").find("nested too deeply"), std::string::npos);
}

}  // namespace
}  // namespace fokker::cli
