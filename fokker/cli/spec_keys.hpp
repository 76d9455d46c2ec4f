// The one table of keys that a spec may hold. It checks specs, fills in defaults, and is what `fokker list` and
// docs/spec.md print, so none of these can disagree.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fokker::cli {

// What a value may be; a key may allow several.
enum Type : unsigned {
    kText = 1,
    kFormula = 2,  // text in the language of docs/expressions.md, or a number
    kWhole = 4,    // 1e5 is as good as 100000
    kNumber = 8,
    kFlag = 16,
    kNumbers = 32,       // [1, 2.5]
    kWholes = 64,        // [1, 2]
    kVectors = 128,      // [[1, 2], [3, 4]]: also a matrix, row by row
    kMatrices = 256,     // a list of matrices
    kTable = 512,        // its keys are those of Key::inner
    kTables = 1024,      // [[figure]]
    kParameters = 2048,  // a table of free names, each a number or a list of numbers
    kLists = 4096,       // a table of free names, each a list of numbers or formulas
    kSettings = 8192,    // a table of paths into the spec, each with a value
    kTexts = 32768,      // ["samples", "paths"]
    kCases = 16384,      // a list of such tables
};

struct Key {
    std::string_view table = {};  // which kind of table it belongs to: "sde"; "" is the top of the file
    std::string_view name = {};
    unsigned types = 0;
    std::string_view help = {};    // one line
    std::string_view kinds = {};   // for which values of `kind`, separated by |; "text": without a kind; empty: for all
    std::string_view one_of = {};  // exactly one of the keys of this group must be given; "": no group
    bool required = false;
    std::string_view fallback = {};                         // as TOML; "": none
    std::string_view fallback_note = {};                    // what happens without it, where that is no plain value
    std::string_view allowed = {};                          // texts, separated by |
    double lowest = std::numeric_limits<double>::lowest();  // of numbers, inclusive
    double highest = std::numeric_limits<double>::max();
    std::string_view inner = {};  // kTable, kTables: which kind of table
};

std::span<const Key> keys();  // all of:
std::span<const Key> equation_keys();
std::span<const Key> simulation_keys();
std::span<const Key> show_keys();
const Key* find_key(std::string_view table, std::string_view name);

// What `kind` may be in a table, with one line each.
struct Kind {
    std::string_view table, name, help;
};
std::span<const Kind> kinds();

// Where tables of each kind stand in a spec: {"sde", "[sde]"}, {"density", "[sde.target], start.density"}, with one
// line each.
struct TableHelp {
    std::string_view name, title, help;
};
std::span<const TableHelp> tables();

std::vector<std::string> split(std::string_view text, char separator);

// "a whole number", "a number or a list of numbers"
std::string words(unsigned types);

// docs/spec.md
std::string spec_markdown();

}  // namespace fokker::cli
