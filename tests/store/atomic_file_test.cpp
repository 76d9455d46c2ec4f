#include "fokker/store/atomic_file.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "fokker/store/csv.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"
#include "scratch.hpp"

namespace fokker::store {
namespace {

namespace fs = std::filesystem;

TEST(AtomicFile, ShowsNothingUntilItIsCommittedThenAll) {
    const Scratch scratch;
    spill(scratch / "a.txt", "old");
    {
        AtomicFile file(scratch / "a.txt");
        file.write("new");
        EXPECT_EQ(slurp(scratch / "a.txt"), "old");
        file.commit();
        EXPECT_EQ(slurp(scratch / "a.txt"), "new");
    }
    EXPECT_EQ(slurp(scratch / "a.txt"), "new");
    EXPECT_EQ(scratch.count(), 1);
}

TEST(AtomicFile, LeavesTheOldFileAndNoTraceWhereAnExceptionPasses) {
    const Scratch scratch;
    spill(scratch / "a.txt", "old");
    const auto write = [](const fs::path& temporary) {
        spill(temporary, "half of the ne");
        throw std::runtime_error("interrupted");
    };
    EXPECT_THROW(replace_file(scratch / "a.txt", write), std::runtime_error);
    EXPECT_EQ(slurp(scratch / "a.txt"), "old");
    EXPECT_EQ(scratch.count(), 1);
}

TEST(AtomicFile, GivesLibrariesATemporaryNameInTheSameFolderWithTheSameExtension) {
    const Scratch scratch;
    replace_file(scratch / "a.png", [&](const fs::path& temporary) {
        EXPECT_EQ(temporary.parent_path(), (scratch / "a.png").parent_path());
        EXPECT_EQ(temporary.extension(), ".png");
        EXPECT_NE(temporary, scratch / "a.png");
        spill(temporary, "picture");
    });
    EXPECT_EQ(slurp(scratch / "a.png"), "picture");
}

TEST(AtomicFile, KeepsTheOrderOfSmallAndLargePieces) {
    const Scratch scratch;
    std::string all;
    AtomicFile file(scratch / "a.bin");
    for (const std::size_t size : {1U, 1'000'000U, 100'000U, 3'000'000U, 0U, 7U, 1U << 20U}) {
        const std::string piece(size, static_cast<char>('a' + all.size() % 26));
        file.write(piece);
        all += piece;
    }
    file.commit();
    EXPECT_EQ(slurp(scratch / "a.bin"), all);
}

TEST(AtomicFile, CreatesTheFoldersThatAreMissing) {
    const Scratch scratch;
    write_text(scratch / "out/main/summary.json", "{}");
    EXPECT_EQ(slurp(scratch / "out/main/summary.json"), "{}");
}

TEST(AtomicFile, KeepsThePermissionsOfTheFileItReplaces) {
    const Scratch scratch;
    spill(scratch / "a.txt", "old");
    fs::permissions(scratch / "a.txt", fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    write_text(scratch / "a.txt", "new");
    EXPECT_EQ(fs::status(scratch / "a.txt").permissions(),
              fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST(AtomicFile, ObeysTheUmaskForANewFile) {
    const Scratch scratch;
    const auto old = ::umask(027);
    write_text(scratch / "a.txt", "new");
    ::umask(old);
    EXPECT_EQ(fs::status(scratch / "a.txt").permissions(),
              fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST(AtomicFile, ReplacesWhatASymbolicLinkPointsToAndKeepsTheLink) {
    const Scratch scratch;
    spill(scratch / "real.txt", "old");
    fs::create_symlink("real.txt", scratch / "link.txt");
    write_text(scratch / "link.txt", "new");
    EXPECT_TRUE(fs::is_symlink(scratch / "link.txt"));
    EXPECT_EQ(slurp(scratch / "real.txt"), "new");
}

TEST(AtomicFile, WritesDevicesDirectlyAndLeavesThemBe) {
    write_text("/dev/null", "nothing");
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_EQ(error_of([] { write_text("/dev/full", "anything"); }), "cannot write /dev/full: No space left on device");
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(AtomicFile, SaysWhyAFolderCannotBeUsed) {
    const Scratch scratch;
    spill(scratch / "file", "");
    const auto folder = (scratch / "file").string();
    EXPECT_EQ(error_of([&] { write_text(folder + "/a.txt", "x"); }),
              "cannot write " + folder + "/a.txt: cannot create the folder " + folder + ": Not a directory");
    EXPECT_EQ(error_of([&] { write_text("/proc/a.txt", "x"); }), "cannot write /proc/a.txt: No such file or directory");
    EXPECT_EQ(error_of([&] { write_text(scratch / "", "x"); }),
              "cannot write " + (scratch / "").string() + ": Is a directory");
}

// A disk that is full after `bytes`, for this process and from now on.
void limit_file_size(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
}

// The child runs to the end of its program, through the exit handlers of the libraries.
template <typename Write>
void expect_the_old_file_to_survive(const Scratch& scratch, const std::string& name, rlim_t limit, Write write) {
    SCOPED_TRACE(name + " at " + std::to_string(limit));
    const auto path = scratch / name;
    spill(path, "old");
    const auto child = [&] {
        limit_file_size(limit);
        std::fputs(error_of([&] { write(path); }).c_str(), stderr);
        std::exit(0);
    };
    EXPECT_EXIT(child(), testing::ExitedWithCode(0), "^cannot write " + path.string() + ": File too large");
    EXPECT_EQ(slurp(path), "old");
    EXPECT_EQ(scratch.count(), 1);
    fs::remove(path);
}

TEST(AFullDisk, IsAnErrorForEveryFormatAndLeavesTheOldFileWhole) {
    const Scratch scratch;
    const Array numbers{{1000, 50}, std::vector<double>(50'000, 0.1)};
    const Dataset dataset{.variables = {{.name = "x", .dims = {"particle", "time"}, .data = ArrayView(numbers)}}};
    for (const rlim_t limit : {rlim_t{100}, rlim_t{5000}, rlim_t{100'000}}) {
        expect_the_old_file_to_survive(scratch, "a.nc", limit, [&](const auto& path) { write_netcdf(dataset, path); });
        expect_the_old_file_to_survive(scratch, "a.npz", limit, [&](const auto& path) { write_npz(dataset, path); });
        expect_the_old_file_to_survive(scratch, "a.npy", limit, [&](const auto& path) { write_npy(numbers, path); });
        expect_the_old_file_to_survive(scratch, "a.csv", limit,
                                       [&](const auto& path) { write_csv({}, numbers, path); });
    }
}

TEST(AFullDisk, DoesNotKeepTheNextNetcdfFileFromBeingWritten) {
    const Scratch scratch;
    const Array numbers{{1000, 50}, std::vector<double>(50'000, 0.1)};
    const Dataset dataset{.variables = {{.name = "x", .dims = {"particle", "time"}, .data = ArrayView(numbers)}}};
    const auto child = [&] {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const auto before = limit.rlim_cur;
        limit.rlim_cur = 100'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::fputs(error_of([&] { write_netcdf(dataset, scratch / "a.nc"); }).c_str(), stderr);
        limit.rlim_cur = before;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        write_netcdf(dataset, scratch / "b.nc");
        std::exit(0);
    };
    EXPECT_EXIT(child(), testing::ExitedWithCode(0), "File too large");
    EXPECT_EQ(read_netcdf(scratch / "b.nc", "x"), numbers);
    EXPECT_EQ(scratch.count(), 1);
}

}  // namespace
}  // namespace fokker::store
