// Divergences of densities of two components by the trapezoidal rule, whose error falls exponentially with the number
// of points where the densities have fallen to nothing at the ends of the box: an answer that no random number enters.
#pragma once

#include <cmath>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {

struct Square {
    double from_x = -14, to_x = 18, from_y = -16, to_y = 16;
    int points = 641;  // in each direction
};

// Both normalised.
inline double kl_by_quadrature(const Density& p, const Density& q, const Square& box = {}) {
    const double hx = (box.to_x - box.from_x) / (box.points - 1), hy = (box.to_y - box.from_y) / (box.points - 1);
    std::vector<double> x;
    for (int i = 0; i < box.points; ++i) {
        for (int j = 0; j < box.points; ++j) {
            x.push_back(box.from_x + hx * i);
            x.push_back(box.from_y + hy * j);
        }
    }
    const std::size_t count = x.size() / 2;
    const std::vector<double> of_p = evaluate(bind_parameters(p.log_density, p.parameters), x, count);
    const std::vector<double> of_q = evaluate(bind_parameters(q.log_density, q.parameters), x, count);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (of_p[i] > -700) sum += std::exp(of_p[i]) * (of_p[i] - of_q[i]);
    }
    return sum * hx * hy;
}

}  // namespace fokker
