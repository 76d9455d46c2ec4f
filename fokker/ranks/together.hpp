// Work that all ranks do alike, and mistakes that one of them speaks of for all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <optional>
#include <vector>

#include "fokker/assess/ranks.hpp"
#include "fokker/error.hpp"

namespace fokker {

// Another rank throws the Error that says what is wrong.
struct FailedElsewhere : std::exception {
    const char* what() const noexcept override { return "another rank says what is wrong"; }
};

// work() of every rank, which ends on all before it ends on one. Where it throws fokker::Error on some ranks, the first
// of these throws that and all others FailedElsewhere. An Error must not be thrown by some ranks only while the others
// sum over all.
template <class Work>
auto together(const assess::Ranks& ranks, const Work& work) {
    std::vector<std::int64_t> failed(ranks.count, 0);
    std::exception_ptr error;
    std::optional<decltype(work())> result;
    try {
        result = work();
    } catch (const Error&) {
        error = std::current_exception();
        failed[ranks.rank] = 1;
    }
    ranks.sum_over_all(failed);
    const auto first = std::ranges::find(failed, 1);
    if (first == failed.end()) return *result;
    if (first - failed.begin() == static_cast<std::ptrdiff_t>(ranks.rank)) std::rethrow_exception(error);
    throw FailedElsewhere();
}

}  // namespace fokker
