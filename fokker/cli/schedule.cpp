#include "fokker/cli/schedule.hpp"

#include <string>
#include <utility>

#include "fokker/cli/take.hpp"

namespace fokker::cli {

Schedule schedule_of(const Section& s, std::string_view key, Schedule fallback) {
    if (!s.has(key)) return fallback;
    if (s.value(key).is_number()) {
        const double value = s.number(key);
        if (value < 0) s.fail(key, "must be 0 or more, got " + quote(s.value(key)));
        return {.from = value, .to = value};
    }
    const Section t = s.section(key);
    const std::string shape = t.text("shape");
    using Shape = Schedule::Shape;
    const std::pair<const char*, Shape> shapes[] = {{"constant", Shape::constant},       {"linear", Shape::linear},
                                                    {"exponential", Shape::exponential}, {"cosine", Shape::cosine},
                                                    {"warm-up", Shape::warm_up},         {"steps", Shape::steps}};
    Schedule made;
    for (const auto& [name, value] : shapes) {
        if (shape == name) made.shape = value;
    }
    made.from = made.to = t.number("from");
    take(t, "to", made.to);
    take(t, "every", made.every);
    take(t, "factor", made.factor);
    take(t, "steps", made.steps);
    return made;
}

}  // namespace fokker::cli
