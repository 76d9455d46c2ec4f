// docs/spec.md, from the table that checks specs.
#include "fokker/cli/spec_keys.hpp"

namespace fokker::cli {
namespace {

// A pipe would end the cell of a table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
    return out;
}

std::string code(std::string_view text) {
    return "`" + std::string(text) + "`";
}

std::string type_cell(const Key& key) {
    if (key.allowed.empty()) return words(key.types);
    std::string text;
    for (const std::string& name : split(key.allowed, '|'))
        text += (text.empty() ? "" : ", ") + code("\"" + name + "\"");
    const Type others = key.types & ~kText;
    return others == 0 ? text : text + " or " + words(others);
}

std::string default_cell(const Key& key) {
    if (key.required) return "**required**";
    if (!key.one_of.empty()) {
        std::string text = "one of";
        for (const Key& other : keys()) {
            if (other.table == key.table && other.one_of == key.one_of) text += " " + code(other.name);
        }
        return text;
    }
    if (!key.fallback.empty()) return code(key.fallback);
    return std::string(key.fallback_note);
}

std::string section(const TableHelp& table) {
    std::string text = "\n## " + std::string(table.title) + "\n\n" + std::string(table.help) + "\n";
    std::string named;
    for (const Kind& kind : kinds()) {
        if (kind.table == table.name)
            named += "| " + code("\"" + std::string(kind.name) + "\"") + " | " + cell(kind.help) + " |\n";
    }
    if (!named.empty()) text += "\n| kind | |\n|---|---|\n" + named;
    text += "\n| key | value | default | |\n|---|---|---|---|\n";
    for (const Key& key : keys()) {
        if (key.table != table.name) continue;
        std::string help(key.help);
        if (!key.kinds.empty()) {
            std::string fitting;
            for (const std::string& kind : split(key.kinds, '|')) fitting += (fitting.empty() ? "" : ", ") + kind;
            help += " (" + fitting + ")";
        }
        text += "| " + code(key.name) + " | " + cell(type_cell(key)) + " | " + cell(default_cell(key)) + " | " +
                cell(help) + " |\n";
    }
    return text;
}

}  // namespace

std::string spec_markdown() {
    std::string text =
        "# The spec\n\n"
        "<!-- Written by `fokker list --markdown`, from the table that checks specs. -->\n\n"
        "A spec is a TOML file that says what moves, how, and what to show. `fokker run SPEC.toml` runs it. Every key "
        "can be set from the\n"
        "command line, with dots into tables: `--set simulate.particles=1e5 --set figure.0.width=1600`. A key that is "
        "not listed here is\n"
        "an error. The language of formulas is in [expressions.md](expressions.md).\n\n"
        "```toml\n"
        "title = \"Ornstein-Uhlenbeck\"\n\n"
        "[sde]\n"
        "drift = \"-theta*x\"\n"
        "diffusion = \"sigma\"\n"
        "params = { theta = 0.25, sigma = 1.0 }\n\n"
        "[simulate]\n"
        "start = { linspace = [-50, 50], particles = 1000 }\n"
        "times = { linspace = [0, 50], count = 1000 }\n"
        "seed = 42\n\n"
        "[[figure]]\n"
        "kind = \"trajectories\"\n"
        "file = \"ou.png\"\n"
        "```\n";
    for (const TableHelp& table : tables()) text += section(table);
    return text;
}

}  // namespace fokker::cli
