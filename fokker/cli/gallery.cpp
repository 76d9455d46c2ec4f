#include "fokker/cli/gallery.hpp"

#include <fmt/core.h>

#include <cmath>
#include <string_view>

#include "fokker/cli/gallery_style.hpp"
#include "fokker/cli/math_html.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/error.hpp"

namespace fokker::cli {
namespace {

// Wider than this a picture holds text that cannot be read when it is shrunk to a telephone.
constexpr int kWide = 760;
// Two as wide as this stand side by side on a wide screen.
constexpr int kHalf = 640;

std::string duration(double seconds) {
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const long whole = std::lround(seconds);
    return whole < 60 ? fmt::format("{} s", whole) : fmt::format("{} min {} s", whole / 60, whole % 60);
}

// As an address: whatever the characters of a name mean elsewhere (: ? # %), here they are a name.
std::string address(std::string_view name) {
    constexpr std::string_view kPlain = "-._~/";
    std::string url;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != std::string_view::npos)
            url += c;
        else
            url += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return url;
}

void check(const GalleryLab& lab, const GalleryPicture& picture) {
    if (picture.path.empty() || picture.path.starts_with('/'))
        throw Error("lab " + lab.name + ": the path of a picture is relative to the page, not \"" + picture.path +
                    "\"");
    if (picture.width <= 0 || picture.height <= 0)
        throw Error("lab " + lab.name + ": " + picture.path + " needs its width and height, px");
}

std::string head(const Gallery& gallery) {
    return fmt::format(R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="fokker {}">
<title>Fokker labs</title>
<link rel="icon" href="data:,">
<style>{}</style>
</head>
<body>
)html",
                       escaped_html(gallery.version), kGalleryStyle);
}

std::string masthead(const Gallery& gallery) {
    return fmt::format(R"html(<header class="masthead" id="top">
<h1>Fokker <span>labs</span></h1>
<p class="lead">Published experiments with moving distributions, done again: each from one text file, by one command.
Change a number in it and see what follows.</p>
<p class="made">{}, made by fokker {} in {}</p>
</header>
)html",
                       counted(gallery.labs.size(), "lab"), escaped_html(gallery.version), duration(gallery.seconds));
}

std::string link_to(const GalleryLab& lab, const std::string& content) {
    return "<a href=\"#" + address(lab.name) + "\">" + content + "</a>";
}

// Labs of one document, which follow each other, under its name.
std::string index(const Gallery& gallery) {
    std::string html = "<nav class=\"index\" aria-label=\"All labs\">\n";
    const GalleryLab* before = nullptr;
    for (const GalleryLab& lab : gallery.labs) {
        if (before == nullptr || before->document != lab.document) {
            if (before != nullptr) html += "</ul></section>\n";
            html += "<section><h2>" + math_html(lab.document) + "</h2><ul>\n";
        }
        html += "<li>" +
                link_to(lab, "<span>" + math_html(lab.title) + "</span><code>" + escaped_html(lab.name) + "</code>") +
                "</li>\n";
        before = &lab;
    }
    if (before != nullptr) html += "</ul></section>\n";
    return html + "</nav>\n";
}

std::string figure(const GalleryLab& lab, const GalleryPicture& picture) {
    check(lab, picture);
    const std::string source = address(picture.path), alt = escaped_html(picture.alt);
    const std::string size = fmt::format("width=\"{}\" height=\"{}\"", picture.width, picture.height);
    const std::string begin = picture.width > kWide    ? "<figure class=\"wide\">"
                              : picture.width <= kHalf ? "<figure class=\"half\">"
                                                       : "<figure>";
    if (!picture.path.ends_with(".mp4")) {
        return begin +
               fmt::format("<a href=\"{0}\"><img src=\"{0}\" {1} alt=\"{2}\" loading=\"lazy\" decoding=\"async\"></a>",
                           source, size, alt) +
               "</figure>\n";
    }
    return begin +
           fmt::format(
               "<video src=\"{0}\" {1} preload=\"metadata\" aria-label=\"{2}\" controls muted loop playsinline>"
               "<a href=\"{0}\">{2}</a></video>",
               source, size, alt) +
           "</figure>\n";
}

std::string about(const GalleryLab& lab) {
    std::string html = lab.numbers.empty() ? "<div class=\"about\">\n<div>\n" : "<div class=\"about beside\">\n<div>\n";
    html += "<p class=\"source\">" + math_html(lab.document) + "</p>\n";
    html += "<h2>" + link_to(lab, math_html(lab.title)) + "</h2>\n";
    html += "<p class=\"lesson\">" + math_html(lab.lesson) + "</p>\n</div>\n";
    if (!lab.numbers.empty()) {
        html += "<ul class=\"numbers\" aria-label=\"Results\">\n";
        for (const std::string& line : lab.numbers) html += "<li>" + math_html(line) + "</li>\n";
        html += "</ul>\n";
    }
    return html + "</div>\n";
}

std::string table(const GalleryLab& lab) {
    std::string html;
    for (const auto& row : lab.table) {
        const bool head = &row == &lab.table.front();
        html += head ? "<thead><tr>" : "<tr>";
        for (const std::string& cell : row) {
            const bool names = &cell == &row.front();
            const std::string tag = head ? "th scope=\"col\"" : names ? "th scope=\"row\"" : "td";
            html += "<" + tag + ">" + math_html(cell) + "</" + tag.substr(0, 2) + ">";
        }
        html += head ? "</tr></thead>\n<tbody>\n" : "</tr>\n";
    }
    return html.empty() ? "" : "<div class=\"table\" tabindex=\"0\"><table>" + html + "</tbody></table></div>\n";
}

std::string turn(const GalleryLab* before, const GalleryLab* after) {
    std::string html = "<nav class=\"turn\" aria-label=\"Other labs\">";
    if (before != nullptr) html += link_to(*before, "← " + math_html(before->title));
    if (after != nullptr) html += link_to(*after, math_html(after->title) + " →");
    return html + "<a href=\"#top\">All labs ↑</a></nav>\n";
}

std::string article(const GalleryLab& lab, const GalleryLab* before, const GalleryLab* after) {
    std::string html = "<article id=\"" + escaped_html(lab.name) + "\">\n" + about(lab) + table(lab);
    if (!lab.pictures.empty()) {
        html += "<div class=\"pictures\">\n";
        for (const GalleryPicture& picture : lab.pictures) html += figure(lab, picture);
        html += "</div>\n";
    }
    html += fmt::format("<div class=\"run\"><code>{}</code><span>{}</span></div>\n", escaped_html(lab.command),
                        duration(lab.seconds));
    html += "<details><summary>The spec</summary><pre tabindex=\"0\"><code>" + escaped_html(lab.spec) +
            "</code></pre></details>\n";
    return html + turn(before, after) + "</article>\n";
}

}  // namespace

std::string gallery_page(const Gallery& gallery) {
    const auto& labs = gallery.labs;
    std::string html = head(gallery) + masthead(gallery) + index(gallery) + "<main>\n";
    for (std::size_t i = 0; i < labs.size(); ++i) {
        html += article(labs[i], i > 0 ? &labs[i - 1] : nullptr, i + 1 < labs.size() ? &labs[i + 1] : nullptr);
    }
    return html + fmt::format("</main>\n<footer>fokker {}</footer>\n</body>\n</html>\n", escaped_html(gallery.version));
}

}  // namespace fokker::cli
