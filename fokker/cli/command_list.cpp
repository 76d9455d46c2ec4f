#include <algorithm>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/spec_keys.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/scheme.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker::cli {
namespace {

struct Item {
    std::string name, summary;
};

struct Listing {
    std::string name;
    std::vector<Item> items;
};

std::vector<Item> kinds_of(std::string_view table) {
    std::vector<Item> items;
    for (const Kind& kind : kinds()) {
        if (kind.table == table) items.push_back({std::string(kind.name), std::string(kind.help)});
    }
    return items;
}

std::vector<Item> all_schemes() {
    std::vector<Item> items;
    for (const Scheme* s : schemes()) items.push_back({std::string(s->name), std::string(s->summary)});
    return items;
}

std::vector<Item> all_functions() {
    std::vector<Item> items;
    for (const FunctionHelp& f : functions()) items.push_back({f.signature, f.summary});
    return items;
}

std::vector<Item> all_keys() {
    std::vector<Item> items;
    for (const Key& key : keys()) {
        const std::string table(key.table);
        items.push_back({(table.empty() ? "" : table + ".") + std::string(key.name), std::string(key.help)});
    }
    return items;
}

std::vector<Listing> listings() {
    return {{"equations", kinds_of("sde")},   {"densities", kinds_of("density")},
            {"samplers", kinds_of("sample")}, {"families", kinds_of("family")},
            {"objectives", kinds_of("fit")},  {"optimisers", kinds_of("optimiser")},
            {"schemes", all_schemes()},       {"functions", all_functions()},
            {"figures", kinds_of("figure")},  {"keys", all_keys()}};
}

std::string to_text(const Listing& listing) {
    std::size_t longest = 0;
    for (const Item& item : listing.items) longest = std::max(longest, item.name.size());
    std::string text = listing.name + "\n";
    for (const Item& item : listing.items)
        text += "  " + item.name + std::string(longest - item.name.size() + 2, ' ') + item.summary + "\n";
    return text;
}

}  // namespace

int list(const ListCommand& command) {
    if (command.markdown) {
        print(spec_markdown(), false);
        return 0;
    }
    std::vector<Listing> chosen = listings();
    if (!command.what.empty()) {
        std::vector<std::string> known;
        for (const Listing& listing : chosen) known.push_back(listing.name);
        std::erase_if(chosen, [&](const Listing& listing) { return listing.name != command.what; });
        if (chosen.empty()) {
            const std::string nearest = nearest_name(command.what, known);
            std::string all;
            for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
            throw Error("list: nothing is called \"" + command.what + "\"" +
                        (nearest.empty() ? "." : "; did you mean \"" + nearest + "\"?") + " Known: " + all);
        }
    }
    std::string text;
    Json json;
    for (const Listing& listing : chosen) {
        text += (text.empty() ? "" : "\n") + to_text(listing);
        Json::Array items;
        for (const Item& item : listing.items) {
            Json& one = items.emplace_back();
            one["name"] = item.name;
            one["summary"] = item.summary;
        }
        json[listing.name] = std::move(items);
    }
    print(text, command.json);
    if (command.json) print(json);
    return 0;
}

}  // namespace fokker::cli
