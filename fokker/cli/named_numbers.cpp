#include "fokker/cli/named_numbers.hpp"

#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/spec_section.hpp"

namespace fokker::cli {

std::pair<std::string, std::vector<double>> named_numbers(const std::string& text, const std::string& option) {
    const std::string origin = option + " " + text;
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || name.empty() || name.find('.') != std::string::npos)
        throw Error(origin + ": expected name=number or name=number,number,...");
    Table table;
    set(table, text, origin);
    const Value& value = table[0].value;
    const auto* list = value.as<List>();
    bool numbers = value.is_number() || (list != nullptr && !list->empty());
    for (const Value& v : list != nullptr ? *list : List{}) numbers = numbers && v.is_number();
    if (!numbers)
        throw Error(origin + ": " + name + " must be a number or numbers with commas between them, got " +
                    quote(value));
    return {name, numbers_of(value)};
}

}  // namespace fokker::cli
