// The one exception that a user of Fokker meets.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace fokker {

// A mistake that the user can mend: the message says what was wrong, where, and what would be right.
// The command line prints what() as it is and exits with code 2.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace fokker
