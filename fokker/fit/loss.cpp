#include "fokker/fit/loss.hpp"

#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// What may make the value or the slope jump; empty: nothing in this operation.
std::string_view kink_of(const Expr& e) {
    switch (e.node().op) {
        case Op::abs:
            return "abs";
        case Op::floor:
            return "floor";
        case Op::min:
        case Op::min_of:
            return "min";
        case Op::max:
        case Op::max_of:
            return "max";
        case Op::lt:
        case Op::le:
        case Op::gt:
        case Op::ge:
        case Op::eq:
        case Op::ne:
            return "a comparison";
        case Op::select:
            return "select";
        case Op::norm:  // |x|; in a plane and above the Laplacian has no delta
            return e.node().operands[0].size() == 1 ? "norm" : "";
        default:
            return "";
    }
}

class Losses {
public:
    Losses(const FitTarget& target, const Family& family, std::string_view objective)
        : target_(std::get_if<Density>(&target)), family_(family), name_(objective), x_(state(family.dim)) {}

    Loss operator()(const MaximumLikelihood&) const {
        check_draws();
        return under_target(-family_.log_density, -family_.log_density);
    }

    Loss operator()(const ForwardKl&) const {
        if (target_ == nullptr)
            throw Error(name_ +
                        " needs the density of the target, and the target is data: use maximum-likelihood, "
                        "which has the same gradient");
        if (!target_->log_normaliser)
            throw Error(name_ + " needs a normalised target, and the normaliser of the " + target_->name +
                        " is not known: use " + likelihood_or_reverse());
        check_draws();
        return under_target(log_p_at(x_) - family_.log_density, -family_.log_density);
    }

    Loss operator()(const ScoreMatching&) const {
        check_draws();
        check_no_kinks();
        const Expr score = differentiate(family_.log_density, x_);
        const std::vector<Expr> rows = jacobian(score, x_);
        Expr laplacian = index(rows[0], 0);
        for (int i = 1; i < family_.dim; ++i) laplacian = laplacian + index(rows[static_cast<std::size_t>(i)], i);
        const Expr value = 0.5 * dot(score, score) + laplacian;
        return under_target(value, value);
    }

    Loss operator()(const ReverseKl& kl) const {
        check_density();
        if (kl.gradient == Gradient::reparameterised) {
            const Expr value = over_strata([this](const Expr& x) { return log_ratio_at(x); });
            return {.name = name_ + ", " + std::string(name(kl.gradient)), .value = value, .slope = value};
        }
        if (!family_.draw)
            throw Error(name_ + " by the " + std::string(name(kl.gradient)) + " needs draws from the family, and the " +
                        family_.name + " knows none: give its draw, x as a formula of z, u and the parameters");
        const Expr x = stop_gradient(*family_.draw);
        return {.name = name_ + ", " + std::string(name(kl.gradient)),
                .value = log_ratio_at(x),
                .slope = log_q_at(x),
                .weighed = true,
                .gradient = kl.gradient};
    }

    Loss operator()(const FisherDivergence&) const {
        check_density();
        const Expr difference = differentiate(family_.log_density, x_) - differentiate(log_p_at(x_), x_);
        const Expr at_x = 0.5 * dot(difference, difference);
        const Expr value = over_strata([&](const Expr& x) { return substitute(at_x, {{x_, x}}); });
        return {.name = name_, .value = value, .slope = value};
    }

    Loss operator()(const RenyiBound& bound) const {
        check_density();
        if (!std::isfinite(bound.alpha) || bound.alpha == 1)
            throw Error(name_ + ": alpha must be finite and not 1 (which is reverse-kl): got " + number(bound.alpha));
        if (bound.draws < 1) throw Error(name_ + ": draws must be 1 or more; got " + std::to_string(bound.draws));
        check_strata();
        const double power = 1 - bound.alpha, log_draws = host::elementary::log(static_cast<double>(bound.draws));
        std::vector<Expr> terms;
        int slots = 0;
        for (const Stratum& stratum : family_.strata) {
            for (int t = 0; t < bound.draws; ++t, slots += family_.dim)
                terms.push_back(stratum.log_weight - log_draws - power * log_ratio_at(shifted(stratum.draw, slots)));
        }
        const Expr value = -1 / power * (terms.size() == 1 ? terms[0] : logsumexp(concat(terms)));
        return {.name = name_, .value = value, .slope = value};
    }

private:
    Loss under_target(const Expr& value, const Expr& slope) const {
        return {.name = name_, .value = value, .slope = slope, .from_target = true};
    }

    Expr log_q_at(const Expr& x) const { return substitute(family_.log_density, {{x_, x}}); }

    // Normalised where the normaliser is known.
    Expr log_p_at(const Expr& x) const {
        const Expr at_state = bind_parameters(target_->log_density, target_->parameters);
        return substitute(at_state - target_->log_normaliser.value_or(0.0), {{x_, x}});
    }

    Expr log_ratio_at(const Expr& x) const { return log_q_at(x) - log_p_at(x); }

    // The same draw from other random numbers.
    static Expr shifted(const Expr& draw, int slots) {
        std::vector<Substitution> others;
        for (const Expr& s : symbols(draw)) {
            const Symbol& symbol = s.node().symbol;
            if (symbol.kind == SymbolKind::normal)
                others.push_back({s, standard_normal(s.size(), symbol.slot + slots)});
            else if (symbol.kind == SymbolKind::uniform)
                others.push_back({s, standard_uniform(s.size(), symbol.slot + slots)});
        }
        return substitute(draw, others);
    }

    // sum_k weight_k f(draw_k), each stratum with its own random numbers.
    template <class F>
    Expr over_strata(const F& f) const {
        check_strata();
        if (family_.strata.size() == 1) return f(family_.strata[0].draw);
        std::vector<Expr> weights, values;
        int slots = 0;
        for (const Stratum& stratum : family_.strata) {
            weights.push_back(stratum.weight);
            values.push_back(f(shifted(stratum.draw, slots)));
            slots += family_.dim;
        }
        return dot(concat(weights), concat(values));
    }

    std::string likelihood_or_reverse() const {
        return target_->can_sample() ? "maximum-likelihood, which has the same gradient"
                                     : "reverse-kl, which needs its log density alone";
    }

    void check_draws() const {
        if (target_ == nullptr || target_->can_sample()) return;
        throw Error(name_ + " needs draws from the target, and the " + target_->name +
                    " has no exact sampler: draw from it first (sample with nuts, or tempering where it has several "
                    "modes) and fit to these draws as data, or use reverse-kl, which needs its log density alone");
    }
    // Hyvarinen's identity integrates by parts. Where the slope of log q jumps its Laplacian holds a delta, which no
    // derivative shows and no draw meets.
    void check_no_kinks() const {
        for (const Expr& e : postorder(family_.log_density)) {
            const std::string_view kink = kink_of(e);
            if (kink.empty() || !depends_on(e, SymbolKind::state)) continue;
            throw Error(name_ + " needs a log density whose slope does not jump in x, and " + std::string(kink) +
                        " of x, in the " + family_.name +
                        ", may make it jump: the Laplacian is infinite there, which no derivative shows; use "
                        "maximum-likelihood");
        }
    }
    void check_density() const {
        if (target_ == nullptr)
            throw Error(name_ +
                        " needs the log density of the target, and the target is data: use maximum-likelihood "
                        "or score-matching");
    }
    void check_strata() const {
        if (family_.strata.empty())
            throw Error(
                name_ + " moves draws of the family with its parameters, and the " + family_.name +
                " knows no draws that are smooth in them: give its draw, x as a formula of z, u and the parameters");
    }

    const Density* target_;  // nullptr: data
    const Family& family_;
    std::string name_;
    Expr x_;
};

}  // namespace

Loss make_loss(const FitTarget& target, const Family& family, const Objective& objective) {
    return std::visit(Losses(target, family, name(objective)), objective);
}

}  // namespace fokker
