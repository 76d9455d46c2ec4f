#include "fokker/store/npz.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include "fokker/store/zip.hpp"
#include "scratch.hpp"

namespace fokker::store {
namespace {

using namespace std::string_literals;

// A .npy file as NumPy writes it, version 1.0, from the text of its header.
std::string npy(const std::string& header, const std::string& data) {
    const auto size = header.size() + 1;
    return "\x93NUMPY\x01\0"s + static_cast<char>(size & 0xff) + static_cast<char>(size >> 8) + header + '\n' + data;
}

std::string described(const std::string& descr, const std::string& order, const std::string& shape) {
    return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

template <typename T>
std::string bytes(std::initializer_list<T> values) {
    return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

Array load(const std::string& file) {
    const Scratch scratch;
    spill(scratch / "a.npy", file);
    return read_npy(scratch / "a.npy");
}

// The message without its path.
std::string complaint(const std::string& file) {
    const auto message = error_of([&] { load(file); });
    const auto at = message.find("a.npy: ");
    return at == std::string::npos ? message : message.substr(at + 7);
}

Array counted(Shape shape) {
    Array array{.shape = std::move(shape)};
    array.values.resize(element_count(array.shape));
    std::iota(array.values.begin(), array.values.end(), 0.5);
    return array;
}

Dataset run() {
    return {.variables = {{.name = "x", .dims = {"particle", "time", "dim"}, .data = counted({3, 4, 2})},
                          {.name = "failed_step", .dims = {"particle"}, .data = Integers{-1, 17, -1}},
                          {.name = "rate", .data = Array{{}, {2.5}}}},
            .coordinates = {{.name = "dim", .dims = {"dim"}, .data = Labels{"x1", "σ"}}},
            .attributes = {{"seed", std::uint64_t{42}}, {"title", "main"}}};
}

TEST(Npz, ReadsBackWhatItWroteStoredAndDeflated) {
    const Scratch scratch;
    for (const bool deflate : {false, true}) {
        const auto path = scratch / "run.npz";
        write_npz(run(), path, {.deflate = deflate});
        EXPECT_EQ(npz_names(path),
                  (std::vector<std::string>{"dim", "x", "failed_step", "rate", "attributes/seed", "attributes/title"}));
        EXPECT_EQ(read_npz(path, "x"), counted({3, 4, 2}));
        EXPECT_EQ(read_npz(path, "failed_step"), (Array{{3}, {-1, 17, -1}}));
        EXPECT_EQ(read_npz(path, "rate"), (Array{{}, {2.5}}));
        EXPECT_EQ(read_npz(path, "attributes/seed"), (Array{{}, {42}}));
    }
    EXPECT_EQ(scratch.count(), 1);
}

TEST(Npz, TakesTheOnlyArrayWhereNoneIsNamedAndAsksWhereThereAreMore) {
    const Scratch scratch;
    write_npz({.variables = {{.name = "x", .dims = {"i"}, .data = counted({3})}}}, scratch / "one.npz");
    EXPECT_EQ(read_npz(scratch / "one.npz"), counted({3}));
    write_npz({.variables = {{.name = "x", .data = counted({})}, {.name = "y", .data = counted({})}}},
              scratch / "two.npz");
    const auto prefix = "cannot read " + (scratch / "two.npz").string() + ": ";
    EXPECT_EQ(error_of([&] { read_npz(scratch / "two.npz"); }), prefix + "which array? There are: x, y");
    EXPECT_EQ(error_of([&] { read_npz(scratch / "two.npz", "z"); }), prefix + "no array \"z\"; there are: x, y");
}

TEST(Npz, IsTheSameBytesForTheSameDataset) {
    const Scratch scratch;
    write_npz(run(), scratch / "a.npz");
    write_npz(run(), scratch / "b.npz");
    EXPECT_EQ(slurp(scratch / "a.npz"), slurp(scratch / "b.npz"));
}

TEST(Npy, BeginsItsNumbersAtAMultipleOf64Bytes) {
    const Scratch scratch;
    for (const auto& shape : {Shape{}, Shape{5}, Shape{1000, 3}, Shape{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}) {
        write_npy(counted(shape), scratch / "a.npy");
        EXPECT_EQ((std::filesystem::file_size(scratch / "a.npy") - 8 * element_count(shape)) % 64, 0U);
        EXPECT_EQ(read_npy(scratch / "a.npy"), counted(shape));
    }
}

TEST(Npy, ReadsEveryTypeOfPlainNumbers) {
    const Array expected{{3}, {1, 0, 2}};
    EXPECT_EQ(load(npy(described("<f8", "False", "(3,)"), bytes<double>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<f4", "False", "(3,)"), bytes<float>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<i8", "False", "(3,)"), bytes<std::int64_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<i4", "False", "(3,)"), bytes<std::int32_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<i2", "False", "(3,)"), bytes<std::int16_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("|i1", "False", "(3,)"), bytes<std::int8_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<u8", "False", "(3,)"), bytes<std::uint64_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<u4", "False", "(3,)"), bytes<std::uint32_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("<u2", "False", "(3,)"), bytes<std::uint16_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("|u1", "False", "(3,)"), bytes<std::uint8_t>({1, 0, 2}))), expected);
    EXPECT_EQ(load(npy(described("|b1", "False", "(3,)"), bytes<std::uint8_t>({1, 0, 1}))), (Array{{3}, {1, 0, 1}}));
    EXPECT_EQ(load(npy(described("<i4", "False", "(2,)"), bytes<std::int32_t>({-5, 7}))), (Array{{2}, {-5, 7}}));
}

TEST(Npy, TurnsBigEndianNumbersAround) {
    EXPECT_EQ(load(npy(described(">f8", "False", "(1,)"), "\x3f\xf8\0\0\0\0\0\0"s)), (Array{{1}, {1.5}}));
    EXPECT_EQ(load(npy(described(">i4", "False", "(2,)"), "\0\0\x01\x02\xff\xff\xff\xfe"s)), (Array{{2}, {258, -2}}));
}

TEST(Npy, TurnsFortranOrderIntoRowMajor) {
    EXPECT_EQ(load(npy(described("<f8", "True", "(2, 3)"), bytes<double>({11, 21, 12, 22, 13, 23}))),
              (Array{{2, 3}, {11, 12, 13, 21, 22, 23}}));
    EXPECT_EQ(load(npy(described("<f8", "True", "(2, 2, 2)"), bytes<double>({111, 211, 121, 221, 112, 212, 122, 222}))),
              (Array{{2, 2, 2}, {111, 112, 121, 122, 211, 212, 221, 222}}));
    EXPECT_EQ(load(npy(described("<f8", "True", "(0, 3)"), "")), (Array{{0, 3}, {}}));
}

TEST(Npy, ReadsHeadersOfEveryVersionAndSpelling) {
    const Array expected{{1}, {1}};
    const auto data = bytes<double>({1});
    EXPECT_EQ(load(npy("{\"shape\": (1L,), \"fortran_order\": False, \"descr\": \"<f8\"}", data)), expected);
    const auto header = described("<f8", "False", "(1,)") + "\n";
    const auto size = static_cast<char>(header.size());
    EXPECT_EQ(load("\x93NUMPY\x02\0"s + size + "\0\0\0"s + header + data), expected);
    EXPECT_EQ(load("\x93NUMPY\x03\0"s + size + "\0\0\0"s + header + data), expected);
}

TEST(Npy, NamesWhatItDoesNotRead) {
    const auto of_type = [](const std::string& descr) {
        return complaint(npy(described(descr, "False", "(1,)"), "12345678"));
    };
    EXPECT_EQ(of_type("|O"), "an array of Python objects; only arrays of plain numbers can be read");
    EXPECT_EQ(of_type("<U2"),
              "numbers of type <U2; booleans, integers and floats of up to 64 bits can be read, such as <f8");
    for (const auto* descr : {"<c16", "<f2", "<f16", "<M8[ns]", "|S8", "", "<", "f8", "xf8", "<f88"}) {
        EXPECT_NE(of_type(descr).find("booleans, integers and floats"), std::string::npos) << descr;
    }
    EXPECT_EQ(complaint(npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", "12345678")),
              "an array of records; only arrays of plain numbers can be read");
    EXPECT_EQ(complaint("PK\3\4 not an array"), "not a .npy array: it does not begin with \\x93NUMPY");
    EXPECT_EQ(complaint("\x93NUMPY\x09\0\x01\0 "s), "version 9 of the .npy format; versions 1 to 3 can be read");
}

TEST(Npy, RefusesShapesThatTheFileCannotHoldBeforeAnyMemoryIsTaken) {
    const auto of_shape = [](const std::string& shape) {
        return complaint(npy(described("<f8", "False", shape), "12345678"));
    };
    EXPECT_EQ(of_shape("(2,)"), "damaged or truncated: shape [2] of type <f8 needs 16 bytes and there are 8");
    EXPECT_EQ(of_shape("(0,)"), "damaged or truncated: shape [0] of type <f8 needs 0 bytes and there are 8");
    EXPECT_NE(of_shape("(1000000000000,)").find("needs 8000000000000 bytes"), std::string::npos);
    EXPECT_EQ(of_shape("(4294967296, 4294967296)"),
              "damaged: shape [4294967296, 4294967296] is larger than any memory");
    for (const auto* shape : {"(99999999999999999999999,)", "(-1,)", "(1.5,)", "(1", "1", "()()", "(1,,)", "None"}) {
        EXPECT_EQ(of_shape(shape), "damaged: the .npy header makes no sense") << shape;
    }
}

TEST(Npy, RefusesHeadersThatAreIncompleteOrEndless) {
    for (const auto* header : {"", "{", "}", "{}", "{'descr': '<f8'}", "{'descr': '<f8', 'shape': (1,)}",
                               "{'descr': <f8}", "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (1,)}",
                               "{'other': '<f8'}", "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} more"}) {
        EXPECT_EQ(complaint(npy(header, "12345678")), "damaged: the .npy header makes no sense") << header;
    }
    EXPECT_EQ(complaint("\x93NUMPY\x02\0\xff\xff\xff\xff"s), "damaged: the .npy header claims 4294967295 bytes");
    EXPECT_EQ(complaint("\x93NUMPY"), "truncated: too short for a .npy header");
    EXPECT_EQ(complaint("\x93NUMPY\x01\0\x76\0"s), "the file is truncated");
}

std::string npz_bytes(bool deflate) {
    const Scratch scratch;
    write_npz(run(), scratch / "a.npz", {.deflate = deflate});
    return slurp(scratch / "a.npz");
}

std::string npz_complaint(const std::string& file, const std::string& name = "x") {
    const Scratch scratch;
    spill(scratch / "a.npz", file);
    const auto message = error_of([&] { read_npz(scratch / "a.npz", name); });
    const auto at = message.find("a.npz: ");
    return at == std::string::npos ? message : message.substr(at + 7);
}

TEST(Npz, ChecksTheChecksumAndTheLength) {
    auto file = npz_bytes(false);
    const auto value = file.find(bytes<double>({5.5}));
    ASSERT_NE(value, std::string::npos);
    auto damaged = file;
    damaged[value + 3] = 1;
    EXPECT_EQ(npz_complaint(damaged), "x.npy: damaged: the checksum is wrong");
    EXPECT_EQ(npz_complaint(file.substr(0, file.size() - 10)),
              "not an .npz file: a zip archive ends with a directory, and this has none (truncated?)");
    EXPECT_NE(npz_complaint(file.substr(500)), "no error");
    EXPECT_EQ(npz_complaint("just text"),
              "not an .npz file: a zip archive ends with a directory, and this has none (truncated?)");
    EXPECT_NE(npz_complaint(""), "no error");
}

TEST(Npz, RefusesCompressionEncryptionAndSizesThatCannotBe) {
    // The directory's entry of x.npy: flags at 8, method at 10, the 64-bit size behind the name and the extra field's
    // head.
    auto file = npz_bytes(true);
    const auto entry = file.rfind("x.npy") - 46;
    auto changed = file;
    changed[entry + 8] = 1;
    EXPECT_EQ(npz_complaint(changed), "x.npy: encrypted");
    changed = file;
    changed[entry + 10] = 14;
    EXPECT_EQ(npz_complaint(changed),
              "x.npy: compression method 14; only stored and deflated members can be read "
              "(numpy.savez, numpy.savez_compressed)");
    changed = file;
    changed[entry + 46 + 5 + 4 + 5] = 1;  // a terabyte
    EXPECT_EQ(npz_complaint(changed), "x.npy: damaged: it declares more than it can hold");
}

TEST(Npz, ReadsAZipArchiveWithoutZip64AndWithAComment) {
    // The smallest archive by hand (APPNOTE 4.3): one stored member a.npy, 32-bit sizes, a comment behind the end.
    const auto member = npy(described("<f8", "False", "()"), bytes<double>({2.5}));
    const auto u16 = [](std::size_t v) { return bytes<std::uint16_t>({static_cast<std::uint16_t>(v)}); };
    const auto u32 = [](std::size_t v) { return bytes<std::uint32_t>({static_cast<std::uint32_t>(v)}); };
    std::uint32_t crc = 0xffffffff;  // bit by bit, polynomial 0xedb88320
    for (const char c : member) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    const auto common = u16(20) + u16(0) + u16(0) + u16(0) + u16(0) + u32(~crc) + u32(member.size()) +
                        u32(member.size()) + u16(5) + u16(0);
    const auto local = "PK\3\4" + common + "a.npy" + member;
    const auto directory = "PK\1\2" + u16(20) + common + u16(0) + u16(0) + u16(0) + u32(0) + u32(0) + "a.npy";
    const auto end =
        "PK\5\6" + u16(0) + u16(0) + u16(1) + u16(1) + u32(directory.size()) + u32(local.size()) + u16(5) + "hello";
    const Scratch scratch;
    spill(scratch / "a.npz", local + directory + end);
    EXPECT_EQ(read_npz(scratch / "a.npz", "a"), (Array{{}, {2.5}}));
}

// One to four random wounds: bytes changed, set to 0xff, cut out, doubled, or the end cut off.
std::string wounded(std::string file, std::mt19937& words) {
    for (auto count = 1 + words() % 4; count > 0 && !file.empty(); --count) {
        const auto at = words() % file.size();
        const auto size = std::min<std::size_t>(1 + words() % 8, file.size() - at);
        switch (words() % 6) {
            case 0:
                file[at] = static_cast<char>(words());
                break;
            case 1:
                file[at] = static_cast<char>(file[at] ^ (1 << words() % 8));
                break;
            case 2:
                std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(at), size, '\xff');
                break;
            case 3:
                file.erase(at, size);
                break;
            case 4:
                file.insert(at, file.substr(at, size));
                break;
            default:
                file.resize(at);
                break;
        }
    }
    return file;
}

TEST(Npz, SurvivesDamagedFilesWithAnErrorOrAnArray) {
    std::mt19937 words(3);
    int read = 0, refused = 0;
    const Scratch scratch;
    for (const bool deflate : {false, true}) {
        const auto file = npz_bytes(deflate);
        for (int round = 0; round < 1000; ++round) {
            spill(scratch / "a.npz", wounded(file, words));
            try {
                npz_names(scratch / "a.npz");
                const auto array = read_npz(scratch / "a.npz", "x");
                ASSERT_EQ(element_count(array.shape), array.values.size());
                ++read;
            } catch (const Error&) {
                ++refused;
            }
        }
    }
    EXPECT_GT(read, 100);
    EXPECT_GT(refused, 1000);
}

TEST(Npy, SurvivesDamagedFilesWithAnErrorOrAnArray) {
    std::mt19937 words(5);
    int read = 0, refused = 0;
    const auto file = npy(described("<f4", "True", "(2, 3, 2)"), std::string(48, '\1'));
    const Scratch scratch;
    for (int round = 0; round < 3000; ++round) {
        try {
            spill(scratch / "a.npy", wounded(file, words));
            const auto array = read_npy(scratch / "a.npy");
            ASSERT_EQ(element_count(array.shape), array.values.size());
            ++read;
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(read, 100);
    EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace fokker::store
