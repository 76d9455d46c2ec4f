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
using Type = unsigned;
inline constexpr Type kText = 1;
inline constexpr Type kFormula = 2;  // text in the language of docs/expressions.md, or a number
inline constexpr Type kWhole = 4;    // 1e5 is as good as 100000
inline constexpr Type kNumber = 8;
inline constexpr Type kFlag = 16;
inline constexpr Type kNumbers = 32;       // [1, 2.5]
inline constexpr Type kWholes = 64;        // [1, 2]
inline constexpr Type kVectors = 128;      // [[1, 2], [3, 4]]: also a matrix, row by row
inline constexpr Type kMatrices = 256;     // a list of matrices
inline constexpr Type kTable = 512;        // its keys are those of Key::inner
inline constexpr Type kTables = 1024;      // [[figure]]
inline constexpr Type kParameters = 2048;  // a table of free names, each a number or a list of numbers
inline constexpr Type kLists = 4096;       // a table of free names, each a list of numbers or formulas
inline constexpr Type kSettings = 8192;    // a table of paths into the spec, each with a value
inline constexpr Type kCases = 16384;      // a list of such tables
inline constexpr Type kTexts = 32768;      // ["samples", "paths"]
inline constexpr Type kFiles = 65536;      // a table of free names, each a file or { file, array }

struct Key {
    std::string_view table = {};  // which kind of table it belongs to: "sde"; "" is the top of the file
    std::string_view name = {};
    Type types = 0;
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
std::span<const Key> sample_keys();
std::span<const Key> fit_keys();
std::span<const Key> show_keys();
const Key* find_key(std::string_view table, std::string_view name);

// What `kind` may be in a table, with one line each.
struct Kind {
    std::string_view table, name, help;
};
// The key that says which: "kind", in [sample] "sampler", in [fit] "objective", in schedules "shape".
constexpr std::string_view kind_key(std::string_view table) {
    if (table == "sample") return "sampler";
    if (table == "fit") return "objective";
    return table == "schedule" ? "shape" : "kind";
}
// Without that key: the first of the kinds, where no table of this type can be given as formulas.
constexpr bool has_first_kind(std::string_view table) {
    return table == "sample" || table == "fit";
}
// Without it: decided by the rest of the spec, so that until then any key may stand there and no fallback is filled in.
constexpr bool has_kind_by_the_rest(std::string_view table) {
    return table == "optimiser";
}
std::span<const Kind> kinds();

// Where tables of each kind stand in a spec: {"sde", "[sde]"}, {"density", "[sde.target], start.density"}, with one
// line each.
struct TableHelp {
    std::string_view name, title, help;
};
std::span<const TableHelp> tables();

std::vector<std::string> split(std::string_view text, char separator);

// "a whole number", "a number or a list of numbers"
std::string words(Type types);

// docs/spec.md
std::string spec_markdown();

}  // namespace fokker::cli
