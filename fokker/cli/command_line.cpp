// The command line: words to commands, errors to exit codes.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include <CLI/CLI.hpp>

#include "fokker/cli/command_words.hpp"
#include "fokker/cli/commands.hpp"
#include "fokker/cli/report.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/progress.hpp"
#include "fokker/ranks/launcher.hpp"
#include "fokker/ranks/world.hpp"
#include "fokker/version.hpp"

namespace fokker::cli {
namespace {

// An empty value is a shell variable that was not set, and not what somebody wants.
void refuse_empty_values(const CLI::App& app) {
    for (const CLI::App* command : app.get_subcommands()) {
        for (const CLI::Option* option : command->get_options()) {
            if (option->count() > 0 && option->get_items_expected_max() > 0 &&
                std::ranges::find(option->results(), "") != option->results().end())
                throw Error(option->get_name() + ": the value is empty");
        }
    }
}

bool is_option(const std::string& word) {
    return word.size() > 1 && word[0] == '-';
}

// "-x^2" is a formula and not an option: a word after `eval`, `plot`, `sample` or `fit` that no option is called is put
// where CLI11 takes it for what it is.
std::vector<std::string> with_formula_last(std::vector<std::string> words, const std::vector<std::string>& options) {
    const std::vector<std::string> takes_value{
        "--at",       "--set",       "--range",      "--as",      "--levels",     "--arrows",
        "-o",         "--out",       "--title",      "--theme",   "--width",      "--dim",
        "--sampler",  "--chains",    "--draws",      "--warmup",  "--lower",      "--upper",
        "--data",     "--seed",      "--threads",    "--family",  "--components", "--objective",
        "--gradient", "--optimiser", "--iterations", "--samples", "--restarts"};
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string name = words[i].substr(0, words[i].find('='));
        if (std::ranges::find(takes_value, words[i]) != takes_value.end()) {
            ++i;  // its value
        } else if (words[i] == "--") {
            return words;
        } else if (is_option(words[i]) && !words[i].starts_with("--") &&
                   std::ranges::find(options, name) == options.end()) {
            std::string formula = std::move(words[i]);
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
            words.push_back("--");
            words.push_back(std::move(formula));
            return words;
        }
    }
    return words;
}

// The same for a formula that is the value of an option: "--energy=-x^2" is understood.
void attach_formulas(std::vector<std::string>& words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] != "--energy" && words[i] != "--log-density") continue;
        words[i] += "=" + words[i + 1];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
}

[[noreturn]] void unknown(const std::string& what, const std::string& word, const std::vector<std::string>& known) {
    const std::string nearest = nearest_name(word, known);
    std::string all;
    for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
    throw Error("unknown " + what + " \"" + word + "\"" +
                (nearest.empty() ? "." : "; did you mean \"" + nearest + "\"?") + " Known: " + all);
}

// CLI11's own words for what is wrong, with the nearest option where there is one.
[[noreturn]] void explain_error(CommandLine& line, const std::vector<std::string>& words, const CLI::ParseError& e) {
    const std::string command = words.empty() ? "" : words[0];
    if (dynamic_cast<const CLI::ExtrasError*>(&e) != nullptr) {
        for (const std::string& word : line.app->remaining(true)) {
            if (is_option(word)) unknown("option", word.substr(0, word.find('=')), line.options_of(command));
        }
    }
    throw Error(std::string(e.what()) + "\nfokker " + (command.empty() ? "" : command + " ") + "--help says more");
}

// Of several processes that were started together only the first says what is wrong with the words, or with there being
// several; the others have nothing to do.
bool is_idle_rank(const std::vector<std::string>& words) {
    if (launched_together() == 1) return false;
    const bool joins = !words.empty() && words[0] == "gaussianity";
    if (launched_rank() > 0) return !joins || !World::can_join();
    if (joins) return false;
    throw Error("this is one of " + std::to_string(launched_together()) +
                " processes that were started together, and each would do all of the work: only `fokker gaussianity` "
                "shares it; start one process (--threads says on how many processors)");
}

// The words, understood; false where there is nothing to be done after what was printed here.
bool parse(CommandLine& line, std::vector<std::string> words) {
    const auto& known = commands();
    if (words.empty()) {
        print(line.app->help(), false);
        return false;
    }
    if (!is_option(words[0]) && std::ranges::find(known, words[0]) == known.end()) unknown("command", words[0], known);
    if (words[0] == "eval" || words[0] == "plot" || words[0] == "sample" || words[0] == "fit") {
        const auto options = line.options_of(words[0]);
        words = with_formula_last(std::move(words), options);
    }
    if (words[0] == "compare") attach_formulas(words);
    try {
        std::vector<std::string> reversed(words.rbegin(), words.rend());
        line.app->parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        const auto chosen = line.app->get_subcommands();
        print(chosen.empty() ? line.app->help() : chosen[0]->help("fokker"), false);
        return false;
    } catch (const CLI::ParseError& e) {
        explain_error(line, words, e);
    }
    if (line.version) {
        print("fokker " + std::string(version()) + "\n", false);
        return false;
    }
    refuse_empty_values(*line.app);
    return true;
}

int dispatch(CommandLine& line, const std::vector<std::string>& words) {
    if (is_idle_rank(words)) return 0;
    try {
        if (!parse(line, words)) return 0;
    } catch (const Error&) {
        if (launched_rank() > 0) return 0;  // all ranks have the same words, and the first says so
        throw;
    }
    if (words[0] == "run") return run(line.run);
    if (words[0] == "sample") return sample(line.sample);
    if (words[0] == "fit") return fit(line.fit);
    if (words[0] == "diagnose") return diagnose(line.diagnose);
    if (words[0] == "compare") return compare(line.compare);
    if (words[0] == "gaussianity") return gaussianity(line.gaussianity);
    if (words[0] == "lab") return lab(line.lab);
    if (words[0] == "plot") return plot(line.plot);
    if (words[0] == "eval") return eval(line.eval);
    if (words[0] == "explain") return explain(line.explain);
    return list(line.list);
}

void write(std::FILE* stream, const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stream) != text.size() || std::fflush(stream) != 0)
        throw Error("cannot write to standard output: " + std::string(std::strerror(errno)));
}

}  // namespace

void print(const std::string& text, bool json) {
    write(json ? stderr : stdout, text);
}

void print(const Json& json) {
    write(stdout, json.to_text());
}

int print_spec(const Table& spec, bool json) {
    if (json)
        print(to_json(spec));
    else
        print(to_toml(spec), false);
    return 0;
}

int main(int argc, const char* const* argv) {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    // To people, and as the one JSON object to a program that asked for one. Nothing can be done about a stream that is
    // closed.
    const auto report = [&words](const std::string& message, int code) {
        std::fprintf(stderr, "%s\n", message.c_str());
        if (std::ranges::find(words, "--json") != words.end()) {
            Json json;
            json["error"] = message;
            std::fputs(json.to_text().c_str(), stdout);
            std::fflush(stdout);
        }
        return code;
    };
    try {
        CommandLine line;
        return dispatch(line, words);
    } catch (const Error& e) {
        return report(e.what(), kExitUserError);
    } catch (const Stopped&) {
        return report("stopped before there was an answer: nothing was written", kExitInterrupted);
    } catch (const std::bad_alloc&) {
        return report("out of memory: keep fewer states (simulate.save) or fewer particles", 1);
    } catch (const std::exception& e) {
        return report(
            std::string("internal error: ") + e.what() + "; please report it with the spec and fokker --version", 1);
    }
}

}  // namespace fokker::cli
