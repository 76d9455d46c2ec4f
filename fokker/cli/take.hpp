// Options that keep the value they have where a spec does not say another.
#pragma once

#include <optional>
#include <string_view>

#include "fokker/cli/spec_section.hpp"

namespace fokker::cli {

inline void take(const Section& s, std::string_view key, double& option) {
    if (s.has(key)) option = s.number(key);
}
inline void take(const Section& s, std::string_view key, std::optional<double>& option) {
    if (s.has(key)) option = s.number(key);
}
inline void take(const Section& s, std::string_view key, int& option) {
    if (s.has(key)) option = static_cast<int>(s.whole(key));
}
inline void take(const Section& s, std::string_view key, bool& option) {
    if (s.has(key)) option = s.flag(key);
}

}  // namespace fokker::cli
