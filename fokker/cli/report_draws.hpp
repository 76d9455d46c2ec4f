// Draws and what is to be thought of them, for people and for programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fokker/assess/summary.hpp"
#include "fokker/assess/verdict.hpp"
#include "fokker/cli/json.hpp"

namespace fokker::cli {

// What is known of the law: [dim] each, or empty.
struct ExactMoments {
    std::vector<double> mean, sd;
};

// One line a component: mean, sd, their Monte Carlo errors, quantiles, R-hat, effective sizes. With more than `most`
// components the worst by R-hat are shown and a line says how many are left out. What is exact stands beside.
std::string draws_table(const assess::Trace& trace, std::span<const assess::ComponentSummary> summary,
                        const ExactMoments& exact = {}, std::size_t most = 30);

// The headline, then a finding a paragraph: what was seen, what to try.
std::string to_text(const assess::Verdict& verdict);

Json to_json(const assess::Trace& trace, std::span<const assess::ComponentSummary> summary,
             const ExactMoments& exact = {});
Json to_json(const assess::Verdict& verdict);

// `text` in lines of at most `columns`, each after the first with `indent` blanks before it.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t columns = 100);

}  // namespace fokker::cli
