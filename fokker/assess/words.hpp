// Numbers and lists within sentences.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace fokker::assess {

// 3 significant digits unless told: "-0.87", "1.2e+05".
inline std::string rounded(double value, int digits = 3) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

// So many decimals: "1.002".
inline std::string decimals(double value, int count) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", count, value);
    return text;
}

// Of chains that never leave their places R-hat has no meaning but "far too large".
inline std::string rhat_text(double rhat) {
    return rhat > 1000 ? "over 1000" : decimals(rhat, 3);
}

inline std::string percent(double share) {
    return rounded(100 * share, share < 0.1 ? 2 : 3) + " %";
}

// "1, 2 and 5", at most five of them.
inline std::string listed(const std::vector<std::string>& items) {
    constexpr std::size_t kMost = 5;
    const std::size_t shown = std::min(items.size(), kMost);
    std::string text;
    for (std::size_t k = 0; k < shown; ++k) {
        const bool last = k + 1 == shown && shown == items.size();
        text += (k == 0 ? "" : last ? " and " : ", ") + items[k];
    }
    return items.size() > shown ? text + " and " + std::to_string(items.size() - shown) + " more" : text;
}

// "(1.2, -3.4)", at most three components.
inline std::string place(const std::vector<double>& point) {
    constexpr std::size_t kMost = 3;
    std::string text = "(";
    for (std::size_t j = 0; j < std::min(point.size(), kMost); ++j) text += (j > 0 ? ", " : "") + rounded(point[j]);
    return text + (point.size() > kMost ? ", ...)" : ")");
}

// "chain 2", "chains 1 and 3".
inline std::string chains_listed(const std::vector<std::string>& chains) {
    return (chains.size() == 1 ? "chain " : "chains ") + listed(chains);
}

}  // namespace fokker::assess
