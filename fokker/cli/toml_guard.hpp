// What the TOML parser cannot take is found before it sees the text.
#pragma once

#include <string>
#include <string_view>

namespace fokker::cli {

inline constexpr int kMostDots = 32;  // of one key: a table in a table in a table

// Throws Error "ou.toml:3:2: ..." for a key with more dots than that, since tables within tables without end exhaust
// the stack when they are taken down (the parser limits brackets only); and for a header without a name, [.x], which
// the parser asserts not to be there.
void guard_toml(std::string_view text, const std::string& origin);

}  // namespace fokker::cli
