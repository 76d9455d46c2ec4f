// A plain evaluator of expressions, one node after the other with the C library, to hold the rest of Fokker against.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker::test {

// By symbol: "x", "t", "theta"; normals and uniforms at a slot other than 0 as "z_2".
using Values = std::map<std::string, std::vector<double>>;

inline std::string key_of(const Symbol& symbol) {
    return symbol.slot == 0 ? symbol.name : symbol.name + "_" + std::to_string(symbol.slot);
}

template <class T>
class ReferenceEvaluator {
public:
    using Vector = std::vector<T>;

    explicit ReferenceEvaluator(std::map<std::string, Vector> values) : values_(std::move(values)) {}

    Vector operator()(const Expr& e) const {
        std::unordered_map<const Node*, Vector> done;
        for (const Expr& node : postorder(e)) {
            std::vector<const Vector*> operands;
            for (const Expr& operand : node.operands()) operands.push_back(&done.at(operand.id()));
            Vector value = of_node(node, operands);
            if (value.size() != static_cast<std::size_t>(node.size())) throw std::logic_error("a size is wrong");
            done.emplace(node.id(), std::move(value));
        }
        return done.at(e.id());
    }

private:
    using Operands = std::vector<const Vector*>;

    Vector of_node(const Expr& e, const Operands& operands) const {
        const Node& node = e.node();
        if (node.op == Op::constant) return Vector(node.values.begin(), node.values.end());
        if (node.op == Op::symbol) return values_.at(key_of(node.symbol));
        if (node.op >= Op::neg && node.op <= Op::select) {
            Vector result;
            for (std::size_t i = 0; i < static_cast<std::size_t>(node.size); ++i) {
                const auto at = [&](std::size_t k) {
                    if (k >= operands.size()) return T(0);
                    return operands[k]->size() == 1 ? operands[k]->front() : (*operands[k])[i];
                };
                result.push_back(of_element(node.op, at(0), at(1), at(2)));
            }
            return result;
        }
        return of_vector(node, operands);
    }

    static T of_element(Op op, T a, T b, T c) {
        switch (op) {
            case Op::neg:
                return -a;
            case Op::sqrt:
                return std::sqrt(a);
            case Op::exp:
                return std::exp(a);
            case Op::log:
                return std::log(a);
            case Op::log1p:
                return std::log1p(a);
            case Op::expm1:
                return std::expm1(a);
            case Op::sin:
                return std::sin(a);
            case Op::cos:
                return std::cos(a);
            case Op::tan:
                return std::tan(a);
            case Op::tanh:
                return std::tanh(a);
            case Op::sinh:
                return std::sinh(a);
            case Op::cosh:
                return std::cosh(a);
            case Op::atan:
                return std::atan(a);
            case Op::erf:
                return std::erf(a);
            case Op::abs:
                return std::fabs(a);
            case Op::floor:
                return std::floor(a);
            case Op::sigmoid:
                return a < 0 ? std::exp(a) / (1 + std::exp(a)) : 1 / (1 + std::exp(-a));
            case Op::softplus:
                return (a > 0 ? a : T(0)) + std::log1p(std::exp(-std::fabs(a)));
            case Op::stop_gradient:
                return a;
            case Op::add:
                return a + b;
            case Op::sub:
                return a - b;
            case Op::mul:
                return a * b;
            case Op::div:
                return a / b;
            case Op::pow:
                return std::pow(a, b);
            case Op::atan2:
                return std::atan2(a, b);
            case Op::min:
                return std::isnan(a) || std::isnan(b) ? a + b : std::min(a, b);
            case Op::max:
                return std::isnan(a) || std::isnan(b) ? a + b : std::max(a, b);
            case Op::lt:
                return a < b;
            case Op::le:
                return a <= b;
            case Op::gt:
                return a > b;
            case Op::ge:
                return a >= b;
            case Op::eq:
                return a == b;
            case Op::ne:
                return a != b;
            case Op::select:
                return a != 0 ? b : c;
            default:
                throw std::logic_error("not element by element");
        }
    }

    static T dot_of(const Vector& a, const Vector& b) {
        T total = 0;
        for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
        return total;
    }

    static T norm_of(const Vector& v) {
        T norm = 0;
        for (const T& element : v) norm = std::hypot(norm, element);
        return norm;
    }

    // NaN where an element is NaN.
    static T largest_of(const Vector& v) {
        T largest = v[0];
        for (const T& element : v) largest = of_element(Op::max, largest, element, 0);
        return largest;
    }

    static T logsumexp_of(const Vector& v) {
        const T largest = largest_of(v);
        if (!std::isfinite(largest)) return largest;
        T total = 0;
        for (const T& element : v) total += std::exp(element - largest);
        return largest + std::log(total);
    }

    static Vector of_vector(const Node& node, const Operands& operands) {
        const Vector& v = *operands.at(0);
        const auto size = static_cast<std::size_t>(node.size);
        const auto position = [&](std::size_t i) {
            return static_cast<std::size_t>(node.begin) + i * static_cast<std::size_t>(node.stride);
        };
        Vector result;
        switch (node.op) {
            case Op::sum: {
                T total = 0;
                for (const T& element : v) total += element;
                return {total};
            }
            case Op::prod: {
                T product = 1;
                for (const T& element : v) product *= element;
                return {product};
            }
            case Op::max_of:
                return {largest_of(v)};
            case Op::min_of: {
                T smallest = v[0];
                for (const T& element : v) smallest = of_element(Op::min, smallest, element, 0);
                return {smallest};
            }
            case Op::norm:
                return {norm_of(v)};
            case Op::logsumexp:
                return {logsumexp_of(v)};
            case Op::dot:
                return {dot_of(v, *operands.at(1))};
            case Op::softmax:
                for (const T& element : v) result.push_back(std::exp(element - logsumexp_of(v)));
                return result;
            case Op::slice:
                for (std::size_t i = 0; i < size; ++i) result.push_back(v.at(position(i)));
                return result;
            case Op::embed:
                result.assign(size, T(0));
                for (std::size_t i = 0; i < v.size(); ++i) result.at(position(i)) = v[i];
                return result;
            case Op::concat:
                for (const Vector* part : operands) result.insert(result.end(), part->begin(), part->end());
                return result;
            case Op::matvec:
                for (std::size_t row = 0; row < size; ++row) {
                    const auto first = node.values.begin() + static_cast<std::ptrdiff_t>(row * v.size());
                    result.push_back(dot_of(Vector(first, first + static_cast<std::ptrdiff_t>(v.size())), v));
                }
                return result;
            case Op::outer:
                for (const T& a : v) {
                    for (const T& b : *operands.at(1)) result.push_back(a * b);
                }
                return result;
            default:
                throw std::logic_error("an operation is missing in the reference evaluator");
        }
    }

    std::map<std::string, Vector> values_;
};

template <class T>
std::vector<T> evaluate_as(const Expr& e, const Values& values) {
    std::map<std::string, std::vector<T>> converted;
    for (const auto& [name, vector] : values) converted.emplace(name, std::vector<T>(vector.begin(), vector.end()));
    return ReferenceEvaluator<T>(std::move(converted))(e);
}

inline std::vector<double> evaluate(const Expr& e, const Values& values) {
    return evaluate_as<double>(e, values);
}

}  // namespace fokker::test
