// What fits found, for people.
#include "fokker/cli/report_fitting.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/cli/report.hpp"
#include "fokker/cli/report_draws.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/fit/trend.hpp"

namespace fokker::cli {
namespace {

std::string seconds_text(double seconds) {
    return seconds < 0.9995 ? number(1000 * seconds, 3) + " ms" : number(seconds, 3) + " s";
}

constexpr const char* kNotKnown = " ± ?";

// What is left of 0 by rounding has no digits that mean something.
std::string words(double value, double error) {
    constexpr double kRounding = 1e-12, kManyZeros = 1e-4;
    if (std::isfinite(value) && !std::isfinite(error)) return number(value, 3) + kNotKnown;
    if (std::fabs(value) < kRounding && error < kRounding) return "0 to rounding";
    if (std::fabs(value) < kManyZeros && error < kManyZeros) return number(value, 2) + " ± " + number(error, 2);
    return with_error(value, error);
}

std::string words(const Estimate& e) {
    return e.exact ? number(e.value, 6) : words(e.value, e.error);
}

std::string share_words(const std::optional<Estimate>& e) {
    if (!e) return "-";
    constexpr double kSure = 1e-5;  // of a percent
    const double value = 100 * e->value, error = 100 * e->error;
    return (error < kSure ? number(value, 6) : words(value, error)) + " %";
}

std::string words(const std::optional<Estimate>& e) {
    return e ? words(*e) : "-";
}

std::string label_of(const Fitting& fitting, std::size_t r) {
    const std::string label = without_mathematics(fitting.jobs[r].label);
    return label.empty() ? "fit" : label;
}

// "1, 2, 4" of the modes that are covered.
std::string covered(const Estimates& e) {
    if (e.modes.empty()) return "-";
    std::string which;
    for (std::size_t k = 0; k < e.modes.size(); ++k) {
        if (e.modes[k].covered()) which += (which.empty() ? "" : ",") + std::to_string(k + 1);
    }
    return std::to_string(e.covered()) + " of " + std::to_string(e.modes.size()) +
           (e.covered() < e.modes.size() && !which.empty() ? " (" + which + ")" : "");
}

// "2 of 16 starts: the loss left the finite numbers in iteration 3, mean[0] first": those that went alike together.
std::string divergences(const Fit& fit) {
    std::vector<std::pair<std::string, std::size_t>> counts;
    for (const FitRestart& restart : fit.restarts) {
        if (!restart.divergence) continue;
        const FitDivergence& d = *restart.divergence;
        const std::string words = "the " + d.what + " left the finite numbers in iteration " +
                                  grouped(static_cast<std::uint64_t>(d.iteration)) +
                                  (d.parameter.empty() ? "" : ", " + d.parameter + " first");
        const auto alike = std::ranges::find(counts, words, &std::pair<std::string, std::size_t>::first);
        if (alike == counts.end())
            counts.emplace_back(words, 1);
        else
            ++alike->second;
    }
    std::string text;
    for (const auto& [words, count] : counts)
        text += (text.empty() ? "" : "; ") + std::to_string(count) + " of " + counted(fit.restarts.size(), "start") +
                ": " + words;
    return text;
}

// What kept the parts of the best start from where the loss alone would have led; empty: nothing.
std::string held_up(const Fit& fit) {
    if (fit.restarts.empty()) return "";
    const FitRestart& best = fit.best_restart();
    const auto parts = [](int count) { return counted(static_cast<std::uint64_t>(count), "part"); };
    std::string text;
    if (best.floored > 0)
        text = parts(best.floored) + (best.floored == 1 ? " stands" : " stand") +
               " on the floor of the covariances, below which the loss would still fall: " +
               (fit.optimiser == "em" ? "fit.optimiser.floor" : "fit.family.floor") + ", or fewer components";
    if (best.emptied > 0)
        text += (text.empty() ? "" : "; ") + parts(best.emptied) + " lost all draws: fewer components";
    return text;
}

// Where starts end, best first.
std::string restarts_of(const FitRecord& record) {
    const Fit& fit = record.fit;
    std::vector<std::size_t> order;
    for (std::size_t r = 0; r < fit.restarts.size(); ++r) {
        if (std::isfinite(fit.restarts[r].loss)) order.push_back(r);
    }
    const std::string diverged = divergences(fit);
    std::ranges::sort(order, {}, [&](std::size_t r) { return fit.restarts[r].loss; });
    // Those within two standard errors of the first of them came to one end.
    std::string text;
    for (std::size_t i = 0; i < order.size();) {
        const FitRestart& first = fit.restarts[order[i]];
        std::size_t j = i + 1;
        while (j < order.size() && std::isfinite(first.loss_error) &&
               fit.restarts[order[j]].loss - first.loss <= 2 * first.loss_error + 1e-12)
            ++j;
        text += (text.empty() ? "" : ", ") + words(first.loss, first.loss_error) +
                (j - i > 1 ? " (" + std::to_string(j - i) + " of them)" : "");
        i = j;
    }
    if (!diverged.empty()) text += (text.empty() ? "" : "; ") + diverged;
    return text;
}

// "the best start was still falling after 5,000 iterations", and how many others; empty where all settled.
std::string unsettled(const FitRecord& record) {
    const Fit& fit = record.fit;
    const auto falling = std::ranges::count_if(fit.restarts, &FitRestart::still_falling);
    if (falling == 0) return "";
    const bool best = fit.best_restart().still_falling;
    const std::string which = fit.restarts.size() == 1
                                  ? ""
                                  : std::to_string(falling) + " of " + std::to_string(fit.restarts.size()) + " starts" +
                                        (best ? ", the best among them" : ", the best not among them") + ", ";
    const FitRestart& one = best ? fit.best_restart() : *std::ranges::find_if(fit.restarts, &FitRestart::still_falling);
    const std::string when = "after " + counted(static_cast<std::uint64_t>(one.iterations), "iteration");
    if (one.end == FitEnd::stalled)
        return which + "no lower loss found " + when + ", though one is expected " + number(one.expected_fall, 2) +
               " lower: a kink or a jump of the loss; another start or adam may pass it";
    const char* longer = one.end == FitEnd::tolerance ? "a smaller tolerance" : "more iterations";
    const bool by_steps = fit.optimiser != "lbfgs" && fit.optimiser != "em";
    if (best && by_steps && WindowFall{.fall = one.expected_fall, .error = one.expected_fall_error}.falls())
        return which + "not at rest " + when + ": L-BFGS from there finds a loss lower by " +
               (one.expected_fall_error > 0 ? with_error(one.expected_fall, one.expected_fall_error)
                                            : number(one.expected_fall, 3)) +
               "; " + longer + ", longer steps or steps that fall to 0";
    return which + "still falling " + when + ": " + longer + (by_steps ? " or longer steps" : "");
}

// For pictures: minus signs and powers of ten as they are set.
std::string typeset_words(const Estimate& e) {
    if (e.exact) return draw::plain_number(e.value, 6);
    std::string text = words(e.value, e.error);
    if (text.find('e') != std::string::npos)
        text = draw::plain_number(e.value, 2) +
               (std::isfinite(e.error) ? " ± " + draw::plain_number(e.error, 2) : kNotKnown);
    if (text.front() == '-') text.replace(0, 1, "−");
    return text;
}

}  // namespace

std::string forward_words(const FitRecord& record) {
    const Estimates& e = record.estimates;
    if (e.forward_kl) return "KL$(p, q)$ = " + typeset_words(*e.forward_kl);
    return e.nll && !e.reverse_kl ? "$-E \\log q$ = " + typeset_words(*e.nll) : "";
}

std::string reverse_words(const FitRecord& record) {
    const Estimates& e = record.estimates;
    if (!e.reverse_kl) return "";
    return std::string(e.reverse_up_to_normaliser ? "KL$(q, p) - \\log Z$" : "KL$(q, p)$") + " = " +
           typeset_words(*e.reverse_kl);
}

std::string loss_words(const FitJob& job) {
    const bool normalised = job.density() != nullptr && job.density()->log_normaliser.has_value();
    const std::string less = normalised ? ", nats" : " less $\\log Z$, nats";
    if (std::holds_alternative<ForwardKl>(job.objective)) return "KL$(p, q)$, nats";
    if (std::holds_alternative<ReverseKl>(job.objective))
        return normalised ? "KL$(q, p)$, nats" : "KL$(q, p) - \\log Z$, nats";
    if (std::holds_alternative<ScoreMatching>(job.objective))
        return "$E_p [|\\nabla \\log q|^2 / 2 + \\Delta \\log q]$";
    if (std::holds_alternative<FisherDivergence>(job.objective))
        return "$E_q |\\nabla \\log q - \\nabla \\log p|^2 / 2$";
    if (const auto* renyi = std::get_if<RenyiBound>(&job.objective))
        return "Renyi's bound, $\\alpha = " + number(renyi->alpha) + "$" + less;
    return job.density() != nullptr ? "$-E_p \\log q$, nats" : "$-\\log q$, mean over rows, nats";
}

std::string loss_at_end(const FitRecord& record) {
    if (record.fit.restarts.empty()) return "";
    const FitRestart& best = record.fit.best_restart();
    return std::isfinite(best.loss) ? typeset_words(Estimate{.value = best.loss, .error = best.loss_error}) : "";
}

bool loss_from_zero(const FitJob& job) {
    const bool normalised = job.density() != nullptr && job.density()->log_normaliser.has_value();
    return std::holds_alternative<FisherDivergence>(job.objective) ||
           (normalised &&
            (std::holds_alternative<ForwardKl>(job.objective) || std::holds_alternative<ReverseKl>(job.objective)));
}

std::vector<std::vector<std::string>> fits_rows(const Fitting& fitting, const FittingResult& done, bool mathematics) {
    const auto any = [&](auto has) { return std::ranges::any_of(done.runs, has); };
    const bool forward = any([](const FitRecord& r) { return r.estimates.forward_kl.has_value(); });
    const bool reverse = any([](const FitRecord& r) { return r.estimates.reverse_kl.has_value(); });
    const bool constant = any([](const FitRecord& r) { return r.estimates.reverse_up_to_normaliser; });
    const bool modes = any([](const FitRecord& r) { return !r.estimates.modes.empty(); });
    const bool nll = any([](const FitRecord& r) { return r.estimates.nll.has_value(); });
    std::vector<std::string> head{""};
    if (forward) head.emplace_back("KL(p, q)");
    if (reverse) head.emplace_back(constant ? "KL(q, p) - log Z" : "KL(q, p)");
    if (nll) head.emplace_back("-E log q");
    if (reverse) head.insert(head.end(), {"weights' ESS", "Pareto k"});
    if (modes) head.emplace_back("modes covered");
    head.emplace_back("time");
    std::vector<std::vector<std::string>> rows{head};
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        const FitRecord& record = done.runs[r];
        const Estimates& e = record.estimates;
        std::vector<std::string>& row = rows.emplace_back();
        const std::string& label = fitting.jobs[r].label;
        row.push_back(mathematics && !label.empty() ? label : label_of(fitting, r));
        if (forward) row.push_back(words(e.forward_kl));
        if (reverse) row.push_back(words(e.reverse_kl));
        if (nll) row.push_back(words(e.nll));
        if (reverse) {
            row.push_back(share_words(e.effective_share));
            row.push_back(e.pareto ? with_error(e.pareto->shape, e.pareto->error) : "-");
        }
        if (modes) row.push_back(covered(e));
        row.push_back(seconds_text(record.seconds));
    }
    return rows;
}

std::string to_text(const Fitting& fitting, const FittingResult& done) {
    const FitJob& job = fitting.jobs.front();
    std::string text = without_mathematics(fitting.title) + "\n";
    const auto fact = [&](const std::string& name, const std::string& value) {
        if (value.empty()) return;
        const std::string head = "  " + name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ');
        text += head + wrapped(value, head.size(), 105) + "\n";
    };
    // With dots where other runs have others.
    const auto first_of = [](const auto& runs, auto name) {
        const std::string first = name(runs.front());
        const bool differ = std::ranges::any_of(runs, [&](const auto& run) { return name(run) != first; });
        return first + (differ ? ", ..." : "");
    };
    fact("target p", first_of(fitting.jobs, [](const FitJob& j) { return j.target_name; }));
    fact("family q", first_of(fitting.jobs, [](const FitJob& j) { return j.family.name; }));
    if (!done.runs.empty() && !job.given) {
        const Fit& fit = done.runs.front().fit;
        const auto objective = [](const FitRecord& r) { return r.fit.objective; };
        fact("fit", first_of(done.runs, objective) + " by " + fit.optimiser +
                        (fit.samples > 0 ? ", " + counted(static_cast<std::uint64_t>(fit.samples), "draw") +
                                               (fit.optimiser == "em" ? "" : " an iteration")
                                         : ""));
    }
    text += "\n" + table(fits_rows(fitting, done, false)) + "\n";
    for (std::size_t r = 0; r < done.runs.size(); ++r) {
        const FitRecord& record = done.runs[r];
        const bool told = done.trouble.find(record.why_not) != std::string::npos;  // where all errors are
        if (!told) fact(label_of(fitting, r), record.why_not);
        if (record.fit.restarts.size() > 1 || !record.why_not.empty())
            fact(done.runs.size() == 1 ? "losses of starts" : label_of(fitting, r) + ", losses of starts",
                 restarts_of(record));
    }
    for (std::size_t r = 0; r < done.runs.size(); ++r)
        fact(done.runs.size() == 1 ? "not settled" : label_of(fitting, r) + ", not settled", unsettled(done.runs[r]));
    for (std::size_t r = 0; r < done.runs.size(); ++r)
        fact(done.runs.size() == 1 ? "held up" : label_of(fitting, r) + ", held up", held_up(done.runs[r].fit));
    std::vector<std::string> said;
    for (const FitRecord& record : done.runs) {
        for (const std::string& why : record.estimates.missing) {
            if (std::ranges::find(said, why) != said.end()) continue;
            said.push_back(why);
            fact("not known", why);
        }
    }
    if (done.stopped)
        text += "  stopped on the way: " + counted(done.runs.size(), "fit") + " of " +
                std::to_string(fitting.jobs.size()) + " begun; what is complete is kept\n";
    return text;
}

std::string files_text(const FittingResult& done) {
    std::string text;
    for (const std::string& note : done.notes) text += note + "\n";
    for (const std::string& file : done.files) text += "wrote " + file + "\n";
    return text;
}

}  // namespace fokker::cli
