// Draws that reference.py makes too, to the last bit: a linear congruential generator and + - * / alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fokker::assess {

class Uniforms {
public:
    explicit Uniforms(std::uint64_t seed) : state_(seed) {}
    double operator()() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return (static_cast<double>(state_ >> 11) + 0.5) / 0x1p53;
    }

private:
    std::uint64_t state_;
};

inline std::vector<double> autoregressive(Uniforms& uniform, std::size_t draws, double r, double shift = 0,
                                          double scale = 1) {
    std::vector<double> chain;
    double x = 0;
    for (std::size_t i = 0; i < draws + 50; ++i) {
        double noise = uniform();
        for (int k = 0; k < 3; ++k) noise += uniform();
        noise -= 2;
        x = r * x + noise;
        if (i >= 50) chain.push_back(shift + scale * x);
    }
    return chain;
}

inline std::vector<double> heavy(Uniforms& uniform, std::size_t draws) {
    std::vector<double> chain;
    for (std::size_t i = 0; i < draws; ++i) {
        const double u = uniform();
        chain.push_back((u - 0.5) / (u * (1 - u)));
    }
    return chain;
}

inline std::vector<double> tied(Uniforms& uniform, std::size_t draws) {
    std::vector<double> chain;
    for (std::size_t i = 0; i < draws; ++i) {
        const double first = 6 * uniform();
        chain.push_back(static_cast<double>(static_cast<int>(first * uniform())));
    }
    return chain;
}

// Chain c of a case of reference.py.
inline std::vector<double> chain_of(const std::string& name, Uniforms& uniform, std::size_t draws, double c) {
    if (name == "autoregressive") return autoregressive(uniform, draws, 0.9);
    if (name == "shifted") return autoregressive(uniform, draws, 0.3, 0.2 * c);
    if (name == "scaled") return autoregressive(uniform, draws, 0.3, 0, 1 + c);
    if (name == "heavy") return heavy(uniform, draws);
    if (name == "antithetic") return autoregressive(uniform, draws, -0.8);
    if (name == "tied") return tied(uniform, draws);
    if (name == "odd") return autoregressive(uniform, draws, 0.5);
    if (name == "slow") return autoregressive(uniform, draws, 0.99);
    if (name == "slower") return autoregressive(uniform, draws, 0.9995);
    return autoregressive(uniform, draws, 0);
}

// [chain, draw] of the case with this number, from 1.
inline std::vector<double> draws_of_case(const std::string& name, std::uint64_t number, std::size_t chains,
                                         std::size_t draws) {
    Uniforms uniform(number);
    std::vector<double> values;
    for (std::size_t c = 0; c < chains; ++c) {
        const std::vector<double> chain = chain_of(name, uniform, draws, static_cast<double>(c));
        values.insert(values.end(), chain.begin(), chain.end());
    }
    return values;
}

}  // namespace fokker::assess
