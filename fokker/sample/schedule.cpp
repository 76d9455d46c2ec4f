#include "fokker/sample/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker {

Expr at_step(const Schedule& schedule, const std::string& name, std::size_t steps) {
    const auto check = [&](double value, const char* part, bool may_be_zero) {
        if (!std::isfinite(value) || value < 0 || (value == 0 && !may_be_zero))
            throw Error(name + ": " + part + " must be finite and " + (may_be_zero ? "0 or more" : "above 0") +
                        "; got " + number(value));
    };
    using Shape = Schedule::Shape;
    const bool ratio = schedule.shape == Shape::exponential;
    check(schedule.from, "from", !ratio);
    check(schedule.to, "to", !ratio);
    const double from = schedule.from, to = schedule.to;
    const Expr t = time_symbol(), s = t / static_cast<double>(std::max<std::size_t>(steps, 2) - 1);
    switch (schedule.shape) {
        case Shape::constant:
            return from;
        case Shape::linear:
            return from + (to - from) * s;
        case Shape::exponential:
            return from * exp(s * log(Expr(to / from)));
        case Shape::cosine:
            return to + 0.5 * (from - to) * (1 + cos(std::numbers::pi * s));
        case Shape::warm_up:
            if (schedule.steps < 1)
                throw Error(name + ": steps must be 1 or more; got " + std::to_string(schedule.steps));
            return from + (to - from) * min(t / schedule.steps, 1);
        case Shape::steps:
            check(schedule.every, "every", false);
            check(schedule.factor, "factor", false);
            return from * pow(schedule.factor, floor(t / schedule.every));
    }
    throw Error(name + ": no such shape");
}

}  // namespace fokker
