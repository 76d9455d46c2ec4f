#include "fokker/show/draws_parts.hpp"

#include <algorithm>
#include <cctype>

#include "fokker/draw/math_text.hpp"
#include "fokker/error.hpp"
#include "fokker/show/run_inks.hpp"

namespace fokker::show {

std::vector<std::size_t> chosen_components(const assess::Trace& trace, const DrawsOptions& options, std::size_t most) {
    if (trace.chains == 0 || trace.draws == 0 || trace.dim() == 0) throw Error("there are no draws to show");
    std::vector<std::size_t> chosen = options.components;
    for (const std::size_t j : chosen) {
        if (j >= trace.dim())
            throw Error("component " + std::to_string(j + 1) + " of draws that have " + std::to_string(trace.dim()));
    }
    for (std::size_t j = 0; options.components.empty() && j < std::min(trace.dim(), most); ++j) chosen.push_back(j);
    return chosen;
}

std::vector<std::size_t> chosen_chains(const assess::Trace& trace) {
    std::vector<std::size_t> chosen;
    const std::size_t count = std::min(trace.chains, kFewChains);
    for (std::size_t k = 0; k < count; ++k) chosen.push_back(k * trace.chains / count);
    return chosen;
}

std::string what_is_shown(const assess::Trace& trace, std::size_t components, std::size_t chains) {
    std::string text = std::to_string(trace.chains) + (trace.chains == 1 ? " chain of " : " chains of ") +
                       std::to_string(trace.draws) + " draws";
    if (chains < trace.chains) text += ", " + std::to_string(chains) + " of them shown";
    if (components < trace.dim())
        text += "; " + std::to_string(components) + " of " + std::to_string(trace.dim()) + " components";
    return text;
}

std::vector<double> chain_values(const assess::Trace& trace, std::size_t chain, std::size_t component) {
    const assess::Draws draws = trace.component(component);
    std::vector<double> values(trace.draws);
    for (std::size_t d = 0; d < trace.draws; ++d) values[d] = draws(chain, d);
    return values;
}

draw::Ink chain_ink(std::size_t shown, std::size_t count, draw::Theme theme) {
    return run_ink(shown, count, theme);
}

std::string chain_label(std::size_t chain, std::size_t panel) {
    return panel == 0 ? "chain " + std::to_string(chain + 1) : "";
}

std::string math_name(const std::string& name) {
    std::size_t from = name.size();
    while (from > 0 && std::isdigit(static_cast<unsigned char>(name[from - 1])) != 0) --from;
    const bool letter = from == 1 && std::isalpha(static_cast<unsigned char>(name[0])) != 0;
    if (letter && from < name.size()) return "$" + name.substr(0, 1) + "_{" + name.substr(1) + "}$";
    try {
        draw::read_math_text(name);
        return name;
    } catch (const Error&) {
        std::string words;
        for (const char c : name) words += c == '$' ? "\\$" : std::string(1, c);
        return words;
    }
}

draw::Axis draw_axis(const assess::Trace& trace, std::size_t stride) {
    return {.label = stride > 1 ? "draw, one in " + std::to_string(stride) + " shown" : "draw",
            .limits = draw::Limits{1, static_cast<double>(std::max<std::size_t>(trace.draws, 2))}};
}

draw::Figure small_multiples(const assess::Trace& trace, const DrawsOptions& options, const std::string& title,
                             std::size_t components, std::size_t chains) {
    const std::size_t columns = std::min<std::size_t>(components, 3);
    return {.title = options.title.empty() ? title : title + ": " + options.title,
            .subtitle = what_is_shown(trace, components, chains),
            .rows = (components - 1) / columns + 1,
            .columns = columns,
            .common_legend = true,
            .width = options.width,
            .theme = options.theme};
}

}  // namespace fokker::show
