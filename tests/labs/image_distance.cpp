#include "tests/labs/image_distance.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "fokker/error.hpp"

namespace fokker::labs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCell = 8;  // pixels
constexpr std::ptrdiff_t kFurthestShift = 2;
constexpr float kUnseen = 0.5F;

using Plane = std::vector<float>;  // [height, width]
using Lab = std::array<Plane, 3>;

// sRGB to linear light (IEC 61966-2-1).
std::array<float, 256> linear_light() {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double c = static_cast<double>(i) / 255;
        table[i] = static_cast<float>(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return table;
}

// CIE 15:2004, equation 8.3 and following.
float lab_curve(float t) {
    constexpr float kDelta = 6.0F / 29;
    return t > kDelta * kDelta * kDelta ? std::cbrt(t) : t / (3 * kDelta * kDelta) + 4.0F / 29;
}

Lab lab_of(const Picture& picture) {
    static const auto kLinear = linear_light();
    const std::size_t n = picture.width * picture.height;
    Lab lab{Plane(n), Plane(n), Plane(n)};
    for (std::size_t i = 0; i < n; ++i) {
        const float r = kLinear[picture.rgb[3 * i]], g = kLinear[picture.rgb[3 * i + 1]],
                    b = kLinear[picture.rgb[3 * i + 2]];
        // Over the white of D65.
        const float x = lab_curve((0.4124F * r + 0.3576F * g + 0.1805F * b) / 0.9505F);
        const float y = lab_curve(0.2126F * r + 0.7152F * g + 0.0722F * b);
        const float z = lab_curve((0.0193F * r + 0.1192F * g + 0.9505F * b) / 1.0890F);
        lab[0][i] = 116 * y - 16;
        lab[1][i] = 500 * (x - y);
        lab[2][i] = 200 * (y - z);
    }
    return lab;
}

// Along rows, or along columns when the strides are exchanged; the ends repeat.
void blur_lines(Plane& plane, std::size_t lines, std::size_t line_stride, std::size_t length, std::size_t stride) {
    constexpr std::ptrdiff_t kReach = 6;
    std::array<float, 2 * kReach + 1> weights{};
    for (std::ptrdiff_t k = -kReach; k <= kReach; ++k) {
        weights[static_cast<std::size_t>(k + kReach)] = std::exp(-static_cast<float>(k * k) / 8);  // 2 pixels
    }
    const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
    Plane line(length);
    for (std::size_t l = 0; l < lines; ++l) {
        float* const first = plane.data() + l * line_stride;
        for (std::size_t i = 0; i < length; ++i) line[i] = first[i * stride];
        for (std::size_t i = 0; i < length; ++i) {
            float blurred = 0;
            for (std::ptrdiff_t k = -kReach; k <= kReach; ++k) {
                const auto at = std::clamp(static_cast<std::ptrdiff_t>(i) + k, std::ptrdiff_t{0},
                                           static_cast<std::ptrdiff_t>(length) - 1);
                blurred += weights[static_cast<std::size_t>(k + kReach)] * line[static_cast<std::size_t>(at)];
            }
            first[i * stride] = blurred / sum;
        }
    }
}

Lab blurred_lab(const Picture& picture) {
    Lab lab = lab_of(picture);
    for (Plane& plane : lab) {
        blur_lines(plane, picture.height, picture.width, picture.width, 1);
        blur_lines(plane, picture.width, 1, picture.height, picture.width);
    }
    return lab;
}

struct Cells {
    std::size_t across = 0, down = 0;
    std::vector<double> values = {};
};

double cell_difference(const Lab& a, const Lab& b, const Picture& size, std::size_t left, std::size_t top,
                       std::ptrdiff_t dx, std::ptrdiff_t dy) {
    const std::size_t right = std::min(left + kCell, size.width), bottom = std::min(top + kCell, size.height);
    const auto inside = [](std::size_t at, std::ptrdiff_t shift, std::size_t length) {
        return static_cast<std::size_t>(std::clamp(static_cast<std::ptrdiff_t>(at) + shift, std::ptrdiff_t{0},
                                                   static_cast<std::ptrdiff_t>(length) - 1));
    };
    double sum = 0;
    for (std::size_t y = top; y < bottom; ++y) {
        for (std::size_t x = left; x < right; ++x) {
            const std::size_t i = y * size.width + x;
            const std::size_t j = inside(y, dy, size.height) * size.width + inside(x, dx, size.width);
            const float l = a[0][i] - b[0][j], green_red = a[1][i] - b[1][j], blue_yellow = a[2][i] - b[2][j];
            sum += std::max(0.0F, std::sqrt(l * l + green_red * green_red + blue_yellow * blue_yellow) - kUnseen);
        }
    }
    return sum / static_cast<double>((right - left) * (bottom - top));
}

Cells differences(const Picture& picture, const Picture& other) {
    const Lab a = blurred_lab(picture), b = blurred_lab(other);
    Cells cells{.across = (picture.width + kCell - 1) / kCell, .down = (picture.height + kCell - 1) / kCell};
    for (std::size_t row = 0; row < cells.down; ++row) {
        for (std::size_t column = 0; column < cells.across; ++column) {
            double least = std::numeric_limits<double>::infinity();
            for (std::ptrdiff_t dy = -kFurthestShift; dy <= kFurthestShift; ++dy) {
                for (std::ptrdiff_t dx = -kFurthestShift; dx <= kFurthestShift; ++dx) {
                    least = std::min(least, cell_difference(a, b, picture, column * kCell, row * kCell, dx, dy));
                }
            }
            cells.values.push_back(least);
        }
    }
    return cells;
}

double mean(const Cells& cells, std::size_t column, std::size_t row, std::size_t across, std::size_t down) {
    double sum = 0;
    for (std::size_t j = row; j < row + down; ++j) {
        for (std::size_t i = column; i < column + across; ++i) sum += cells.values[j * cells.across + i];
    }
    return sum / static_cast<double>(across * down);
}

[[noreturn]] void fail(const fs::path& path, const char* reason) {
    throw Error(path.string() + ": " + reason);
}

void write_png(const Picture& picture, const fs::path& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&image, path.c_str(), 0, picture.rgb.data(), 0, nullptr) == 0)
        fail(path, image.message);
}

// The stored picture in light grey, cells that differ in red.
Picture difference_picture(const Picture& stored, const ImageDistance& distance) {
    Picture picture = stored;
    for (std::size_t y = 0; y < stored.height; ++y) {
        for (std::size_t x = 0; x < stored.width; ++x) {
            unsigned char* const pixel = &picture.rgb[3 * (y * stored.width + x)];
            const double grey = 128 + (pixel[0] + pixel[1] + pixel[2]) / 6.0;
            const double red = std::min(1.0, distance.cells[y / kCell * distance.cells_across + x / kCell] / 10);
            pixel[0] = static_cast<unsigned char>(std::min(255.0, grey * (1 - red) + 220 * red));
            pixel[1] = pixel[2] = static_cast<unsigned char>(std::min(255.0, grey * (1 - red)));
        }
    }
    return picture;
}

}  // namespace

Picture read_png(const fs::path& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0) fail(path, image.message);
    image.format = PNG_FORMAT_RGB;
    Picture picture{.width = image.width, .height = image.height, .rgb = {}};
    picture.rgb.resize(PNG_IMAGE_SIZE(image));
    const png_color white{255, 255, 255};
    if (png_image_finish_read(&image, &white, picture.rgb.data(), 0, nullptr) == 0) fail(path, image.message);
    return picture;
}

ImageDistance image_distance(const Picture& a, const Picture& b) {
    if (a.width != b.width || a.height != b.height) return {.value = std::numeric_limits<double>::infinity()};
    if (a.rgb == b.rgb) return {};
    Cells cells = differences(a, b);
    ImageDistance distance;
    const auto consider = [&](double mean_difference, double side, std::size_t column, std::size_t row) {
        const double value = mean_difference * std::max(side / 4, 1.0);
        if (value <= distance.value) return;
        distance.value = value;
        distance.x = column * kCell;
        distance.y = row * kCell;
        distance.side = static_cast<std::size_t>(side) * kCell;
    };
    for (std::size_t side = 1; side <= std::min(cells.across, cells.down); side *= 2) {
        const std::size_t step = (side + 1) / 2;
        for (std::size_t row = 0; row + side <= cells.down; row += step) {
            for (std::size_t column = 0; column + side <= cells.across; column += step) {
                consider(mean(cells, column, row, side, side), static_cast<double>(side), column, row);
            }
        }
    }
    consider(mean(cells, 0, 0, cells.across, cells.down), std::sqrt(static_cast<double>(cells.values.size())), 0, 0);
    distance.cells_across = cells.across;
    distance.cells = std::move(cells.values);
    return distance;
}

testing::AssertionResult looks_like(const fs::path& path, const fs::path& stored_path) {
    if (!fs::exists(stored_path)) {
        return testing::AssertionFailure() << "no picture is stored at " << stored_path << "; look at " << path
                                           << " and, if it is as it should be, copy it there";
    }
    const Picture picture = read_png(path), stored = read_png(stored_path);
    if (picture.width != stored.width || picture.height != stored.height) {
        return testing::AssertionFailure() << path << " has " << picture.width << " x " << picture.height
                                           << " pixels, the stored one " << stored.width << " x " << stored.height;
    }
    const ImageDistance distance = image_distance(picture, stored);
    if (distance.value <= kSameToTheEye) return testing::AssertionSuccess() << "distance " << distance.value;
    const fs::path difference = fs::path(path).replace_extension(".difference.png");
    write_png(difference_picture(stored, distance), difference);
    return testing::AssertionFailure() << path << " differs from " << stored_path << " by " << distance.value
                                       << ", more than " << kSameToTheEye << ", most of all in the " << distance.side
                                       << " pixels from x = " << distance.x << ", y = " << distance.y << "; see "
                                       << difference;
}

}  // namespace fokker::labs
