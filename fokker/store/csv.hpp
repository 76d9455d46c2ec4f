// Tables of numbers as text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fokker/store/array.hpp"

namespace fokker::store {

struct Table {
    std::vector<std::string> columns = {};  // one name a column, or none at all
    Array rows = {};                        // [row, column]
};

// A header line (unless there are no names), then one line a row, comma-separated, each number in the fewest digits
// that read back to the same float64 (at most 17), nan and inf as such. `rows` has shape [row, column]. Written beside
// and renamed; throws Error with the path and the reason, and leaves the old file whole.
void write_csv(const std::vector<std::string>& columns, const ArrayView& rows, const std::filesystem::path& path);

// Reads columns separated by commas, semicolons, tabs or blanks (the first line that holds one of them decides, in the
// order ; , tab blank), with or without a header: a first line without any number in it is the header. From # to the
// end of a line is a comment; empty lines are skipped; fields may stand in double quotes; lines end in \n or \r\n.
// Throws Error with the line, the column and the text for anything that is not a number, and with both counts for a
// line that is longer or shorter than the first.
Table read_csv(const std::filesystem::path& path);

}  // namespace fokker::store
