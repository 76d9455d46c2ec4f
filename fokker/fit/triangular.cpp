#include "fokker/fit/triangular.hpp"

#include <cmath>
#include <string>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// Elements below the diagonal of columns before column j.
int first_below(int dim, int j) {
    return j * (dim - 1) - j * (j - 1) / 2;
}

}  // namespace

void check_family_options(int dim, double floor, double spread, double scale) {
    if (dim < 1) throw Error("a family needs at least one component of x: got dim = " + std::to_string(dim));
    for (const auto& [name, value] : {std::pair("floor", floor), std::pair("spread", spread)}) {
        if (!(value >= 0) || !std::isfinite(value))
            throw Error("the " + std::string(name) + " of a family must be finite and 0 or more: got " + number(value));
    }
    if (!(scale > 0) || !std::isfinite(scale))
        throw Error("the scale of a family must be finite and above 0: got " + number(scale));
}

std::vector<int> each_component(int dim, int times) {
    std::vector<int> components;
    for (int k = 0; k < times * dim; ++k) components.push_back(k % dim);
    return components;
}

std::vector<int> rows_below(int dim, int times) {
    std::vector<int> rows;
    for (int k = 0; k < times; ++k) {
        for (int j = 0; j < dim; ++j) {
            for (int i = j + 1; i < dim; ++i) rows.push_back(i);
        }
    }
    return rows;
}

Triangular triangular_parameters(int dim, double floor) {
    Triangular l{floor + exp(parameter("log_diagonal", dim)), {}};
    for (int j = 0; j + 1 < dim; ++j)
        l.below.push_back(slice(parameter("lower", dim * (dim - 1) / 2), first_below(dim, j), dim - 1 - j));
    return l;
}

std::vector<FamilyParameter> location_and_scale(int dim, double spread, double scale) {
    const auto zeros = [](int n) { return std::vector<double>(static_cast<std::size_t>(n), 0.0); };
    std::vector<FamilyParameter> parameters{
        {.name = "mean",
         .start = zeros(dim),
         .spread = spread,
         .units = Units::location,
         .components = each_component(dim)},
        {.name = "log_diagonal",
         .start = std::vector<double>(static_cast<std::size_t>(dim), host::elementary::log(scale)),
         .units = Units::log_length,
         .components = each_component(dim)}};
    if (dim > 1)
        parameters.push_back({.name = "lower",
                              .start = zeros(dim * (dim - 1) / 2),
                              .units = Units::length,
                              .components = rows_below(dim)});
    return parameters;
}

Expr times(const Triangular& l, const Expr& y) {
    const int dim = l.diagonal.size();
    Expr product = l.diagonal * y;
    for (int j = 0; j + 1 < dim; ++j)
        product = product + embed(l.below[static_cast<std::size_t>(j)] * index(y, j), j + 1, dim);
    return product;
}

Expr solve(const Triangular& l, const Expr& v) {
    const int dim = l.diagonal.size();
    const Expr inverse = 1.0 / l.diagonal;
    if (dim == 1) return v * inverse;
    std::vector<Expr> y;
    Expr rest = v;
    for (int j = 0; j < dim; ++j) {
        y.push_back(index(rest, 0) * index(inverse, j));
        if (j + 1 < dim) rest = slice(rest, 1, dim - 1 - j) - l.below[static_cast<std::size_t>(j)] * y.back();
    }
    return concat(y);
}

Expr log_determinant(const Triangular& l) {
    return sum(log(l.diagonal));
}

Matrix triangular_matrix(int dim, double floor, const double* log_diagonal, const double* lower) {
    const auto n = static_cast<std::size_t>(dim);
    Matrix l{dim, dim, std::vector<double>(n * n, 0.0)};
    for (int j = 0; j < dim; ++j) {
        l(j, j) = floor + host::elementary::exp(log_diagonal[j]);
        for (int i = j + 1; i < dim; ++i) l(i, j) = lower[first_below(dim, j) + i - j - 1];
    }
    return l;
}

void append_parameters(const Matrix& l, double floor, const std::string& what, std::vector<double>& log_diagonal,
                       std::vector<double>& lower) {
    for (int j = 0; j < l.rows; ++j) {
        if (!(l(j, j) > floor))
            throw Error(what + " lies below the floor of the family: a standard deviation of " + number(l(j, j)) +
                        ", where " + number(floor) + " is the least");
        log_diagonal.push_back(host::elementary::log(l(j, j) - floor));
        for (int i = j + 1; i < l.rows; ++i) lower.push_back(l(i, j));
    }
}

Matrix covariance_of(const Matrix& l) {
    Matrix c{l.rows, l.rows, std::vector<double>(l.values.size(), 0.0)};
    for (int i = 0; i < l.rows; ++i) {
        for (int j = 0; j <= i; ++j) {
            double total = 0;
            for (int k = 0; k < l.cols; ++k) total += l(i, k) * l(j, k);
            c(i, j) = c(j, i) = total;
        }
    }
    return c;
}

}  // namespace fokker
