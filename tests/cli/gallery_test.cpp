// The page of the labs: fokker/cli/gallery.cpp. tests/labs opens one in a browser.
#include "fokker/cli/gallery.hpp"

#include <gtest/gtest.h>

#include "fokker/error.hpp"

namespace fokker::cli {
namespace {

GalleryLab lab_named(const std::string& name) {
    return {.name = name,
            .title = "Noise $\\sigma$ and " + name,
            .document = "A. First document",
            .lesson = "What $X_t$ does.",
            .command = "fokker lab " + name,
            .spec = "seed = 1\n",
            .seconds = 0.84,
            .pictures = {{.path = name + "/a.png", .width = 1280, .height = 700, .alt = "a picture"}},
            .numbers = {"variance 1.02 ± 0.03"},
            .table = {{"", "KL"}, {"$n$ = 1", "0.86 ± 0.01"}}};
}

Gallery three_labs() {
    Gallery gallery{
        .labs = {lab_named("one"), lab_named("two"), lab_named("three")}, .version = "9.8.7", .seconds = 83};
    gallery.labs[2].document = "B. Second document";
    return gallery;
}

bool holds(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

std::size_t count(const std::string& page, const std::string& text) {
    std::size_t n = 0;
    for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) ++n;
    return n;
}

std::string message_of(const GalleryLab& lab) {
    try {
        gallery_page({.labs = {lab}});
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(Gallery, ShowsAllThatALabIs) {
    const std::string page = gallery_page(three_labs());
    EXPECT_TRUE(holds(page, "3 labs, made by fokker 9.8.7 in 1 min 23 s"));
    EXPECT_TRUE(holds(page, "Noise <i>σ</i> and two"));
    EXPECT_TRUE(holds(page, "What <i>X</i><sub><i>t</i></sub> does."));
    EXPECT_TRUE(holds(page, "<code>fokker lab two</code><span>0.8 s</span>"));
    EXPECT_TRUE(holds(page, "<code>seed = 1\n</code>"));
    EXPECT_TRUE(holds(page, "<li>variance 1.02 ± 0.03</li>"));
    EXPECT_TRUE(holds(page, "<th scope=\"col\">KL</th></tr></thead>"));
    EXPECT_TRUE(holds(page, "<tr><th scope=\"row\"><i>n</i> = 1</th><td>0.86 ± 0.01</td></tr>"));
    EXPECT_TRUE(holds(page, "<img src=\"two/a.png\" width=\"1280\" height=\"700\" alt=\"a picture\" loading=\"lazy\""));
}

TEST(Gallery, TheIndexGroupsLabsByDocumentAndEachLabLinksToItsNeighbours) {
    const std::string page = gallery_page(three_labs());
    const std::string index = page.substr(page.find("<nav class=\"index\""), page.find("<main>") - page.find("<nav"));
    EXPECT_EQ(count(index, "<h2>"), 2U);
    EXPECT_EQ(count(index, "href=\"#"), 3U);
    EXPECT_EQ(count(page, "<article id=\""), 3U);
    const std::string two = page.substr(page.find("<article id=\"two\""));
    EXPECT_TRUE(holds(two, "<a href=\"#one\">← "));
    EXPECT_TRUE(holds(two, "and three →</a>"));
}

TEST(Gallery, NeedsNoNetworkAndNoScript) {
    const std::string page = gallery_page(three_labs());
    for (const char* text : {"http:", "https:", "//", "<script", "@import", "url(", "onload"}) {
        EXPECT_FALSE(holds(page, text)) << text;
    }
}

TEST(Gallery, AFilmIsAVideoAndAGifIsAPicture) {
    GalleryLab lab = lab_named("one");
    lab.pictures = {{.path = "a.mp4", .width = 800, .height = 400, .alt = "moving"},
                    {.path = "b.mp4", .width = 800, .height = 400},
                    {.path = "c.gif", .width = 400, .height = 400}};
    const std::string page = gallery_page({.labs = {lab}});
    EXPECT_TRUE(holds(page,
                      "<video src=\"a.mp4\" width=\"800\" height=\"400\" preload=\"metadata\" "
                      "aria-label=\"moving\" controls muted loop playsinline>"));
    EXPECT_TRUE(holds(page, "<video src=\"b.mp4\" width=\"800\" height=\"400\" preload=\"metadata\""));
    EXPECT_TRUE(holds(page, "<img src=\"c.gif\""));
    EXPECT_EQ(count(page, "<figure class=\"wide\">"), 2U);
}

// Every string of a lab, hostile.
TEST(Gallery, NothingThatALabSaysIsMarkup) {
    const std::string attack = R"("'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;)";
    GalleryLab lab{.name = attack,
                   .title = attack,
                   .document = attack,
                   .lesson = attack,
                   .command = attack,
                   .spec = "</code></pre></details>" + attack,
                   .numbers = {attack},
                   .table = {{attack, attack}, {attack, attack}}};
    lab.pictures = {{.path = attack, .width = 1, .height = 1, .alt = attack},
                    {.path = attack + ".mp4", .width = 1, .height = 1, .alt = attack}};
    const std::string page = gallery_page({.labs = {lab, lab}, .version = attack});
    GalleryLab mild = lab_named("mild");
    mild.document = "m";
    mild.pictures = {{.path = "m.png", .width = 1, .height = 1}, {.path = "m.mp4", .width = 1, .height = 1}};
    const std::string mild_page = gallery_page({.labs = {mild, mild}, .version = "m"});
    // The same tags, and quotes only where attributes begin and end, as in a page of plain words.
    EXPECT_FALSE(holds(page, "<script"));
    EXPECT_EQ(count(page, "<img"), count(mild_page, "<img"));
    EXPECT_EQ(count(page, "</details>"), 2U);
    EXPECT_EQ(count(page, "\""), count(mild_page, "\""));
    EXPECT_FALSE(holds(page, "'>"));
    EXPECT_TRUE(holds(page, "&amp;lt;"));
}

TEST(Gallery, PathsAreAddressesRelativeToThePage) {
    GalleryLab lab = lab_named("one");
    lab.pictures[0].path = "javascript:alert(1)?a#b 100%.png";
    EXPECT_TRUE(holds(gallery_page({.labs = {lab}}), "<img src=\"javascript%3Aalert%281%29%3Fa%23b%20100%25.png\""));
    lab.pictures[0].path = "/etc/a.png";
    EXPECT_NE(message_of(lab).find("relative to the page"), std::string::npos);
    lab.pictures[0].path = "";
    EXPECT_NE(message_of(lab).find("relative to the page"), std::string::npos);
}

TEST(Gallery, WhatCannotBeShownIsAnErrorThatNamesTheLab) {
    GalleryLab lab = lab_named("one");
    lab.pictures[0].height = 0;
    EXPECT_EQ(message_of(lab), "lab one: one/a.png needs its width and height, px");
    lab = lab_named("one");
    lab.title = "$\\sigm$";
    EXPECT_NE(message_of(lab).find("did you mean \\sigma"), std::string::npos);
}

TEST(Gallery, OfNoLabsIsAPage) {
    EXPECT_TRUE(holds(gallery_page({.version = "1"}), "0 labs"));
}

}  // namespace
}  // namespace fokker::cli
