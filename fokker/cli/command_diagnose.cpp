// Draws made by anything, judged.
#include <filesystem>

#include "fokker/assess/words.hpp"
#include "fokker/cli/commands.hpp"
#include "fokker/cli/draws_file.hpp"
#include "fokker/cli/report_draws.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::cli {

int diagnose(const DiagnoseCommand& command) {
    std::string reading;
    const assess::Trace trace = read_draws(command.files, &reading);
    const auto summary = assess::summarise(trace);
    const assess::Verdict verdict = assess::judge(trace, summary);
    Json json;
    json["files"] = Json::Array(command.files.begin(), command.files.end());
    json["chains"] = static_cast<std::uint64_t>(trace.chains);
    json["draws"] = static_cast<std::uint64_t>(trace.draws);
    json["components"] = to_json(trace, summary);
    json["verdict"] = to_json(verdict);
    if (!reading.empty()) json["reading"] = reading;
    std::string text = assess::listed(command.files) + "\n  " + counted(trace.chains, "chain") + " of " +
                       counted(trace.draws, "draw") + ", " + counted(trace.dim(), "component") + "\n" +
                       (reading.empty() ? "" : "  " + wrapped(reading, 2) + "\n") + "\n" + draws_table(trace, summary) +
                       "\n" + to_text(verdict);
    if (!command.out.empty()) {
        make_folder(command.out);
        const auto file = std::filesystem::path(command.out) / "summary.json";
        store::write_text(file, json.to_text());
        text += "wrote " + file.lexically_normal().string() + "\n";
        std::vector<std::string> names;
        for (const std::string& one : command.files) names.push_back(std::filesystem::path(one).filename().string());
        const std::string title = without_mathematics(assess::listed(names));
        for (const Picture& picture : save_pictures(trace, nullptr, title, command.out))
            text += "wrote " + (std::filesystem::path(command.out) / picture.file).lexically_normal().string() + "\n";
    }
    if (!command.quiet) print(text, command.json);
    if (command.json) print(json);
    return 0;
}

}  // namespace fokker::cli
