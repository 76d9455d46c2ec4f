// sin, cos and tan of large finite arguments, exactly reduced (Payne and Hanek 1983). Slow and rare: one scalar
// function each, compiled once for the host, so that its bits are the same whichever kernels call it.
#pragma once

namespace fokker {

// Up to here the kernels reduce by themselves.
constexpr double kModerateAngle = 0x1p20;

// For finite x, |x| > kModerateAngle.
double sin_of_large(double x);
double cos_of_large(double x);
double tan_of_large(double x);
// The same rounded to float, whose kernels reduce up to 2^12.
float sin_of_large(float x);
float cos_of_large(float x);

}  // namespace fokker
