#include "fokker/cli/math_html.hpp"

#include <algorithm>

#include "fokker/draw/math_text.hpp"

namespace fokker::cli {
namespace {

using draw::MathNode;
using Kind = MathNode::Kind;

constexpr std::string_view kThinSpace = "\u202f";  // that breaks no line

std::string html_of(const MathNode& node);

std::string html_of_all(const MathNode& node) {
    std::string html;
    for (const auto& child : node.children) html += html_of(child);
    return html;
}

// Needs brackets where it stands for one thing: a sum under a root, a product below a stroke.
bool is_several(const MathNode& node) {
    if (node.kind == Kind::fraction) return true;
    if (node.kind != Kind::row) return false;
    return node.children.size() == 1 ? is_several(node.children[0]) : node.children.size() > 1;
}

bool holds_operator(const MathNode& node) {
    return node.kind == Kind::binary || (node.kind == Kind::row && std::ranges::any_of(node.children, holds_operator));
}

std::string bracketed(const MathNode& node, bool needed) {
    return needed ? "(" + html_of(node) + ")" : html_of(node);
}

std::string element(std::string_view name, const MathNode& node) {
    const std::string inside = html_of(node);
    if (inside.empty()) return "";
    return "<" + std::string(name) + ">" + inside + "</" + std::string(name) + ">";
}

std::string html_of(const MathNode& node) {
    switch (node.kind) {
        case Kind::words:
            return escaped_html(node.text);
        case Kind::variable:
            return "<i>" + escaped_html(node.text) + "</i>";
        case Kind::binary:
            return std::string(kThinSpace) + escaped_html(node.text) + std::string(kThinSpace);
        case Kind::space:
            return node.size <= 0 ? "" : std::string(node.size < 0.9 ? kThinSpace : "\u2003");
        case Kind::row:
            return html_of_all(node);
        case Kind::script:
            return html_of(node.children[0]) + element("sub", node.children[1]) + element("sup", node.children[2]);
        case Kind::root:
            return "√" + bracketed(node.children[0], is_several(node.children[0]));
        case Kind::fraction:
            return bracketed(node.children[0], holds_operator(node.children[0])) + "/" +
                   bracketed(node.children[1], is_several(node.children[1]));
    }
    return "";
}

}  // namespace

std::string escaped_html(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string math_html(std::string_view text) {
    return html_of(draw::read_math_text(text));
}

}  // namespace fokker::cli
