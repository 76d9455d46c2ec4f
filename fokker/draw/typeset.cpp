#include "fokker/draw/typeset.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "fokker/draw/math_text.hpp"

namespace fokker::draw {
namespace {

// Inter and Lato are Debian's fonts-inter and fonts-lato; DejaVu is everywhere.
constexpr const char* kFamilies = "Inter, Lato, DejaVu Sans, sans-serif";

// Height of ascenders and depth of descenders in these families, em.
constexpr double kAscent = 0.76, kDescent = 0.21;

constexpr std::size_t kLongestWord = 4000;  // bytes

constexpr double kScriptSize = 0.72, kSmallest = 7;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Context = std::unique_ptr<PangoContext, Unref>;
using TextLayout = std::unique_ptr<PangoLayout, Unref>;

struct FreeFont {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

// Without hinting, so that a text is as wide at every scale and in every format.
void prepare(PangoContext* context) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
}

TextLayout layout_of_run(PangoContext* context, const TypesetLine::Run& run) {
    TextLayout layout(pango_layout_new(context));
    const std::unique_ptr<PangoFontDescription, FreeFont> font(pango_font_description_from_string(kFamilies));
    pango_font_description_set_absolute_size(font.get(), run.type.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), run.type.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font.get(), run.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    // Bytes that are not UTF-8 show as replacement characters.
    gchar* valid = g_utf8_make_valid(run.text.data(), static_cast<gssize>(run.text.size()));
    pango_layout_set_text(layout.get(), valid, -1);
    g_free(valid);
    return layout;
}

// Widths are asked for again and again while ticks and columns are being fitted, so they are kept: in one em of 64 px,
// since without hinting they scale. One store a thread, as Pango's font maps are.
double width_of(const TypesetLine::Run& run) {
    thread_local const Context context = [] {
        Context made(pango_font_map_create_context(pango_cairo_font_map_get_default()));
        prepare(made.get());
        return made;
    }();
    thread_local std::unordered_map<std::string, double> known;
    constexpr double em = 64;
    std::string key = run.text;
    key += run.type.bold ? (run.italic ? "\x03" : "\x02") : (run.italic ? "\x01" : "\x00");
    const auto found = known.find(key);
    if (found != known.end()) return found->second * run.type.size / em;
    const auto layout = layout_of_run(context.get(), {run.text, {em, run.type.bold}, run.italic, 0, 0});
    PangoRectangle logical;
    pango_layout_get_extents(layout.get(), nullptr, &logical);
    const double width = static_cast<double>(logical.width) / PANGO_SCALE;
    if (known.size() > 20'000) known.clear();
    known.emplace(std::move(key), width);
    return width * run.type.size / em;
}

void append(TypesetLine& line, const TypesetLine& part, double raise = 0) {
    for (auto run : part.runs) {
        run.x += line.width;
        run.y -= raise;
        line.runs.push_back(std::move(run));
    }
    for (auto stroke : part.strokes) {
        for (auto& [x, y] : stroke.points) {
            x += line.width;
            y -= raise;
        }
        line.strokes.push_back(std::move(stroke));
    }
    line.width += part.width;
    line.ascent = std::max(line.ascent, part.ascent + raise);
    line.descent = std::max(line.descent, part.descent - raise);
}

TypesetLine set_run(const std::string& text, const Type& type, bool italic) {
    TypesetLine line;
    if (text.empty()) return line;
    line.runs.push_back({text, type, italic, 0, 0});
    line.width = width_of(line.runs.back());
    line.ascent = kAscent * type.size;
    line.descent = kDescent * type.size;
    return line;
}

Type smaller(const Type& type) {
    return {std::max(type.size * kScriptSize, std::min(type.size, kSmallest)), type.bold};
}

TypesetLine set(const MathNode& node, const Type& type);

TypesetLine set_script(const MathNode& node, const Type& type) {
    TypesetLine line = set(node.children[0], type);
    const TypesetLine below = set(node.children[1], smaller(type)), above = set(node.children[2], smaller(type));
    const double start = line.width;
    append(line, below, -0.18 * type.size);
    const double end = line.width;
    line.width = start;
    append(line, above, std::max(0.36 * type.size, line.ascent - 0.42 * type.size));
    line.width = std::max(line.width, end) + 0.04 * type.size;
    return line;
}

TypesetLine set_root(const MathNode& node, const Type& type) {
    const TypesetLine inside = set(node.children[0], type);
    const double em = type.size, top = -std::max(inside.ascent, kAscent * em) - 0.1 * em, foot = inside.descent * 0.6;
    const double hook = 0.5 * em;
    TypesetLine line;
    line.width = hook + 0.06 * em;
    append(line, inside);
    line.strokes.push_back({{{0.04 * em, -0.28 * em},
                             {0.14 * em, -0.34 * em},
                             {0.28 * em, foot},
                             {hook, top},
                             {line.width + 0.04 * em, top}},
                            0.065 * em});
    line.ascent = std::max(line.ascent, -top + 0.06 * em);
    line.descent = std::max(line.descent, foot);
    line.width += 0.1 * em;
    return line;
}

TypesetLine set_fraction(const MathNode& node, const Type& type) {
    const TypesetLine above = set(node.children[0], smaller(type)), below = set(node.children[1], smaller(type));
    const double em = type.size, axis = 0.3 * em, gap = 0.12 * em;
    const double bar = std::max(above.width, below.width) + 0.16 * em;
    TypesetLine line;
    line.width = 0.06 * em + (bar - above.width) / 2;
    append(line, above, axis + gap + above.descent);
    line.width = 0.06 * em + (bar - below.width) / 2;
    append(line, below, axis - gap - below.ascent);
    line.strokes.push_back({{{0.06 * em, -axis}, {0.06 * em + bar, -axis}}, 0.06 * em});
    line.width = bar + 0.12 * em;
    return line;
}

TypesetLine set(const MathNode& node, const Type& type) {
    switch (node.kind) {
        case MathNode::Kind::words:
            return set_run(node.text, type, false);
        case MathNode::Kind::variable:
            return set_run(node.text, type, true);
        case MathNode::Kind::script:
            return set_script(node, type);
        case MathNode::Kind::root:
            return set_root(node, type);
        case MathNode::Kind::fraction:
            return set_fraction(node, type);
        case MathNode::Kind::space: {
            TypesetLine line;
            line.width = node.size * type.size;
            return line;
        }
        case MathNode::Kind::binary: {
            TypesetLine line;
            line.width = 0.22 * type.size;
            append(line, set_run(node.text, type, false));
            line.width += 0.22 * type.size;
            return line;
        }
        case MathNode::Kind::row:
            break;
    }
    TypesetLine line;
    for (const auto& child : node.children) append(line, set(child, type));
    return line;
}

// Pieces that a line may not break: words, and mathematics with what touches it.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces(1);
    bool mathematics = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = i > 0 && text[i - 1] == '\\';
        if (text[i] == '$' && !escaped) mathematics = !mathematics;
        if (text[i] == '\n' || (text[i] == ' ' && !mathematics)) {
            if (!pieces.back().empty()) pieces.emplace_back();
        } else {
            pieces.back() += text[i];
        }
    }
    if (pieces.back().empty()) pieces.pop_back();
    return pieces;
}

bool is_start_of_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

// The longest beginning that fits with an ellipsis, by halving: of plain text in characters, of mathematics in pieces.
TypesetLine cut_to(const std::string& text, const Type& type, double max_width) {
    std::vector<std::size_t> ends{0};
    if (text.find('$') == std::string::npos) {
        for (std::size_t i = 1; i < text.size(); ++i) {
            if (is_start_of_character(text[i])) ends.push_back(i);
        }
    } else {
        for (const auto& piece : pieces_of(text)) ends.push_back(ends.back() + piece.size() + 1);
        ends.pop_back();
    }
    const auto beginning = [&](std::size_t end) {
        std::string kept = text.substr(0, end);
        while (!kept.empty() && kept.back() == ' ') kept.pop_back();
        return typeset(kept + "…", type);
    };
    std::size_t fits = 0, too_long = ends.size();
    while (too_long - fits > 1) {
        const std::size_t middle = (fits + too_long) / 2;
        (beginning(ends[middle]).width <= max_width ? fits : too_long) = middle;
    }
    TypesetLine line = beginning(ends[fits]);
    return line.width <= max_width ? line : TypesetLine{};
}

}  // namespace

TypesetLine typeset(std::string_view text, const Type& type) {
    return set(read_math_text(text), type);
}

std::vector<TypesetLine> typeset_wrapped(std::string_view text, const Type& type, double max_width, int max_lines) {
    std::vector<TypesetLine> lines;
    auto pieces = pieces_of(text);
    for (auto& piece : pieces) {
        // More than any line holds, and nothing that takes long to measure.
        if (piece.size() > kLongestWord && piece.find('$') == std::string::npos) piece.resize(kLongestWord);
    }
    std::size_t next = 0;
    while (next < pieces.size() && static_cast<int>(lines.size()) < max_lines) {
        std::string words = pieces[next];
        TypesetLine line = typeset(words, type);
        std::size_t end = next + 1;
        while (end < pieces.size()) {
            TypesetLine longer = typeset(words + " " + pieces[end], type);
            if (longer.width > max_width) break;
            words += " " + pieces[end++];
            line = std::move(longer);
        }
        const bool last = static_cast<int>(lines.size()) + 1 == max_lines;
        if (last && end < pieces.size()) words += " " + pieces[end];
        if (line.width > max_width || (last && end < pieces.size())) line = cut_to(words, type, max_width);
        lines.push_back(std::move(line));
        next = end;
    }
    return lines;
}

void show(cairo_t* cr, const TypesetLine& line) {
    const Context context(pango_cairo_create_context(cr));
    prepare(context.get());
    for (const auto& run : line.runs) {
        const auto layout = layout_of_run(context.get(), run);
        cairo_move_to(cr, run.x, run.y);
        pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(layout.get(), 0));
    }
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cr, nullptr, 0, 0);
    for (const auto& stroke : line.strokes) {
        cairo_set_line_width(cr, stroke.width);
        cairo_new_path(cr);
        for (const auto& [x, y] : stroke.points) cairo_line_to(cr, x, y);
        cairo_stroke(cr);
    }
    cairo_new_path(cr);
}

}  // namespace fokker::draw
