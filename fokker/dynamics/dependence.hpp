// Which components of the state does each component of an expression depend on?
#pragma once

#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

// What one number depends on: no component of x, one of them, or possibly several.
class Dependence {
public:
    static Dependence nothing() { return Dependence(kNothing); }
    static Dependence component(int i) { return Dependence(i); }

    bool on_nothing() const { return which_ == kNothing; }
    bool on_only(int i) const { return which_ == i; }

    // What a function of both depends on.
    Dependence operator|(Dependence other) const {
        if (on_nothing() || which_ == other.which_) return other;
        return other.on_nothing() ? *this : Dependence(kSeveral);
    }

private:
    static constexpr int kNothing = -1, kSeveral = -2;
    explicit Dependence(int which) : which_(which) {}
    int which_;
};

// For each of the dim components of `e` (a scalar stands for all of them), read off its structure: x1 * x2 / x2 depends
// on several, whatever its value.
std::vector<Dependence> state_dependence(const Expr& e, int dim);

}  // namespace fokker
