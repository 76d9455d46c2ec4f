// What one check has to say of draws.
#pragma once

#include <string>

namespace fokker::assess {

enum class Level : unsigned char {
    good,      // nothing speaks against the draws
    doubtful,  // usable with care: what is said may be off by more than its errors
    bad,       // not to be used
};

struct Finding {
    std::string kind;  // "rhat", "ess", "one-chain", "start", "drift", "non-finite", "stuck", "twins", "constant",
                       // "multimodal", "divergences", "tree-depth", "e-bfmi", "acceptance", "stein", "second-opinion"
    Level level = Level::good;  // good: worth knowing, no more
    std::string sentence;       // what was seen, with the number and its limit
    std::string advice;         // what to try; may be empty
};

}  // namespace fokker::assess
