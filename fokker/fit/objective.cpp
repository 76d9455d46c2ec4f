#include "fokker/fit/objective.hpp"

#include <stdexcept>

namespace fokker {
namespace {

struct Name {
    std::string_view operator()(const MaximumLikelihood&) const { return "maximum-likelihood"; }
    std::string_view operator()(const ForwardKl&) const { return "forward-kl"; }
    std::string_view operator()(const ScoreMatching&) const { return "score-matching"; }
    std::string_view operator()(const ReverseKl&) const { return "reverse-kl"; }
    std::string_view operator()(const FisherDivergence&) const { return "fisher"; }
    std::string_view operator()(const RenyiBound&) const { return "renyi"; }
};

}  // namespace

std::string_view name(const Objective& objective) {
    return std::visit(Name{}, objective);
}

std::string_view name(Gradient gradient) {
    switch (gradient) {
        case Gradient::score_function:
            return "score-function";
        case Gradient::leave_one_out:
            return "leave-one-out";
        case Gradient::control_variate:
            return "control-variate";
        case Gradient::reparameterised:
            return "reparameterised";
    }
    throw std::logic_error("no such gradient");
}

}  // namespace fokker
