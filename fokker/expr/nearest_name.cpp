#include <algorithm>
#include <vector>

#include "fokker/expr/text.hpp"

namespace fokker {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Twice the number of insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal
// string alignment); another case of the same letter costs half.
int edit_distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<int> cost((a.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> int& { return cost[i * width + j]; };
    for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = static_cast<int>(2 * i);
    for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = static_cast<int>(2 * j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char p = a[i - 1], q = b[j - 1];
            const int substitution = p == q ? 0 : lower(p) == lower(q) ? 1 : 2;
            at(i, j) = std::min({at(i - 1, j) + 2, at(i, j - 1) + 2, at(i - 1, j - 1) + substitution});
            if (i > 1 && j > 1 && p == b[j - 2] && a[i - 2] == q) at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 2);
        }
    }
    return at(a.size(), b.size());
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> known) {
    constexpr std::size_t kLongest = 64;
    if (name.empty() || name.size() > kLongest) return "";
    // One edit in three letters; a name of one or two letters is near its own other case, or to one edit of two.
    int best = 2 * std::max(1, static_cast<int>(name.size() + 1) / 3) + 1;
    best = std::min(best, 2 * static_cast<int>(name.size()));
    std::string nearest;
    for (const std::string& candidate : known) {
        if (candidate.size() > kLongest) continue;
        const int distance = edit_distance(name, candidate);
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

}  // namespace fokker
