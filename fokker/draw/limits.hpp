// An interval of one axis.
#pragma once

namespace fokker::draw {

struct Limits {
    double low = 0, high = 1;
};

}  // namespace fokker::draw
