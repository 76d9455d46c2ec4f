// A program that is fed: fokker/draw/film_process.cpp. The programs are shell scripts, with a fault each.
#include "fokker/draw/film_process.hpp"

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

using namespace std::chrono_literals;

const std::vector<std::byte> kMegabyte(1'000'000, std::byte{7});

std::filesystem::path script(const Folder& folder, const std::string& text) {
    const auto path = folder / "tool";
    std::ofstream(path) << "#!/bin/sh\n" << text << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

// Feeds it a megabyte and waits for its end.
std::string message_of(const std::filesystem::path& program, std::chrono::milliseconds patience = 60s) {
    try {
        FedProgram tool(program, {"one", "two words"}, patience);
        tool.write(kMegabyte);
        tool.finish();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

pid_t written_pid(const std::filesystem::path& path) {
    for (int i = 0; i < 400; ++i) {
        const std::string text = contents(path);
        if (!text.empty() && text.back() == '\n') return std::stoi(text);
        std::this_thread::sleep_for(10ms);
    }
    ADD_FAILURE() << "the script did not start";
    return -1;
}

// Gone, or dead and not yet collected by whoever has inherited it.
bool is_dead(pid_t pid) {
    const std::string status = contents("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = status.rfind(')');
    return name_end == std::string::npos || status[name_end + 2] == 'Z';
}

bool dies_soon(pid_t pid) {
    for (int i = 0; i < 400 && !is_dead(pid); ++i) std::this_thread::sleep_for(10ms);
    return is_dead(pid);
}

TEST(FedProgram, GetsItsArgumentsAndEveryByte) {
    const Folder folder;
    const auto tool = script(folder, "echo \"$#,$2\" > \"$0.words\"; /bin/cat > \"$0.bytes\"");
    EXPECT_EQ(message_of(tool), "no error");
    EXPECT_EQ(contents(folder / "tool.words"), "2,two words\n");
    EXPECT_EQ(contents(folder / "tool.bytes"), std::string(1'000'000, '\7'));
}

TEST(FedProgram, ThatDiesHalfWayIsAnErrorWithItsLastWordsAndNoSignal) {
    const Folder folder;
    const auto before = std::signal(SIGPIPE, SIG_DFL);  // which would end this test
    const std::string message =
        message_of(script(folder, "/usr/bin/head -c 5000 > /dev/null; echo out of >&2; echo luck >&2; exit 3"));
    EXPECT_EQ(message, "tool ended with exit code 3:\n    out of\n    luck");
    EXPECT_EQ(std::signal(SIGPIPE, before), SIG_DFL);
}

TEST(FedProgram, ThatFailsAtTheVeryEndIsAnError) {
    const Folder folder;
    EXPECT_EQ(message_of(script(folder, "/bin/cat > /dev/null; exit 1")),
              "tool ended with exit code 1; it said nothing");
    EXPECT_EQ(message_of(script(folder, "/bin/cat > /dev/null; kill -TERM $$")),
              "tool was ended by a signal, Terminated; it said nothing");
}

TEST(FedProgram, OfManyWordsIsHeardToTheEndAndItsLastAreKept) {
    const Folder folder;
    const std::string message = message_of(script(
        folder, "i=0; while [ $i -lt 20000 ]; do echo word $i >&2; i=$((i+1)); done; /bin/cat > /dev/null; exit 1"));
    EXPECT_NE(message.find("word 19999"), std::string::npos) << message;
    EXPECT_LT(message.size(), 3000U);
}

TEST(FedProgram, ThatHangsIsKilledWhenPatienceEnds) {
    const Folder folder;
    EXPECT_EQ(message_of(script(folder, "echo $$ > \"$0.pid\"; /bin/sleep 100"), 300ms),
              "tool reads nothing; it said nothing");
    EXPECT_TRUE(is_dead(written_pid(folder / "tool.pid")));
    EXPECT_EQ(message_of(script(folder, "/bin/cat > /dev/null; echo one moment >&2; /bin/sleep 100"), 300ms),
              "tool does not end:\n    one moment");
}

// It counts for about a second, and has 100 ms to end.
TEST(FedProgram, ThatWorksOnAfterItsInputIsWaitedFor) {
    const Folder folder;
    EXPECT_EQ(
        message_of(script(folder, "/bin/cat > /dev/null; i=0; while [ $i -lt 400000 ]; do i=$((i + 1)); done"), 100ms),
        "no error");
}

TEST(FedProgram, ThatHangsUpButLivesOnIsAnErrorAndKilled) {
    const Folder folder;
    EXPECT_EQ(message_of(script(folder, "echo $$ > \"$0.pid\"; exec 0<&-; /bin/sleep 100")),
              "tool stopped reading; it said nothing");
    EXPECT_TRUE(is_dead(written_pid(folder / "tool.pid")));
}

TEST(FedProgram, ThatIsNoProgramIsAnError) {
    const Folder folder;
    std::ofstream(folder / "tool") << "\x7f not a program";
    std::filesystem::permissions(folder / "tool", std::filesystem::perms::owner_all);
    EXPECT_EQ(message_of(folder / "tool"), "tool ended with exit code 127:\n    it cannot be started");
}

TEST(FedProgram, HasAProcessGroupOfItsOwnSoThatInterruptsAreOurs) {
    const Folder folder;
    const FedProgram tool(script(folder, "echo $$ > \"$0.pid\"; /bin/sleep 100"), {});
    const pid_t pid = written_pid(folder / "tool.pid");
    EXPECT_EQ(::getpgid(pid), pid);
    EXPECT_NE(::getpgid(pid), ::getpgid(0));
}

TEST(FedProgram, DoesNotOutliveTheProcessThatFedIt) {
    const Folder folder;
    const auto tool = script(folder, "echo $$ > \"$0.pid\"; exec /bin/sleep 100");
    const pid_t feeder = ::fork();
    if (feeder == 0) {
        const FedProgram fed(tool, {});
        written_pid(folder / "tool.pid");
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(feeder, &status, 0), feeder);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(dies_soon(written_pid(folder / "tool.pid")));
}

TEST(FindProgram, LooksThroughPathForWhatCanBeRun) {
    const Folder folder;
    const auto tool = script(folder, "exit 0");
    const std::string before = std::getenv("PATH"), here = tool.parent_path().string();
    ::setenv("PATH", ("/nowhere::" + here).c_str(), 1);
    EXPECT_EQ(find_program("tool"), tool);
    EXPECT_EQ(find_program("no-such-tool"), std::nullopt);
    std::filesystem::permissions(tool, std::filesystem::perms::owner_read);
    std::filesystem::create_directory(folder / "other");
    EXPECT_EQ(find_program("other"), std::nullopt) << "a folder";
    if (::geteuid() != 0) EXPECT_EQ(find_program("tool"), std::nullopt) << "may not be run";
    ::setenv("PATH", before.c_str(), 1);
}

}  // namespace
}  // namespace fokker::draw
