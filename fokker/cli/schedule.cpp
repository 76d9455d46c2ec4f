#include "fokker/cli/schedule.hpp"

#include <string>
#include <utility>

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
    if (t.has("to"))
        made.to = t.number("to");
    else if (made.shape != Shape::constant && made.shape != Shape::steps)
        t.fail("", "to is missing: where the schedule ends");
    made.every = t.number("every");
    made.factor = t.number("factor");
    made.steps = static_cast<int>(t.whole("steps"));
    return made;
}

}  // namespace fokker::cli
