#include "fokker/program/allocate.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace fokker {
namespace {

constexpr int kNowhere = -1;
constexpr int kAlways = std::numeric_limits<int>::max();

// Which rows are taken; the lowest free run serves first (Poletto and Sarkar 1999, linear scan).
class Rows {
public:
    int take(int count) {
        int row = 0;
        while (!is_free(row, count)) ++row;
        mark(row, count, true);
        return row;
    }
    bool is_free(int row, int count) const {
        for (int r = row; r < row + count && r < size(); ++r) {
            if (taken_[static_cast<std::size_t>(r)]) return false;
        }
        return true;
    }
    void mark(int row, int count, bool taken) {
        if (row + count > size()) taken_.resize(static_cast<std::size_t>(row + count), false);
        std::fill_n(taken_.begin() + row, count, taken);
    }
    int size() const { return static_cast<int>(taken_.size()); }  // rows ever taken

private:
    std::vector<bool> taken_;
};

class Allocation {
public:
    Allocation(const Lowered& lowered, const CompileOptions& options)
        : lowered_(lowered),
          options_(options),
          row_(lowered.register_rows.size(), kNowhere),
          last_use_(lowered.register_rows.size(), kNowhere) {}

    Code run() {
        find_last_uses();
        for (const auto& input : lowered_.inputs) {
            row(input.reg) = rows_.take(size(input.reg));
            code_.inputs.push_back({input.symbol, row(input.reg)});
        }
        for (now_ = 0; now_ < static_cast<int>(lowered_.instructions.size()); ++now_) step();
        for (const int reg : lowered_.outputs) code_.output_rows.push_back(row(reg));
        if (options_.feed_back) return_to_input();
        code_.constants = lowered_.constants;
        code_.rows = rows_.size();
        return std::move(code_);
    }

private:
    int& row(int reg) { return row_[static_cast<std::size_t>(reg)]; }
    int& last_use(int reg) { return last_use_[static_cast<std::size_t>(reg)]; }
    int size(int reg) const { return lowered_.register_rows[static_cast<std::size_t>(reg)]; }

    void find_last_uses() {
        for (int i = 0; i < static_cast<int>(lowered_.instructions.size()); ++i) {
            const auto& q = lowered_.instructions[static_cast<std::size_t>(i)];
            last_use(q.out) = i;
            for (int k = 0; k < arity(q.code); ++k) {
                if (q.in[k].reg >= 0) last_use(q.in[k].reg) = i;
            }
        }
        for (const int reg : lowered_.outputs) last_use(reg) = kAlways;
        if (!options_.keep_inputs) return;
        for (const auto& input : lowered_.inputs) last_use(input.reg) = kAlways;
    }

    void step() {
        const VirtualInstruction& q = lowered_.instructions[static_cast<std::size_t>(now_)];
        Instruction real{.code = q.code, .in = {}, .out = 0, .n = q.n, .m = q.m, .flat = q.flat};
        for (int k = 0; k < arity(q.code); ++k) {
            real.in[k] = q.in[k].operand;
            if (q.in[k].reg >= 0) real.in[k].offset += row(q.in[k].reg);
        }
        if (row(q.out) == kNowhere) place(q);
        real.out = row(q.out) + q.out_row;
        code_.instructions.push_back(real);
        for (int k = 0; k < arity(q.code); ++k) release_if_dead(q.in[k].reg);
        release_if_dead(q.out);
    }

    void place(const VirtualInstruction& q) {
        const int reg = q.out, count = size(reg);
        const int dying = operand_to_overwrite(q);
        if (options_.feed_back && reg == lowered_.outputs[0] && rows_.is_free(code_.inputs[0].row, count)) {
            row(reg) = code_.inputs[0].row;
            rows_.mark(row(reg), count, true);
        } else if (dying >= 0) {
            row(reg) = row(dying);
            row(dying) = kNowhere;  // its rows have a new owner
        } else {
            row(reg) = rows_.take(count);
        }
    }

    // An operand whose rows the result may take: read whole, element by element, for the last time.
    int operand_to_overwrite(const VirtualInstruction& q) {
        if (!is_elementwise(q.code) && q.code != Opcode::softmax) return -1;
        if (q.out_row != 0 || q.n != size(q.out)) return -1;
        for (int k = 0; k < arity(q.code); ++k) {
            const int reg = q.in[k].reg;
            if (reg < 0 || last_use(reg) != now_ || size(reg) != q.n) continue;
            bool whole = true;
            for (int j = 0; j < arity(q.code); ++j) {
                const Operand& o = q.in[j].operand;
                if (q.in[j].reg == reg) whole = whole && o.offset == 0 && (q.n == 1 || o.stride == 1);
            }
            if (whole) return reg;
        }
        return -1;
    }

    void release_if_dead(int reg) {
        if (reg < 0 || row(reg) == kNowhere || last_use(reg) > now_) return;
        rows_.mark(row(reg), size(reg), false);
        row(reg) = kNowhere;
    }

    void return_to_input() {
        if (lowered_.outputs.size() != 1) throw std::logic_error("only a program with one output feeds back");
        const int to = code_.inputs[0].row, from = code_.output_rows[0], n = size(lowered_.outputs[0]);
        if (to == from) return;
        code_.instructions.push_back(
            {.code = Opcode::copy, .in = {{Space::registers, from, 1}}, .out = to, .n = n, .flat = true});
        code_.output_rows[0] = to;
    }

    const Lowered& lowered_;
    CompileOptions options_;
    std::vector<int> row_, last_use_;
    Rows rows_;
    Code code_;
    int now_ = 0;
};

}  // namespace

Code allocate(const Lowered& lowered, const CompileOptions& options) {
    return Allocation(lowered, options).run();
}

}  // namespace fokker
