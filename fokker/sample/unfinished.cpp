// Engines that are still to come.
#include "fokker/error.hpp"
#include "fokker/sample/recording.hpp"

namespace fokker {
void run(const Nuts&, const Plan&, Recording&) {
    throw Error("nuts: not there yet");
}
void run(const EllipticalSlice&, const Plan&, Recording&) {
    throw Error("elliptical-slice: not there yet");
}
void run(const ParallelTempering&, const Plan&, Recording&) {
    throw Error("tempering: not there yet");
}
void run(const Ais&, const Plan&, Recording&) {
    throw Error("ais: not there yet");
}
void run(const Smc&, const Plan&, Recording&) {
    throw Error("smc: not there yet");
}
}  // namespace fokker
