// What several tests of figures share.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// A folder of this test's own, removed at its end.
class Folder {
public:
    Folder() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() /
                ("fokker-" + std::to_string(::getpid()) + "-" + test->test_suite_name() + "-" + test->name());
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
    }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<double> normals(std::size_t n, unsigned seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values(n);
    for (double& value : values) value = normal(random);
    return values;
}

inline bool has_text(const Layout& layout, const std::string& text) {
    return std::any_of(layout.texts.begin(), layout.texts.end(), [&](const auto& t) { return t.text == text; });
}

// Every text inside the page, and none upon another.
inline void expect_texts_in_place(const Figure& figure, const std::string& what) {
    const Layout layout = layout_of(figure);
    for (std::size_t i = 0; i < layout.texts.size(); ++i) {
        const auto& [a, text] = layout.texts[i];
        EXPECT_TRUE(a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height)
            << what << ": \"" << text << "\" at " << a.x << ", " << a.y << ", " << a.width << " x " << a.height
            << " on " << layout.width << " x " << layout.height;
        for (std::size_t j = 0; j < i; ++j) {
            const auto& b = layout.texts[j].box;
            const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
            const double along = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
            EXPECT_FALSE(across > 0.5 && along > 0.5)
                << what << ": \"" << text << "\" lies on \"" << layout.texts[j].text << "\"";
        }
    }
}

inline const std::vector<double> kWidths{400, 520, 700, 900, 1280, 2000, 4000};

}  // namespace fokker::draw
