#include "fokker/show/cause.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace fokker::show {
namespace {

// The longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kWords{{{"-theta x", "$-\\theta x$"},
                                                                               {"theta", "$\\theta$"},
                                                                               {"sigma", "$\\sigma$"},
                                                                               {"h", "$h$"},
                                                                               {"x", "$x$"},
                                                                               {"euler", "Euler"},
                                                                               {"maruyama", "Maruyama"},
                                                                               {"heun", "Heun"},
                                                                               {"milstein", "Milstein"}}};

bool in_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string typeset_cause(const std::string& cause) {
    std::string text;
    for (std::size_t i = 0; i < cause.size();) {
        const std::string_view rest = std::string_view(cause).substr(i);
        const bool starts = i == 0 || !in_word(cause[i - 1]);
        const auto word = std::ranges::find_if(kWords, [&](const auto& entry) {
            const std::size_t end = entry.first.size();
            return starts && rest.starts_with(entry.first) && (end == rest.size() || !in_word(rest[end]));
        });
        text += word == kWords.end() ? rest.substr(0, 1) : word->second;
        i += word == kWords.end() ? 1 : word->first.size();
    }
    return text;
}

}  // namespace fokker::show
