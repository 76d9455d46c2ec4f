// What a sampler did, for people and for programs.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <span>

#include "fokker/cli/report.hpp"
#include "fokker/cli/report_draws.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/sample/sampled_law.hpp"

namespace fokker::cli {
namespace {

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// "0.53", or "0.51 to 0.62" over the chains.
std::string range(std::vector<double> values) {
    const auto [low, high] = std::ranges::minmax(values);
    const std::string from = number(low, 3), to = number(high, 3);
    return from == to ? from : from + " to " + to;
}

double smallest_ess(const SamplingResult& done) {
    double least = std::numeric_limits<double>::infinity();
    for (const assess::ComponentSummary& s : done.summary) {
        if (std::isfinite(s.ess_bulk)) least = std::min(least, s.ess_bulk);
    }
    return std::isfinite(least) ? least : std::numeric_limits<double>::quiet_NaN();
}

std::string seconds_text(double seconds) {
    return seconds < 0.9995 ? number(1000 * seconds, 3) + " ms" : number(seconds, 3) + " s";
}

std::size_t chains_kept(const SampleRun& run) {
    return run.moments ? run.moments->chains : run.trace.chains;
}

// A chain.
std::size_t draws_kept(const SampleRun& run) {
    return run.moments ? run.moments->total() / std::max<std::size_t>(run.moments->chains, 1) : run.trace.draws;
}

// "4 chains of 1,000 draws, one of every 10 steps".
std::string sizes(const Sampling& sampling, const SampleRun& run) {
    const std::uint64_t thin = static_cast<std::uint64_t>(sampling.options.thin);
    std::string text = counted(chains_kept(run), "chain") + " of " + counted(draws_kept(run), "draw");
    if (thin > 1) text += ", one of every " + grouped(thin) + " steps";
    return text + (run.moments ? ", of which moments were kept" : "");
}

// Of the law that is sampled, which another temperature makes another one. Bounds cut it: of what is left nothing is
// known.
ExactMoments exact_of(const Sampling& sampling) {
    ExactMoments exact;
    if (std::ranges::any_of(sampling.options.bounds, &Bounds::bounded)) return exact;
    const std::optional<Density> law = sampled_law(sampling.target, sampling.options.sampler);
    if (!law) return exact;
    if (law->mean) exact.mean = *law->mean;
    for (int j = 0; law->covariance && j < law->dim; ++j) exact.sd.push_back(std::sqrt((*law->covariance)(j, j)));
    return exact;
}

using Facts = std::vector<std::pair<std::string, std::string>>;

// ", jittered by 20 %" where trajectories are.
std::string jitter_text(const Sampler& sampler) {
    const auto* hmc = std::get_if<Hmc>(&sampler);
    const auto* tempering = std::get_if<ParallelTempering>(&sampler);
    const double jitter = hmc != nullptr ? hmc->jitter : tempering != nullptr ? tempering->jitter : 0;
    return jitter > 0 ? ", jittered by up to " + number(100 * jitter, 3) + " %" : "";
}

void adapted_facts(const Sampler& sampler, const SampleRun& run, Facts& facts) {
    const assess::Trace& trace = run.trace;
    std::vector<double> steps;
    for (const Warmed& w : run.warmed) steps.push_back(w.step_size);
    if (steps.front() > 0) facts.emplace_back("step size", range(steps) + jitter_text(sampler));
    if (run.moments && !run.moments->acceptance_rate.empty())
        facts.emplace_back("acceptance", number(mean(run.moments->acceptance_rate), 3));
    if (!trace.acceptance_rate.empty()) facts.emplace_back("acceptance", number(mean(trace.acceptance_rate), 3));
    if (!trace.diverging.empty()) {
        const double diverged = std::accumulate(trace.diverging.begin(), trace.diverging.end(), 0.0);
        facts.emplace_back("divergences", grouped(static_cast<std::uint64_t>(diverged)));
    }
    if (!trace.tree_depth.empty())
        facts.emplace_back("tree depth", "mean " + number(mean(trace.tree_depth), 3) + ", largest " +
                                             number(*std::ranges::max_element(trace.tree_depth), 3));
}

void path_facts(const Sampling& sampling, const SampleRun& run, Facts& facts) {
    if (run.tempering) {
        const Tempering& t = *run.tempering;
        const auto trips = std::accumulate(t.round_trips.begin(), t.round_trips.end(), std::uint64_t{0});
        facts.emplace_back("temperatures", std::to_string(t.betas.size()) + " in the first chain, neighbours swap " +
                                               number(mean(t.swap_rates), 2) + " of the time; " +
                                               counted(trips, "round trip"));
    }
    if (!run.log_normaliser) return;
    const std::optional<double>& exact = sampling.target.log_normaliser;
    const bool whole = std::ranges::none_of(sampling.options.bounds, &Bounds::bounded);
    facts.emplace_back("log Z", with_error(run.log_normaliser->value, run.log_normaliser->error) +
                                    (exact && whole ? ", exact " + number(*exact, 6) : ""));
}

Facts facts_of(const Sampling& sampling, const SamplingResult& done) {
    const SampleRun& run = done.run;
    Facts facts{{"density", sampling.target.name},
                {"sampler", run.sampler + ", " + sizes(sampling, run)},
                {"its law", run.law}};
    adapted_facts(sampling.options.sampler, run, facts);
    path_facts(sampling, run, facts);
    if (run.gradients > 0)
        facts.emplace_back(
            "gradients",
            grouped(run.gradients) +
                (run.warmup_gradients > 0 ? ", " + grouped(run.warmup_gradients) + " of them in the warm-up" : ""));
    if (run.non_finite > 0) facts.emplace_back("not finite", counted(run.non_finite, "proposal") + ", refused");
    if (done.second.asked)
        facts.emplace_back("second opinion", "smc from a wide start " +
                                                 std::string(done.second.findings.empty() ? "agrees" : "disagrees") +
                                                 " (" + seconds_text(done.second.seconds) + ")");
    else if (!done.second.why_not.empty())
        facts.emplace_back("second opinion", "not asked: " + done.second.why_not);
    std::string time = seconds_text(run.seconds);
    const double ess = smallest_ess(done);
    if (std::isfinite(ess) && run.seconds > 0) time += ", " + in_units(ess / run.seconds) + " effective draws a second";
    facts.emplace_back("time", time);
    return facts;
}

}  // namespace

std::string to_text(const Sampling& sampling, const SamplingResult& done) {
    const Sampler& sampler = sampling.options.sampler;
    const bool population = std::holds_alternative<Smc>(sampler) || std::holds_alternative<Ais>(sampler);
    std::string text = without_mathematics(sampling.title) + "\n";
    for (const auto& [name, value] : facts_of(sampling, done)) {
        const std::string head = "  " + name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ');
        text += head + wrapped(value, head.size(), 100 - head.size()) + "\n";
    }
    if (done.run.stopped && chains_kept(done.run) == 0)
        text += "  stopped before a draw was complete: nothing is kept" +
                std::string(population ? "; a chain of " + done.run.sampler + " has its draws at its end\n" : "\n");
    else if (done.run.stopped)
        text += "  stopped on the way: " + counted(chains_kept(done.run), "chain") + " of " +
                std::to_string(sampling.options.chains) + " with " + counted(draws_kept(done.run), "draw") + " of " +
                grouped(static_cast<std::uint64_t>(sampling.options.draws)) + " are kept\n";
    if (!done.summary.empty()) text += "\n" + draws_table(done.run.trace, done.summary, exact_of(sampling)) + "\n";
    if (!done.quantity_summary.empty()) text += draws_table(done.quantities, done.quantity_summary) + "\n";
    if (!done.summary.empty()) text += to_text(done.verdict);
    for (const std::string& file : done.files) text += "wrote " + file + "\n";
    return text;
}

Json to_json(const Sampling& sampling, const SamplingResult& done) {
    const SampleRun& run = done.run;
    Json json;
    json["title"] = sampling.title;
    json["density"] = sampling.target.name;
    json["sampler"] = run.sampler;
    json["law"] = run.law;
    json["chains"] = static_cast<std::uint64_t>(chains_kept(run));
    json["draws"] = static_cast<std::uint64_t>(draws_kept(run));
    json["thin"] = static_cast<std::uint64_t>(sampling.options.thin);
    if (run.moments) {
        Json moments;
        moments["batches"] = static_cast<std::uint64_t>(run.moments->batches);
        moments["covariance"] = Json::list(run.moments->covariance);
        json["moments"] = std::move(moments);
    }
    json["stopped"] = run.stopped;
    json["components"] = to_json(run.trace, done.summary, exact_of(sampling));
    if (!done.quantity_summary.empty()) json["quantities"] = to_json(done.quantities, done.quantity_summary);
    json["verdict"] = to_json(done.verdict);
    Json warmed = Json::Array{};
    for (const Warmed& w : run.warmed) {
        Json one;
        one["step_size"] = w.step_size;
        one["scale"] = Json::list(w.scale);
        one["acceptance"] = w.acceptance;
        one["divergences"] = w.divergences;
        warmed.push_back(std::move(one));
    }
    json["warmup"] = std::move(warmed);
    if (!run.trace.acceptance_rate.empty()) json["acceptance_rate"] = mean(run.trace.acceptance_rate);
    if (!run.trace.diverging.empty())
        json["divergences"] = std::accumulate(run.trace.diverging.begin(), run.trace.diverging.end(), 0.0);
    json["gradients"] = run.gradients;
    json["warmup_gradients"] = run.warmup_gradients;
    json["non_finite"] = run.non_finite;
    if (run.tempering) {
        Json t;
        t["betas"] = Json::list(run.tempering->betas);
        t["swap_rates"] = Json::list(run.tempering->swap_rates);
        t["round_trips"] =
            Json::list(std::vector<double>(run.tempering->round_trips.begin(), run.tempering->round_trips.end()));
        json["tempering"] = std::move(t);
    }
    if (run.log_normaliser) {
        Json z;
        z["value"] = run.log_normaliser->value;
        z["error"] = run.log_normaliser->error;
        z["runs"] = Json::list(run.log_normaliser->runs);
        json["log_normaliser"] = std::move(z);
    }
    Json second;
    second["asked"] = done.second.asked;
    second["why_not"] = done.second.why_not;
    second["agrees"] = done.second.asked && done.second.findings.empty();
    json["second_opinion"] = std::move(second);
    json["seconds"] = run.seconds;
    json["ess_per_second"] = smallest_ess(done) / run.seconds;
    json["spec"] = to_json(sampling.spec);
    Json files = Json::Array{};
    for (const std::string& file : done.files) files.push_back(Json(file));
    json["files"] = std::move(files);
    return json;
}

}  // namespace fokker::cli
