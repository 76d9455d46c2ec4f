// What the tests of this room ask of panels.
#pragma once

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::show {

// The marks of one kind, in the order drawn.
template <class Kind>
std::vector<Kind> marks_of(const draw::Panel& panel) {
    std::vector<Kind> found;
    for (const draw::Mark& mark : panel.marks) {
        if (const auto* kind = std::get_if<Kind>(&mark)) found.push_back(*kind);
    }
    return found;
}

inline bool says(const std::vector<std::string>& notes, const std::string& text) {
    return std::ranges::any_of(notes, [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

}  // namespace fokker::show
