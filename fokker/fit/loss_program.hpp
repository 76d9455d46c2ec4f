// A loss compiled: once, for all values of the parameters. Private to this room.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fokker/fit/family.hpp"
#include "fokker/fit/loss.hpp"
#include "fokker/program/block.hpp"

namespace fokker {

// A function of parameters alone, run for one set of them at a time.
class UniformProgram {
public:
    // The arguments, end to end, are `arguments` (parameters); the value is `outputs`, end to end.
    UniformProgram(std::span<const Expr> outputs, std::span<const Expr> arguments, Isa isa);

    std::size_t size() const { return size_; }  // of the value
    std::size_t instructions() const {
        return executable_.program.uniform.instructions.size() + executable_.program.lane.instructions.size();
    }

    class Runner {
    public:
        explicit Runner(const UniformProgram& program);
        // Allocates nothing.
        void run(std::span<const double> arguments, std::span<double> value);

    private:
        const UniformProgram* program_;
        Block block_;
        std::vector<double> inputs_;
    };

private:
    Executable executable_;
    std::vector<std::size_t> from_;  // where among the arguments the numbers of the inputs stand
    std::vector<std::size_t> rows_;  // of the block, where the value stands
    std::size_t size_ = 0;
};

// What a draw adds is differentiated by the numbers v that all draws share (`shared`: the largest parts that depend on
// parameters alone), whose means the chain rule then takes to theta: that is cheap. `each` draw's gradient by theta
// itself is what its scatter, and a control variate for each parameter, need.
enum class ByWhat : std::uint8_t { shared, each };

struct LossProgram {
    LossProgram(const Loss& loss, const Family& family, ByWhat by_what, Isa isa);

    std::size_t shared_size() const { return shared.size(); }

    UniformProgram shared;                  // v of theta
    UniformProgram back;                    // theta's gradient of (theta, v's gradient)
    Executable lanes;                       // the value, then its slope by v, of x or z and u; parameters v
    std::vector<std::size_t> shared_order;  // v as lanes.program.uniform.inputs take it
    std::vector<int> slope_rows;            // elements of each slope
    bool from_target = false, weighed = false;
    int dim = 0;

private:
    struct Parts;
    LossProgram(const Loss& loss, const Family& family, const Parts& parts, Isa isa);
    static Parts take_apart(const Loss& loss, const Family& family, ByWhat by_what);
};

}  // namespace fokker
