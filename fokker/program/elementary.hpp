// Elementary functions of one lane and of arrays: exp expm1 log log1p sin cos sincos tan sinh cosh tanh atan
// atan2 erf pow sigmoid softplus floor, in fokker::FOKKER_ISA::elementary. elementary_lane.hpp says why they are
// our own, elementary_bounds.hpp how exact each is.
#pragma once

#include "fokker/program/elementary_array.hpp"
