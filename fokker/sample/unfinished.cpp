// Engines that are still to come.
#include "fokker/error.hpp"
#include "fokker/sample/recording.hpp"

namespace fokker {
void run(const EllipticalSlice&, const Plan&, Recording&) {
    throw Error("elliptical-slice: not there yet");
}
}  // namespace fokker
