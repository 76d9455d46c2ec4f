// JSON, read into the values of a spec: places go along, so that errors can say them.
#pragma once

#include <string>
#include <string_view>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

// An object (RFC 8259) as a table. null becomes the number NaN, which is what Json writes for it. Throws Error
// "fit.json:4:9: ..." for what is no JSON, and for lists and objects that are nested more than 100 deep.
Table read_json(std::string_view text, const std::string& origin);

}  // namespace fokker::cli
