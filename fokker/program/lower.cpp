#include "fokker/program/lower.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "fokker/program/fusion.hpp"

namespace fokker {
namespace {

// The largest whole power that becomes multiplications: pow(a, 32) is five squarings.
constexpr int kLargestPower = 32;

Opcode opcode_of(Op op) {
    switch (op) {
#define SAME(name) \
    case Op::name: \
        return Opcode::name;
        // clang-format off
        SAME(neg) SAME(sqrt) SAME(exp) SAME(log) SAME(log1p) SAME(expm1) SAME(sin) SAME(cos) SAME(tan) SAME(tanh)
        SAME(sinh) SAME(cosh) SAME(atan) SAME(erf) SAME(abs) SAME(floor) SAME(sigmoid) SAME(softplus) SAME(add)
        SAME(sub) SAME(mul) SAME(div) SAME(pow) SAME(atan2) SAME(min) SAME(max) SAME(lt) SAME(le) SAME(gt) SAME(ge)
        SAME(eq) SAME(ne) SAME(select) SAME(sum) SAME(prod) SAME(max_of) SAME(min_of) SAME(norm) SAME(logsumexp)
        SAME(dot) SAME(softmax) SAME(matvec)
        default: throw std::logic_error("no instruction computes this operation");
        // clang-format on
#undef SAME
    }
}

class Lowering {
public:
    Lowering(std::span<const Expr> outputs, Where where, std::span<const Expr> inputs)
        : outputs_(outputs), fusion_(outputs, where) {
        for (const Expr& input : inputs) symbol_operand(input);
    }

    Lowered run() {
        choose_places();
        for (const Expr& e : fusion_.nodes()) {
            if (fusion_.is_needed(e)) emit(e);
        }
        for (const Expr& e : outputs_) result_.outputs.push_back(whole_register(e));
        return std::move(result_);
    }

private:
    struct Place {
        int reg = -1, row = 0;
    };

    // An operand of a concat that has no other use is computed where the concat wants it.
    void choose_places() {
        for (auto e = fusion_.nodes().rbegin(); e != fusion_.nodes().rend(); ++e) {
            if (e->op() != Op::concat || !fusion_.is_needed(*e)) continue;
            if (!places_.contains(e->id())) places_[e->id()] = {new_register(e->size()), 0};
            const Place whole = places_[e->id()];
            int row = whole.row;
            for (const Expr& part : e->operands()) {
                if (fusion_.is_computed(part) && fusion_.has_one_use(part) && !fusion_.is_absorbed(part))
                    places_[part.id()] = {whole.reg, row};
                row += part.size();
            }
        }
    }

    int new_register(int rows) {
        result_.register_rows.push_back(rows);
        return static_cast<int>(result_.register_rows.size()) - 1;
    }

    Place place_of(const Expr& e) {
        const auto found = places_.find(e.id());
        if (found != places_.end()) return found->second;
        return places_[e.id()] = {new_register(e.size()), 0};
    }

    // ---- operands ----

    VirtualOperand constants_operand(std::span<const double> values) {
        const bool equal = std::ranges::all_of(values, [&](double v) {
            return std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(values[0]);
        });
        const std::vector<double> key(values.begin(), equal ? values.begin() + 1 : values.end());
        std::vector<std::uint64_t> bits(key.size());
        std::ranges::transform(key, bits.begin(), [](double v) { return std::bit_cast<std::uint64_t>(v); });
        const auto [known, fresh] = constant_offsets_.try_emplace(bits, static_cast<int>(result_.constants.size()));
        if (fresh) result_.constants.insert(result_.constants.end(), key.begin(), key.end());
        return {{Space::constants, known->second, key.size() > 1 ? 1 : 0}, -1};
    }

    VirtualOperand uniform_operand(const Expr& e) {
        const auto [known, fresh] = uniform_offsets_.try_emplace(e.id(), uniform_count_);
        if (fresh) {
            result_.uniforms.push_back(e);
            uniform_count_ += e.size();
        }
        return {{Space::uniforms, known->second, e.size() > 1 ? 1 : 0}, -1};
    }

    VirtualOperand symbol_operand(const Expr& e) {
        const Symbol& symbol = e.node().symbol;
        const int stride = e.size() > 1 ? 1 : 0;
        if (symbol.kind == SymbolKind::normal) return {{Space::normals, symbol.slot, stride}, -1};
        if (symbol.kind == SymbolKind::uniform) return {{Space::randoms, symbol.slot, stride}, -1};
        auto input = std::ranges::find_if(result_.inputs, [&](const auto& i) { return i.symbol == e; });
        if (input == result_.inputs.end()) {
            result_.inputs.push_back({e, new_register(e.size())});
            input = result_.inputs.end() - 1;
        }
        return {{Space::registers, 0, stride}, input->reg};
    }

    VirtualOperand operand(const Expr& e) {
        if (e.is_constant()) return constants_operand(e.node().values);
        if (!fusion_.is_lane(e)) return uniform_operand(e);
        if (e.op() == Op::symbol) return symbol_operand(e);
        if (e.op() == Op::stop_gradient) return operand(e.operand(0));
        if (e.op() == Op::slice) {
            VirtualOperand view = operand(e.operand(0));
            view.operand.offset += e.node().begin * view.operand.stride;
            view.operand.stride = e.size() > 1 ? view.operand.stride * e.node().stride : 0;
            return view;
        }
        const Place place = place_of(e);
        return {{Space::registers, place.row, e.size() > 1 ? 1 : 0}, place.reg};
    }

    // ---- instructions ----

    void add(Opcode code, Place out, int n, std::initializer_list<VirtualOperand> in, int m = 1) {
        VirtualInstruction q{.code = code, .in = {}, .out = out.reg, .out_row = out.row, .n = n, .m = m};
        std::ranges::copy(in, q.in);
        q.flat = is_elementwise(code) && std::ranges::all_of(in, [n](const VirtualOperand& o) {
                     return n == 1 || (is_lane_space(o.operand.space) ? o.operand.stride == 1 : o.operand.stride == 0);
                 });
        result_.instructions.push_back(q);
    }

    // Reductions read lanes: what is not is copied into registers first.
    VirtualOperand lanes_operand(const Expr& e, int n) {
        const VirtualOperand o = operand(e);
        if (is_lane_space(o.operand.space)) return o;
        const Place copy{new_register(n), 0};
        add(Opcode::copy, copy, n, {o});
        return {{Space::registers, 0, n > 1 ? 1 : 0}, copy.reg};
    }

    void emit(const Expr& e) {
        if (!fusion_.is_computed(e) || fusion_.is_absorbed(e)) return;
        if (!fusion_.dots_of(e).empty()) return emit_exponentials(e, {});
        const Place out = place_of(e);
        const int n = e.size();
        switch (e.op()) {
            case Op::add:
            case Op::sub:
                emit_sum(e, out);
                break;
            case Op::mul:
                if (e.operand(0) == e.operand(1))
                    add(Opcode::square, out, n, {operand(e.operand(0))});
                else
                    add(Opcode::mul, out, n, {operand(e.operand(0)), operand(e.operand(1))});
                break;
            case Op::pow:
                emit_power(e, out);
                break;
            case Op::concat:
                emit_concat(e, out);
                break;
            case Op::embed:
                emit_embed(e, out);
                break;
            case Op::outer:
                emit_outer(e, out);
                break;
            case Op::matvec:
                add(Opcode::matvec, out, n,
                    {matrix_operand(e.node().values), lanes_operand(e.operand(0), e.operand(0).size())},
                    e.operand(0).size());
                break;
            case Op::dot: {
                const int m = std::max(e.operand(0).size(), e.operand(1).size());
                add(Opcode::dot, out, m, {operand(e.operand(0)), operand(e.operand(1))});
                break;
            }
            case Op::sum:
            case Op::prod:
            case Op::max_of:
            case Op::min_of:
            case Op::norm: {
                const int m = e.operand(0).size();
                add(opcode_of(e.op()), out, m, {lanes_operand(e.operand(0), m)});
                break;
            }
            case Op::logsumexp:
            case Op::softmax:
                emit_exponentials(e, out);
                break;
            default:
                emit_elementwise(e, out);
                break;
        }
    }

    void emit_exponentials(const Expr& e, Place out) {
        const Expr& v = e.operand(0);
        const int fused = fusion_.fused(e);
        const double one = 1.0;
        const bool scaled = fused >= 0;
        const VirtualOperand scale = scaled ? operand(v.operand(fused)) : constants_operand({&one, 1});
        const Expr& rest = scaled ? v.operand(1 - fused) : v;
        const auto dots = fusion_.dots_of(e);
        if (dots.empty()) return add(opcode_of(e.op()), out, v.size(), {lanes_operand(rest, v.size()), scale});

        const int reg = new_register(static_cast<int>(dots.size()));
        std::vector<double> matrix;
        for (std::size_t k = 0; k < dots.size(); ++k) {
            places_[dots[k].id()] = {reg, static_cast<int>(k)};
            const Expr& vector = dots[k].operand(dots[k].operand(0) == e ? 1 : 0);
            matrix.insert(matrix.end(), vector.node().values.begin(), vector.node().values.end());
        }
        add(Opcode::softmax_dots, {reg, 0}, v.size(), {lanes_operand(rest, v.size()), scale, matrix_operand(matrix)},
            static_cast<int>(dots.size()));
    }

    void emit_elementwise(const Expr& e, Place out) {
        const Opcode code = opcode_of(e.op());
        const auto o = e.operands();
        if (o.size() == 1)
            add(code, out, e.size(), {operand(o[0])});
        else if (o.size() == 2)
            add(code, out, e.size(), {operand(o[0]), operand(o[1])});
        else
            add(code, out, e.size(), {operand(o[0]), operand(o[1]), operand(o[2])});
    }

    void emit_sum(const Expr& e, Place out) {
        const int fused = fusion_.fused(e);
        if (fused < 0) return emit_elementwise(e, out);
        const Expr& product = e.operand(fused);
        const VirtualOperand rest = operand(e.operand(1 - fused));
        const bool square = is_square(product) || product.operand(0) == product.operand(1);
        if (square && e.op() == Op::add && fusion_.fused(product) < 0)
            return add(Opcode::square_add, out, e.size(), {operand(product.operand(0)), rest});
        if (is_square(product) && fusion_.fused(product) >= 0) {
            const Expr& sum = product.operand(0);
            const Opcode code = sum.op() == Op::add ? Opcode::sum_square_add : Opcode::difference_square_add;
            return add(code, out, e.size(), {operand(sum.operand(0)), operand(sum.operand(1)), rest});
        }
        const Expr& factor = is_square(product) ? product.operand(0) : product.operand(1);
        const Opcode code = e.op() == Op::add ? Opcode::fma : (fused == 0 ? Opcode::fms : Opcode::fnma);
        add(code, out, e.size(), {operand(product.operand(0)), operand(factor), rest});
    }

    // Whole powers by squaring and multiplying, from the lowest bit of the exponent; halves by a square root.
    void emit_power(const Expr& e, Place out) {
        if (fusion_.fused(e) >= 0) {
            const Expr& sum = e.operand(0);
            const Opcode code = sum.op() == Op::add ? Opcode::sum_square : Opcode::difference_square;
            return add(code, out, e.size(), {operand(sum.operand(0)), operand(sum.operand(1))});
        }
        const Expr& exponent = e.operand(1);
        const VirtualOperand base = operand(e.operand(0));
        const int n = e.size();
        const double p = exponent.is_constant() ? exponent.node().values[0] : 0.0;
        const bool one_exponent = exponent.is_constant() && exponent.is_constant(p) && e.operand(0).size() == n;
        const double whole = std::floor(std::fabs(p));
        const bool half = std::fabs(p) - whole == 0.5;
        if (!one_exponent || p == 0.0 || whole > kLargestPower || !(half || std::fabs(p) == whole))
            return add(Opcode::pow, out, n, {base, operand(exponent)});

        const auto temporary = [&] {
            const int reg = new_register(n);
            return std::pair{Place{reg, 0}, VirtualOperand{{Space::registers, 0, n > 1 ? 1 : 0}, reg}};
        };
        // Factors of the result: base^(2^k) for the bits of the exponent, and the root.
        std::vector<VirtualOperand> factors;
        VirtualOperand square = base;
        for (int bits = static_cast<int>(whole); bits != 0; bits >>= 1) {
            if ((bits & 1) != 0) factors.push_back(square);
            if (bits > 1) {
                const auto [place, value] = temporary();
                add(Opcode::square, place, n, {square});
                square = value;
            }
        }
        if (half) {
            const auto [place, value] = temporary();
            add(Opcode::sqrt, place, n, {base});
            factors.push_back(value);
        }
        VirtualOperand product = factors[0];
        const bool made_here = half || whole > 1;  // else the product is the base itself, which others may read
        for (std::size_t k = 1; k < factors.size(); ++k) {
            const auto [place, value] = temporary();
            add(Opcode::mul, place, n, {product, factors[k]});
            product = value;
        }
        add(p < 0 ? Opcode::reciprocal : Opcode::copy, out, n, {product});
        if (p > 0 && made_here) write_last_result_to(out);
    }

    // The copy just added is not needed where the instruction before it made the value: that one writes to the place.
    void write_last_result_to(Place out) {
        auto& list = result_.instructions;
        const VirtualInstruction copy = list.back();
        if (list.size() < 2 || list[list.size() - 2].out != copy.in[0].reg) return;
        list.pop_back();
        list.back().out = out.reg;
        list.back().out_row = out.row;
    }

    void emit_concat(const Expr& e, Place out) {
        int row = out.row;
        for (const Expr& part : e.operands()) {
            const auto place = places_.find(part.id());
            const bool there = fusion_.is_computed(part) && place != places_.end() && place->second.reg == out.reg &&
                               place->second.row == row && fusion_.has_one_use(part);
            if (!there) add(Opcode::copy, {out.reg, row}, part.size(), {operand(part)});
            row += part.size();
        }
    }

    void emit_embed(const Expr& e, Place out) {
        const double zero = 0.0;
        const Expr& part = e.operand(0);
        const VirtualOperand value = operand(part);
        add(Opcode::copy, out, e.size(), {constants_operand({&zero, 1})});
        if (e.node().stride == 1) {
            add(Opcode::copy, {out.reg, out.row + e.node().begin}, part.size(), {value});
            return;
        }
        for (int k = 0; k < part.size(); ++k)
            add(Opcode::copy, {out.reg, out.row + e.node().begin + k * e.node().stride}, 1, {at(value, k)});
    }

    void emit_outer(const Expr& e, Place out) {
        const VirtualOperand a = operand(e.operand(0)), b = operand(e.operand(1));
        const int m = e.operand(1).size();
        for (int i = 0; i < e.operand(0).size(); ++i) add(Opcode::mul, {out.reg, out.row + i * m}, m, {at(a, i), b});
    }

    static VirtualOperand at(VirtualOperand v, int element) {
        v.operand.offset += element * v.operand.stride;
        v.operand.stride = 0;
        return v;
    }

    VirtualOperand matrix_operand(std::span<const double> values) {
        const int offset = static_cast<int>(result_.constants.size());
        result_.constants.insert(result_.constants.end(), values.begin(), values.end());
        result_.constants.resize(result_.constants.size() + 7);  // kernels may read beyond its end
        return {{Space::constants, offset, 1}, -1};
    }

    // An output must be a register of its own, whole.
    int whole_register(const Expr& e) {
        const VirtualOperand o = operand(e);
        if (o.reg >= 0 && o.operand.offset == 0 && result_.register_rows[static_cast<std::size_t>(o.reg)] == e.size() &&
            (e.size() == 1 || o.operand.stride == 1))
            return o.reg;
        const Place copy{new_register(e.size()), 0};
        add(Opcode::copy, copy, e.size(), {o});
        return copy.reg;
    }

    std::span<const Expr> outputs_;
    Fusion fusion_;
    std::unordered_map<const Node*, int> uniform_offsets_;
    std::unordered_map<const Node*, Place> places_;
    std::map<std::vector<std::uint64_t>, int> constant_offsets_;
    int uniform_count_ = 0;
    Lowered result_;
};

}  // namespace

Lowered lower(std::span<const Expr> outputs, Where where, std::span<const Expr> inputs) {
    return Lowering(outputs, where, inputs).run();
}

}  // namespace fokker
