// Figures to pixels and to files.
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <png.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "fokker/draw/figure.hpp"
#include "fokker/draw/page.hpp"
#include "fokker/draw/unique_name.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Context = std::unique_ptr<cairo_t, Destroy>;

// A file under a name of its own beside the wanted one, renamed to it when whole, removed when not.
class FileBeside {
public:
    explicit FileBeside(const std::filesystem::path& path)
        : path_(path), beside_(path.string() + ".part" + unique_name()) {
        file_ = std::fopen(beside_.c_str(), "wb");
        if (file_ == nullptr) fail(errno);
    }
    ~FileBeside() {
        if (file_ != nullptr) std::fclose(file_);
        std::error_code ignored;
        if (!done_) std::filesystem::remove(beside_, ignored);
    }
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;

    bool write(const void* data, std::size_t size) {
        if (error_ == 0 && std::fwrite(data, 1, size, file_) != size) error_ = errno;
        return error_ == 0;
    }

    void finish() {
        if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
        if (std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) error_ = errno;
        if (error_ != 0) fail(error_);
        std::error_code failed;
        std::filesystem::rename(beside_, path_, failed);
        if (failed) fail(failed.value());
        done_ = true;
    }

private:
    [[noreturn]] void fail(int error) const {
        throw Error("cannot write " + path_.string() + ": " + std::strerror(error) +
                    "; a file of that name is as it was");
    }

    std::filesystem::path path_, beside_;
    std::FILE* file_ = nullptr;
    int error_ = 0;
    bool done_ = false;
};

cairo_status_t write_through(void* file, const unsigned char* data, unsigned size) {
    return static_cast<FileBeside*>(file)->write(data, size) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

void check(cairo_status_t status) {
    // A write error is reported, with its cause, by the file itself.
    if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR) {
        throw Error(std::string("drawing failed: ") + cairo_status_to_string(status));
    }
}

[[noreturn]] void png_failed(png_structp, png_const_charp message) {
    throw Error(std::string("writing the PNG failed: ") + message);
}

// libpng through our own file: compression 3 with the sub filter is several times faster than Cairo's writer and the
// files of smooth images are hardly larger. The resolution says that `scale` pixels are one CSS px (96 an inch).
void write_png(const Raster& raster, double scale, FileBeside& file) {
    png_struct* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_failed, nullptr);
    if (png == nullptr) throw Error("writing the PNG failed: out of memory");
    png_info* info = png_create_info_struct(png);
    const auto clean_up = [&] { png_destroy_write_struct(&png, &info); };
    try {
        png_set_write_fn(
            png, &file,
            [](png_structp p, png_bytep data, std::size_t size) {
                static_cast<FileBeside*>(png_get_io_ptr(p))->write(data, size);
            },
            [](png_structp) {});
        png_set_IHDR(png, info, static_cast<png_uint_32>(raster.width), static_cast<png_uint_32>(raster.height), 8,
                     PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        const auto per_metre = static_cast<png_uint_32>(std::lround(scale * 96 / 0.0254));
        png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
        png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
        png_set_compression_level(png, 3);
        png_set_filter(png, 0, PNG_FILTER_SUB);
        png_write_info(png, info);
        std::vector<unsigned char> row(3 * raster.width);
        for (std::size_t y = 0; y < raster.height; ++y) {
            for (std::size_t x = 0; x < raster.width; ++x) {
                const std::uint32_t pixel = raster.pixels[y * raster.width + x];
                row[3 * x] = static_cast<unsigned char>(pixel >> 16);
                row[3 * x + 1] = static_cast<unsigned char>(pixel >> 8);
                row[3 * x + 2] = static_cast<unsigned char>(pixel);
            }
            png_write_row(png, row.data());
        }
        png_write_end(png, info);
    } catch (...) {
        clean_up();
        throw;
    }
    clean_up();
}

Raster render_plan(const Plan& plan, const Figure& figure) {
    Raster raster{.width = static_cast<std::size_t>(std::lround(plan.width * figure.scale)),
                  .height = static_cast<std::size_t>(std::lround(plan.height * figure.scale)),
                  .pixels = {}};
    raster.pixels.resize(raster.width * raster.height);
    const auto width = static_cast<int>(raster.width), height = static_cast<int>(raster.height);
    // 32-bit pixels in the machine's byte order: the stride is always 4 bytes times the width.
    const Surface surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(raster.pixels.data()),
                                                              CAIRO_FORMAT_RGB24, width, height, 4 * width));
    check(cairo_surface_status(surface.get()));
    const Context cr(cairo_create(surface.get()));
    cairo_scale(cr.get(), figure.scale, figure.scale);
    draw_page(plan, {.cr = cr.get(), .theme = figure.theme, .unit = plan.unit, .scale = figure.scale});
    check(cairo_status(cr.get()));
    cairo_surface_flush(surface.get());
    for (auto& pixel : raster.pixels) pixel |= 0xff000000U;
    return raster;
}

template <typename CreateSurface>
void write_vector(const Plan& plan, const Figure& figure, double points, FileBeside& file, CreateSurface create) {
    const Surface surface(create(write_through, &file, plan.width * points, plan.height * points));
    const Context cr(cairo_create(surface.get()));
    cairo_scale(cr.get(), points, points);
    draw_page(plan, {.cr = cr.get(), .theme = figure.theme, .unit = plan.unit, .scale = figure.scale});
    check(cairo_status(cr.get()));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
}

}  // namespace

Raster render(const Figure& figure) {
    return render_plan(plan_of(figure), figure);
}

void Figure::save(const std::filesystem::path& path) const {
    const std::string ending = path.extension().string();
    if (ending != ".png" && ending != ".svg" && ending != ".pdf") {
        throw Error("cannot write " + path.string() + ": the name of a figure ends in .png, .svg or .pdf");
    }
    const Plan plan = plan_of(*this);
    FileBeside file(path);
    if (ending == ".png") {
        write_png(render_plan(plan, *this), scale, file);
    } else if (ending == ".svg") {
        write_vector(plan, *this, 1.0, file, [](auto write, auto* to, double wide, double tall) {
            cairo_surface_t* surface = cairo_svg_surface_create_for_stream(write, to, wide, tall);
            cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
            return surface;
        });
    } else {
        // 96 px and 72 points are an inch.
        write_vector(plan, *this, 0.75, file, [](auto write, auto* to, double wide, double tall) {
            cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(write, to, wide, tall);
            // The same picture is the same file.
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
            return surface;
        });
    }
    file.finish();
}

}  // namespace fokker::draw
