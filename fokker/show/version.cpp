#include "fokker/version.hpp"

namespace fokker {

const char* version() {
    return FOKKER_VERSION;
}

}  // namespace fokker
