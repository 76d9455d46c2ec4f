#include "fokker/draw/scale.hpp"

#include <cmath>
#include <limits>

#include "fokker/draw/ticks.hpp"

namespace fokker::draw {

bool AxisScale::holds(double value) const {
    return std::abs(value) <= 1e300 && (kind != Scale::log10 || value > 0);
}

double AxisScale::forward(double value) const {
    switch (kind) {
        case Scale::linear:
            return value;
        case Scale::log10:
            return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
        case Scale::symlog:
            return std::asinh(value / linear_within);
    }
    return value;
}

double AxisScale::backward(double scaled) const {
    switch (kind) {
        case Scale::linear:
            return scaled;
        case Scale::log10:
            return std::pow(10.0, scaled);
        case Scale::symlog:
            return linear_within * std::sinh(scaled);
    }
    return scaled;
}

double AxisScale::slope(double value) const {
    switch (kind) {
        case Scale::linear:
            return 1;
        case Scale::log10:
            return value > 0 ? 1 / (value * std::log(10.0)) : std::numeric_limits<double>::quiet_NaN();
        case Scale::symlog:
            return 1 / std::hypot(value, linear_within);
    }
    return 1;
}

double AxisScale::share(const Limits& limits, double value) const {
    const double low = forward(limits.low);
    return (forward(value) - low) / (forward(limits.high) - low);
}

double AxisScale::at_share(const Limits& limits, double share) const {
    const double low = forward(limits.low);
    return backward(low + share * (forward(limits.high) - low));
}

bool AxisScale::operator==(const AxisScale& other) const {
    return kind == other.kind && (kind != Scale::symlog || linear_within == other.linear_within);
}

std::string name(const AxisScale& scale) {
    switch (scale.kind) {
        case Scale::linear:
            return "linear";
        case Scale::log10:
            return "log10";
        case Scale::symlog:
            return "symlog, linear within " + ascii_number(scale.linear_within);
    }
    return {};
}

}  // namespace fokker::draw
