// The discrete Fourier transform, for autocovariances.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace fokker::assess {

// Transforms of one length, a power of two and at least 2. Throws fokker::Error for another length.
//
// Stockham's self-sorting algorithm (Cochran et al. 1967; Van Loan, "Computational frameworks for the fast Fourier
// transform", 1992, section 1.7), four elements at a time. Its inner loops run over neighbours, so that they
// vectorise; its order of operations is fixed, so that its bits are.
class Fourier {
public:
    explicit Fourier(std::size_t length);
    std::size_t length() const { return cosine_.size(); }

    // X_k = sum_j x_j exp(-2 pi i j k / length), in place: real and imaginary parts, `length` numbers each.
    void transform(std::span<double> re, std::span<double> im);

private:
    std::vector<double> cosine_, sine_;  // of -2 pi k / length
    std::vector<double> re_, im_;        // where every other pass writes
};

}  // namespace fokker::assess
