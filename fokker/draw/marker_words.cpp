#include "fokker/draw/marker_words.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::draw {
namespace {

double overlap(const Box& a, const Box& b) {
    const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x),
                 along = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return across > 0 && along > 0 ? across * along : 0;
}

// Right, left, above, below and the four diagonals, at most a gap from the marker.
std::vector<Box> places_beside(const Box& marker, double wide, double tall, double gap) {
    const double middle_x = marker.x + (marker.width - wide) / 2, middle_y = marker.y + (marker.height - tall) / 2,
                 right = marker.x + marker.width + gap, left = marker.x - gap - wide, above = marker.y - gap / 2 - tall,
                 below = marker.y + marker.height + gap / 2;
    std::vector<Box> places;
    for (const auto& [x, y] : {std::pair(right, middle_y),
                               {left, middle_y},
                               {middle_x, above},
                               {middle_x, below},
                               {right, above},
                               {left, above},
                               {right, below},
                               {left, below}}) {
        places.push_back({x, y, wide, tall});
    }
    return places;
}

// The first place that covers nothing and lies in the frame, or the one that does least harm.
Box best_place(const std::vector<Box>& places, const std::vector<Box>& taken, const Occupancy& curves,
               const Box& frame) {
    double least = 0;
    const Box* best = nullptr;
    for (const Box& place : places) {
        double harm = place.width * place.height - overlap(place, frame);
        for (const Box& box : taken) harm += overlap(place, box);
        harm += curves.taken_share(
                    (place.x - frame.x) / frame.width, 1 - (place.y + place.height - frame.y) / frame.height,
                    (place.x + place.width - frame.x) / frame.width, 1 - (place.y - frame.y) / frame.height) *
                place.width * place.height;
        if (best == nullptr || harm < least - 1e-9) {
            best = &place;
            least = harm;
        }
    }
    return *best;
}

void keep_inside(Box& box, const Box& frame) {
    box.x = std::clamp(box.x, frame.x, std::max(frame.x, frame.x + frame.width - box.width));
    box.y = std::clamp(box.y, frame.y, std::max(frame.y, frame.y + frame.height - box.height));
}

// Words in place of markers that lie on one another are pushed apart along the way that is shorter.
void part(std::vector<MarkerWord>& words, const Box& frame, double apart) {
    for (int round = 0; round < 40; ++round) {
        bool moved = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                Box &a = words[j].box, &b = words[i].box;
                const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x) + apart;
                const double along = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
                if (across <= 0 || along <= 0) continue;
                moved = true;
                const double push = 0.52 * std::min(across, along);
                double& first = across < along ? a.x : a.y;
                double& second = across < along ? b.x : b.y;
                const double sign = first <= second ? 1 : -1;
                first -= sign * push;
                second += sign * push;
            }
        }
        for (auto& word : words) keep_inside(word.box, frame);
        if (!moved) break;
    }
}

}  // namespace

std::vector<MarkerWord> place_words(const Markers& markers, const Frame& frame, double unit, const Occupancy& curves) {
    std::vector<MarkerWord> words;
    if (markers.labels.empty()) return words;
    const double radius = markers.radius * unit;
    const Box& inside = frame.box;
    std::vector<Box> points;  // of the markers, then of the words
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < markers.x.size(); ++i) {
        const double x = frame.px(markers.x[i]), y = frame.py(markers.y[i]);
        const bool shown =
            x >= inside.x && x <= inside.x + inside.width && y >= inside.y && y <= inside.y + inside.height;
        if (!shown) continue;
        if (!markers.labels[i].empty()) named.push_back(i);
        points.push_back({x - radius, y - radius, 2 * radius, 2 * radius});
    }
    for (const std::size_t i : named) {
        TypesetLine line = typeset(markers.labels[i], {.size = 11.5 * unit, .bold = markers.centred});
        const double wide = line.width, tall = line.height(), x = frame.px(markers.x[i]), y = frame.py(markers.y[i]);
        Box box{x - wide / 2, y - tall / 2, wide, tall};
        if (!markers.centred) {
            const Box marker{x - radius, y - radius, 2 * radius, 2 * radius};
            box = best_place(places_beside(marker, wide, tall, 3 * unit), points, curves, inside);
            keep_inside(box, inside);
            points.push_back(box);
        }
        words.push_back({std::move(line), box});
    }
    if (markers.centred) part(words, inside, 2.5 * unit);
    return words;
}

}  // namespace fokker::draw
