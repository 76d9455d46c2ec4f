#include "fokker/cli/spec_read.hpp"

#include <gtest/gtest.h>

#include <random>

#include "fokker/cli/spec_check.hpp"
#include "program.hpp"

namespace fokker::cli {
namespace {

TEST(ReadToml, ValuesKnowTheirPlace) {
    const Table table = read_toml("# a\n[sde]\nsigma = 2\n  theta = [1, 2.5]\n", "ou.toml");
    const auto& sde = std::get<Table>(find(table, "sde")->data);
    EXPECT_EQ(to_string(sde[0].place), "ou.toml:3:1");
    EXPECT_EQ(to_string(sde[0].value.place), "ou.toml:3:9");
    EXPECT_EQ(to_string(std::get<List>(sde[1].value.data)[1].place), "ou.toml:4:15");
}

TEST(ReadToml, KeysKeepTheOrderOfTheFile) {
    const Table table = read_toml("zebra = 1\nant = 2\nmole = 3\n", "a.toml");
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table[0].key + table[1].key + table[2].key, "zebraantmole");
}

TEST(ReadToml, WhatIsWrittenAsTomlReadsBackToTheSame) {
    const std::string text =
        "title = \"tab\\t quote \\\" \\\\ \\u0001 σ\"\nnumber = 0.1\nwhole = -3\nlarge = 1e+300\nnothing = nan\nflag = "
        "true\n"
        "\n[inner]\nlist = [1, [2.5, \"x\"], { a = 1 }]\n\n[[tables]]\nkey = 1\n\n[[tables]]\n\"odd key\" = 2\n";
    const std::string once = to_toml(read_toml(text, "a.toml"));
    EXPECT_EQ(to_toml(read_toml(once, "b.toml")), once);
    EXPECT_NE(once.find("number = 0.1\n"), std::string::npos) << once;
}

TEST(Set, MakesTablesAndReadsValuesAsToml) {
    Table root = read_toml("[[figure]]\nwidth = 1\n", "a.toml");
    set(root, "simulate.particles=1e5", "--set");
    set(root, "figure.0.width=800", "--set");
    set(root, "sde.params.mu=1,2", "--set");
    set(root, "sde.drift=-theta*x, y", "--set");
    set(root, "simulate.save={every = 10}", "--set");
    EXPECT_EQ(to_toml(root),
              "\n[[figure]]\nwidth = 800\n\n[simulate]\nparticles = 1e+05\nsave = { every = 10 }\n\n"
              "[sde]\nparams = { mu = [1, 2] }\ndrift = \"-theta*x, y\"\n");
}

TEST(Set, CannotSmuggleInASecondKey) {
    Table root;
    set(root, "simulate.seed=1\nparticles = 3", "--set");
    EXPECT_EQ(to_toml(root), "\n[simulate]\nseed = \"1\\nparticles = 3\"\n");
}

TEST(Set, OfAKeyWithAMillionDotsIsAnError) {
    Table root;
    std::string key = "a";
    for (int i = 0; i < 1'000'000; ++i) key += ".a";
    EXPECT_THROW(set(root, key + "=1", "--set"), Error);
    EXPECT_TRUE(root.empty());
}

TEST(ReadToml, DotsInTextAndNumbersAreNoDepth) {
    std::string dots(1000, '.');
    EXPECT_NO_THROW(read_toml("a = \"" + dots + "\"\nb = '''\n" + dots + "''' # " + dots + "\n", "a.toml"));
    std::string numbers;
    for (int i = 0; i < 1000; ++i) numbers += "0.5, ";
    EXPECT_NO_THROW(read_toml("a = [" + numbers + "]\n", "a.toml"));
}

// These stop an assertion of the parser.
TEST(ReadToml, HeadersWithoutANameAreErrorsThatSayWhere) {
    for (const std::string& header : {"[.sde]", "[ #", "[{sde]", "[=]", "[", "[[", "[[.figure]]", "[[]]", "[]"}) {
        try {
            read_toml("title = \"a\"\n" + header + "\n", "a.toml");
            FAIL() << header;
        } catch (const Error& e) {
            EXPECT_TRUE(std::string(e.what()).starts_with("a.toml:2:1: not TOML: ")) << header << ": " << e.what();
        }
    }
    EXPECT_NO_THROW(read_toml("list = [\n  [1, 2],\n  [-5, 3],\n  [{ a = 1 }],\n]\n[ \"a b\" . c ]\n", "a.toml"));
}

// The tables of keys within keys within brackets that a file of this size can hold.
TEST(ReadToml, DepthByEveryMeansIsAnErrorNotACrash) {
    std::string dotted = "a", quoted = "\"a\"";
    for (int i = 0; i < 100'000; ++i) {
        dotted += ".a";
        quoted += " . \"a,\"";
    }
    for (const std::string& text :
         {dotted + " = 1", "[" + dotted + "]", quoted + " = 1", "b = { " + dotted + " = 1 }", "[[" + dotted + "]]"})
        EXPECT_THROW(read_toml(text, "a.toml"), Error);
    std::string nested;
    for (int i = 0; i < 250; ++i) nested += "{ a.a.a.a.a.a.a.a.a.a = ";
    EXPECT_THROW(read_toml("x = " + nested, "a.toml"), Error);
    EXPECT_THROW(read_toml("x = " + std::string(1'000'000, '['), "a.toml"), Error);
}

// Specs that work, with bytes changed, lost and repeated: each is read or is an Error.
TEST(ReadToml, SurvivesDamage) {
    std::mt19937 random(5);
    const auto any = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const std::string good = test::read_file(std::filesystem::path(FOKKER_SOURCE_DIR) / "labs/langevin-main.toml");
    constexpr std::string_view kFavourites = "[]{}=.,\"'\n#\\ \t0eEx_-+:TZ\x80\xff";
    int read = 0;
    for (int trial = 0; trial < 3000; ++trial) {
        std::string text = good;
        for (std::size_t edits = 1 + any(6); edits > 0; --edits) {
            const std::size_t at = any(text.size());
            switch (any(4)) {
                case 0:
                    text[at] = kFavourites[any(kFavourites.size())];
                    break;
                case 1:
                    text.erase(at, 1 + any(8));
                    break;
                case 2:
                    text.insert(at, text.substr(any(text.size()), any(40)));
                    break;
                default:
                    text[at] = static_cast<char>(any(256));
                    break;
            }
        }
        try {
            Table table = read_toml(text, "a.toml");
            ++read;
            check_spec(table, "a.toml");
        } catch (const Error&) {
            continue;
        }
    }
    EXPECT_GT(read, 300);  // the damage leaves enough of TOML to reach the check
}

}  // namespace
}  // namespace fokker::cli
