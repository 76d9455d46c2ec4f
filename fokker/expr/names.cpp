#include "fokker/expr/names.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

#include "fokker/expr/functions.hpp"
#include "fokker/expr/lexer.hpp"

namespace fokker {

namespace {

bool is_letter_state(std::string_view base) {
    return base == "x" || base == "z" || base == "u";
}

// x12 -> ("x", 12); nothing where `name` is not x, z or u and a number without leading zeros (x0 is let through, to be
// explained).
struct Component {
    std::string_view vector;
    int number;  // 1-based, as written; beyond int: the largest int
};

std::optional<Component> as_component(std::string_view name) {
    if (name.size() < 2 || !is_letter_state(name.substr(0, 1))) return std::nullopt;
    const std::string_view digits = name.substr(1);
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
    int number = 0;
    for (const char digit : digits) {
        if (number > (std::numeric_limits<int>::max() - 9) / 10)
            return Component{name.substr(0, 1), std::numeric_limits<int>::max()};
        number = 10 * number + (digit - '0');
    }
    return Component{name.substr(0, 1), number};
}

const char* meaning_of(std::string_view name, const Scope& scope) {
    if (name == "pi" || name == "\xCF\x80") return "the number 3.14159...";
    if (name == "e") return "the number 2.71828...";
    if (name == "inf") return "infinity";
    if (name == "nan") return "not a number";
    if (name == "x" && scope.dim > 0) return "the state";
    if (name == "t" && scope.time) return "the time";
    if (name == "h" && scope.step_size) return "the step size";
    if (name == "z" && scope.normals > 0) return "the standard normals";
    if (name == "u" && scope.uniforms > 0) return "the uniforms";
    if (name == kQuad || find_function(name) != nullptr) return "a function";
    if (const auto component = as_component(name)) {
        if (component->vector == "x" && scope.dim > 0) return "a component of the state";
        if (component->vector == "z" && scope.normals > 0) return "a component of the standard normals";
        if (component->vector == "u" && scope.uniforms > 0) return "a component of the uniforms";
    }
    return nullptr;
}

void check_free(const char* what, const std::string& name, const Scope& scope) {
    if (const char* const meaning = meaning_of(name, scope)) {
        throw Error(std::string(what) + " cannot be named " + quoted(name) + ": that is " + meaning +
                    "; choose another name");
    }
    bool is_name = false;
    try {
        const std::vector<Token> tokens = tokenize(name);
        is_name = tokens.size() == 2 && tokens[0].kind == Token::Kind::name && tokens[0].text.size() == name.size();
    } catch (const ParseError&) {
        is_name = false;
    }
    if (!is_name) {
        throw Error(std::string(what) + " cannot be named " + quoted(name) +
                    ": a name is letters, digits and _, and starts with no digit");
    }
}

}  // namespace

std::string quoted(std::string_view name) {
    constexpr std::size_t kLongest = 40;
    if (name.size() <= kLongest) return "\"" + std::string(name) + "\"";
    std::size_t cut = kLongest;
    while ((static_cast<unsigned char>(name[cut]) & 0xC0u) == 0x80u) --cut;  // between code points
    return "\"" + std::string(name.substr(0, cut)) + "...\"";
}

Names::Names(const Scope& scope) : scope_(scope) {
    const auto know = [&](const std::string& name, const Expr& value) {
        known_.push_back(name);
        values_.emplace(name, value);
    };
    if (scope.dim > 0) know("x", state(scope.dim));
    if (scope.time) know("t", time_symbol());
    if (scope.step_size) know("h", step_size_symbol());
    if (scope.normals > 0) know("z", standard_normal(scope.normals));
    if (scope.uniforms > 0) know("u", standard_uniform(scope.uniforms));
    for (const auto& [name, size] : scope.parameters) {
        check_free("a parameter", name, scope);
        know(name, parameter(name, size));
    }
    for (const auto& [name, matrix] : scope.matrices) {
        check_free("a matrix", name, scope);
        if (values_.contains(name))
            throw Error(quoted(name) + " is both a parameter and a matrix; choose another name for one");
        known_.push_back(name);
    }
    values_.emplace("pi", std::numbers::pi);
    values_.emplace("\xCF\x80", std::numbers::pi);
    values_.emplace("e", std::numbers::e);
    values_.emplace("inf", std::numeric_limits<double>::infinity());
    values_.emplace("nan", std::numeric_limits<double>::quiet_NaN());
}

std::optional<Expr> Names::component(std::string_view name) const {
    const auto parts = as_component(name);
    if (!parts) return std::nullopt;
    const auto vector = values_.find(std::string(parts->vector));
    if (vector == values_.end() || vector->second.op() != Op::symbol) return std::nullopt;
    if (vector->second.node().symbol.kind == SymbolKind::parameter) return std::nullopt;
    if (parts->number < 1 || parts->number > vector->second.size()) return std::nullopt;
    return index(vector->second, parts->number - 1);
}

std::optional<Expr> Names::value(std::string_view name) {
    const std::string key(name);
    if (const auto found = values_.find(key); found != values_.end()) return found->second;
    const auto found = component(name);
    if (found) values_.emplace(key, *found);
    return found;
}

const Matrix* Names::matrix(std::string_view name) const {
    const auto found = scope_.matrices.find(std::string(name));
    return found == scope_.matrices.end() ? nullptr : &found->second;
}

std::string Names::known_names() const {
    constexpr std::size_t kMost = 20;
    if (known_.empty()) return "";
    std::string list = "Names known here: ";
    for (std::size_t i = 0; i < std::min(known_.size(), kMost); ++i) list += (i > 0 ? ", " : "") + known_[i];
    return known_.size() > kMost ? list + ", ..." : list;
}

Names::Problem Names::why_unknown(std::string_view name) const {
    if (name == kQuad) return {quoted(name) + " is a function", "write " + std::string(kQuadSignature)};
    if (const Function* f = find_function(name)) {
        return {quoted(name) + " is a function", "write " + std::string(f->signature)};
    }
    if (const auto parts = as_component(name); parts && meaning_of(name, scope_) != nullptr) {
        const std::string v(parts->vector);
        const int size = values_.at(v).size();
        const std::string what = v == "x" ? "the state" : v;
        const std::string range = size == 1
                                      ? "1 component, " + v + "1"
                                      : std::to_string(size) + " components, " + v + "1 to " + v + std::to_string(size);
        if (parts->number == 0)
            return {"there is no component " + quoted(name),
                    "components start at " + v + "1; " + v + "[0] is the same as " + v + "1"};
        return {"there is no component " + quoted(name), what + " has " + range};
    }
    std::vector<std::string> candidates = known_;
    candidates.insert(candidates.end(), {"pi", "inf", "nan"});
    const std::string nearest = nearest_name(name, candidates);
    std::string hint = nearest.empty() ? "" : "did you mean \"" + nearest + "\"?";
    const std::string known = known_names();
    if (!hint.empty() && !known.empty()) hint += " ";
    return {"unknown name " + quoted(name), hint + known};
}

Names::Problem Names::why_no_function(std::string_view name) const {
    if (values_.contains(std::string(name)) || component(name)) {
        return {quoted(name) + " is not a function", "for a product, write " + std::string(name) + "*(...)"};
    }
    if (matrix(name) != nullptr)
        return {quoted(name) + " is not a function", "a matrix is used as in " + std::string(name) + " @ x"};
    std::vector<std::string> names;
    for (const Function& f : function_table()) names.emplace_back(f.name);
    names.emplace_back(kQuad);
    std::string nearest(usual_other_name(name));
    if (nearest.empty()) nearest = nearest_name(name, names);
    if (!nearest.empty()) return {"unknown function " + quoted(name), "did you mean \"" + nearest + "\"?"};
    std::sort(names.begin(), names.end());
    std::string list;
    for (const std::string& known : names) list += (list.empty() ? "" : ", ") + known;
    return {"unknown function " + quoted(name), "functions: " + list};
}

}  // namespace fokker
