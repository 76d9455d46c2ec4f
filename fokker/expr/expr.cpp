#include "fokker/expr/expr.hpp"

#include <algorithm>
#include <bit>
#include <mutex>
#include <unordered_map>

#include "fokker/error.hpp"
#include "fokker/expr/node_factory.hpp"

namespace fokker {

namespace {

// ---- structure: hash and equality ---------------------------------------------------------------------------

// One step of a 64-bit hash with the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
    std::uint64_t z = (hash ^ word) + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::uint64_t structural_hash(const Node& node) {
    std::uint64_t hash = mix(static_cast<std::uint64_t>(node.op), static_cast<std::uint64_t>(node.size));
    for (const Expr& operand : node.operands) hash = mix(hash, operand.node().hash);
    for (const double value : node.values) hash = mix(hash, std::bit_cast<std::uint64_t>(value));
    hash = mix(hash, static_cast<std::uint64_t>(node.symbol.kind));
    for (const char byte : node.symbol.name) hash = mix(hash, static_cast<unsigned char>(byte));
    hash = mix(hash, static_cast<std::uint64_t>(node.symbol.slot));
    return mix(hash, static_cast<std::uint64_t>(node.begin) << 32 | static_cast<std::uint32_t>(node.stride));
}

// Numbers are compared by their bits: 0 and -0 differ, a NaN equals itself.
bool same_structure(const Node& a, const Node& b) {
    const auto same_bits = [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    };
    return a.op == b.op && a.size == b.size && a.begin == b.begin && a.stride == b.stride && a.operands == b.operands &&
           a.symbol == b.symbol &&
           std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), same_bits);
}

// ---- the table of living nodes ------------------------------------------------------------------------------

struct Entry {
    const Node* address;              // tells which entry belongs to a dying node
    std::weak_ptr<const Node> alive;  // empty from the moment the last handle is gone
};

struct Table {
    std::mutex mutex;
    std::unordered_multimap<std::uint64_t, Entry> entries;
};

// Never destroyed: expressions with static storage may outlive any static object of ours.
Table& table() {
    static Table* const the_table = new Table;
    return *the_table;
}

void forget(const Node* node) {
    Table& t = table();
    const std::lock_guard lock(t.mutex);
    const auto [first, last] = t.entries.equal_range(node->hash);
    const auto mine = std::find_if(first, last, [&](const auto& item) { return item.second.address == node; });
    if (mine != last) t.entries.erase(mine);
}

// The deleter of every node. A node's operands may die with it, and theirs with them: the nested calls leave their
// node to the outermost one, so that a chain of a million operations is freed in a loop, not on the stack.
void release(const Node* node) {
    thread_local std::vector<const Node*>* dying = nullptr;
    if (dying != nullptr) {
        dying->push_back(node);
        return;
    }
    std::vector<const Node*> pending{node};
    dying = &pending;
    while (!pending.empty()) {
        const Node* const next = pending.back();
        pending.pop_back();
        forget(next);
        delete next;
    }
    dying = nullptr;
}

std::uint8_t kinds_of(const Node& node) {
    if (node.op == Op::symbol) return static_cast<std::uint8_t>(1u << static_cast<unsigned>(node.symbol.kind));
    std::uint8_t kinds = 0;
    for (const Expr& operand : node.operands) kinds |= operand.node().symbol_kinds;
    return kinds;
}

}  // namespace

Expr NodeFactory::intern(Node structure) {
    if (structure.size < 1) throw Error("an expression needs at least one element");
    if (structure.size > kMaxSize) {
        throw Error("a vector of " + std::to_string(structure.size) + " elements is too long: at most " +
                    std::to_string(kMaxSize));
    }
    structure.hash = structural_hash(structure);
    structure.symbol_kinds = kinds_of(structure);

    Table& t = table();
    // Handles that are taken while the table is locked must be dropped after: dropping a last one locks again.
    std::vector<std::shared_ptr<const Node>> candidates;
    std::shared_ptr<const Node> made;
    const std::lock_guard lock(t.mutex);
    const auto [first, last] = t.entries.equal_range(structure.hash);
    for (auto it = first; it != last; ++it) {
        if (auto alive = it->second.alive.lock()) {
            candidates.push_back(alive);
            if (same_structure(*alive, structure)) return Expr(std::move(alive));
        }
    }
    const std::uint64_t hash = structure.hash;
    made = std::shared_ptr<const Node>(new Node(std::move(structure)), release);
    t.entries.emplace(hash, Entry{made.get(), made});
    return Expr(std::move(made));
}

Expr NodeFactory::make(Op op, int size, std::vector<Expr> operands) {
    Node node;
    node.op = op;
    node.size = size;
    node.operands = std::move(operands);
    return intern(std::move(node));
}

Expr::Expr(double value) : Expr(constant(value)) {}
Expr::Expr(std::vector<double> values) : Expr(constant(std::move(values))) {}

Op Expr::op() const {
    return node_->op;
}
int Expr::size() const {
    return node_->size;
}
std::span<const Expr> Expr::operands() const {
    return node_->operands;
}
const Expr& Expr::operand(int i) const {
    return node_->operands.at(static_cast<std::size_t>(i));
}
bool Expr::is_constant() const {
    return node_->op == Op::constant;
}

bool Expr::is_constant(double value) const {
    return is_constant() &&
           std::all_of(node_->values.begin(), node_->values.end(), [&](double v) { return v == value; });
}

}  // namespace fokker
