#include "fokker/dynamics/scheme.hpp"

#include <string>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {

std::span<const Scheme* const> schemes() {
    static constexpr const Scheme* kAll[] = {&kEuler, &kHeun, &kRk4, &kEulerMaruyama, &kMilstein};
    return kAll;
}

const Scheme& scheme(std::string_view name) {
    std::vector<std::string> known;
    for (const Scheme* s : schemes()) {
        if (s->name == name) return *s;
        known.emplace_back(s->name);
    }
    std::string message = "there is no scheme \"" + std::string(name) + "\"";
    const std::string nearest = nearest_name(name, known);
    message += nearest.empty() ? "." : "; did you mean \"" + nearest + "\"?";
    message += " Schemes: ";
    for (const std::string& each : known) message += (&each == &known.front() ? "" : ", ") + each;
    throw Error(message);
}

}  // namespace fokker
